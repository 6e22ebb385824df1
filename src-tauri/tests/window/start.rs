//! The window comes up.

use testkit::by_role;

use crate::desk::{Desk, desk};

#[test]
fn the_field_is_there_and_has_the_focus() {
    let desk = desk();
    desk.wait_focus(by_role("searchbox", "Scan en kode, eller skriv et navn"));
    desk.type_text("nie");
    desk.wait("the letters in the field", &format!("document.querySelector('{}').value === 'nie'", Desk::FIELD));
    desk.close();
}
