//! The window comes up, and comes up again.

use testkit::by_role;

use crate::desk::{Desk, desk};

#[test]
fn the_field_is_there_and_has_the_focus() {
    let desk = desk();
    desk.wait_focus(by_role("combobox", "Scan en kode, eller skriv et navn"));
    desk.type_text("nie");
    desk.wait_value(Desk::FIELD, "nie");
    desk.close();
}

#[test]
fn the_field_has_the_focus_again_however_the_program_ended() {
    let desk = desk().restart();
    desk.wait_focus(Desk::FIELD);
    let desk = desk.kill().open();
    desk.wait_focus(Desk::FIELD);
    let desk = desk.kill_page();
    desk.wait_focus(Desk::FIELD);
    desk.close();
}
