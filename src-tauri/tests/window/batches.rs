//! Badges printed beforehand, as the lead does it in the days before: by the keyboard, as files or on a printer of the desk.

use std::path::Path;

use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use crate::desk::{Desk, Place};
use crate::steps::until;

const EVENT: &str = "title = \"Lille møde\"\ntimeZone = \"Europe/Copenhagen\"\nstarts = \"2026-10-01\"\nends = \"2026-10-01\"\n\
    badgeTemplate = \"card\"\n\n[[ticketTypes]]\nid = \"deltager\"\nname = \"Deltager\"\n\n[[ticketTypes]]\nid = \"presse\"\nname = \"Presse\"\n";
/// In Danish order of their family names.
const PEOPLE: [(&str, &str, &str, &str); 8] = [
    ("Dorte", "Andersen", "Ældresagen", "deltager"),
    ("Carl", "Bjerre", "Realdania", "presse"),
    ("Ida", "Holm", "Havnby Kommune", "deltager"),
    ("Per", "Lund", "Egehavn Kommune", "deltager"),
    ("Eva", "Zeuthen", "Nyborg Kommune", "deltager"),
    ("Åse", "Ærø", "Bikubenfonden", "deltager"),
    ("Jens", "Østergaard", "Helsefonden", "deltager"),
    ("Bo", "Aagaard", "Landsforeningen", "deltager"),
];

/// The event at a desk with at most one printer.
fn desk(printer: Option<&FakePrinter>) -> Desk {
    let place = Place::new();
    place.make(EVENT);
    if let Some(printer) = printer {
        let listed = json!([{"id": "a", "name": "Printer A", "kind": "zpl", "address": printer.address(), "offsetMm": [1.0, 0.5]}]);
        let settings = json!({"printers": listed, "silenceMs": 1500, "lookMs": 200});
        std::fs::write(place.home().join("printers.json"), settings.to_string()).unwrap();
    }
    let desk = place.open();
    for (given, family, organisation, kind) in PEOPLE {
        let person =
            json!({"givenName": given, "familyName": family, "organisation": organisation, "ticketType": kind});
        desk.call("addWalkIn", &person);
    }
    desk
}

const GO: &str = "[data-keep=go]";

impl Desk {
    #[track_caller]
    fn to_batch(&self) {
        self.to_screen("badges");
        self.tab_to("[data-keep=batch]");
        self.key("Return");
        self.wait_for(".batch-who [data-keep=order]");
        self.wait_drawn();
    }

    /// Waits until the sheet is seen.
    #[track_caller]
    fn wait_drawn(&self) {
        self.wait(
            "the sheet",
            "document.querySelector('.sheet')?.dataset.page === '1' && document.querySelector('.sheet').width > 300",
        );
    }

    #[track_caller]
    fn press(&self, name: &str) {
        self.tab_to(&format!("[data-keep='{name}']:enabled"));
        self.key("Return");
    }

    /// Goes back to the search from the batch.
    #[track_caller]
    fn leave_batch(&self) {
        self.key("Escape");
        self.wait_for(".template-card");
        self.key("Escape");
        self.key("Escape");
        self.idle();
    }
}

/// Pages, their size and the words of a PDF, as poppler reads it.
#[expect(clippy::disallowed_methods, reason = "a test opens a file with another program than ours")]
fn poppler(file: &Path) -> (String, String) {
    let run = |program: &str, end: &[&str]| {
        let done = std::process::Command::new(program).arg(file).args(end).output().expect("poppler");
        assert!(
            done.status.success() && done.stderr.is_empty(),
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).unwrap()
    };
    (run("pdfinfo", &[]), run("pdftotext", &["-"]))
}

#[test]
fn badges_are_chosen_sorted_put_into_boxes_and_the_search_says_where_each_lies() {
    let desk = desk(None);
    desk.to_batch();
    desk.wait_text(GO, "Print 8 skilte");
    // Without the press; whoever ticks stays at the box.
    desk.tab_to("[data-keep='type-presse']");
    desk.key("space");
    desk.wait_text(GO, "Print 7 skilte på 7 ark");
    desk.wait_focus("[data-keep='type-presse']");
    desk.tab_to("[data-keep=order]");
    desk.key("Down");
    desk.wait_value("[data-keep=order]", "organisation");
    desk.key("Up");
    desk.wait_value("[data-keep=order]", "surname");
    desk.tab_to("[data-keep=sheet]");
    desk.key("Down");
    desk.wait_value("[data-keep=sheet]", "a4-4xa6");
    desk.wait_text(GO, "Print 7 skilte på 2 ark");
    desk.press("boxes-on");
    desk.wait("four boxes", "document.querySelectorAll('.batch-boxes li').length === 4");
    desk.tab_to("[data-keep=boxes]");
    desk.key("ctrl+a");
    desk.type_text("2");
    desk.key("Tab");
    desk.wait("two boxes", "document.querySelectorAll('.batch-boxes li').length === 2");
    desk.wait_text(".batch-boxes", "Andersen – Zeuthen");
    desk.wait_text(".batch-boxes", "Ærø – Aagaard");
    desk.wait_drawn();
    desk.press("go");
    desk.wait_text(".batch-now h2", "Færdig");
    desk.wait_text(".batch-done", "7");
    assert_eq!(
        desk.js("const bar = document.querySelector('.batch-now progress'); return [bar.value, bar.max]", &[]),
        json!([7, 7])
    );
    desk.wait("a file a box", "document.querySelectorAll('.batch-files li').length === 2");
    // Those who have one are left out from now on; Carl is the one of the press.
    desk.wait_text(".batch-who", "−7");
    let state = desk.call("badgeBatch", &json!({}));
    for (file, (who, others)) in
        state["files"].as_array().unwrap().iter().zip([("Zeuthen", "Aagaard"), ("Aagaard", "Zeuthen")])
    {
        let path = desk.folder().join("event.ankomst-files/badges").join(file.as_str().unwrap());
        let (info, words) = poppler(&path);
        assert!(info.contains("(A4)") && info.contains("Pages:           1"), "one sheet of A4: {info}");
        assert!(words.contains(who) && !words.contains(others) && !words.contains("Bjerre"), "who lies in it: {words}");
    }
    desk.leave_batch();
    desk.type_text("østergaard");
    desk.first_hit("Jens Østergaard");
    desk.wait_text(".chosen", "Kasse B, nr. 2");
    desk.key("Return");
    desk.verdict("admitted");
    desk.wait_text(".verdict", "ligger i kasse B, nr. 2");
    assert_eq!(desk.call("printJobs", &json!({"state": "queued"})), json!([]), "and none is printed at the desk");
    let desk = desk.restart();
    assert_eq!(desk.person("Bo Aagaard")["place"], json!({"box": "B", "row": 3}), "it is known tomorrow");
    desk.close();
}

#[test]
fn a_batch_on_the_desks_printer_waits_goes_on_and_ends_by_the_keyboard() {
    let printer = FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Slow(std::time::Duration::from_millis(700))));
    let desk = desk(Some(&printer));
    let waits = || {
        desk.call("printJobs", &json!({}))
            .as_array()
            .unwrap()
            .iter()
            .filter(|job| ["queued", "sent"].contains(&job["state"].as_str().unwrap()))
            .count()
    };
    desk.to_batch();
    desk.tab_to("[data-keep=printer]");
    desk.key("Down");
    desk.wait_value("[data-keep=printer]", "a");
    desk.wait_text(GO, "Print 8 skilte på Printer A");
    desk.wait_text(".batch-who", "Gæster ved skranken kommer før dem");
    desk.press("go");
    desk.wait_text(".batch-now h2", "Printes nu");
    until("the first label", || !printer.out().is_empty());
    desk.tab_to("[data-keep=steer]");
    desk.key("Return");
    desk.wait_text(".batch-now h2", "Sat på pause");
    desk.wait_focus("[data-keep=steer]");
    until("nothing waits", || waits() == 0);
    let out = printer.out().len();
    assert!(out < 8, "it was paused on the way");
    desk.key("Return");
    desk.wait_text(".batch-now h2", "Printes nu");
    until("it goes on", || printer.out().len() > out);
    desk.tab_to("[data-keep=stop]");
    desk.key("Return");
    desk.wait_text(".batch-now h2", "Stoppet");
    until("nothing waits", || waits() == 0);
    let out = printer.out().len();
    desk.wait_text(GO, &format!("Print {} skilte på Printer A", 8 - out));
    printer.play(Script::well());
    desk.press("go");
    desk.wait_text(".batch-now h2", "Færdig");
    desk.wait_text(GO, "Ingen skilte at printe");
    let mut all = printer.out();
    all.sort_by_key(|name| name[..36].to_owned());
    all.dedup_by_key(|name| name[..36].to_owned());
    assert_eq!((printer.out().len(), all.len()), (8, 8), "everybody has one");
    // A sheet for this printer is moved as the printer needs it.
    desk.tab_to("[data-keep=again]");
    desk.key("space");
    desk.tab_to("[data-keep=sheet]");
    desk.key("Down");
    desk.wait_text(".batch-who", "flyttet 1,0 mm til højre og 0,5 mm ned");
    desk.close();
}

#[test]
fn what_a_printer_did_not_say_is_told_at_the_batch() {
    let printer = FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Mute));
    let desk = desk(Some(&printer));
    desk.to_batch();
    desk.tab_to("[data-keep=printer]");
    desk.key("Down");
    desk.wait_value("[data-keep=printer]", "a");
    desk.press("go");
    desk.wait_text(".batch-now h2", "Færdig");
    desk.wait_text(".batch-now", "8 skilte kom måske ud. Svar på skærmen Printere.");
    let asked: Value = desk.call("printJobs", &json!({"state": "unknown"}));
    assert_eq!(asked.as_array().unwrap().len(), 8);
    desk.close();
}
