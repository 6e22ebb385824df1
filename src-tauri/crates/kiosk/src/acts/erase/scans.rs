//! Texts of scans that were refused: they may be somebody's name or code, and go after a week.

use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use super::files;
use crate::error::KioskError;
use crate::kiosk::{Remote, Shared};

/// So long they are kept.
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Erases the texts of scans that were refused longer ago than this, piece by piece; between two of them others write for as long as
/// `pause`, beside those who wait already. What was deleted has to be swept afterwards ([`sweep`]).
pub(crate) fn erase_old(remote: &Remote, ago: SignedDuration, pause: Duration) -> Result<(), KioskError> {
    let shared = &remote.shared;
    // One more than now, so that nothing of this moment stays.
    let now = shared.clock.now().saturating_add(SignedDuration::from_millis(1)).unwrap_or_default();
    let before = now.saturating_sub(ago).unwrap_or_default();
    if !shared.read(|view| view.has_old_scans(before))? {
        return Ok(());
    }
    // First, so that a cut in the middle is made good.
    store::write_atomically(&due(shared), b"")?;
    while remote.write(move |desk| desk.transact("", |tx| Ok(tx.erase_old_scans(before)?)))?.is_some() {
        std::thread::sleep(pause);
    }
    Ok(())
}

/// Whether something was deleted that may still lie in free pages of the file, and in copies.
pub(crate) fn is_sweep_due(shared: &Shared) -> bool {
    due(shared).exists()
}

/// Takes what was deleted from the file's free pages, its log and the copies, if there is anything. Nobody writes meanwhile.
pub(crate) fn sweep(remote: &Remote) -> Result<(), KioskError> {
    if !is_sweep_due(&remote.shared) {
        return Ok(());
    }
    remote.write(|desk| desk.vacuum())?;
    files::forget_backups(&remote.shared)?;
    swept(&remote.shared)
}

/// Nothing that was deleted lies anywhere any more.
pub(super) fn swept(shared: &Shared) -> Result<(), KioskError> {
    files::remove(&due(shared))
}

fn due(shared: &Shared) -> PathBuf {
    shared.place.folder.join("sweep-due")
}
