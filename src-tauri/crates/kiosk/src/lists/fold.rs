//! What a list has brought is folded: nearly everybody of a first list is new, and is made ready beside the writer.

use std::sync::mpsc;

use checkin::RecordId;
use store::{FreshPage, StoreError};

use crate::error::KioskError;
use crate::kiosk::Kiosk;

/// So many records are read and folded at once.
const PAGE: usize = 10_000;
/// So many such pages wait for the writer at most.
const PAGES: usize = 1;

/// Folds everybody whom an import touched; its records lie behind the place `end` of the journal.
pub(super) fn fold(kiosk: &Kiosk, import: RecordId, end: i64) -> Result<(), KioskError> {
    while kiosk.write(crate::desk::Desk::list_piece)? {}
    let (ready, pages) = mpsc::sync_channel::<FreshPage>(PAGES);
    std::thread::scope(|scope| {
        // Whoever is not made ready here is folded with the rest, where a fault of the file shows itself too.
        let _ = std::thread::Builder::new()
            .name("fold".to_owned())
            .spawn_scoped(scope, move || prepare(kiosk, import, end, &ready));
        for mut page in pages {
            while !page.is_empty() {
                page = kiosk.write(move |desk| desk.put_fresh(page))?;
            }
        }
        Ok::<(), KioskError>(())
    })?;
    while kiosk.write(crate::desk::Desk::fold_piece)? {}
    Ok(())
}

/// Reads on a connection of its own: desks ask theirs meanwhile.
fn prepare(kiosk: &Kiosk, import: RecordId, end: i64, ready: &mpsc::SyncSender<FreshPage>) -> Result<(), StoreError> {
    let mut reader = kiosk.shared().open_reader()?;
    let mut after = Some(end);
    while let Some(place) = after {
        let (page, next) = reader.at_one_moment(|view| view.fresh(import, place, PAGE))?;
        // The writer has stopped, and will be asked again.
        if !page.is_empty() && ready.send(page).is_err() {
            break;
        }
        after = next;
    }
    Ok(())
}
