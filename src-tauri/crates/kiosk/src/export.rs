//! Everyone as a list: with arrival and session columns.

mod sheets;

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
use crate::lists::own_export;
use crate::words::say;

/// What of the list is written, and how.
#[derive(Clone, Debug, Default)]
pub struct ExportOrder {
    /// The columns by their keys, in this order; none: all of them. See [`columns`].
    pub columns: Option<Vec<String>>,
    /// Which people.
    pub filter: store::ListFilter,
    /// Only those of this ticket type.
    pub ticket_type: Option<checkin::TicketTypeId>,
    /// The language of headings; it also decides how a CSV file is written.
    pub language: Language,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// How many people.
    pub people: u32,
    /// The ends of all chains at that moment, for `verify --against`.
    pub heads: String,
}

/// Writes everyone, or some, to a file; its ending decides the format: `.csv` or `.xlsx`.
///
/// # Errors
/// `noSuchFormat` for another ending; [`KioskError::Parameter`] for a column that does not exist; what keeps the file from
/// being written.
pub fn export(kiosk: &Kiosk, to: &Path, order: &ExportOrder) -> Result<Exported, KioskError> {
    let ending = to.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if !matches!(ending.as_str(), "csv" | "xlsx") {
        return Err(KioskError::NoFormat(format!(".{ending}")));
    }
    let event = kiosk.event();
    let language = order.language;
    // Of all days: who has come at all, and when first.
    let (table, tally, heads) =
        kiosk.read(|view| Ok((table(view.of_day(None), &event, order)?, view.of_day(None).tally()?, view.heads()?)))?;
    let heads = store::head_text(&heads);
    let table = chosen(table, order.columns.as_deref())?;
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let bytes = if ending == "csv" {
        // Danish Excel reads semicolons, and æ ø å only with a mark in front.
        let dialect = match language {
            Language::Danish => CsvDialect::Danish,
            Language::English => CsvDialect::Other,
        };
        interchange::to_csv(&table, dialect)
    } else {
        let now = kiosk.shared().clock.now();
        let sheets = [
            table,
            sheets::sessions(&event, &tally, language),
            sheets::statistics(&event, &tally, &heads, now, language),
        ];
        interchange::to_workbook(&sheets).map_err(|_| KioskError::Export)?
    };
    write_atomically(to, &bytes)?;
    Ok(Exported { people: rows, heads })
}

/// The columns that can be written: key and heading, in the order in which they stand.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn columns(kiosk: &Kiosk, language: Language) -> Result<Vec<(String, String)>, KioskError> {
    let event = kiosk.event();
    let nobody = ExportOrder { language, ..ExportOrder::default() };
    let (keys, table) = kiosk.read(|view| table(view.of_day(None), &event, &nobody))?;
    Ok(keys.into_iter().zip(table.headings).collect())
}

/// The columns asked for, in their order.
fn chosen((keys, table): (Vec<String>, Table), wanted: Option<&[String]>) -> Result<Table, KioskError> {
    let Some(wanted) = wanted else { return Ok(table) };
    let place = |key: &String| {
        let found = keys.iter().position(|known| known == key);
        found.ok_or_else(|| KioskError::parameter("columns", format!("there is no column {key}")))
    };
    let places: Vec<usize> = wanted.iter().map(place).collect::<Result<_, _>>()?;
    let pick = |row: &[Cell]| places.iter().map(|at| row.get(*at).cloned().unwrap_or(Cell::Empty)).collect();
    let headings = places.iter().filter_map(|at| table.headings.get(*at).cloned()).collect();
    Ok(Table { sheet_name: table.sheet_name, headings, rows: table.rows.iter().map(|row| pick(row)).collect() })
}

/// One column: the key of its heading, and what stands in it.
type Column = (&'static str, fn(&Attendee, &Event, Language) -> String);

const COLUMNS: [Column; 19] = [
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
    ("alert", |attendee, _, _| attendee.profile.alert.clone()),
    ("language", spoken),
    // By their ids: a cell is not long enough for many titles, and two sessions may be called the same.
    ("signedUp", signed_up),
];

fn spoken(attendee: &Attendee, _: &Event, language: Language) -> String {
    let spoken = attendee.profile.language;
    spoken.map(|spoken| say(language, &format!("language.{}", spoken.tag()), &[])).unwrap_or_default()
}

fn signed_up(attendee: &Attendee, _: &Event, _: Language) -> String {
    attendee.profile.sessions.iter().map(ToString::to_string).collect::<Vec<_>>().join(own_export::BETWEEN)
}

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
    at.to_zoned_datetime(event.time_zone.clone()).strftime(own_export::TIME).to_string()
}

/// The keys of all columns, and the table with all of them.
fn table(view: View<'_>, event: &Event, order: &ExportOrder) -> Result<(Vec<String>, Table), StoreError> {
    let language = order.language;
    let ids = view.attendee_ids(&order.filter)?;
    let mut attendees = ids.into_iter().map(|id| view.attendee(id)).collect::<Result<Vec<_>, _>>()?;
    attendees.retain(|attendee| order.ticket_type.is_none() || attendee.profile.ticket_type == order.ticket_type);
    attendees.sort_by_cached_key(|attendee| (collate::name_key(&attendee.profile), attendee.id));
    let sessions: Vec<_> = event.sessions.iter().filter(|session| session.check_in).collect();
    let own: BTreeSet<&String> = attendees.iter().flat_map(|attendee| attendee.profile.fields.keys()).collect();

    let mut headings: Vec<String> =
        COLUMNS.iter().map(|(key, _)| say(language, &format!("column.{key}"), &[])).collect();
    let mut keys: Vec<String> = COLUMNS.iter().map(|(key, _)| (*key).to_owned()).collect();
    headings.extend(own.iter().map(|heading| (*heading).clone()));
    keys.extend(own.iter().map(|heading| format!("field:{heading}")));
    headings.extend(event.questions.iter().map(|question| question.text.clone()));
    keys.extend(event.questions.iter().map(|question| format!("answer:{}", question.id)));
    headings.extend(sessions.iter().map(|session| session.title.clone()));
    keys.extend(sessions.iter().map(|session| format!("session:{}", session.id)));
    let days = Days::of(view, event, &attendees)?;
    keys.extend(days.dates.iter().map(|date| format!("arrived:{date}")));
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
    Ok((keys, Table { sheet_name: say(language, "column.sheet", &[]), headings, rows }))
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
