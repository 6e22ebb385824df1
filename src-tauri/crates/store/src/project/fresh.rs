//! People whom a list has just brought, and of whom nothing else is written down: nearly everybody of a first list. They
//! are folded beside the writer, which only looks whether that still holds.

use std::collections::BTreeSet;
use std::slice;

use checkin::{AttendeeId, Profile, RecordId};
use rusqlite::{Connection, params};

use super::fold::{self, PersonRows, Standing, Told};
use super::rows;
use crate::act::Act;
use crate::error::StoreError;
use crate::journal;

/// Somebody of whom the journal held one record, the one with which a list brought them: folded, and not yet written down.
#[derive(Clone, Debug)]
pub struct Fresh {
    record: RecordId,
    import: RecordId,
    rows: PersonRows,
}

impl Fresh {
    /// Who it is.
    #[must_use]
    pub fn attendee(&self) -> AttendeeId {
        self.rows.id
    }

    /// What the list says of them.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.rows.profile
    }
}

/// A page of the journal, with the people in it who are new with this import, and the place where the next one begins.
pub(crate) fn page(
    db: &Connection,
    import: RecordId,
    after: i64,
    limit: usize,
) -> Result<(Vec<Fresh>, Option<i64>), StoreError> {
    let mut fresh = Vec::new();
    let mut last = None;
    for (place, sealed) in journal::page_after(db, after, limit)? {
        last = Some(place);
        let (Some(attendee), true) = (sealed.record.attendee, sealed.record.kind == "listed") else { continue };
        let Some(act @ Act::Listed { import: with, number: Some(_), .. }) = sealed.act() else { continue };
        if with != import {
            continue;
        }
        let record = sealed.record.id;
        let told = Told { record: sealed.record, act, standing: Standing::Stands };
        let folded = fold::fold(&BTreeSet::from([attendee]), slice::from_ref(&told), &|_, _| false);
        fresh.extend(folded.into_iter().map(|rows| Fresh { record, import, rows }));
    }
    Ok((fresh, last))
}

/// Writes somebody down who waits for it, if what was folded still is all that there is. Whoever is passed over goes on
/// waiting, and is folded from all records.
pub(crate) fn put(db: &Connection, fresh: &Fresh) -> Result<bool, StoreError> {
    let id = fresh.rows.id.as_bytes().as_slice();
    let holds: bool = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM refold_due WHERE attendee = ?1)
                 AND EXISTS (SELECT 1 FROM import WHERE id = ?2 AND undone = 0)
                 AND NOT EXISTS (SELECT 1 FROM journal WHERE attendee = ?1 AND id <> ?3)
                 AND NOT EXISTS (SELECT 1 FROM about WHERE attendee = ?1)
                 AND NOT EXISTS (SELECT 1 FROM undone WHERE target = ?3)
                 AND NOT EXISTS (SELECT 1 FROM attendee WHERE id = ?1)",
        )?
        .query_row(params![id, fresh.import.as_bytes().as_slice(), fresh.record.as_bytes().as_slice()], |row| {
            row.get(0)
        })?;
    if holds {
        db.prepare_cached("DELETE FROM refold_due WHERE attendee = ?1")?.execute([id])?;
        rows::insert_person(db, &fresh.rows)?;
    }
    Ok(holds)
}
