//! The event file: SQLite, the journal and its projections, backup. Nothing else knows SQL.
//!
//! Everything that changes goes into the journal as one immutable [`Record`]; the other tables are projections, made
//! from the *set* of records in the transaction that adds one. The rules stand in `src-tauri/docs/ARCHITECTURE.md`.
//!
//! - [`Writer`]: the one writer; [`Writer::transact`] gives a [`Tx`], whose [`Tx::append`] adds records.
//! - [`Reader`]: reading beside it, [`Reader::verify`], [`Reader::backup`], [`restore`].
//! - [`View`]: what can be asked, in both.
//! - [`Act`]: what a record says.

mod act;
mod backup;
mod cipher;
mod clock;
mod erase;
mod error;
mod files;
mod journal;
mod log;
mod newcomer;
mod open;
mod project;
mod random;
mod reader;
mod record;
mod rekey;
mod rescue;
mod staff;
mod tally;
mod templates;
mod tx;
mod verify;
mod view;
mod writer;

pub use act::{Act, Head, Sayings};
pub use backup::{HeadClaim, copy_backup, head_text, name_at, rising};
pub use cipher::{FileKey, Passphrase, Unlock, has_passphrase};
pub use error::StoreError;
pub use files::write_atomically;
pub use log::LogKeeper;
pub use newcomer::Newcomer;
pub use open::OpenOptions;
pub use open::place::{Mount, Place, backups_in, copies_in, free_bytes, mounts};
pub use project::fresh::{Fresh, FreshPage};
pub use reader::{Reader, restore};
pub use record::{Nonce, Part, Record, Sealed};
pub use rekey::change_passphrase;
pub use rescue::{Rescued, rescue};
pub use staff::{Pin, PinAttempt, PinDigest, Role, StaffMember};
pub use tally::{Counts, SHARED_BY, Tally};
pub use templates::{StoredTemplate, TemplateHead};
pub use tx::{Call, Tx};
pub use verify::Fault;
pub use view::{Called, ListFilter, NumberHeld, Refusal, Stand, Told, View};
pub use writer::{Committed, PIECE, PIECE_TIME, Writer, is_long};
