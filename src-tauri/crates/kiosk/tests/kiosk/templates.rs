//! Badge templates of the event's own: made, edited, undone, given to ticket types, and tried on everybody.

use std::path::Path;

use kiosk::acts::templates::Source;
use kiosk::acts::{self, Once};
use kiosk::{Access, Caller, Kiosk, KioskError, api, event_files};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{PATIENCE, call, options, standing_clock};

fn sample(folder: &Path) -> Kiosk {
    event_files::create_sample(&folder.join("event.ankomst"), &options(folder, standing_clock())).unwrap()
}

#[track_caller]
fn refused(kiosk: &Kiosk, method: &str, params: Value) -> KioskError {
    api::call(kiosk, &Caller::default(), method, params).expect_err("it is refused")
}

/// A card whose places the tests know.
fn card(kiosk: &Kiosk) -> Value {
    let svg = include_str!("../../../badge/tests/badge/drawn-card.svg");
    call(kiosk, "makeTemplate", json!({"title": "Deltager 86 × 54 mm", "svg": svg}))
}

fn part(design: &Value, slot: &str) -> usize {
    design["parts"].as_array().unwrap().iter().position(|part| part["slot"] == slot).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "tests write `json!` in its place")]
fn edit(kiosk: &Kiosk, design: &Value, edits: Value) -> Value {
    let params = json!({"template": design["template"], "revision": design["revision"], "edits": edits});
    call(kiosk, "editTemplate", params)
}

fn svg(kiosk: &Kiosk, design: &Value) -> String {
    let file = call(kiosk, "saveTemplate", json!({"template": design["template"]}));
    file["svg"].as_str().unwrap().to_owned()
}

/// Tries a template until everybody has been tried.
fn verdict(kiosk: &Kiosk, design: &Value) -> Value {
    for _ in 0..100 {
        let fit = call(kiosk, "templateFit", json!({"template": design["template"]}));
        if fit["done"] == fit["of"] {
            return fit;
        }
    }
    panic!("it does not end");
}

#[test]
fn a_supplied_template_is_copied_edited_and_kept_and_every_step_goes_back_to_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let made = card(&kiosk);
    assert_eq!(made["template"], "deltager-86-x-54-mm", "a name for settings and scripts");
    assert_eq!((&made["undo"], &made["redo"]), (&json!(false), &json!(false)));
    let name = part(&made, "given_name");
    let mut files = vec![svg(&kiosk, &made)];
    let mut design = made.clone();
    for left in [6.0, 7.5] {
        let place =
            json!({"edit": "place", "part": name, "leftMm": left, "topMm": 10.0, "widthMm": 60.0, "heightMm": 12.0});
        design = edit(&kiosk, &design, json!([place]));
        assert_eq!(design["parts"][name]["leftMm"], left);
        files.push(svg(&kiosk, &design));
    }
    design = edit(&kiosk, &design, json!([{"edit": "look", "part": name, "bold": false, "largestPt": 20.0}]));
    assert_eq!(design["parts"][name]["text"]["largestPt"], 20.0);
    let step = |design: &Value, way: &str| {
        call(
            &kiosk,
            "stepTemplate",
            json!({"template": design["template"], "revision": design["revision"], "way": way}),
        )
    };
    for file in files.iter().rev() {
        design = step(&design, "undo");
        assert_eq!(svg(&kiosk, &design), *file);
    }
    assert_eq!(design["undo"], false, "this is the beginning");
    let params = json!({"template": design["template"], "revision": design["revision"], "way": "undo"});
    assert_eq!(refused(&kiosk, "stepTemplate", params).code(), "noStep");
    for file in &files[1..] {
        design = step(&design, "redo");
        assert_eq!(svg(&kiosk, &design), *file);
    }
    let last = svg(&kiosk, &design);
    kiosk.close(PATIENCE).unwrap();
    let path = folder.path().join("event.ankomst");
    let kiosk = Kiosk::open(&path, Access::Write, &options(folder.path(), standing_clock())).unwrap();
    assert_eq!(svg(&kiosk, &design), last, "every change is on the disk");
    kiosk.close(PATIENCE).unwrap();
    assert!(event_files::verify(&path, &kiosk::Unlock::Nothing, None).unwrap().ok);
}

#[test]
fn an_edit_of_an_old_design_is_refused_and_a_repeated_call_changes_once() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let made = card(&kiosk);
    let again = json!({"template": made["template"], "revision": made["revision"], "title": "Kort", "nonce": "n"});
    let first = call(&kiosk, "editTemplate", again.clone());
    let second = call(&kiosk, "editTemplate", again);
    assert_eq!(first["revision"], second["revision"]);
    assert_eq!((&second["repeated"], &second["title"]), (&json!(true), &json!("Kort")));
    let old = json!({"template": made["template"], "revision": made["revision"], "title": "Andet"});
    assert_eq!(refused(&kiosk, "editTemplate", old).code(), "templateChanged");
    let wrong =
        json!({"template": made["template"], "revision": first["revision"], "edits": [{"edit": "remove", "part": 99}]});
    assert_eq!(refused(&kiosk, "editTemplate", wrong).code(), "editRefused");
    let none =
        json!({"template": made["template"], "revision": first["revision"], "edits": [{"edit": "turn", "part": 1}]});
    assert_eq!(refused(&kiosk, "editTemplate", none).code(), "wrongParameter");
}

#[test]
fn every_look_that_is_asked_for_is_what_comes_back() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let mut design = card(&kiosk);
    let add = json!({"edit": "add", "what": "organiser", "sample": "Arrangør", "leftMm": 5.0, "topMm": 23.0, "widthMm": 43.0, "heightMm": 8.0});
    design = edit(&kiosk, &design, json!([add]));
    let at = part(&design, "organiser");
    for (name, value) in [
        ("largestPt", json!(9.0)),
        ("smallestPt", json!(6.0)),
        ("bold", json!(true)),
        ("italic", json!(true)),
        ("align", json!("centre")),
        ("vertical", json!("bottom")),
        ("fit", json!("wrap")),
        ("maxLines", json!(3)),
    ] {
        let mut look = json!({"edit": "look", "part": at});
        look[name] = value.clone();
        design = edit(&kiosk, &design, json!([look]));
        assert_eq!(design["parts"][at]["text"][name], value, "{name}");
    }
    let paint = json!({"kind": "onAccent", "colour": "#ffffff"});
    let look = json!({"edit": "look", "part": at, "paint": paint, "condition": "!title", "slot": "venue"});
    let params = json!({"template": design["template"], "revision": design["revision"], "edits": [look]});
    assert_eq!(refused(&kiosk, "editTemplate", params).code(), "wrongParameter", "there is no slot venue");
    let look = json!({"edit": "look", "part": at, "paint": paint, "condition": "!title", "slot": "supporters"});
    design = edit(&kiosk, &design, json!([look]));
    let part = &design["parts"][at];
    assert_eq!((&part["paint"], &part["condition"], &part["slot"]), (&paint, &json!("!title"), &json!("supporters")));
}

#[test]
fn whoever_has_a_ticket_type_gets_its_template() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let made = card(&kiosk);
    let all = call(&kiosk, "listAttendees", json!({"limit": 1000}));
    let of = |ticket: &str| {
        let found = all["attendees"].as_array().unwrap().iter().find(|person| person["ticketType"] == ticket);
        found.unwrap()["id"].clone()
    };
    let width = |attendee: &Value| {
        let out = folder.path().join("badge.svg");
        call(&kiosk, "renderBadge", json!({"attendee": attendee, "format": "svg", "out": out}));
        let svg = std::fs::read_to_string(out).unwrap();
        svg.split_once("width=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
    };
    let event = call(&kiosk, "event", json!({}));
    let types: Vec<&str> =
        event["ticketTypes"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    let (one, other) = (of(types[0]), of(types[1]));
    assert_eq!((width(&one).as_str(), width(&other).as_str()), ("105mm", "105mm"));
    let assign = |types: &[&str], usual: bool| {
        call(&kiosk, "assignTemplate", json!({"template": made["template"], "ticketTypes": types, "usual": usual}))
    };
    let listed = assign(&types[..1], false);
    assert_eq!(listed["templates"][0]["ticketTypes"], json!([types[0]]));
    assert_eq!((width(&one).as_str(), width(&other).as_str()), ("86mm", "105mm"));
    let place = json!({"template": made["template"]});
    assert_eq!(refused(&kiosk, "removeTemplate", place.clone()).code(), "templateInUse");
    assign(&types[1..2], false);
    assert_eq!(
        (width(&one).as_str(), width(&other).as_str()),
        ("105mm", "86mm"),
        "who is not named gets the usual one"
    );
    assign(&[], true);
    assert_eq!((width(&one).as_str(), width(&other).as_str()), ("86mm", "86mm"));
    assign(&[], false);
    assert_eq!(width(&one), "105mm");
    call(&kiosk, "amendEvent", json!({"fields": {"badgeTemplate": made["template"]}}));
    assert_eq!(width(&one), "86mm", "settings know it too");
    call(&kiosk, "amendEvent", json!({"fields": {"badgeTemplate": ""}}));
    call(&kiosk, "removeTemplate", place.clone());
    assert_eq!(refused(&kiosk, "designTemplate", place).code(), "noSuchTemplate");
    let unknown = json!({"template": "card", "ticketTypes": ["nobody"]});
    assert_eq!(refused(&kiosk, "assignTemplate", unknown).code(), "wrongParameter");
}

#[test]
fn what_comes_with_the_program_stays_as_it_is() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let edits = json!({"template": "card", "revision": 0, "title": "x"});
    assert_eq!(refused(&kiosk, "editTemplate", edits).code(), "templateSupplied");
    assert_eq!(refused(&kiosk, "removeTemplate", json!({"template": "card"})).code(), "templateSupplied");
    assert_eq!(refused(&kiosk, "designTemplate", json!({"template": "a6"})).code(), "templateSupplied");
}

#[test]
fn a_file_of_a_drawing_program_comes_in_and_goes_out_byte_by_byte_and_a_bad_one_says_where() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let path = folder.path().join("Årets kort.svg");
    let file = svg(&kiosk, &json!({"template": "card"})).replace("<!-- A card", "<!-- Tegnet af Ida. A card");
    std::fs::write(&path, &file).unwrap();
    let made = call(&kiosk, "makeTemplate", json!({"path": path}));
    assert_eq!(made["title"], "Årets kort");
    let out = folder.path().join("ud.svg");
    call(&kiosk, "saveTemplate", json!({"template": made["template"], "out": out}));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), file);
    for (bad, said) in [
        (file.replace("data-slot=\"title\"", "data-slot=\"job\""), "job"),
        (file.replace("</svg>", "<script/></svg>"), "script"),
        ("<html/>".to_owned(), "SVG"),
    ] {
        std::fs::write(&path, bad).unwrap();
        let error = refused(&kiosk, "makeTemplate", json!({"path": path}));
        assert_eq!(error.code(), "badTemplate");
        assert!(error.to_string().contains(said), "{error}");
    }
    std::fs::write(&path, vec![b' '; 1024 * 1024 + 1]).unwrap();
    assert!(api::call(&kiosk, &Caller::default(), "makeTemplate", json!({"path": path})).is_err(), "too large");
    let both = json!({"title": "x", "like": "card", "svg": "<svg/>"});
    assert_eq!(refused(&kiosk, "makeTemplate", both).code(), "wrongParameter");
}

#[test]
fn an_event_has_at_most_fifty_templates_of_its_own() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    for n in 0..50 {
        let like = Source::Like("card".to_owned());
        let made = acts::templates::make(&kiosk, &Caller::default(), "Kort", like, Once::default()).unwrap();
        assert_eq!(made.value, if n == 0 { "kort".to_owned() } else { format!("kort-{}", n + 1) });
    }
    let more = json!({"title": "Kort", "like": "card"});
    assert_eq!(refused(&kiosk, "makeTemplate", more).code(), "tooManyTemplates");
}

#[test]
fn everybody_is_tried_and_those_who_do_not_fit_are_named() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let made = card(&kiosk);
    let all = verdict(&kiosk, &made);
    let wearers = call(&kiosk, "listAttendees", json!({"limit": 1000}));
    let wearers =
        wearers["attendees"].as_array().unwrap().iter().filter(|person| person["status"] != "cancelled").count();
    assert_eq!(all["of"], wearers, "everybody who can come");
    // Which scripts this computer has typefaces for is another matter; nobody's name is cut on a card.
    let cut = |fit: &Value, slot: &str| {
        let people = fit["people"].as_array().unwrap().iter();
        let is_cut = |person: &&Value| {
            person["troubles"].as_array().unwrap().iter().any(|one| one["trouble"] == "cut" && one["slot"] == slot)
        };
        people.filter(is_cut).count()
    };
    assert_eq!((cut(&all, "given_name"), cut(&all, "family_name")), (0, 0), "{all}");
    assert!(all["smallestPt"].as_f64().unwrap() > 5.0, "{all}");

    let name = part(&made, "family_name");
    let narrow = json!({"edit": "place", "part": name, "leftMm": 5.0, "topMm": 22.5, "widthMm": 16.0, "heightMm": 9.0});
    let one_line = json!({"edit": "look", "part": name, "fit": "shrink", "smallestPt": 12.0});
    let narrow = edit(&kiosk, &made, json!([narrow, one_line]));
    let some = verdict(&kiosk, &narrow);
    let (before, troubled) = (all["troubled"].as_u64().unwrap(), some["troubled"].as_u64().unwrap());
    assert!(troubled > before + 3, "{troubled} after {before}");
    assert!(cut(&some, "family_name") > 3, "{some}");
    assert_eq!(some["people"].as_array().unwrap().len() as u64, troubled.min(100));

    // A list that changes is tried anew.
    call(&kiosk, "addWalkIn", json!({"givenName": "Bo", "familyName": "Wolff-Vestergaard-Aagesen-Christoffersen"}));
    assert_eq!(verdict(&kiosk, &narrow)["troubled"], troubled + 1);
}

#[test]
fn a_letter_that_no_typeface_has_is_named_with_the_person() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    let made = card(&kiosk);
    // A private letter, which nobody's typeface has.
    call(&kiosk, "addWalkIn", json!({"givenName": "Bo \u{10fffd}", "familyName": "Ås"}));
    let fit = verdict(&kiosk, &made);
    let people = fit["people"].as_array().unwrap();
    let bo = people.iter().find(|person| person["name"].as_str().unwrap().starts_with("Bo ")).unwrap();
    let trouble = &bo["troubles"][0];
    assert_eq!((&trouble["trouble"], &trouble["letters"]), (&json!("glyphs"), &json!("\u{10fffd}")));
}

#[test]
fn the_hardest_names_are_found_by_their_width_and_script() {
    let folder = TempDir::new().unwrap();
    let kiosk = sample(folder.path());
    call(&kiosk, "addWalkIn", json!({"name": "محمد العبدالله", "organisation": "Havnby"}));
    call(&kiosk, "addWalkIn", json!({"name": "Il Li", "organisation": "Havnby"}));
    // Fewer letters than the longest name of the sample, and wider.
    call(&kiosk, "addWalkIn", json!({"name": "WM".repeat(36), "organisation": "Havnby"}));
    let hard = call(&kiosk, "hardestNames", json!({}));
    let of = |why: &str| {
        let found = hard.as_array().unwrap().iter().find(|one| one["why"] == why);
        found.unwrap_or_else(|| panic!("{why} in {hard}"))
    };
    assert_eq!(of("shortest")["name"], "Il Li", "narrower than Ib Å, which has fewer letters");
    assert_eq!(of("longest")["name"], "WM".repeat(36));
    assert!(hard.as_array().unwrap().iter().any(|one| one["script"] == "Arabic"), "{hard}");
    let mut people: Vec<&str> = hard.as_array().unwrap().iter().map(|one| one["attendee"].as_str().unwrap()).collect();
    people.sort_unstable();
    let count = people.len();
    people.dedup();
    assert_eq!(people.len(), count, "each once");
}
