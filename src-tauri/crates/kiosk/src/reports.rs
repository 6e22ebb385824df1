//! Reports on paper: the list of arrivals, who is inside by organisation, who did not come, the day in numbers.
//!
//! Each says when it was made and carries the heads of the journal in its foot, so that `verify --against` can tell later
//! whether anything before it was changed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use checkin::{Attendee, Event, Language, Scope, Status};
use jiff::Timestamp;
use report::{
    Bar, Bars, Chart, ChartSize, ChartWords, Day, PaperLine, PaperList, PaperPerson, Statistics, paper_pdf,
    statistics_pdf,
};
use scan::{BadgeNumber, badge_code};
use store::{ListFilter, StoreError, Tally, View, write_atomically};

use crate::collate;
use crate::error::KioskError;
use crate::kiosk::Shared;
use crate::words::say;

/// Up to so many people the list of arrivals is kept on paper all the time; more would be a book.
const MOST_KEPT: usize = 20_000;
/// The file in which it is kept.
const KEPT: &str = "arrivals.pdf";
/// Organisations that have a bar of their own.
const MOST_ORGANISATIONS: usize = 60;

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportKind {
    /// Everybody by family name, with a box to tick, a line for the time and a code to read it back in.
    Arrivals,
    /// Who is inside, by organisation, for an evacuation.
    Inside,
    /// Who was expected and has not come.
    NoShows,
    /// Sums, and charts of arrivals, sessions and organisations.
    Statistics,
}

impl ReportKind {
    /// Its name in calls and on the command line.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::Inside => "inside",
            Self::NoShows => "noShows",
            Self::Statistics => "statistics",
        }
    }
}

/// Somebody of a list, and the text of the code beside the name.
type Listed = (Attendee, Option<u64>);

/// An organisation, and who of it is inside since when.
type Group = (String, Vec<(Attendee, Timestamp)>);

impl Shared {
    /// Draws a report as PDF.
    pub(crate) fn report(&self, kind: ReportKind, language: Language) -> Result<Vec<u8>, KioskError> {
        let event = self.event();
        let now = self.clock.now();
        let words = Words { event: &event, language, now };
        let not_drawn = |error: report::PaperError| KioskError::Badge(error.to_string());
        match kind {
            ReportKind::Arrivals => {
                let (people, heads) = self.read(|view| Ok((everybody(view)?, heads(view)?)))?;
                paper_pdf(&words.arrivals(self, &people, &heads)).map_err(not_drawn)
            }
            ReportKind::Inside => {
                let (people, heads) = self.read(|view| Ok((insiders(view)?, heads(view)?)))?;
                paper_pdf(&words.inside(people, &heads)).map_err(not_drawn)
            }
            ReportKind::NoShows => {
                let (people, heads) = self.read(|view| Ok((everybody(view)?, heads(view)?)))?;
                paper_pdf(&words.no_shows(&people, &heads)).map_err(not_drawn)
            }
            ReportKind::Statistics => {
                let (tally, heads) = self.read(|view| Ok((view.tally()?, heads(view)?)))?;
                statistics_pdf(&words.statistics(&tally, &heads)?).map_err(not_drawn)
            }
        }
    }

    /// Where a report is saved if nobody says: its name and the time at which it was made.
    pub(crate) fn report_file(&self, kind: ReportKind) -> PathBuf {
        let local = self.clock.now().to_zoned_datetime(self.event().time_zone.clone());
        self.clear.reports.join(format!("{}-{}.pdf", kind.as_str(), local.strftime("%Y%m%dT%H%M%S")))
    }

    /// Writes the list of arrivals anew beside the event, for the moment in which nothing else works any more.
    pub(crate) fn keep_paper(&self) -> Result<(), KioskError> {
        self.keep_paper_of(MOST_KEPT)
    }

    /// As [`Shared::keep_paper`], of at most so many people.
    fn keep_paper_of(&self, most: usize) -> Result<(), KioskError> {
        if !self.may_lie_open() {
            return Ok(());
        }
        let file = self.clear.reports.join(KEPT);
        if self.read(|view| Ok(view.attendee_ids(&ListFilter::default())?.len()))? > most {
            // An older one does not name everybody, and whoever holds it cannot see that.
            return match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(KioskError::file(&file, error)),
                _ => Ok(()),
            };
        }
        let pdf = self.report(ReportKind::Arrivals, Language::default())?;
        Ok(write_atomically(&file, &pdf)?)
    }

    /// Whether the list of arrivals lies beside the event.
    pub(crate) fn has_kept_paper(&self) -> bool {
        self.clear.reports.join(KEPT).exists()
    }

    /// Whether names may lie in a file beside the event. Where the event has a passphrase they may not: then the paper is
    /// made when somebody asks for it.
    fn may_lie_open(&self) -> bool {
        self.clear.lies_beside_the_event()
    }
}

fn heads(view: View<'_>) -> Result<String, StoreError> {
    Ok(store::head_text(&view.heads()?))
}

/// Everybody who is shown and not erased, by family name, with the number of the badge.
fn everybody(view: View<'_>) -> Result<Vec<Listed>, StoreError> {
    let mut people = Vec::new();
    for attendee in view.all_attendees()? {
        if !attendee.erased {
            let number = view.good_numbers(attendee.id)?.first().map(|(number, _)| *number);
            people.push((attendee, number));
        }
    }
    people.sort_by_cached_key(|(attendee, _)| (collate::name_key(&attendee.profile), attendee.id));
    Ok(people)
}

/// Who is inside, and since when.
fn insiders(view: View<'_>) -> Result<Vec<(Attendee, Timestamp)>, StoreError> {
    let inside = view.insiders(&Scope::Event)?.into_iter();
    inside.map(|(id, since)| Ok((view.attendee(id)?, since))).collect()
}

/// What is said on paper, in one language.
struct Words<'a> {
    event: &'a Event,
    language: Language,
    now: Timestamp,
}

impl Words<'_> {
    fn say(&self, key: &str, fill: &[(&str, &str)]) -> String {
        say(self.language, key, fill)
    }

    fn clock(&self, at: Timestamp) -> String {
        let form = match self.language {
            Language::Danish => "%H.%M",
            Language::English => "%H:%M",
        };
        at.to_zoned_datetime(self.event.time_zone.clone()).strftime(form).to_string()
    }

    fn foot(&self, heads: &str) -> String {
        let day = self.now.to_zoned_datetime(self.event.time_zone.clone()).strftime("%-d.%-m.%Y").to_string();
        self.say(
            "report.foot",
            &[("title", &self.event.title), ("day", &day), ("time", &self.clock(self.now)), ("heads", heads)],
        )
    }

    fn about(&self, n: usize) -> String {
        let n = n.to_string();
        self.say("report.about", &[("title", &self.event.title), ("time", &self.clock(self.now)), ("n", &n)])
    }

    fn type_name(&self, person: &Attendee) -> String {
        let own = person.profile.ticket_type.as_ref();
        own.map(|id| self.event.ticket_type(id).map_or_else(|| id.to_string(), |known| known.name.clone()))
            .unwrap_or_default()
    }

    fn mark(&self, person: &Attendee) -> String {
        match person.profile.status {
            Status::Confirmed => String::new(),
            other => self.say(&format!("status.{}", other.as_str()), &[]),
        }
    }

    fn list(&self, kind: ReportKind, lines: Vec<PaperLine>, n: usize, heads: &str) -> PaperList {
        PaperList {
            title: self.say(&format!("report.{}", kind.as_str()), &[]),
            about: self.about(n),
            time: self.say("report.at", &[]),
            lines,
            foot: self.foot(heads),
            with_codes: kind == ReportKind::Arrivals,
        }
    }

    fn arrivals(&self, shared: &Shared, people: &[Listed], heads: &str) -> PaperList {
        let line = |(person, number): &Listed| {
            let code = number.map(|number| {
                badge_code(&shared.code_key, shared.event_id, BadgeNumber::from_bits(number)).as_str().to_owned()
            });
            PaperLine::Person(PaperPerson {
                name: listed_name(person),
                about: joined(&[&person.profile.organisation, &self.type_name(person)]),
                mark: self.mark(person),
                time: person.first_entry.as_ref().map(|entry| self.clock(entry.at)).unwrap_or_default(),
                code: code.unwrap_or_default(),
            })
        };
        self.list(ReportKind::Arrivals, people.iter().map(line).collect(), people.len(), heads)
    }

    fn inside(&self, people: Vec<(Attendee, Timestamp)>, heads: &str) -> PaperList {
        let n = people.len();
        let mut groups: BTreeMap<(bool, String), Group> = BTreeMap::new();
        for (person, since) in people {
            let organisation = person.profile.organisation.clone();
            // Whoever comes from nowhere stands last.
            let key = (organisation.is_empty(), collate::key(&organisation));
            groups.entry(key).or_insert_with(|| (organisation, Vec::new())).1.push((person, since));
        }
        let mut lines = Vec::new();
        for (organisation, mut people) in groups.into_values() {
            let name = if organisation.is_empty() { self.say("overview.noOrganisation", &[]) } else { organisation };
            lines.push(PaperLine::Heading(format!("{name} · {}", people.len())));
            people.sort_by_cached_key(|(person, _)| (collate::name_key(&person.profile), person.id));
            lines.extend(people.iter().map(|(person, since)| {
                let name = if person.erased { self.say("inside.erased", &[]) } else { listed_name(person) };
                let (about, time) = (self.type_name(person), self.clock(*since));
                PaperLine::Person(PaperPerson { name, about, time, ..PaperPerson::default() })
            }));
        }
        self.list(ReportKind::Inside, lines, n, heads)
    }

    fn no_shows(&self, people: &[Listed], heads: &str) -> PaperList {
        let is_expected = |person: &Attendee| matches!(person.profile.status, Status::Confirmed | Status::PaymentDue);
        let missing = people.iter().filter(|(person, _)| person.first_entry.is_none() && is_expected(person));
        let lines: Vec<PaperLine> = missing
            .map(|(person, _)| {
                PaperLine::Person(PaperPerson {
                    name: listed_name(person),
                    about: joined(&[&person.profile.organisation, &self.type_name(person)]),
                    mark: self.mark(person),
                    ..PaperPerson::default()
                })
            })
            .collect();
        let n = lines.len();
        self.list(ReportKind::NoShows, lines, n, heads)
    }

    fn statistics(&self, tally: &Tally, heads: &str) -> Result<Statistics, KioskError> {
        let missing = tally.all.listed.saturating_sub(tally.all.arrived);
        let sums = [
            (tally.all.listed, "listed"),
            (tally.all.arrived, "arrived"),
            (tally.all.inside, "inside"),
            (tally.all.left, "left"),
            (missing, "missing"),
            (tally.cancelled, "cancelled"),
        ];
        let sums = sums.map(|(n, what)| (n.to_string(), self.say(&format!("report.sum.{what}"), &[])));
        let arrivals = tally.arrivals.iter();
        let arrivals: Vec<(Timestamp, u32)> =
            arrivals.filter_map(|(ms, n)| Some((Timestamp::from_millisecond(*ms).ok()?, *n))).collect();
        let day = Day::of(self.event, &arrivals, tally.all.listed, self.now);
        let words = ChartWords {
            now: self.say("overview.now", &[]),
            time_separator: if self.language == Language::Danish { '.' } else { ':' },
        };
        let size = ChartSize::new(760, 270).ok_or(KioskError::Export)?;
        let chart = Chart { day: &day, zone: &self.event.time_zone, now: self.now, words: &words, size };
        let chart = if day.slots.is_empty() {
            Vec::new()
        } else {
            chart.to_shapes().map_err(|error| KioskError::Badge(error.to_string()))?
        };
        Ok(Statistics {
            title: self.say("report.statistics", &[]),
            about: self.about(usize::try_from(tally.all.arrived).unwrap_or(usize::MAX)),
            sums: sums.to_vec(),
            chart_title: self.say("overview.chart", &[]),
            chart,
            groups: self.groups(tally),
            foot: self.foot(heads),
        })
    }

    fn groups(&self, tally: &Tally) -> Vec<Bars> {
        let group = |title: &str, bars: Vec<Bar>| Bars { title: self.say(title, &[]), bars };
        let sessions = self.event.sessions.iter().filter_map(|session| {
            let counts = tally.by_session.get(session.id.as_str())?;
            let of = session.seats.unwrap_or(counts.listed);
            Some(Bar { name: session.title.clone(), part: counts.arrived, of })
        });
        let types = tally.by_ticket_type.iter().map(|(id, counts)| {
            let known = id.parse().ok().and_then(|id| self.event.ticket_type(&id).map(|known| known.name.clone()));
            let name = known.unwrap_or_else(|| id.clone());
            let name = if name.is_empty() { self.say("overview.noType", &[]) } else { name };
            Bar { name, part: counts.arrived, of: counts.listed }
        });
        let mut organisations: Vec<Bar> = tally
            .by_organisation
            .iter()
            .map(|(name, counts)| {
                let name = if name.is_empty() { self.say("overview.noOrganisation", &[]) } else { name.clone() };
                Bar { name, part: counts.arrived, of: counts.listed }
            })
            .collect();
        organisations.sort_by(|a, b| b.of.cmp(&a.of).then_with(|| collate::key(&a.name).cmp(&collate::key(&b.name))));
        if organisations.len() > MOST_ORGANISATIONS {
            let rest = organisations.split_off(MOST_ORGANISATIONS - 1);
            let sum = |of: fn(&Bar) -> u32| rest.iter().map(of).sum();
            let n = rest.len().to_string();
            let name = self.say("overview.others", &[("n", &n)]);
            organisations.push(Bar { name, part: sum(|bar| bar.part), of: sum(|bar| bar.of) });
        }
        let groups = [
            group("overview.sessions", sessions.collect()),
            group("overview.types", types.collect()),
            group("overview.organisations", organisations),
        ];
        groups.into_iter().filter(|group| !group.bars.is_empty()).collect()
    }
}

/// Family name first, as people are looked up in a list.
fn listed_name(person: &Attendee) -> String {
    let profile = &person.profile;
    if profile.family_name.is_empty() || profile.given_name.is_empty() {
        profile.name.clone()
    } else {
        format!("{}, {}", profile.family_name, profile.given_name)
    }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;
    use tempfile::TempDir;

    use crate::clock::ManualClock;
    use crate::kiosk::Kiosk;
    use crate::settings::EventFile;
    use crate::testing::{call, options};

    #[test]
    fn a_kept_paper_list_that_cannot_follow_any_more_is_removed() {
        let folder = TempDir::new().unwrap();
        let event = EventFile::from_toml(
            "title = \"Tom\"\ntimeZone = \"UTC\"\nstarts = \"2026-11-23\"\nends = \"2026-11-23\"\n",
        );
        let clock = Arc::new(ManualClock::at("2026-11-23T08:00:00Z".parse().unwrap()));
        let options = options(folder.path(), clock);
        let kiosk = Kiosk::create(&folder.path().join("event.ankomst"), &event.unwrap(), &options).unwrap();
        call(&kiosk, "addWalkIn", json!({"name": "Bo Ås"}));
        kiosk.shared().keep_paper_of(2).unwrap();
        assert!(kiosk.shared().has_kept_paper());
        call(&kiosk, "addWalkIn", json!({"name": "Ida Dam"}));
        call(&kiosk, "addWalkIn", json!({"name": "Eva Gram"}));
        kiosk.shared().keep_paper_of(2).unwrap();
        assert!(!kiosk.shared().has_kept_paper(), "it would not name Eva");
        kiosk.shared().keep_paper_of(2).unwrap();
        kiosk.shared().keep_paper_of(3).unwrap();
        assert!(kiosk.shared().has_kept_paper());
        kiosk.close(std::time::Duration::from_secs(30)).unwrap();
    }
}
