//! Personal parts taken away for good. Each erasure is a record of its own that names them, so that the chain still holds.

use std::collections::BTreeSet;

use checkin::fields::Said;
use checkin::{AttendeeId, Field, RecordId};
use jiff::Timestamp;

use crate::act::Act;
use crate::error::StoreError;
use crate::journal;
use crate::project::fold::sayings;
use crate::record::Sealed;
use crate::tx::{Call, Tx};

/// What says who somebody is: whoever has one of these in common is taken for the same person.
const IDENTITY: [Field; 3] = [Field::Name, Field::Email, Field::TicketCodes];

impl Tx<'_> {
    /// Erases a person: takes the personal parts of all records about them, and about all who were joined into them,
    /// for good. Counts stay; that of their organisation only if enough people share it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase(&mut self, attendee: AttendeeId, call: Option<&Call<'_>>) -> Result<RecordId, StoreError> {
        let shared = self.view().shared_organisations()?;
        self.erase_of(attendee, &shared, call)
    }

    /// As [`erase`](Self::erase), with the organisations that may stay in the counts: for many people, looked up once
    /// ([`View::shared_organisations`]).
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase_of(
        &mut self,
        attendee: AttendeeId,
        shared: &BTreeSet<String>,
        call: Option<&Call<'_>>,
    ) -> Result<RecordId, StoreError> {
        let shown = self.view().shown(attendee)?;
        let organisation = self.view().organisation_of(shown)?;
        let organisation = if shared.contains(&organisation) { organisation } else { String::new() };
        let mut records = Vec::new();
        for person in self.view().shown_as(shown)? {
            // Not those in which the person is only named, such as the substitution by somebody else: the words there
            // are about that somebody.
            records.extend(journal::parts_of(self.db, person)?);
        }
        self.append(&Act::Erased { records, organisation }, Some(shown), None, call)
    }

    /// Erases what was scanned in refused attempts that are about nobody known.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase_scans(&mut self) -> Result<Option<RecordId>, StoreError> {
        let mut statement = self.db.prepare("SELECT record FROM refusal WHERE attendee IS NULL AND scanned <> ''")?;
        let records = statement.query_map([], |row| journal::record_id(row, 0))?.collect::<Result<Vec<_>, _>>()?;
        self.erase_parts(records)
    }

    /// Erases what was scanned in refused attempts before this time, also of those that are about somebody. At most
    /// [`PIECE`](crate::PIECE) of them; the rest waits for the next time.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn erase_old_scans(&mut self, before: Timestamp) -> Result<Option<RecordId>, StoreError> {
        let sql = "SELECT record FROM refusal WHERE scanned <> '' AND at_ms < ?1 ORDER BY at_ms LIMIT ?2";
        let mut statement = self.db.prepare_cached(sql)?;
        let limit = i64::try_from(crate::PIECE).unwrap_or(i64::MAX);
        let records = statement
            .query_map((before.as_millisecond(), limit), |row| journal::record_id(row, 0))?
            .collect::<Result<Vec<_>, _>>()?;
        self.erase_parts(records)
    }

    /// Erases what is still written of these people under other ids, of which nothing counts any more: of a list that was undone or
    /// broken off, of a walk-in that was undone. Before [`erase`](Self::erase), which takes away what they are known by.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn erase_hidden(&mut self, people: &[AttendeeId]) -> Result<Option<RecordId>, StoreError> {
        let mut known = BTreeSet::new();
        for attendee in people {
            let shown = self.view().shown(*attendee)?;
            for person in self.view().shown_as(shown)? {
                let about = journal::about(self.db, person)?;
                let own = about.iter().filter(|sealed| sealed.record.attendee == Some(person));
                known.extend(own.flat_map(identity));
            }
        }
        let mut hidden = BTreeSet::new();
        journal::each_hidden(self.db, |sealed| {
            if !known.is_disjoint(&identity(&sealed)) {
                hidden.extend(sealed.record.attendee);
            }
            Ok(())
        })?;
        let mut records = Vec::new();
        for person in hidden {
            records.extend(journal::parts_of(self.db, person)?);
        }
        self.erase_parts(records)
    }

    /// Erases every personal part that is left of records up to the place `until` of the journal, whomever it is about. At most
    /// [`PIECE`](crate::PIECE) of them; the rest waits for the next time.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn erase_left(&mut self, until: i64) -> Result<Option<RecordId>, StoreError> {
        let records = journal::with_part(self.db, until, crate::PIECE)?;
        self.erase_parts(records)
    }

    fn erase_parts(&mut self, records: Vec<RecordId>) -> Result<Option<RecordId>, StoreError> {
        if records.is_empty() {
            return Ok(None);
        }
        self.append(&Act::Erased { records, organisation: String::new() }, None, None, None).map(Some)
    }
}

/// By what a record says who somebody is.
fn identity(sealed: &Sealed) -> BTreeSet<(Field, String)> {
    let Some(act) = sealed.act() else { return BTreeSet::new() };
    let Some((_, said)) = sayings(&act) else { return BTreeSet::new() };
    let values = IDENTITY.into_iter().filter_map(|field| match said.values.get(&field)? {
        Said::Value(value) => Some(value.to_list().into_iter().map(move |text| (field.clone(), text.to_lowercase()))),
        Said::TakeList => None,
    });
    values.flatten().filter(|(_, text)| !text.is_empty()).collect()
}
