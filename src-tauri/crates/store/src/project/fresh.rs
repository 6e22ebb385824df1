//! People whom a list has just brought, and of whom nothing else is written down: nearly everybody of a first list. They
//! are folded beside the writer, which only looks whether that still holds.

use std::collections::BTreeSet;
use std::slice;

use checkin::{AttendeeId, Profile, RecordId};
use rusqlite::Connection;

use super::fold::{self, PersonRows, Standing, Told};
use super::{due, rows};
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

/// A page of such people, as things stood at one moment.
#[derive(Clone, Debug)]
pub struct FreshPage {
    /// The place of the last record that the journal held then; none while others of the list were still to be put down.
    as_of: Option<i64>,
    people: std::vec::IntoIter<Fresh>,
}

impl FreshPage {
    /// Whether nobody is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.len() == 0
    }
}

/// What must hold of somebody who is written down as new: `?1` is who, `?2` the import, `?3` the record.
const NEW: &str = "SELECT EXISTS (SELECT 1 FROM import WHERE id = ?2 AND undone = 0)
     AND NOT EXISTS (SELECT 1 FROM journal WHERE attendee = ?1 AND id <> ?3)
     AND NOT EXISTS (SELECT 1 FROM about WHERE attendee = ?1)
     AND NOT EXISTS (SELECT 1 FROM undone WHERE target = ?3)
     AND NOT EXISTS (SELECT 1 FROM attendee WHERE id = ?1)";

const WAITS_NO_MORE: &str = "DELETE FROM refold_due WHERE attendee = ?1";

/// A page of the journal, with the people in it who are new with this import, and the place where the next one begins. To be
/// asked in one transaction.
pub(crate) fn page(
    db: &Connection,
    import: RecordId,
    after: i64,
    limit: usize,
) -> Result<(FreshPage, Option<i64>), StoreError> {
    let mut fresh = Vec::new();
    let mut last = None;
    for (place, sealed) in journal::page_after(db, after, limit)? {
        last = Some(place);
        let (Some(attendee), true) = (sealed.record.attendee, sealed.record.kind == "listed") else { continue };
        let Some(act @ Act::Listed { import: with, number: Some(_), .. }) = sealed.act() else { continue };
        let record = sealed.record.id;
        if with != import || !is_new(db, attendee, import, record)? {
            continue;
        }
        let told = Told { record: sealed.record, act, standing: Standing::Stands };
        let folded = fold::fold(&BTreeSet::from([attendee]), slice::from_ref(&told), &|_, _| false);
        fresh.extend(folded.into_iter().map(|rows| Fresh { record, import, rows }));
    }
    // Whoever is folded before being put down waits once more, though no record has come.
    let as_of = if due::is_listing(db)? { None } else { Some(end(db)?) };
    Ok((FreshPage { as_of, people: fresh.into_iter() }, last))
}

/// Writes up to `limit` people of a page down who wait for it, if what was folded still is all that there is, and says who
/// they are. Whoever is passed over goes on waiting, and is folded from all records.
pub(crate) fn put(db: &Connection, page: &mut FreshPage, limit: usize) -> Result<Vec<Fresh>, StoreError> {
    // Whatever is new of somebody has come with a record, and whoever was folded meanwhile does not wait any more.
    let as_before = page.as_of == Some(end(db)?);
    let mut waiting = Vec::with_capacity(limit.min(page.people.len()));
    for fresh in page.people.by_ref().take(limit) {
        let id = fresh.rows.id;
        if !as_before && !is_new(db, id, fresh.import, fresh.record)? {
            continue;
        }
        if db.prepare_cached(WAITS_NO_MORE)?.execute([id.as_bytes().as_slice()])? > 0 {
            waiting.push(fresh);
        }
    }
    rows::insert_people(db, waiting.iter().map(|fresh| &fresh.rows))?;
    Ok(waiting)
}

fn is_new(db: &Connection, attendee: AttendeeId, import: RecordId, record: RecordId) -> Result<bool, StoreError> {
    let ids = [attendee.as_bytes().as_slice(), import.as_bytes().as_slice(), record.as_bytes().as_slice()];
    Ok(db.prepare_cached(NEW)?.query_row(ids, |row| row.get(0))?)
}

/// The place of the last record in the journal; 0: there is none.
pub(crate) fn end(db: &Connection) -> Result<i64, StoreError> {
    let end = "SELECT coalesce(max(seq), 0) FROM journal";
    Ok(db.prepare_cached(end)?.query_row([], |row| row.get(0))?)
}
