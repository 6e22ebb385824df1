//! The write-ahead log, and how it is kept short: its pages are moved into the file beside the writer, so that no check-in
//! waits for that.

use std::os::raw::c_int;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};

use crate::cipher::FileKey;
use crate::error::StoreError;
use crate::open;
use crate::open::place::Place;

/// So many pages more than at the last time are worth the two syncs that moving them costs: 8 MiB.
const WORTH_IT: u64 = 2_000;
/// At so many pages the writer moves them itself, 64 MiB: where nobody keeps the log short, or the disk cannot follow.
const LIMIT: i32 = 16_000;

/// So often what was committed meanwhile is moved too. Only once nothing is left does SQLite sync the file and begin the log anew; else
/// all that would be left for a commit at the [`LIMIT`].
const TRIES: u32 = 10;

/// How long the log is, and whose turn it is to move it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    pages: Arc<AtomicI32>,
    /// All pages that were ever written into it: it begins anew from time to time.
    written: Arc<AtomicU64>,
    turn: Arc<Mutex<()>>,
}

impl Log {
    /// Follows the commits of the writer's connection.
    pub(crate) fn follow(&self, db: &mut Connection) -> Result<(), StoreError> {
        let (pages, written) = (Arc::clone(&self.pages), Arc::clone(&self.written));
        let committed = move |log: &mut Wal, now: c_int| {
            let before = pages.swap(now, Ordering::AcqRel);
            let new = if now < before { now } else { now - before };
            written.fetch_add(new.unsigned_abs().into(), Ordering::AcqRel);
            // Somebody else's turn is as good.
            if now >= LIMIT { log.checkpoint().or(Ok(())) } else { Ok(()) }
        };
        Ok(db.wal_hook(Some(committed))?)
    }

    /// Keeps others from moving the log meanwhile: SQLite would answer that it is busy, without waiting.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        // Nothing is left half done by somebody whose turn ended in a fault: SQLite has rolled it back.
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves what the write-ahead log holds into the file, on a connection and a thread of its own. It ends before its
/// [`Writer`](crate::Writer) does, or the log stays beside the file.
pub struct LogKeeper {
    db: Connection,
    log: Log,
    /// How much had been written into the log when it was moved last.
    moved: u64,
}

impl LogKeeper {
    pub(crate) fn open(place: &Place, key: Option<&FileKey>, log: Log) -> Result<Self, StoreError> {
        let db = open::connection(&place.file, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
        db.busy_timeout(open::BUSY)?;
        db.pragma_update(None, "synchronous", "FULL")?;
        Ok(Self { db, log, moved: 0 })
    }

    /// Moves the log if it has grown by much since the last time.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn keep_short(&mut self) -> Result<(), StoreError> {
        let written = self.log.written.load(Ordering::Acquire);
        if written - self.moved < WORTH_IT { Ok(()) } else { self.checkpoint() }
    }

    /// Moves as much as no reader needs.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let _turn = self.log.turn();
        self.moved = self.log.written.load(Ordering::Acquire);
        let mut before = -1;
        for _ in 0..TRIES {
            let moved: i32 = self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(2))?;
            // What a reader still looks at stays until it is done.
            if moved >= self.log.pages.load(Ordering::Acquire) || moved <= before {
                break;
            }
            before = moved;
        }
        Ok(())
    }
}
