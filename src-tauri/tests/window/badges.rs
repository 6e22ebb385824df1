//! The lead's badges: templates are made, drawn, tried and given to ticket types, with keyboard and mouse.

use serde_json::{Value, json};

use crate::desk::{Desk, Place, desk};
use crate::steps::until;

/// An event of few people, all of whom Noto Sans has the letters for.
const SMALL: &str =
    "title = \"Lille møde\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-10-01\"\nends = \"2026-10-01\"\n";
const PEOPLE: [(&str, &str, &str); 4] = [
    ("Bo", "Ås", "Egehavn Kommune"),
    ("Anne-Katharina", "Schønning-Bjerregaard", "Landsforeningen Åben Dør"),
    ("Иван", "Петров", "Havnby Kommune"),
    ("Karen", "Holm", ""),
];

fn small_event() -> Desk {
    let place = Place::new();
    place.make(SMALL);
    let desk = place.open();
    for (given, family, organisation) in PEOPLE {
        let person = json!({"givenName": given, "familyName": family, "organisation": organisation});
        desk.call("addWalkIn", &person);
    }
    desk
}

/// A card whose places the tests know.
const CARD: &str = include_str!("../../crates/badge/tests/badge/drawn-card.svg");

impl Desk {
    /// Opens a template whose places are known in the designer.
    #[track_caller]
    fn draw_card(&self) {
        self.call("makeTemplate", &json!({"title": "Mit kort", "svg": CARD}));
        self.to_screen("badges");
        self.tab_to("[data-keep='edit.mit-kort']");
        self.key("Return");
        self.wait_for(".designer .frame");
        self.wait("the badge", "document.querySelector('.paper-picture')?.naturalWidth > 0");
    }

    /// Makes a template of the supplied card, which opens in the designer.
    #[track_caller]
    pub(crate) fn design(&self) {
        self.to_screen("badges");
        self.tab_to("[data-keep='copy.card']");
        self.key("Return");
        self.wait_for(".designer .frame");
        self.wait("the badge", "document.querySelector('.paper-picture')?.naturalWidth > 0");
    }

    /// Types a number into a field of the chosen part and goes on.
    #[track_caller]
    pub(crate) fn set_number(&self, field: &str, value: &str) {
        let field = format!("[data-keep={field}]");
        self.tab_to(&field);
        self.key("ctrl+a");
        self.type_text(value);
        self.key("Return");
    }

    /// Chooses the part of a slot by the keys of the list.
    #[track_caller]
    fn choose_part(&self, name: &str) {
        self.tab_to(".part-list [tabindex='0']");
        self.key("Home");
        for at in 1..20 {
            if self.js("return document.querySelector('.part[aria-checked=true] b').textContent", &[]) == name {
                return;
            }
            self.key("Down");
            self.wait_focus(format!("[data-part='{at}'][aria-checked=true]").as_str());
        }
        panic!("no part is called {name}");
    }

    /// The own templates as the kiosk knows them.
    fn own_templates(&self) -> Vec<Value> {
        let all = self.call("badgeTemplates", &json!({}));
        all["templates"].as_array().unwrap().iter().filter(|one| one.get("title").is_some()).cloned().collect()
    }

    /// How many parts the front of the newest own template has.
    fn front_parts(&self) -> usize {
        let template = self.own_templates().last().unwrap()["template"].clone();
        let design = self.call("designTemplate", &json!({ "template": template }));
        design["parts"].as_array().unwrap().iter().filter(|part| part["back"] == false).count()
    }

    /// The part of a slot in the newest own template.
    fn part(&self, slot: &str) -> Value {
        let template = self.own_templates().last().unwrap()["template"].clone();
        let design = self.call("designTemplate", &json!({ "template": template }));
        design["parts"].as_array().unwrap().iter().find(|part| part["slot"] == slot).unwrap().clone()
    }
}

#[test]
fn a_template_is_drawn_by_the_keyboard_saved_by_itself_and_every_step_goes_back() {
    let desk = small_event();
    desk.to_screen("badges");
    desk.wait("real badges", "document.querySelectorAll('.card-picture').length === document.querySelectorAll('.template-card').length && [...document.querySelectorAll('.card-picture')].every((one) => one.naturalWidth > 0)");
    desk.draw_card();
    desk.wait_text(".properties h2", "Fornavn");
    desk.wait(
        "each dot of the picture one dot of the screen",
        "document.querySelector('.paper-picture').naturalWidth === Math.round(document.querySelector('.paper-picture').getBoundingClientRect().width * devicePixelRatio)",
    );

    // From the list to the badge; arrow keys move it by a tenth, with Shift by one, with Alt they size it.
    desk.key("Return");
    desk.wait_focus(".frame");
    desk.key("Right");
    desk.key("Right");
    desk.key("shift+Down");
    desk.wait_value("[data-keep=left]", "5,2\u{a0}mm");
    desk.wait_value("[data-keep=top]", "10,2\u{a0}mm");
    desk.wait_focus(".frame");
    assert_eq!(desk.part("given_name")["leftMm"], 5.2, "it is saved");
    desk.wait_text(".design-head .pill", "Gemt kl.");
    desk.key("alt+Left");
    desk.key("alt+shift+Up");
    desk.wait_value("[data-keep=width]", "75,9\u{a0}mm");
    desk.wait_value("[data-keep=height]", "12,3\u{a0}mm");

    // Keys that followed each other are one step.
    desk.key("ctrl+z");
    desk.wait_value("[data-keep=width]", "76,0\u{a0}mm");
    desk.key("ctrl+z");
    desk.wait_value("[data-keep=left]", "5,0\u{a0}mm");
    desk.wait("the beginning", "document.querySelector('[data-keep=undo]').disabled");
    let file = desk.call("saveTemplate", &json!({"template": "mit-kort"}));
    assert_eq!(file["svg"], CARD, "byte by byte");
    desk.key("ctrl+y");
    desk.key("ctrl+y");
    desk.wait_value("[data-keep=width]", "75,9\u{a0}mm");

    // Esc goes to the list, then to the templates; what was drawn is there.
    desk.key("Escape");
    desk.wait_focus(".part[aria-checked=true]");
    desk.key("Escape");
    desk.wait_for(".template-card");
    let desk = desk.restart();
    assert_eq!(desk.part("given_name")["widthMm"], 75.9);
    desk.close();
}

#[test]
fn a_field_is_moved_and_sized_with_the_mouse_along_edges_and_a_grid() {
    let desk = small_event();
    desk.draw_card();
    let before = desk.part("given_name");
    desk.choose_part("Arbejdssted");
    let dots = |mm: f64| -> i32 {
        let per_mm =
            desk.js("const p = document.querySelector('.paper').getBoundingClientRect(); return p.width / 86", &[]);
        #[expect(clippy::cast_possible_truncation, reason = "dots of a screen")]
        let dots = (per_mm.as_f64().unwrap() * mm).round() as i32;
        dots
    };
    let at = desk.part("organisation");
    assert_eq!(at["leftMm"], 5.0);
    // 3.3 mm to the right is nearest to 8 on the grid; its foot comes to lie along that of the title, at 43.
    desk.drag(".frame", dots(3.3), dots(4.4));
    desk.wait_value("[data-keep=left]", "8,0\u{a0}mm");
    desk.wait_value("[data-keep=top]", "35,6\u{a0}mm");
    // A corner is pulled to the grid, and the opposite one stays.
    desk.drag(".handle.se", dots(-7.4), dots(-2.0));
    desk.wait_value("[data-keep=width]", "48,0\u{a0}mm");
    let sized = desk.part("organisation");
    assert_eq!((&sized["leftMm"], &sized["topMm"]), (&json!(8), &json!(35.6)));
    // Near to an edge of another field it lies along it.
    desk.drag(".frame", dots(-2.6), 0);
    desk.wait_value("[data-keep=left]", "5,0\u{a0}mm");
    assert_eq!(desk.part("given_name"), before, "no other field has moved");
    // A click on the badge chooses what lies there.
    desk.click(".part[data-part='2']");
    let chosen = desk.text(".part[aria-checked=true] b");
    desk.wait_text(".properties h2", &chosen);
    desk.close();
}

#[test]
fn what_is_wrong_with_a_design_is_told_and_leads_to_its_field() {
    let desk = small_event();
    desk.draw_card();
    assert_eq!(desk.count(".advice-line"), 0, "a supplied design needs no advice");
    desk.set_number("colour", "#9aa3a8");
    desk.wait_text(".advice-line", "Fornavn er svær at læse");
    desk.wait_text(".properties .note", "svær at læse");
    desk.wait_for(".part[aria-checked=true] .told");
    // Another field is chosen; the line leads back.
    desk.choose_part("Arbejdssted");
    desk.set_number("left", "0");
    desk.wait_text(".advice", "Arbejdssted går ud over");
    desk.tab_to(".advice-line");
    desk.key("Return");
    desk.wait_focus(".frame");
    // A code that the printer cannot print, and a field under it.
    desk.key("Escape");
    desk.choose_part("QR-kode");
    desk.set_number("width", "8");
    desk.wait_text(".properties .note", "for lille til printeren");
    desk.set_number("left", "10");
    desk.wait_text(".properties .note", "for lille");
    desk.wait("fields under it are marked", "document.querySelectorAll('.part .told').length >= 2");
    desk.close();
}

#[test]
fn the_hardest_names_are_one_key_away_and_those_who_do_not_fit_are_a_link() {
    let desk = small_event();
    desk.draw_card();
    desk.wait_text(".fit", "Alle 4 navne kan være på skiltet. Mindste skrift er");
    desk.wait_text(".hard-strip", "Kyrillisk");
    desk.wait_text(".hard-strip", "Uden arbejdssted");
    let shown = || desk.attribute(".paper-picture", "alt").unwrap();
    let first = shown();
    let hard = desk.count(".hard-card");
    assert!(hard >= 4, "{hard} hard names");
    desk.key("F6");
    desk.wait("another badge", &format!("document.querySelector('.paper-picture').alt !== {}", json!(first)));
    for _ in 1..hard {
        desk.key("F6");
    }
    desk.wait("the first again", &format!("document.querySelector('.paper-picture').alt === {}", json!(first)));
    desk.set_number("width", "14");
    desk.wait_text(".fit", "kan ikke være på skiltet");
    desk.tab_to(".fit .link");
    desk.key("Return");
    desk.wait_text(".hard h2", "Dem, der ikke kan være på skiltet");
    desk.wait_text(".hard-card", "Fornavn er afkortet");
    desk.wait("the badge of the one", "document.querySelector('.paper-picture').alt.includes('Anne-Katharina')");
    assert_eq!(desk.count(".hard-card"), 1, "only she does not fit");
    // Wide again: nobody is left, and the hardest come back.
    desk.set_number("width", "76");
    desk.wait_text(".fit", "Alle 4");
    desk.wait_text(".hard h2", "De sværeste navne");
    desk.close();
}

#[test]
fn fields_are_added_changed_and_taken_away() {
    let desk = small_event();
    desk.draw_card();
    desk.tab_to("[data-keep=add]");
    desk.key("Return");
    desk.tab_to("[data-add=organiser]");
    desk.key("Return");
    desk.wait_text(".properties h2", "Arrangør");
    desk.wait_focus(".frame");
    desk.set_number("largestPt", "9");
    desk.wait_value("[data-keep=largestPt]", "9,0\u{a0}pt");
    desk.tab_to("[data-keep=bold]");
    desk.key("space");
    desk.wait("bold", "document.querySelector('[data-keep=bold]').defaultChecked");
    desk.tab_to("[data-keep='align.centre']");
    desk.key("Return");
    desk.wait_for("[data-keep='align.centre'][aria-checked=true]");
    desk.tab_to("[data-keep='fit.wrap'], [data-keep='fit.shrink']");
    desk.key("Down");
    desk.wait_for("[data-keep=maxLines]");
    desk.tab_to("[data-keep=paint]");
    desk.key("Down");
    desk.wait_value("[data-keep=paint]", "accent");
    desk.tab_to("[data-keep=condition]");
    desk.key("Down");
    desk.wait("its condition", "document.querySelector('[data-keep=condition]').value === 'organisation'");
    until("the condition in the file", || desk.part("organiser")["condition"] == "organisation");
    let part = desk.part("organiser");
    assert_eq!((&part["text"]["largestPt"], &part["text"]["bold"]), (&json!(9), &json!(true)));
    assert_eq!((&part["text"]["align"], &part["text"]["fit"]), (&json!("centre"), &json!("wrap")));
    assert_eq!((&part["paint"]["kind"], &part["condition"]), (&json!("accent"), &json!("organisation")));
    desk.tab_to("[data-keep=remove]");
    desk.key("Return");
    desk.wait("gone", "![...document.querySelectorAll('.part b')].some((one) => one.textContent === 'Arrangør')");
    desk.key("ctrl+z");
    desk.wait("back", "[...document.querySelectorAll('.part b')].some((one) => one.textContent === 'Arrangør')");
    // A picture comes from a file that is chosen in the system's dialog.
    let picture = desk.folder().join("logo.png");
    let person = desk.person("Bo Ås");
    desk.badge_into(&person["id"], "png", &picture);
    desk.tab_to("[data-keep=add]");
    desk.key("Return");
    desk.tab_to("[data-add=image]");
    desk.key("Return");
    desk.choose_in_dialog(&picture);
    desk.wait_text(".properties h2", "Fast billede");
    desk.close();
}

#[test]
fn a_file_comes_in_goes_out_and_is_given_to_a_ticket_type() {
    let desk = desk();
    let drawn = desk.call("saveTemplate", &json!({"template": "card"}))["svg"].as_str().unwrap().to_owned();
    let file = desk.folder().join("pressekort.svg");
    std::fs::write(&file, drawn.replace("data-slot=\"title\"", "data-slot=\"stilling\"")).unwrap();
    desk.to_screen("badges");
    desk.tab_to("[data-keep=import]");
    desk.key("Return");
    desk.choose_in_dialog(&file);
    desk.wait_text(".gallery .field-error", "stilling");
    std::fs::write(&file, &drawn).unwrap();
    desk.tab_to("[data-keep=import]");
    desk.key("Return");
    desk.choose_in_dialog(&file);
    desk.wait_value(".design-title", "pressekort");
    desk.tab_to("[data-keep=export]");
    desk.key("Return");
    let out = desk.folder().join("ud.svg");
    desk.save_in_dialog(&out);
    desk.wait_text("#toast", "Skabelonen er gemt");
    assert_eq!(std::fs::read_to_string(&out).unwrap(), drawn);
    desk.tab_to("[data-keep=back]");
    desk.key("Return");
    desk.tab_to("[data-keep='more.pressekort']");
    desk.key("Return");
    let types = desk.call("event", &json!({}))["ticketTypes"].clone();
    let person = desk.person("Niels Aagaard");
    let its = person["ticketType"].as_str().unwrap();
    let name = types.as_array().unwrap().iter().find(|one| one["id"] == its).unwrap()["name"].as_str().unwrap();
    desk.tab_to(&format!("[data-keep='who.pressekort.type:{its}']"));
    desk.key("space");
    desk.wait_text("[data-template=pressekort] .who", name);
    let badge = desk.folder().join("badge.svg");
    desk.badge_into(&person["id"], "svg", &badge);
    assert!(std::fs::read_to_string(badge).unwrap().contains("width=\"86mm\""), "the person gets the card");
    // What somebody gets cannot be deleted; what nobody gets can, and is asked about once.
    desk.tab_to("[data-keep='delete.pressekort']");
    desk.key("Return");
    desk.key("Return");
    desk.wait_text(".gallery .field-error", "i brug");
    desk.tab_to(&format!("[data-keep='who.pressekort.type:{its}']"));
    desk.key("space");
    desk.wait_text("[data-template=pressekort] .who", "Ingen");
    desk.tab_to("[data-keep='delete.pressekort']");
    desk.key("Return");
    desk.wait_focus("[data-keep='sure.pressekort']");
    desk.key("Return");
    desk.wait_gone("[data-template=pressekort]");
    assert!(desk.own_templates().is_empty());
    desk.close();
}

#[test]
fn the_back_is_drawn_like_the_front_and_a_supplied_design_is_where_one_begins() {
    let desk = small_event();
    desk.to_screen("badges");
    desk.tab_to("[data-keep=new]");
    desk.key("Return");
    desk.wait_focus("[data-keep='form.title']");
    desk.type_text("Kort med bagside");
    desk.tab_to("[data-keep='form.like']");
    // A blank would open the list.
    desk.type_text("Kort");
    desk.tab_to("[data-keep='form.make']");
    desk.key("Return");
    desk.wait_value(".design-title", "Kort med bagside");
    desk.tab_to("[data-keep='side.back']");
    desk.key("Return");
    desk.wait_text(".part-list", "Der er intet på denne side endnu");
    desk.tab_to("[data-keep=add]");
    desk.key("Return");
    desk.tab_to("[data-add=programme]");
    desk.key("Return");
    desk.wait_text(".part[aria-checked=true] b", "Hele programmet");
    desk.wait("the picture of the back", "document.querySelector('.paper-picture').src.includes('side=back') && document.querySelector('.paper-picture').naturalWidth > 0");
    assert_eq!(desk.part("programme")["back"], true);
    desk.tab_to("[data-keep='side.front']");
    desk.key("Return");
    desk.wait_text(".part-list", "Fornavn");
    assert_eq!(desk.count(".part"), desk.front_parts());
    desk.close();
}
