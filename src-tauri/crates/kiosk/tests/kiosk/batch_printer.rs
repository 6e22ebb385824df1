//! A batch on a printer of the desk: in its order, on no other printer, behind the guests who stand there, and never twice.

use std::time::Duration;

use kiosk::clock::SystemClock;
use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use super::printing::PrintDesk;
use super::{Access, Arc, Kiosk, KioskOptions, call, options};

const SOON: Duration = Duration::from_secs(30);

fn labels(script: Script) -> FakePrinter {
    FakePrinter::start(Speaks::Zpl, script)
}

fn slow(ms: u64) -> FakePrinter {
    labels(Script::always(Trouble::Slow(Duration::from_millis(ms))))
}

fn state(desk: &PrintDesk) -> Value {
    call(&desk.kiosk, "badgeBatch", json!({}))
}

fn jobs(kiosk: &Kiosk, state: &str) -> usize {
    call(kiosk, "printJobs", json!({"state": state})).as_array().unwrap().len()
}

/// Everybody's place as `(box, row)` and their id, in the order of boxes.
fn places(desk: &PrintDesk) -> Vec<(String, u64, String)> {
    let all = call(&desk.kiosk, "listAttendees", json!({"limit": 1000}));
    let place = |one: &Value| {
        let (name, row) = (one["place"]["box"].as_str()?, one["place"]["row"].as_u64()?);
        Some((name.to_owned(), row, one["id"].as_str()?.to_owned()))
    };
    let mut places: Vec<_> = all["attendees"].as_array().unwrap().iter().filter_map(place).collect();
    places.sort();
    places
}

/// Whose badges came out of a printer, in order.
fn whose(printer: &FakePrinter) -> Vec<String> {
    printer.out().iter().map(|name| name[..36].to_owned()).collect()
}

#[test]
fn a_batch_on_a_printer_comes_out_in_its_order_and_lies_in_its_boxes() {
    let desk = PrintDesk::new(24, vec![labels(Script::well()), labels(Script::well())]);
    let plan = call(&desk.kiosk, "planBadges", json!({"boxes": 2, "printer": "b"}));
    assert_eq!(plan["printers"][1]["name"], "Printer B");
    let begun = call(&desk.kiosk, "printBadges", json!({"boxes": 2, "printer": "b"}));
    assert_eq!((&begun["state"], &begun["of"]), (&json!("running"), &plan["badges"]));
    desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
    let (places, out) = (places(&desk), whose(&desk.printers[1]));
    assert_eq!(places.len() as u64, plan["badges"].as_u64().unwrap(), "each lies somewhere");
    assert_eq!(out, places.into_iter().map(|(.., id)| id).collect::<Vec<_>>(), "as they lie in the boxes");
    assert_eq!(desk.printers[0].out().len(), 0, "and on no other printer");
    let end = state(&desk);
    assert_eq!(
        (&end["done"], &end["asked"], &end["failed"], &end["files"]),
        (&plan["badges"], &json!(0), &json!(0), &json!([]))
    );
    assert_eq!(call(&desk.kiosk, "planBadges", json!({}))["badges"], 0, "nobody is printed twice");
    desk.check("at the end", false);
    desk.close();
}

#[test]
fn a_batch_waits_for_paper_and_says_of_no_badge_that_it_lies_where_it_does_not() {
    let empty = Script { trouble: Trouble::PaperOut, after: 3, lasts: None };
    let desk = PrintDesk::new(16, vec![labels(Script::well()), labels(empty)]);
    call(&desk.kiosk, "printBadges", json!({"boxes": 1, "printer": "b"}));
    desk.wait("no paper", SOON, |desk| desk.printer("b")["state"] == "paperOut" && desk.count("sent") == 0);
    assert_eq!((desk.printers[0].out().len(), desk.printers[1].out().len()), (0, 3), "nothing goes elsewhere");
    assert_eq!(places(&desk).len(), 3, "what is not out lies nowhere");
    assert_eq!(state(&desk)["state"], "running", "it waits");
    // A guest comes whose badge is far back in the batch: it comes out of the desk's own printer.
    let last = desk.people.iter().find(|id| {
        let person = call(&desk.kiosk, "getAttendee", json!({"attendee": id}));
        person["badge"] == "none"
    });
    let guest = last.unwrap().clone();
    desk.check_in(std::slice::from_ref(&guest));
    desk.wait("the guest's badge", SOON, |desk| whose(&desk.printers[0]) == [guest.clone()]);
    desk.printers[1].play(Script::well());
    call(&desk.kiosk, "rollChanged", json!({"printer": "b"}));
    desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
    let out = whose(&desk.printers[1]);
    assert!(!out.contains(&guest), "the guest has one");
    assert_eq!(out, places(&desk).into_iter().map(|(.., id)| id).collect::<Vec<_>>(), "still in their order");
    desk.check("at the end", false);
    desk.close();
}

#[test]
fn guests_at_the_desk_go_before_a_batch() {
    let desk = PrintDesk::new(30, vec![slow(60)]);
    call(&desk.kiosk, "printBadges", json!({"printer": "a"}));
    desk.wait("it prints", SOON, |desk| desk.printers[0].out().len() >= 2);
    let everybody = call(&desk.kiosk, "planBadges", json!({"again": true}))["badges"].as_u64().unwrap();
    let guest =
        desk.people.iter().find(|id| call(&desk.kiosk, "getAttendee", json!({"attendee": id}))["badge"] == "none");
    let guest = guest.unwrap().clone();
    let before = desk.printers[0].out().len();
    desk.check_in(std::slice::from_ref(&guest));
    desk.wait("the guest's badge", SOON, |desk| whose(&desk.printers[0]).contains(&guest));
    let at = whose(&desk.printers[0]).iter().position(|one| *one == guest).unwrap();
    // At most one badge is in the printer and one in its worker's hand; five of the batch wait.
    assert!(at <= before + 2, "number {at}, and {before} were out when the guest came");
    desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
    let mut out = whose(&desk.printers[0]);
    assert_eq!(out.len() as u64, everybody);
    out.sort();
    out.dedup();
    assert_eq!(out.len() as u64, everybody, "and nobody gets two");
    desk.close();
}

#[test]
fn a_batch_that_is_paused_or_stopped_leaves_nothing_waiting() {
    let desk = PrintDesk::new(40, vec![slow(40)]);
    let all = call(&desk.kiosk, "printBadges", json!({"boxes": 2, "printer": "a"}))["of"].as_u64().unwrap();
    desk.wait("it prints", SOON, |desk| desk.printers[0].out().len() >= 2);
    let before = desk.printers[0].out().len();
    call(&desk.kiosk, "steerBadges", json!({"to": "pause"}));
    let rests = |desk: &PrintDesk| desk.count("queued") + desk.count("sent") == 0;
    desk.wait("nothing waits", SOON, rests);
    let (out, paused) = (desk.printers[0].out().len(), state(&desk));
    assert_eq!(paused["state"], "paused");
    // One may be in the printer and one in the worker's hand; what else was queued is called off, not printed.
    assert!(out <= before + 2 && (out as u64) < all, "{before} were out when it was paused, {out} are now");
    call(&desk.kiosk, "steerBadges", json!({"to": "continue"}));
    desk.wait("it goes on", SOON, |desk| desk.printers[0].out().len() > out + 1);
    call(&desk.kiosk, "steerBadges", json!({"to": "stop"}));
    desk.wait("nothing waits", SOON, rests);
    let out = desk.printers[0].out().len() as u64;
    desk.wait("it has ended", SOON, |desk| state(desk)["busy"] == false);
    assert_eq!(state(&desk)["state"], "stopped");
    assert_eq!(places(&desk).len() as u64, out, "what is out lies in its box");
    assert_eq!(
        call(&desk.kiosk, "planBadges", json!({}))["badges"],
        json!(all - out),
        "the next batch prints the others"
    );
    desk.check("at the end", false);
    let folder = desk.close();
    let again = KioskOptions { prints: true, ..options(folder.path(), Arc::new(SystemClock)) };
    let kiosk = Kiosk::open(&folder.path().join("event.ankomst"), Access::Write, &again).unwrap();
    assert_eq!(jobs(&kiosk, "queued") + jobs(&kiosk, "sent") + jobs(&kiosk, "unknown"), 0, "also after a restart");
    kiosk.close(Duration::from_secs(5)).unwrap();
}

#[test]
fn a_badge_of_a_batch_that_nobody_knows_of_is_asked_about_and_the_batch_goes_on() {
    let lost = Script { trouble: Trouble::ResetAfter, after: 2, lasts: None };
    let desk = PrintDesk::new(12, vec![labels(lost)]);
    call(&desk.kiosk, "printBadges", json!({"boxes": 1, "printer": "a"}));
    desk.wait("one is asked about", SOON, |desk| desk.count("unknown") > 0);
    desk.printers[0].play(Script::well());
    desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
    assert_eq!(state(&desk)["asked"], desk.count("unknown"), "and the batch says so");
    let asked = desk.printer("a")["unknown"][0].clone();
    assert!(places(&desk).iter().all(|(.., id)| json!(id) != asked["attendee"]), "nobody says where it lies");
    call(&desk.kiosk, "answerJob", json!({"job": asked["job"], "cameOut": true}));
    assert!(places(&desk).iter().any(|(.., id)| json!(id) == asked["attendee"]), "now it does");
    desk.check("at the end", false);
    desk.close();
}

#[test]
fn a_sheet_for_a_printer_is_moved_as_far_as_that_printer_needs_it() {
    let desk = PrintDesk::new(6, vec![labels(Script::well())]);
    let address = desk.printer("a")["address"].clone();
    let saved = json!({"id": "a", "name": "Printer A", "kind": "zpl", "address": address, "offsetMm": [1.5, -0.5]});
    call(&desk.kiosk, "savePrinter", saved);
    let plan = call(&desk.kiosk, "planBadges", json!({}));
    assert_eq!(plan["printers"][0]["offsetMm"], json!([1.5, -0.5]));
    let file = |more: Value| {
        let mut order = json!({"sheet": "durable-1445", "again": true});
        order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call(&desk.kiosk, "printBadges", order);
        desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
        let name = state(&desk)["files"][0].as_str().unwrap().to_owned();
        let bytes = std::fs::read(desk.kiosk.place().badges().join(name)).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        bytes
    };
    let moved = file(json!({"printer": "a"}));
    assert_eq!(desk.printers[0].out().len(), 0, "a sheet is a file");
    assert!(moved == file(json!({"shiftMm": [1.5, -0.5]})), "as if somebody had typed it");
    assert!(moved != file(json!({})), "and not as without");
    let unknown = super::api::call(&desk.kiosk, &super::Caller::default(), "printBadges", json!({"printer": "x"}));
    assert_eq!(unknown.unwrap_err().code(), "notFound");
    desk.close();
}

#[test]
fn whoever_stands_at_the_desk_gets_the_badge_now_and_the_batch_prints_no_other() {
    let empty = Script { trouble: Trouble::PaperOut, after: 2, lasts: None };
    let desk = PrintDesk::new(12, vec![labels(Script::well()), labels(empty)]);
    call(&desk.kiosk, "printBadges", json!({"boxes": 1, "printer": "b"}));
    desk.wait("no paper", SOON, |desk| desk.printer("b")["state"] == "paperOut" && desk.count("sent") == 0);
    let waiting = call(&desk.kiosk, "printJobs", json!({"state": "queued"}));
    let of_batch: Vec<String> =
        waiting.as_array().unwrap().iter().map(|job| job["attendee"].as_str().unwrap().to_owned()).collect();
    let guest = of_batch.iter().find(|id| desk.people.contains(id)).unwrap().clone();
    let other = of_batch.iter().rfind(|id| **id != guest).unwrap().clone();
    desk.check_in(std::slice::from_ref(&guest));
    desk.wait("the guest's badge", SOON, |desk| whose(&desk.printers[0]) == [guest.clone()]);
    // The same where somebody asks for it.
    call(&desk.kiosk, "queueBadge", json!({"attendee": other}));
    desk.wait("the other badge", SOON, |desk| whose(&desk.printers[0]).contains(&other));
    desk.printers[1].play(Script::well());
    call(&desk.kiosk, "rollChanged", json!({"printer": "b"}));
    desk.wait("the batch is done", SOON, |desk| state(desk)["state"] == "done");
    let out = whose(&desk.printers[1]);
    assert!(!out.contains(&guest) && !out.contains(&other), "they have theirs");
    assert!(places(&desk).iter().all(|(.., id)| *id != guest && *id != other), "which lies in no box");
    desk.check("at the end", false);
    desk.close();
}
