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
fn a_file_that_is_no_list_is_said_and_no_file_changes_nothing() {
    let place = Place::new();
    place.make(EMPTY);
    let folder = place.path().join("lists");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("list.csv"), [0_u8; 600]).unwrap();
    let desk = place.open();
    desk.choose_list(&folder.join("list.csv"));
    desk.wait_text("[role=alert]", "Filen kan ikke læses som en liste");
    desk.wait_text(".list-steps .on", "Vælg fil");
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
