//! The lead gets a list in, by the keyboard alone.

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::desk::{Desk, Place, shared};

const EMPTY: &str =
    "title = \"Tom\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-10-01\"\nends = \"2026-10-01\"\n";

impl Desk {
    /// Goes to the list's screen and chooses a file in the system's own dialog.
    pub(crate) fn choose_list(&self, file: &Path) {
        self.to_screen("list");
        self.tab_to("[data-keep='list.file.choose']");
        self.key("Return");
        self.choose_in_dialog(file);
    }

    fn listed(&self) -> u64 {
        self.call("overview", &json!({}))["listed"].as_u64().unwrap()
    }

    fn sum(&self, name: &str, n: u64) {
        self.wait_text(format!("[data-sum={name}] b").as_str(), &n.to_string());
    }

    /// Puts the list in whose sums are shown, and waits until it is in.
    fn put_in(&self) {
        self.tab_to("[data-keep='act.apply']");
        // An Enter that comes with the step is swallowed.
        std::thread::sleep(std::time::Duration::from_millis(500));
        self.key("Return");
    }
}

/// A copy of a sample list in a folder where nothing else is.
fn sample(place: &Place, name: &str) -> Option<PathBuf> {
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(shared("import-samples")?.join(name), folder.join("list.csv")).unwrap();
    Some(folder.join("list.csv"))
}

#[test]
fn a_list_with_faults_is_looked_through_put_in_once_and_undone() {
    let place = Place::new();
    let Some(file) = sample(&place, "09-broken-rows.csv") else { return };
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    desk.wait_text(".list-steps .on", "Kolonner");
    let types = "select[data-heading=Billettype]";
    desk.wait_value(types, "ticket_type");
    desk.wait_text("tr:has(select[data-heading=Organisation]) .samples", "Havnby Kommune");

    // A column is made another one, and the same again after going on and back.
    desk.tab_to(types);
    desk.type_text("Egen");
    desk.wait_value(types, "");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.wait_text(".list-reading li:last-child", "Egen kolonne");
    desk.key("Escape");
    desk.wait_value(types, "");
    desk.tab_to(types);
    desk.type_text("Billett");
    desk.wait_value(types, "ticket_type");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");

    desk.sum("people", 9);
    desk.sum("rejected", 4);
    desk.sum("warned", 2);
    desk.wait_text(".list-figures .file", "UTF-8 · komma · overskrift i linje 1");
    for (line, why) in [
        (4, "For mange felter"),
        (8, "mangler et navn"),
        (12, "samme gæst står på linje 2"),
        (13, "samme gæst står på linje 2"),
    ] {
        desk.wait_text(format!("tr[data-line='{line}'] .reason").as_str(), why);
    }
    desk.tab_to("[data-keep='list.look.warned']");
    desk.key("Return");
    desk.wait_text("tr[data-line='10'] .reason", "Mailen ser forkert ud");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text("[data-count=added]", "9");
    assert_eq!(desk.listed(), 0, "nothing has changed before the last step");

    desk.put_in();
    desk.wait_text("[role=status]", "9 ændringer er lagt ind");
    assert_eq!(desk.listed(), 9);
    desk.wait_text("#count", "af 9 er mødt");

    desk.tab_to("[data-keep='list.again']");
    desk.key("Return");
    desk.choose_list(&file);
    desk.wait_for(types);
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.sum("people", 9);
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text("h2", "Listen ændrer ingenting");
    assert_eq!(desk.count("[data-keep='act.apply']"), 0, "there is nothing to put in");
    assert_eq!(desk.listed(), 9);

    desk.tab_to("[data-keep='list.finish']");
    desk.key("Return");
    // The next day it can still be undone.
    let desk = desk.restart();
    desk.to_screen("list");
    desk.wait_text(".last-list", "Den nyeste liste kom kl.");
    desk.tab_to("[data-keep='list.undo']");
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.key("Return");
    desk.wait_text("[role=status]", "Fortrudt. 9 gæster");
    assert_eq!(desk.listed(), 0);
    desk.close();
}

#[test]
fn a_field_is_chosen_by_typing_its_name_however_slowly() {
    let place = Place::new();
    let Some(file) = sample(&place, "09-broken-rows.csv") else { return };
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    let types = "select[data-heading=Billettype]";
    desk.wait_value(types, "ticket_type");
    desk.tab_to(types);
    // "E" alone is "Egen kolonne", and "f" alone "Fornavn", which another column is.
    desk.type_slowly("Eft");
    desk.wait_value(types, "last_name");
    desk.wait_value("select[data-heading=Efternavn]", "");
    desk.wait_value("select[data-heading=Fornavn]", "first_name");
    desk.wait_focus(types);
    desk.close();
}

#[test]
fn a_list_saved_by_danish_excel_is_read_as_it_was_meant() {
    let place = Place::new();
    let Some(file) = sample(&place, "02-windows1252-semicolon.csv") else { return };
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    desk.wait_text("tr:has(select[data-heading=Organisation]) .samples", "Havnby Kommune – Teknik & Miljø");
    desk.wait_value("select[data-heading='Billetnr.']", "code");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.sum("people", 7);
    desk.sum("rejected", 1);
    desk.wait_text(".list-figures .file", "Windows-1252 · semikolon · overskrift i linje 1");
    desk.wait_text("tr[data-line='8'] .reason", "linje 4");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text("[data-count=added]", "7");
    desk.put_in();
    desk.wait_text("[role=status]", "7 ændringer er lagt ind");
    assert_eq!(desk.listed(), 7);
    // As it was written, and by the code as it stands on the ticket.
    desk.person("René Süßkind");
    let found = desk.call("findAttendees", &json!({"text": "VD-1001"}));
    assert_eq!(found["hits"][0]["attendee"]["name"], "Pia Kjærgård-Møller");
    desk.close();
}

#[test]
fn a_file_that_is_no_list_is_said_and_no_file_changes_nothing() {
    let place = Place::new();
    place.make(EMPTY);
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("list.csv"), [0_u8; 600]).unwrap();
    let desk = place.open();
    desk.choose_list(&folder.join("list.csv"));
    desk.wait_text(
        "[role=alert]",
        "Filen kan ikke læses som en liste: den er hverken tekst eller et regneark. \
         Åbn listen i det program, den kommer fra, og gem den som .xlsx eller .csv.",
    );
    desk.wait_text(".list-steps .on", "Vælg fil");
    desk.tab_to("[data-keep='list.paste']");
    let paste = "const clipboardData = new DataTransfer();
                 clipboardData.setData('text/plain', 'Navn\\n' + 'Bo\\n'.repeat(arguments[0]));
                 const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
                 return document.activeElement.dispatchEvent(paste)";
    assert_eq!(desk.js(paste, &[json!(2_000_000)]), false, "so much never comes into the field");
    desk.wait_text("[role=alert]", "Teksten er for lang: 6.000.005 tegn, og højst 5.000.000 læses.");
    std::fs::write(folder.join("list.csv"), "Navn;Mail\nBo Ås;bo@havnby.example\n").unwrap();
    desk.choose_list(&folder.join("list.csv"));
    desk.wait_text(".list-steps .on", "Kolonner");
    desk.key("Escape");
    desk.tab_to("[data-keep='list.file.choose']");
    desk.key("Return");
    desk.leave_dialog();
    desk.wait_text(".file-name", "list.csv");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text(".list-steps .on", "Kolonner");
    assert_eq!(desk.listed(), 0);
    desk.close();
}

/// A second version of a list that is a file: what stood there, with something changed, as text that is pasted.
fn second_version(desk: &Desk, file: &Path, change: impl Fn(&mut Vec<Vec<String>>)) -> String {
    let lines = desk.call("listLines", &json!({"list": {"path": file}, "lines": (1..90).collect::<Vec<u32>>()}));
    let cells = |line: &serde_json::Value| -> Vec<String> {
        line["cells"].as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().replace('\n', " ")).collect()
    };
    let mut rows: Vec<Vec<String>> = lines["lines"].as_array().unwrap().iter().map(cells).collect();
    rows.insert(0, serde_json::from_value(lines["headings"].clone()).unwrap());
    change(&mut rows);
    rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_second_version_is_compared_ticked_by_keys_and_undone() {
    let place = Place::new();
    let Some(folder) = shared("import-samples") else { return };
    let file = place.path().join("04.xlsx");
    let source = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let is_04 = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("04") && name.ends_with(".xlsx")
    };
    std::fs::copy(source.into_iter().find(is_04).unwrap(), &file).unwrap();
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    desk.wait_for("select[data-keep='list.columns.sheet']");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.wait_for("[data-sum=people]");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.put_in();
    desk.wait_text("[role=status]", "ændringer er lagt ind");
    let listed = desk.listed();
    let all = desk.call("listAttendees", &json!({"limit": 1000}));
    let all = all["attendees"].as_array().unwrap();
    let confirmed: Vec<_> = all.iter().filter(|one| one["status"] == "confirmed").collect();
    let (corrected, gone) = (confirmed[0], confirmed[1]);
    desk.call("checkIn", &json!({"attendee": gone["id"]}));
    desk.call(
        "amendAttendee",
        &json!({"attendee": corrected["id"], "fields": {"organisation": "Rettet ved skranken"}}),
    );

    let name_of = |one: &serde_json::Value| one["familyName"].as_str().unwrap().to_owned();
    let later = second_version(&desk, &file, |rows| {
        let heads = rows[0].clone();
        let of = |name: &str| heads.iter().position(|head| head.to_lowercase().contains(name));
        let organisation = of("organisation").or_else(|| of("firma")).or_else(|| of("arbejd")).unwrap();
        rows.retain(|row| {
            !row.iter().any(|cell| *cell == name_of(gone) || cell.ends_with(&format!(" {}", name_of(gone))))
        });
        for row in rows.iter_mut().skip(1) {
            row[organisation] = "Ny Organisation".to_owned();
        }
    });
    desk.tab_to("[data-keep='list.again']");
    desk.key("Return");
    desk.tab_to("[data-keep='list.paste']");
    desk.js("document.activeElement.value = arguments[0]", &[json!(later)]);
    desk.tab_to("[data-keep='list.paste.read']");
    desk.key("Return");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.wait_for("[data-sum=people]");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");

    // Who has arrived and is gone stands first; the desk's correction is not ticked.
    desk.wait_for(".list-compare tr[data-kind=gone]");
    desk.wait_text(".list-compare tbody tr[data-kind=gone]", "Mødt kl.");
    let ticked = |selector: &str| desk.count(format!("{selector} .tick.on").as_str()) > 0;
    let covered = ".list-compare tr[data-kind=changed][data-field=organisation]:has(.pill.line)";
    desk.wait_text(covered, "rettet ved Skranke 1");
    assert!(!ticked(covered) && !ticked(".list-compare tr[data-kind=gone]"));
    desk.tab_to("table[data-keep='list.compare.rows']");
    desk.key("space");
    desk.wait_for(".list-compare tr.chosen .tick.on");
    desk.key("space");
    desk.wait("unticked", "document.querySelector('.list-compare tr.chosen .tick:not(.on)')");
    desk.tab_to("[data-keep='act.apply']");
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.key("Return");
    desk.wait_text("[role=status]", "ændringer er lagt ind");
    let now = |id: &serde_json::Value| desk.call("getAttendee", &json!({"attendee": id}));
    assert_eq!(now(&corrected["id"])["organisation"], "Rettet ved skranken", "the desk's word stays");
    assert_eq!(now(&gone["id"])["presence"], "inside", "who has arrived is here");
    assert_eq!(desk.listed(), listed, "nobody is lost");
    let other = confirmed[2];
    assert_eq!(now(&other["id"])["organisation"], "Ny Organisation");
    desk.tab_to("[data-keep='list.undo']");
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.key("Return");
    desk.wait_text("[role=status]", "Fortrudt");
    assert_eq!(now(&other["id"])["organisation"], other["organisation"]);
    desk.close();
}

#[test]
fn a_row_is_put_right_there_and_then_and_letters_are_chosen() {
    let place = Place::new();
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("list.csv");
    let mut text = b"Navn;Mail\n;bo@a.example\nIda S\xbfrensen;ida@a.example\n".to_vec();
    text.extend_from_slice(b"Ida S\xbfrensen;ida@a.example\n");
    std::fs::write(&file, text).unwrap();
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.sum("rejected", 2);
    desk.tab_to("[data-keep='list.encoding']");
    desk.key("Return");
    desk.tab_to("[data-encoding=macintosh]");
    desk.wait_text("[data-encoding=macintosh]", "Ida Sørensen");
    desk.key("Return");
    desk.wait_text(".list-figures .file", "Mac");
    desk.tab_to("[data-keep='list.encoding.close']");
    desk.key("Return");
    desk.tab_to("table[data-keep='list.look.rows']");
    desk.key("Return");
    desk.wait_focus(".list-fix input");
    desk.type_text("Bo");
    desk.key("Return");
    desk.sum("rejected", 1);
    desk.sum("people", 2);
    // The duplicate stands beside the row that it repeats.
    desk.tab_to("table[data-keep='list.look.rows']");
    desk.key("Return");
    desk.wait_text(".list-fix .other", "Ida Sørensen");
    desk.key("Escape");
    desk.tab_to("[data-keep='list.look.save']");
    desk.key("Return");
    desk.wait_text("[role=status]", "Rækkerne er gemt i");
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text("[data-count=added]", "2");
    desk.put_in();
    desk.wait_text("[role=status]", "2 ændringer er lagt ind");
    desk.person("Ida Sørensen");
    desk.close();
}

#[test]
fn a_scan_in_the_midst_of_a_list_is_answered_and_the_list_waits() {
    let place = Place::new();
    place.make(EMPTY);
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("list.csv"), "Navn;Mail\nBo Ås;bo@havnby.example\n").unwrap();
    let desk = place.open();
    desk.choose_list(&folder.join("list.csv"));
    desk.wait_for("select[data-heading=Navn]");
    desk.scan("WEB-2017-00418-K");
    desk.verdict("unknownCode");
    desk.to_screen("list");
    desk.wait_text(".list-steps .on", "Kolonner");
    desk.close();
}

#[test]
fn columns_that_were_chosen_go_along_when_the_letters_are_read_otherwise() {
    let place = Place::new();
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("list.csv");
    std::fs::write(&file, b"Navn;St\xbfrrelse;Firma\nBo H\xbfj;L;Havnby\n").unwrap();
    place.make(EMPTY);
    let desk = place.open();
    desk.choose_list(&file);
    let wrong = "select[data-heading='St¿rrelse']";
    desk.wait_value(wrong, "");
    desk.tab_to(wrong);
    desk.type_text("Titel");
    desk.wait_value(wrong, "title");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.sum("people", 1);
    desk.tab_to("[data-keep='list.encoding']");
    desk.key("Return");
    desk.tab_to("[data-encoding=macintosh]");
    desk.key("Return");
    desk.wait_text(".list-figures .file", "Mac");
    desk.wait_text(".list-figures .file", "overskrift i linje 1");
    desk.tab_to("[data-keep='list.encoding.close']");
    desk.key("Return");
    desk.key("Escape");
    desk.wait_value("select[data-heading=Størrelse]", "title");
    desk.wait_value("select[data-heading=Firma]", "organisation");
    // Another column changed afterwards takes nothing away from the right ones.
    desk.tab_to("select[data-heading=Firma]");
    desk.type_text("Bem");
    desk.wait_value("select[data-heading=Firma]", "note");
    desk.tab_to("[data-keep='list.next']:enabled");
    desk.key("Return");
    desk.sum("people", 1);
    desk.tab_to("[data-keep='list.next']");
    desk.key("Return");
    desk.wait_text("[data-count=added]", "1");
    desk.put_in();
    desk.wait_text("[role=status]", "1 ændringer er lagt ind");
    let bo = desk.person("Bo Høj");
    assert_eq!((&bo["title"], &bo["note"]), (&json!("L"), &json!("Havnby")));
    desk.close();
}

#[test]
fn a_cell_put_right_on_one_sheet_changes_nothing_on_another() {
    let place = Place::new();
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("list.xlsx");
    place.make(EMPTY);
    place.with_kiosk(|kiosk| {
        let call = |name: &str, params| kiosk::api::call(kiosk, &kiosk::Caller::default(), name, params).unwrap();
        call("addWalkIn", json!({"name": "Bo Ås", "organisation": "Havnby"}));
        call("exportList", json!({"out": file}));
    });
    let desk = place.open();
    desk.choose_list(&file);
    let to_sheet = |name: &str| {
        let change = "const select = document.querySelector(\"select[data-keep='list.columns.sheet']\"); \
                      select.value = arguments[0]; select.dispatchEvent(new Event('change', { bubbles: true }));";
        desk.js(change, &[json!(name)]);
    };
    let all_rows = || {
        desk.wait_value("select[data-heading=Organisation]", "organisation");
        desk.tab_to("[data-keep='list.next']:enabled");
        desk.key("Return");
        desk.tab_to("[data-keep='list.look.all']");
        desk.key("Return");
    };
    all_rows();
    desk.wait_text("tr[data-line='2']", "Havnby");
    desk.tab_to("table[data-keep='list.look.rows']");
    desk.key("Return");
    desk.wait_focus(".list-fix input");
    desk.js("document.querySelector('[data-fix=Organisation]').value = arguments[0]", &[json!("Nordby")]);
    desk.key("Return");
    desk.tab_to("[data-keep='list.look.all']");
    desk.key("Return");
    desk.wait_text("tr[data-line='2']", "Nordby");
    desk.key("Escape");
    desk.wait_for("select[data-keep='list.columns.sheet']");
    to_sheet("Program");
    desk.wait_for("select[data-heading=Punkt]");
    to_sheet("Deltagere");
    all_rows();
    desk.wait_text("tr[data-line='2']", "Havnby");
    desk.close();
}
