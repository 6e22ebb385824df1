//! What a list has brought is folded: nearly everybody of a first list is new, and is made ready beside the writer.

use std::sync::mpsc;

use checkin::RecordId;
use store::{Fresh, StoreError};

use crate::error::KioskError;
use crate::kiosk::Kiosk;

/// So many records are read and folded at once.
const PAGE: usize = 2_000;
/// So many such pages wait for the writer at most.
const PAGES: usize = 1;

/// Folds everybody whom an import touched; its records lie behind the place `end` of the journal.
pub(super) fn fold(kiosk: &Kiosk, import: RecordId, end: i64) -> Result<(), KioskError> {
    let (ready, pages) = mpsc::sync_channel::<Vec<Fresh>>(PAGES);
    std::thread::scope(|scope| {
        // Whoever is not made ready here is folded with the rest, where a fault of the file shows itself too.
        let _ = std::thread::Builder::new()
            .name("fold".to_owned())
            .spawn_scoped(scope, move || prepare(kiosk, import, end, &ready));
        for page in pages {
            let mut left = page.into_iter();
            while left.len() > 0 {
                left = kiosk.write(move |desk| desk.put_fresh(left))?;
            }
        }
        Ok::<(), KioskError>(())
    })?;
    while kiosk.write(crate::desk::Desk::fold_piece)? {}
    Ok(())
}

/// Reads on a connection of its own: desks ask theirs meanwhile.
fn prepare(kiosk: &Kiosk, import: RecordId, end: i64, ready: &mpsc::SyncSender<Vec<Fresh>>) -> Result<(), StoreError> {
    let reader = kiosk.shared().open_reader()?;
    let mut after = Some(end);
    while let Some(place) = after {
        let (page, next) = reader.view().fresh(import, place, PAGE)?;
        // The writer has stopped, and will be asked again.
        if !page.is_empty() && ready.send(page).is_err() {
            break;
        }
        after = next;
    }
    Ok(())
}
