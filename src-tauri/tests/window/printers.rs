//! The printers of a desk, with printers that do as the test tells them.

use serde_json::{Value, json};
use testkit::{FakePrinter, Script, Speaks, Trouble};

use crate::desk::{Desk, Place};

/// The sample event at a desk with these printers.
pub(crate) fn desk(printers: &[&FakePrinter]) -> Desk {
    let place = Place::new();
    place.make_sample();
    let listed: Vec<Value> = printers
        .iter()
        .zip('a'..)
        .map(|(printer, id)| {
            let kind = if printer.address().starts_with("ipp") { "ipp" } else { "zpl" };
            json!({"id": id, "name": format!("Printer {}", id.to_ascii_uppercase()), "kind": kind, "address": printer.address(), "rollLabels": 100})
        })
        .collect();
    let settings = json!({"printers": listed, "silenceMs": 1500, "lookMs": 200});
    std::fs::write(place.home().join("printers.json"), settings.to_string()).unwrap();
    place.open()
}

fn card(id: &str, state: &str) -> String {
    format!("[data-printer={id}][data-state={state}]")
}

fn deed(name: &str) -> String {
    format!("[data-deed='{name}']")
}

#[test]
fn a_printer_without_paper_hands_over_and_the_screen_says_whose_badge_comes_where() {
    let first = FakePrinter::start(Speaks::Zpl, Script::well());
    let second = FakePrinter::start(Speaks::Ipp, Script::well());
    let desk = desk(&[&first, &second]);
    desk.wait_text("[data-lamp='printer.a']", "Printer A klar");
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".verdict .step", "Giv navneskiltet fra Printer A");
    desk.wait_text(".badge-card .pill", "Printet");
    desk.wait_text(".badge-card", "Kom ud af Printer A");
    assert_eq!(first.out().len(), 1);
    first.play(Script::always(Trouble::PaperOut));
    desk.wait_text("[data-lamp='printer.a']", "Printer A mangler papir");
    assert_eq!(desk.attribute("[data-lamp='printer.a']", "data-kind").as_deref(), Some("stop"));
    desk.key("Escape");
    desk.check_in("nienke", "Nienke de Vries");
    desk.wait_text(".verdict .step", "Giv navneskiltet fra Printer B");
    desk.wait_text(".badge-card", "Kom ud af Printer B");
    assert_eq!(second.out().len(), 1);
    // The lamp leads to the card, which names whose badge has moved.
    desk.click("[data-lamp='printer.a']");
    desk.wait_for(card("a", "paperOut").as_str());
    desk.wait_text(format!("{} .moved", card("a", "paperOut")).as_str(), "Nienke de Vries");
    desk.click(deed("a.how").as_str());
    desk.wait_text(".printer .how", "Åbn låget");
    first.play(Script::well());
    desk.click(deed("a.roll").as_str());
    desk.wait_for(card("a", "ready").as_str());
    desk.wait("nothing is moved any more", "!document.querySelector('.moved')");
    desk.wait_text("[data-lamp='printer.a']", "Printer A klar");
    desk.click(deed("a.test").as_str());
    desk.wait_text("[data-printer=a] .printer-facts", "Prøveprint");
    desk.wait(
        "the test label is out",
        "document.querySelector('[data-printer=a] .printer-facts').textContent.includes('Printet')",
    );
    desk.close();
}

#[test]
fn a_badge_that_nobody_knows_of_is_asked_about_and_f7_answers() {
    let mute = FakePrinter::start(Speaks::Zpl, Script::always(Trouble::Mute));
    let desk = desk(&[&mute]);
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".toast", "Kom skiltet til Kim Kjær Nielsen ud?");
    desk.to_screen("printers");
    desk.wait_text("[data-printer=a] .asked", "Kim Kjær Nielsen");
    desk.wait_for(deed("a.yes").as_str());
    // A key that was on its way answers nothing.
    std::thread::sleep(std::time::Duration::from_millis(500));
    desk.key("F7");
    desk.wait("it is answered", "!document.querySelector('.asked')");
    desk.wait_text("[data-printer=a] .printer-facts", "Printet i dag");
    desk.close();
}

#[test]
fn a_printer_is_added_by_its_address_put_in_order_and_removed() {
    let first = FakePrinter::start(Speaks::Zpl, Script::well());
    let second = FakePrinter::start(Speaks::Zpl, Script::well());
    let desk = desk(&[]);
    desk.to_screen("printers");
    desk.wait_text(".printers-none", "Ingen printer endnu");
    for (name, printer) in [("Printer A", &first), ("Printer B", &second)] {
        desk.click(deed("add").as_str());
        desk.wait_for(".printer-form [name=name]");
        desk.click(".printer-form [name=name]");
        desk.type_text(name);
        desk.js("const kind = document.querySelector('[name=kind]'); kind.value = 'zpl'; return true", &[]);
        desk.click(".printer-form [name=address]");
        desk.type_text(&printer.address());
        desk.key("Return");
        desk.wait("the form is closed", "!document.querySelector('.printer-form')");
        desk.wait_text(".printers-screen", name);
    }
    desk.wait_text(".printers-head", "Denne skranke printer på Printer A, ellers på Printer B");
    desk.click(deed("order").as_str());
    desk.click(deed("up..printer-b").as_str());
    desk.wait_text(".printers-head", "Denne skranke printer på Printer B, ellers på Printer A");
    // A template may have an order of its own, also one that is neither the usual one nor the card.
    desk.tab_to("[data-deed='template.which']");
    let wanted = "label-62";
    for _ in 0..10 {
        if desk.value("[data-deed='template.which']") == wanted {
            break;
        }
        desk.key("Down");
    }
    desk.wait_value("[data-deed='template.which']", wanted);
    desk.click(deed("template.add").as_str());
    desk.wait_for("[data-order=label-62]");
    desk.click(deed("out.label-62.printer-b").as_str());
    let own = || desk.call("printers", &json!({}))["templates"].clone();
    crate::steps::until("an order of its own", || own() == json!({"label-62": ["printer-a"]}));
    desk.click(deed("same.label-62").as_str());
    desk.wait_gone("[data-order=label-62]");
    assert_eq!(own(), json!({}), "like all others");
    desk.key("Escape");
    desk.click(deed("printer-a.edit").as_str());
    desk.click(deed("form.remove").as_str());
    desk.wait("one is left", "document.querySelectorAll('.printer').length === 1");
    let settings = std::fs::read_to_string(desk.folder().join("home/printers.json")).unwrap();
    assert!(settings.contains("Printer B") && !settings.contains("Printer A"), "{settings}");
    desk.close();
}
