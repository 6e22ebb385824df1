//! The write-ahead log, and how it is kept short: its pages are moved into the file beside the writer, so that no check-in
//! waits for that.

use std::os::raw::c_int;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};

use crate::cipher::FileKey;
use crate::error::StoreError;
use crate::open;
use crate::open::place::Place;

/// So many pages more than at the last time are worth the two syncs that moving them costs: 8 MiB.
const WORTH_IT: i32 = 2_000;
/// At so many pages the writer moves them itself, 64 MiB: where nobody keeps the log short, or the disk cannot follow.
const LIMIT: i32 = 16_000;

/// How long the log is, and whose turn it is to move it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    pages: Arc<AtomicI32>,
    turn: Arc<Mutex<()>>,
}

impl Log {
    /// Follows the commits of the writer's connection.
    pub(crate) fn follow(&self, db: &mut Connection) -> Result<(), StoreError> {
        let pages = Arc::clone(&self.pages);
        let committed = move |log: &mut Wal, now: c_int| {
            pages.store(now, Ordering::Release);
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
    /// How long the log was when it was moved last.
    moved: i32,
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
        let pages = self.log.pages.load(Ordering::Acquire);
        // The writer begins the log anew once all of it was moved.
        if pages < self.moved {
            self.moved = 0;
        }
        if pages - self.moved < WORTH_IT { Ok(()) } else { self.checkpoint() }
    }

    /// Moves as much as no reader needs.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn checkpoint(&mut self) -> Result<(), StoreError> {
        let _turn = self.log.turn();
        // Of a log that is another's turn, or that is empty, it tells no length.
        let pages: i32 = self.db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get(1))?;
        self.moved = pages.max(0);
        Ok(())
    }
}
