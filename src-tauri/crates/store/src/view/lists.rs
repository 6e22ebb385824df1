//! What a list is compared with: what was said about everybody, read in one go.

use std::collections::{BTreeMap, BTreeSet};

use checkin::{AttendeeId, RecordId};

use super::{Told, View, record_id};
use crate::act::Act;
use crate::error::StoreError;
use crate::journal;
use crate::project::fresh::{self, FreshPage};
use crate::project::rows::attendee_id;

/// Where somebody stands, as far as a comparison asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Under whom the person is shown: another one for who was joined.
    pub shown: AttendeeId,
    /// Whether the person has come, on any day.
    pub arrived: bool,
    /// Whether somebody comes instead.
    pub replaced: bool,
}

impl View<'_> {
    /// Where everybody stands who is known, joined people too.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn stands(self) -> Result<BTreeMap<AttendeeId, Stand>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT id, coalesce(joined_into, id), first_record IS NOT NULL, replaced_by IS NOT NULL FROM attendee",
        )?;
        let stands = statement.query_map([], |row| {
            let stand = Stand { shown: attendee_id(row, 1)?, arrived: row.get(2)?, replaced: row.get(3)? };
            Ok((attendee_id(row, 0)?, stand))
        })?;
        Ok(stands.collect::<Result<_, _>>()?)
    }

    /// Gives `each` all records about one person after the other that say something of the person's fields. Records of an
    /// import that has not taken effect are left out.
    ///
    /// # Errors
    /// If the file cannot be read, or what `each` says.
    pub fn each_said(
        self,
        mut each: impl FnMut(AttendeeId, Vec<Told>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let imports = self.imports()?;
        let undone = self.undone()?;
        let mut person = None;
        let mut told: Vec<Told> = Vec::new();
        journal::each_saying(self.db, |sealed| {
            let Some(attendee) = sealed.record.attendee else { return Ok(()) };
            let Some(act) = sealed.act() else { return Ok(()) };
            if person != Some(attendee)
                && let Some(before) = person.replace(attendee)
            {
                each(before, std::mem::take(&mut told))?;
            }
            let import = match &act {
                Act::Listed { import, .. } => Some(*import),
                Act::Amended { import, .. } | Act::Substituted { import, .. } => *import,
                _ => None,
            };
            let stands = match import.map(|import| imports.get(&import)) {
                Some(None) => return Ok(()),
                Some(Some(is_undone)) => !is_undone,
                None => true,
            };
            let stands = stands && !(act.can_be_undone() && undone.contains(&sealed.record.id));
            told.push(Told { sealed, stands });
            Ok(())
        })?;
        match person {
            Some(last) => each(last, told),
            None => Ok(()),
        }
    }

    /// The place in the journal behind which the next record comes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn journal_end(self) -> Result<i64, StoreError> {
        fresh::end(self.db)
    }

    /// The people whom this import brings in up to `limit` records after a place in the journal, folded as if nothing else
    /// were known of them, and the place where the next ones begin; `None` at the end. Good for a look at one moment only.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn fresh(self, import: RecordId, after: i64, limit: usize) -> Result<(FreshPage, Option<i64>), StoreError> {
        fresh::page(self.db, import, after, limit)
    }

    /// Whose records have one of these texts in their personal part, in small letters, in whatever stands there now or stood there
    /// before: values, reasons, scanned texts. Not those about `except`. None: a record about nobody.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn naming(self, texts: &[String], except: &[AttendeeId]) -> Result<BTreeSet<Option<AttendeeId>>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT journal.attendee, personal.body FROM personal JOIN journal ON journal.id = personal.record",
        )?;
        let mut rows = statement.query([])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let attendee = row.get::<_, Option<[u8; 16]>>(0)?.map(|_| attendee_id(row, 0)).transpose()?;
            if found.contains(&attendee) || attendee.is_some_and(|attendee| except.contains(&attendee)) {
                continue;
            }
            let body: Vec<u8> = row.get(1)?;
            // Letters lie in JSON as they are, but for quotation marks, which no name needs to be found by.
            let text = String::from_utf8_lossy(&body).to_lowercase();
            if texts.iter().any(|wanted| text.contains(wanted)) {
                found.insert(attendee);
            }
        }
        Ok(found)
    }

    /// The imports that took effect, and whether each was undone.
    fn imports(self) -> Result<BTreeMap<RecordId, bool>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT id, undone FROM import")?;
        let imports = statement.query_map([], |row| Ok((record_id(row, 0)?, row.get(1)?)))?;
        Ok(imports.collect::<Result<_, _>>()?)
    }

    fn undone(self) -> Result<BTreeSet<RecordId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT target FROM undone")?;
        let targets = statement.query_map([], |row| record_id(row, 0))?;
        Ok(targets.collect::<Result<_, _>>()?)
    }
}
