//! Everyone as a list: with arrival and session columns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use checkin::{Attendee, AttendeeId, EntryRule, Event, Language, Presence, Scope};
use interchange::{Cell, CsvDialect, Table};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{StoreError, View, write_atomically};

use crate::collate;
use crate::error::KioskError;
use crate::kiosk::Kiosk;
use crate::words::say;

/// Writes everyone to a file; its ending decides the format: `.csv` or `.xlsx`.
///
/// # Errors
/// `noSuchFormat` for another ending; what keeps the file from being written.
pub fn export(kiosk: &Kiosk, to: &Path, language: Language) -> Result<u32, KioskError> {
    let ending = to.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !matches!(ending.as_str(), "csv" | "xlsx") {
        return Err(KioskError::NoFormat(format!(".{ending}")));
    }
    let event = kiosk.event();
    // Of all days: who has come at all, and when first.
    let table = kiosk.read(|view| table(view.of_day(None), &event, language))?;
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let bytes = if ending == "csv" {
        // Danish Excel reads semicolons, and æ ø å only with a mark in front.
        let dialect = match language {
            Language::Danish => CsvDialect::Danish,
            Language::English => CsvDialect::Other,
        };
        interchange::to_csv(&table, dialect)
    } else {
        interchange::to_xlsx(&table).map_err(|_| KioskError::Export)?
    };
    write_atomically(to, &bytes)?;
    Ok(rows)
}

/// One column: the key of its heading, and what stands in it.
type Column = (&'static str, fn(&Attendee, &Event, Language) -> String);

const COLUMNS: [Column; 16] = [
    ("id", |attendee, _, _| attendee.id.to_string()),
    ("name", |attendee, _, _| attendee.profile.name.clone()),
    ("givenName", |attendee, _, _| attendee.profile.given_name.clone()),
    ("familyName", |attendee, _, _| attendee.profile.family_name.clone()),
    ("badgeName", |attendee, _, _| attendee.profile.badge_name.clone()),
    ("organisation", |attendee, _, _| attendee.profile.organisation.clone()),
    ("title", |attendee, _, _| attendee.profile.title.clone()),
    ("email", |attendee, _, _| attendee.profile.email.clone()),
    ("phone", |attendee, _, _| attendee.profile.phone.clone()),
    ("ticketType", ticket_type),
    ("ticketCodes", ticket_codes),
    ("order", |attendee, _, _| attendee.profile.order.clone()),
    ("status", |attendee, _, language| say(language, &format!("status.{}", attendee.profile.status.as_str()), &[])),
    ("presence", |attendee, _, language| say(language, &format!("presence.{}", attendee.presence.as_str()), &[])),
    ("firstEntry", first_entry),
    ("note", |attendee, _, _| attendee.profile.note.clone()),
];

fn ticket_type(attendee: &Attendee, event: &Event, _: Language) -> String {
    let own = attendee.profile.ticket_type.as_ref();
    let named = own.and_then(|id| event.ticket_type(id)).map(|ticket_type| ticket_type.name.clone());
    named.or_else(|| own.map(ToString::to_string)).unwrap_or_default()
}

fn ticket_codes(attendee: &Attendee, _: &Event, _: Language) -> String {
    attendee.profile.ticket_codes.iter().map(checkin::TicketCode::as_str).collect::<Vec<_>>().join("; ")
}

fn first_entry(attendee: &Attendee, event: &Event, _: Language) -> String {
    attendee.first_entry.as_ref().map(|entry| local(event, entry.at)).unwrap_or_default()
}

/// A time by the clock of the place, in the one form that every spreadsheet reads.
fn local(event: &Event, at: Timestamp) -> String {
    at.to_zoned_datetime(event.time_zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn table(view: View<'_>, event: &Event, language: Language) -> Result<Table, StoreError> {
    let mut attendees = view.all_attendees()?;
    attendees.sort_by_cached_key(|attendee| (collate::name_key(&attendee.profile), attendee.id));
    let sessions: Vec<_> = event.sessions.iter().filter(|session| session.check_in).collect();
    let own: BTreeSet<&String> = attendees.iter().flat_map(|attendee| attendee.profile.fields.keys()).collect();

    let mut headings: Vec<String> =
        COLUMNS.iter().map(|(key, _)| say(language, &format!("column.{key}"), &[])).collect();
    headings.extend(own.iter().map(|heading| (*heading).clone()));
    headings.extend(event.questions.iter().map(|question| question.text.clone()));
    headings.extend(sessions.iter().map(|session| session.title.clone()));
    let days = Days::of(view, event, &attendees)?;
    headings.extend(days.dates.iter().map(|date| say(language, "column.arrivedOn", &[("date", &date.to_string())])));

    let mut rows = Vec::with_capacity(attendees.len());
    for attendee in &attendees {
        let mut row: Vec<String> = COLUMNS.iter().map(|(_, cell)| cell(attendee, event, language)).collect();
        row.extend(own.iter().map(|heading| attendee.profile.fields.get(*heading).cloned().unwrap_or_default()));
        row.extend(
            event
                .questions
                .iter()
                .map(|question| attendee.profile.answers.get(&question.id).cloned().unwrap_or_default()),
        );
        for session in &sessions {
            let there = view.whereabouts(attendee.id, &Scope::Session(session.id.clone()))?;
            row.push(match (&there.first, there.presence) {
                (Some(entry), _) => local(event, entry.at),
                (None, Presence::Expected) if attendee.profile.sessions.contains(&session.id) => {
                    say(language, "presence.registered", &[])
                }
                _ => String::new(),
            });
        }
        row.extend(
            days.dates.iter().map(|date| days.arrival(attendee, *date).map_or_else(String::new, |at| local(event, at))),
        );
        rows.push(row.into_iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }).collect());
    }
    Ok(Table { sheet_name: say(language, "column.sheet", &[]), headings, rows })
}

/// Where everybody comes anew each day: a column for each day on which somebody came.
struct Days {
    dates: BTreeSet<Date>,
    arrivals: BTreeMap<(AttendeeId, Date), Timestamp>,
}

impl Days {
    fn of(view: View<'_>, event: &Event, attendees: &[Attendee]) -> Result<Self, StoreError> {
        let mut days = Self { dates: BTreeSet::new(), arrivals: BTreeMap::new() };
        for attendee in attendees.iter().filter(|_| event.entry != EntryRule::Once) {
            for at in view.arrivals_of(attendee.id)? {
                // The day is called by the date on which it began, so that a night belongs to the evening before.
                let began = event.day(at).map_or(at, |day| day.from);
                let date = began.to_zoned_datetime(event.time_zone.clone()).date();
                days.dates.insert(date);
                days.arrivals.entry((attendee.id, date)).or_insert(at);
            }
        }
        Ok(days)
    }

    fn arrival(&self, attendee: &Attendee, date: Date) -> Option<Timestamp> {
        self.arrivals.get(&(attendee.id, date)).copied()
    }
}
