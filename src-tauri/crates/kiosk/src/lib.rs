//! The use cases of the kiosk: everything that a desk can do, without a window.
//!
//! [`Kiosk`] holds one open event. Whoever may write has the one writer thread, to which calls are queued; whoever only
//! reads has a reading connection. [`api`] is the one list of calls, with their parameters and results as JSON; the
//! command line's `rpc` and the desktop shell make these calls and nothing else; whole files (made, copied, checked,
//! exported, erased) are handled by [`event_files`], [`export()`], [`render_badges`] and [`acts::erase`].
//!
//! Order of a change: commit → search index → reply.

pub mod acts;
pub mod api;
mod backups;
mod badges;
pub mod batches;
mod clear;
pub mod clock;
mod collate;
mod desk;
mod erased_ids;
mod error;
pub mod event_files;
mod export;
mod file_id;
mod health;
pub mod home;
mod kiosk;
mod list_faults;
mod lists;
pub mod log;
mod look;
mod medium;
mod opening;
mod printers;
mod rekey;
mod reports;
pub mod sample;
pub mod scanners;
pub mod settings;
mod templates;
#[cfg(test)]
mod testing;
mod toml_time;
mod upkeep;
pub mod words;
mod writer_thread;

pub use checkin::{AttendeeId, Language, RecordId, SessionId, TicketTypeId};

pub use backups::BACKUPS_EVERY;
pub use badge::{Edge, Setup, Sheet};
pub use badges::{BadgeFormat, BadgeOrder, badge_picture, programme_pdf, render_badges};
pub use error::{KioskError, Problem};
pub use export::{ExportOrder, Exported, export};
/// How long an attempt to sign in has to wait.
pub use jiff::SignedDuration as Wait;
pub use kiosk::{Access, Authority, Caller, Kiosk, KioskOptions};
pub use scan::{Baud, DeviceId, Layout};
pub use store::{Passphrase, Pin, Role, StaffMember, Unlock, has_passphrase};

/// Writes a file whole or not at all.
///
/// # Errors
/// What keeps it from being written.
pub fn write_file(path: &std::path::Path, bytes: &[u8]) -> Result<(), KioskError> {
    Ok(store::write_atomically(path, bytes)?)
}
