//! An attendee put together from the rows about the person.

use std::collections::{BTreeMap, BTreeSet};

use checkin::presence::Entry;
use checkin::{AttendeeId, BadgePlace, BadgeState, Language, Profile, SessionId, Status, TicketCode};
use rusqlite::OptionalExtension;

use super::{View, timestamp};
use crate::error::StoreError;
use crate::journal::{self, record_id};

impl View<'_> {
    pub(super) fn attendee_row(self, id: AttendeeId) -> Result<Option<checkin::Attendee>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT name, given_name, family_name, badge_name, organisation, title, email, phone, ticket_type,
                 order_number, status, language, note, alert, acknowledged, own_fields, answers, presence, first_record,
                 badge, replaces, replaced_by, off_list, erased, came_record, latest_ms
             FROM attendee WHERE id = ?1",
        )?;
        let mut rows = statement.query([id.as_bytes().as_slice()])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let text = |column: usize| row.get::<_, String>(column);
        let other = |column: usize| -> Result<Option<AttendeeId>, rusqlite::Error> {
            let bytes: Option<[u8; 16]> = row.get(column)?;
            Ok(bytes.map(|bytes| AttendeeId::from_uuid(uuid::Uuid::from_bytes(bytes))))
        };
        let badge = text(19)?;
        let (presence, first_entry) = self.at_event(&text(17)?, row.get(18)?, row.get(24)?, row.get(25)?)?;
        Ok(Some(checkin::Attendee {
            id,
            profile: Profile {
                name: text(0)?,
                given_name: text(1)?,
                family_name: text(2)?,
                badge_name: text(3)?,
                organisation: text(4)?,
                title: text(5)?,
                email: text(6)?,
                phone: text(7)?,
                ticket_type: text(8)?.parse().ok(),
                ticket_codes: self.codes_of(id)?,
                order: text(9)?,
                status: Status::from_name(&text(10)?).ok_or(StoreError::Unexpected("a status"))?,
                language: Language::from_tag(&text(11)?),
                note: text(12)?,
                alert: text(13)?,
                sessions: self.sessions_of(id)?,
                fields: object(&text(15)?)?,
                answers: object(&text(16)?)?,
            },
            alert_acknowledged: row.get(14)?,
            presence,
            first_entry,
            badge: BadgeState::ALL
                .into_iter()
                .find(|state| state.as_str() == badge)
                .ok_or(StoreError::Unexpected("a badge state"))?,
            replaces: other(20)?,
            replaced_by: other(21)?,
            off_list: row.get(22)?,
            erased: row.get(23)?,
            place: self.place_of(id)?,
        }))
    }

    fn place_of(self, id: AttendeeId) -> Result<Option<BadgePlace>, StoreError> {
        let place = self
            .db
            .prepare_cached("SELECT box, place FROM badge_place WHERE attendee = ?1")?
            .query_row([id.as_bytes().as_slice()], |row| Ok(BadgePlace { box_name: row.get(0)?, row: row.get(1)? }))
            .optional()?;
        Ok(place)
    }

    /// The boxes in which badges lie that were printed beforehand, by name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn boxes(self) -> Result<Vec<String>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT DISTINCT box FROM badge_place ORDER BY box")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn codes_of(self, id: AttendeeId) -> Result<Vec<TicketCode>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT code FROM ticket_code WHERE attendee = ?1 ORDER BY code")?;
        let codes = statement.query_map([id.as_bytes().as_slice()], |row| row.get::<_, String>(0))?;
        let codes = codes.collect::<Result<Vec<_>, _>>()?;
        Ok(codes.iter().filter_map(|code| TicketCode::new(code)).collect())
    }

    fn sessions_of(self, id: AttendeeId) -> Result<BTreeSet<SessionId>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT session FROM registration WHERE attendee = ?1")?;
        let sessions = statement.query_map([id.as_bytes().as_slice()], |row| row.get::<_, String>(0))?;
        let sessions = sessions.collect::<Result<Vec<_>, _>>()?;
        Ok(sessions.iter().filter_map(|session| session.parse().ok()).collect())
    }

    pub(super) fn entry(self, record: Option<[u8; 16]>) -> Result<Option<Entry>, StoreError> {
        let Some(bytes) = record else { return Ok(None) };
        let entry = self
            .db
            .prepare_cached("SELECT record, at_ms, desk, staff FROM check_in WHERE record = ?1")?
            .query_row([bytes.as_slice()], |row| {
                Ok(Entry {
                    record: record_id(row, 0)?,
                    at: timestamp(row, 1)?,
                    desk: journal::desk_id(row, 2)?,
                    staff: row.get(3)?,
                })
            })
            .optional()?;
        Ok(entry)
    }
}

fn object(text: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Unexpected("fields that are no JSON"))
}
