//! Projection rows written and removed.

use checkin::{AttendeeId, RecordId, Scope, TicketTypeId};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use serde_json::Value;

use super::SessionTimes;
use super::fold::PersonRows;
use crate::act::Act;
use crate::error::StoreError;
use crate::record::Record;
use checkin::presence::Effect;

/// Reads an attendee's id.
pub(crate) fn attendee_id(row: &Row<'_>, column: usize) -> Result<AttendeeId, rusqlite::Error> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(AttendeeId::from_uuid(uuid::Uuid::from_bytes(bytes)))
}

/// The text of a scope in the tables: the session's id, or nothing for the event.
pub(crate) fn scope_text(scope: &Scope) -> &str {
    match scope {
        Scope::Event => "",
        Scope::Session(session) => session.as_str(),
    }
}

/// Keeps the settings if no later record has set them. Returns whether they were kept.
pub(super) fn put_settings(db: &Connection, record: &Record, settings: &Value) -> Result<bool, StoreError> {
    let later: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM event_settings JOIN journal ON journal.id = event_settings.record
         WHERE (stamp_ms, stamp_count, desk) >= (?1, ?2, ?3))",
        params![record.stamp.ms, record.stamp.counter, record.stamp.desk.as_bytes().as_slice()],
        |row| row.get(0),
    )?;
    if later {
        return Ok(false);
    }
    db.execute("DELETE FROM event_settings", [])?;
    db.execute(
        "INSERT INTO event_settings (record, settings) VALUES (?1, ?2)",
        params![record.id.as_bytes().as_slice(), settings.to_string()],
    )?;
    Ok(true)
}

/// When the sessions of the current settings take place.
pub(super) fn session_times(db: &Connection) -> Result<SessionTimes, StoreError> {
    let settings: Option<String> =
        db.prepare_cached("SELECT settings FROM event_settings")?.query_row([], |row| row.get(0)).optional()?;
    let settings = settings.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null);
    Ok(SessionTimes::from_settings(&settings))
}

/// The first record that named a ticket type gives its name.
pub(super) fn put_ticket_type(
    db: &Connection,
    record: &Record,
    id: &TicketTypeId,
    name: &str,
) -> Result<(), StoreError> {
    let earlier: bool = db.query_row(
        "SELECT EXISTS (SELECT 1 FROM listed_ticket_type JOIN journal ON journal.id = listed_ticket_type.record
         WHERE listed_ticket_type.id = ?1 AND (stamp_ms, stamp_count, desk) <= (?2, ?3, ?4))",
        params![id.as_str(), record.stamp.ms, record.stamp.counter, record.stamp.desk.as_bytes().as_slice()],
        |row| row.get(0),
    )?;
    if !earlier {
        db.execute(
            "INSERT OR REPLACE INTO listed_ticket_type (id, name, record) VALUES (?1, ?2, ?3)",
            params![id.as_str(), name, record.id.as_bytes().as_slice()],
        )?;
    }
    Ok(())
}

/// The last record in which a desk names itself gives its label.
pub(super) fn put_desk(db: &Connection, record: &Record, label: &str) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO desk (id, label, number) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET label = excluded.label, number = excluded.number
         WHERE excluded.number > desk.number",
        params![record.stamp.desk.as_bytes().as_slice(), label, i64::try_from(record.number).unwrap_or(i64::MAX)],
    )?;
    Ok(())
}

/// Writes the row of an import. Returns whether the rows that it brought count other than before.
pub(super) fn put_import(
    db: &Connection,
    import: RecordId,
    record: &Record,
    file_digest: &str,
    undone: bool,
) -> Result<bool, StoreError> {
    let before: Option<bool> = db
        .prepare_cached("SELECT undone FROM import WHERE id = ?1")?
        .query_row([import.as_bytes().as_slice()], |row| row.get(0))
        .optional()?;
    db.execute(
        "INSERT OR REPLACE INTO import (id, record, at_ms, file_digest, undone) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            import.as_bytes().as_slice(),
            record.id.as_bytes().as_slice(),
            record.at.as_millisecond(),
            file_digest,
            undone
        ],
    )?;
    Ok(before != Some(undone))
}

pub(super) fn put_refusal(db: &Connection, record: &Record, act: &Act) -> Result<(), StoreError> {
    let Act::Refused { outcome, reason, scope, scanned } = act else { return Ok(()) };
    db.prepare_cached(
        "INSERT OR REPLACE INTO refusal (record, at_ms, desk, outcome, reason, session, attendee, scanned)
         VALUES (:record, :at_ms, :desk, :outcome, :reason, :session, :attendee, :scanned)",
    )?
    .execute(named_params! {
        ":record": record.id.as_bytes().as_slice(),
        ":at_ms": record.at.as_millisecond(),
        ":desk": record.stamp.desk.as_bytes().as_slice(),
        ":outcome": outcome.as_str(),
        ":reason": reason,
        ":session": scope_text(scope),
        ":attendee": record.attendee.as_ref().map(|attendee| attendee.as_bytes().as_slice()),
        ":scanned": scanned,
    })?;
    Ok(())
}

/// Takes a record's personal part away for good.
pub(super) fn erase_part(db: &Connection, record: RecordId, erased_by: RecordId) -> Result<(), StoreError> {
    let id = record.as_bytes().as_slice();
    // Two desks may erase the same part; the smaller id is kept, so that the order does not matter.
    db.prepare_cached(
        "INSERT INTO erased_part (record, erased_by) VALUES (?1, ?2)
         ON CONFLICT (record) DO UPDATE SET erased_by = min(erased_by, excluded.erased_by)",
    )?
    .execute(params![id, erased_by.as_bytes().as_slice()])?;
    db.prepare_cached("DELETE FROM personal WHERE record = ?1")?.execute([id])?;
    db.prepare_cached("UPDATE refusal SET scanned = '' WHERE record = ?1")?.execute([id])?;
    Ok(())
}

/// Removes all rows about a person, except refusals, which are not folded.
pub(super) fn remove_person(db: &Connection, person: AttendeeId) -> Result<(), StoreError> {
    let id = person.as_bytes().as_slice();
    db.prepare_cached("DELETE FROM refold_due WHERE attendee = ?1")?.execute([id])?;
    // Whoever has no row here has none anywhere: of a list, that is nearly everybody.
    if db.prepare_cached("DELETE FROM attendee WHERE id = ?1")?.execute([id])? == 0 {
        return Ok(());
    }
    for statement in [
        "DELETE FROM registration WHERE attendee = ?1",
        "DELETE FROM ticket_code WHERE attendee = ?1",
        "DELETE FROM badge_number WHERE attendee = ?1",
        "DELETE FROM check_in WHERE attendee = ?1",
        "DELETE FROM presence WHERE attendee = ?1",
        "DELETE FROM print_job WHERE attendee = ?1",
        "DELETE FROM badge_place WHERE attendee = ?1",
    ] {
        db.prepare_cached(statement)?.execute([id])?;
    }
    Ok(())
}

/// Writes all rows about a person.
pub(super) fn insert_person(db: &Connection, rows: &PersonRows) -> Result<(), StoreError> {
    insert_people(db, std::iter::once(rows))
}

/// Writes all rows about some people, table by table and each index in its order: that touches fewer pages than person by
/// person.
pub(super) fn insert_people<'a>(
    db: &Connection,
    people: impl Iterator<Item = &'a PersonRows> + Clone,
) -> Result<(), StoreError> {
    for rows in people.clone() {
        insert_attendee(db, rows)?;
    }
    insert_codes(db, people.clone())?;
    insert_numbers(db, people.clone())?;
    for rows in people {
        let id = rows.id.as_bytes().as_slice();
        if let Some((_, Some(place))) = &rows.latest_badge
            && !place.box_name.is_empty()
        {
            db.prepare_cached("INSERT INTO badge_place (attendee, box, place) VALUES (?1, ?2, ?3)")?
                .execute(params![id, place.box_name, place.row])?;
        }
        for session in &rows.profile.sessions {
            db.prepare_cached("INSERT INTO registration (attendee, session) VALUES (?1, ?2)")?
                .execute(params![id, session.as_str()])?;
        }
        insert_check_ins(db, rows)?;
        insert_jobs(db, rows)?;
    }
    Ok(())
}

fn insert_codes<'a>(db: &Connection, people: impl Iterator<Item = &'a PersonRows>) -> Result<(), StoreError> {
    let of_one = |rows: &'a PersonRows| rows.profile.ticket_codes.iter().map(|code| (code.as_str(), rows.id));
    let mut codes: Vec<(&str, AttendeeId)> = people.flat_map(of_one).collect();
    codes.sort_unstable();
    for (code, id) in codes {
        db.prepare_cached("INSERT OR IGNORE INTO ticket_code (code, attendee, folded) VALUES (?1, ?2, ?3)")?
            .execute(params![code, id.as_bytes().as_slice(), fold_code(code)])?;
    }
    Ok(())
}

fn insert_numbers<'a>(db: &Connection, people: impl Iterator<Item = &'a PersonRows>) -> Result<(), StoreError> {
    let mut numbers: Vec<_> = people.flat_map(|rows| rows.numbers.iter().map(|number| (number, rows.id))).collect();
    // Two rows of one number and person stay in their order: the later one counts.
    numbers.sort_by_key(|(number, id)| (number.number, *id));
    for (number, id) in numbers {
        let order_key = format!("{:020}-{:010}-{}", number.stamp.ms, number.stamp.counter, number.stamp.desk);
        db.prepare_cached(
            "INSERT OR REPLACE INTO badge_number (number, attendee, record, order_key, revoked)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            i64::try_from(number.number).unwrap_or(0),
            id.as_bytes().as_slice(),
            number.record.as_bytes().as_slice(),
            order_key,
            number.revoked.map_or("", checkin::Revocation::as_str),
        ])?;
    }
    Ok(())
}

/// How codes are compared without regard to case.
pub(crate) fn fold_code(code: &str) -> String {
    code.to_lowercase()
}

fn insert_attendee(db: &Connection, rows: &PersonRows) -> Result<(), StoreError> {
    let profile = &rows.profile;
    let whereabouts = rows.whereabouts.of(&Scope::Event);
    db.prepare_cached(
        "INSERT INTO attendee (id, name, given_name, family_name, badge_name, organisation, title, email, phone,
             ticket_type, order_number, status, language, note, alert, acknowledged, own_fields, answers, presence,
             first_record, came_record, latest_ms, badge, replaces, replaced_by, joined_into, off_list, erased)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)",
    )?
    .execute(params![
        rows.id.as_bytes().as_slice(),
        profile.name,
        profile.given_name,
        profile.family_name,
        profile.badge_name,
        profile.organisation,
        profile.title,
        profile.email,
        profile.phone,
        profile.ticket_type.as_ref().map_or("", TicketTypeId::as_str),
        profile.order,
        profile.status.as_str(),
        profile.language.map_or("", checkin::Language::tag),
        profile.note,
        profile.alert,
        rows.acknowledged,
        serde_json::to_string(&profile.fields).unwrap_or_default(),
        serde_json::to_string(&profile.answers).unwrap_or_default(),
        rows.presence().as_str(),
        whereabouts.first.as_ref().map(|entry| entry.record.as_bytes().as_slice()),
        whereabouts.came.as_ref().map(|entry| entry.record.as_bytes().as_slice()),
        whereabouts.latest.as_ref().map(|entry| entry.at.as_millisecond()),
        rows.badge.as_str(),
        rows.replaces.as_ref().map(|id| id.as_bytes().as_slice()),
        rows.replaced_by.as_ref().map(|id| id.as_bytes().as_slice()),
        rows.joined_into.as_ref().map(|id| id.as_bytes().as_slice()),
        rows.off_list,
        rows.erased,
    ])?;
    Ok(())
}

fn insert_check_ins(db: &Connection, rows: &PersonRows) -> Result<(), StoreError> {
    let id = rows.id.as_bytes().as_slice();
    for passage in &rows.passages {
        let effect = rows.whereabouts.effects.get(&passage.record).copied().unwrap_or(Effect::Stray);
        db.prepare_cached(
            "INSERT INTO check_in (record, attendee, session, direction, at_ms, desk, staff, overridden, effect,
                 arrival)
             VALUES (:record, :attendee, :session, :direction, :at_ms, :desk, :staff, :overridden, :effect, :arrival)",
        )?
        .execute(named_params! {
            ":record": passage.record.as_bytes().as_slice(),
            ":attendee": id,
            ":session": scope_text(&passage.scope),
            ":direction": passage.direction.as_str(),
            ":at_ms": passage.at.as_millisecond(),
            ":desk": passage.desk.as_bytes().as_slice(),
            ":staff": passage.staff,
            ":overridden": passage.overridden,
            ":effect": effect.as_str(),
            ":arrival": rows.whereabouts.arrivals.contains(&passage.record),
        })?;
    }
    for (scope, whereabouts) in &rows.whereabouts.scopes {
        db.prepare_cached(
            "INSERT INTO presence (attendee, session, presence, first_record, came_record, latest_record, latest_ms,
                 entries)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id,
            scope_text(scope),
            whereabouts.presence.as_str(),
            whereabouts.first.as_ref().map(|entry| entry.record.as_bytes().as_slice()),
            whereabouts.came.as_ref().map(|entry| entry.record.as_bytes().as_slice()),
            whereabouts.latest.as_ref().map(|entry| entry.record.as_bytes().as_slice()),
            whereabouts.latest.as_ref().map(|entry| entry.at.as_millisecond()),
            whereabouts.entries,
        ])?;
    }
    Ok(())
}

fn insert_jobs(db: &Connection, rows: &PersonRows) -> Result<(), StoreError> {
    for (job, check_in) in &rows.jobs {
        db.prepare_cached(
            "INSERT INTO print_job (id, attendee, desk, state, reason, printer, attempts, copies, reprint_of, check_in,
                 at_ms)
             VALUES (:id, :attendee, :desk, :state, :reason, :printer, :attempts, :copies, :reprint_of, :check_in,
                 :at_ms)",
        )?
        .execute(named_params! {
            ":id": job.id.as_bytes().as_slice(),
            ":attendee": job.attendee.as_bytes().as_slice(),
            ":desk": job.desk.as_bytes().as_slice(),
            ":state": job.state.as_str(),
            ":reason": job.reason,
            ":printer": job.printer,
            ":attempts": job.attempts,
            ":copies": job.copies,
            ":reprint_of": job.reprint_of.as_ref().map(|id| id.as_bytes().as_slice()),
            ":check_in": check_in.as_ref().map(|id| id.as_bytes().as_slice()),
            ":at_ms": job.at.as_millisecond(),
        })?;
    }
    Ok(())
}
