//! The lamps say only what is true, and say so when they do not know.

use crate::desk::desk;

const SCANNER: &str = "[data-lamp=scanner]";
const PRINTER: &str = "[data-lamp=printer]";

#[test]
fn the_scanner_is_ready_once_it_was_heard_and_not_while_another_window_has_the_keys() {
    let desk = desk();
    desk.wait_text(SCANNER, "Prøv skanneren");
    desk.scan("WEB-2017-00418-K");
    desk.verdict("unknownCode");
    desk.wait_text(SCANNER, "Skanner klar");
    desk.lose_the_keys();
    desk.wait_text(SCANNER, "når os ikke");
    assert_eq!(desk.attribute(SCANNER, "data-kind").as_deref(), Some("stop"));
    desk.activate();
    desk.wait_text(SCANNER, "Skanner klar");
    // Whoever doubts it tries it: the lamp leads to the scanner's test.
    desk.click(SCANNER);
    desk.wait_for(".test-code img");
    desk.close();
}

#[test]
fn a_code_that_somebody_typed_does_not_make_the_scanner_ready() {
    let desk = desk();
    desk.wait_text(SCANNER, "Prøv skanneren");
    // Nobody is called anything like it.
    desk.type_text("20417-118-77");
    desk.key("Return");
    desk.verdict("unknownCode");
    desk.wait_text(SCANNER, "Prøv skanneren");
    desk.close();
}

#[test]
fn the_printer_is_not_well_while_a_badge_has_not_come() {
    let desk = desk();
    desk.wait_text(PRINTER, "gemt som PDF");
    // A file where the folder of badges should be: nothing can be written there.
    let folder = desk.folder().join("event.ankomst-files/badges");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::write(&folder, "in the way").unwrap();
    desk.check_in("kim kj", "Kim Kjær Nielsen");
    desk.wait_text(".badge-card .pill", "Kom ikke");
    desk.wait_text(PRINTER, "kom ikke");
    assert_eq!(desk.attribute(PRINTER, "data-kind").as_deref(), Some("stop"));
    desk.wait_arrived(1);
    std::fs::remove_file(&folder).unwrap();
    desk.key("F6");
    desk.wait_text(".badge-card .pill", "Gemt som PDF");
    desk.wait_text(PRINTER, "gemt som PDF");
    desk.close();
}
