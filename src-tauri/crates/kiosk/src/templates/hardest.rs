//! The people of the list whose names are hardest to set.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use badge::{Fonts, foreign_script, width_em};
use checkin::{Attendee, AttendeeId, Status};

use crate::error::KioskError;
use crate::kiosk::Shared;

/// More scripts than this are on no list; the rest is left out.
const MOST_SCRIPTS: usize = 8;

/// More own columns than this are on no list; the rest is left out.
const MOST_HEADINGS: usize = 50;

/// Why somebody's badge is hard to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The widest name.
    Longest,
    /// The widest word in a name, which no line break helps.
    LongestWord,
    /// The narrowest name.
    Shortest,
    /// The widest organisation.
    LongestOrganisation,
    /// No organisation, so that what stands below may move.
    NoOrganisation,
    /// A name in another script than Latin.
    Script(&'static str),
}

/// Somebody whose badge is hard to set.
#[derive(Clone, Debug)]
pub(crate) struct Hard {
    pub(crate) attendee: AttendeeId,
    pub(crate) name: String,
    pub(crate) why: Why,
}

/// The name that a badge shows.
pub(crate) fn shown_name(attendee: &Attendee) -> &str {
    let profile = &attendee.profile;
    if profile.badge_name.is_empty() { &profile.name } else { &profile.badge_name }
}

/// The hardest of some people, each once, the hardest reason first.
pub(crate) fn hardest(people: &[Attendee], fonts: &Fonts) -> Vec<Hard> {
    let widest_word = |text: &str| text.split_whitespace().map(|word| width_em(word, fonts)).fold(0.0, f32::max);
    let widest = |measure: &dyn Fn(&Attendee) -> f32| -> Option<&Attendee> {
        let measured = people.iter().map(|person| (measure(person), person)).filter(|(width, _)| *width > 0.0);
        measured.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, person)| person)
    };
    let mut found: Vec<(Why, &Attendee)> = Vec::new();
    let mut add = |why, person: Option<&'_ Attendee>| {
        if let Some(person) = person.and_then(|one| people.iter().find(|other| other.id == one.id)) {
            found.push((why, person));
        }
    };
    add(Why::Longest, widest(&|person| width_em(shown_name(person), fonts)));
    add(Why::LongestWord, widest(&|person| widest_word(shown_name(person))));
    let mut scripts: Vec<&str> = Vec::new();
    for person in people {
        if let Some(script) = foreign_script(shown_name(person))
            && !scripts.contains(&script)
            && scripts.len() < MOST_SCRIPTS
        {
            scripts.push(script);
            add(Why::Script(script), Some(person));
        }
    }
    add(Why::NoOrganisation, people.iter().find(|person| person.profile.organisation.is_empty()));
    add(Why::LongestOrganisation, widest(&|person| width_em(&person.profile.organisation, fonts)));
    // A width of its own for each, so that the narrowest is the largest of what is taken from it.
    add(Why::Shortest, widest(&|person| 1.0 / width_em(shown_name(person), fonts).max(0.01)));
    let mut seen = BTreeSet::new();
    let once = found.into_iter().filter(|(_, person)| seen.insert(person.id));
    once.map(|(why, person)| Hard { attendee: person.id, name: shown_name(person).to_owned(), why }).collect()
}

impl Shared {
    /// Those who get badges: everybody who has not cancelled and has not been erased. Read once for each state of the list.
    pub(crate) fn wearers(&self) -> Result<Arc<Vec<Attendee>>, KioskError> {
        let mut known = self.templates.people.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = self.read(|view| view.changes())?;
        if let Some((_, people)) = known.as_ref().filter(|(at, _)| *at == changes) {
            return Ok(Arc::clone(people));
        }
        let (changes, mut people) = self.read(|view| Ok((view.changes()?, view.all_attendees()?)))?;
        people.retain(|person| person.profile.status != Status::Cancelled && !person.erased);
        let people = Arc::new(people);
        *known = Some((changes, Arc::clone(&people)));
        Ok(people)
    }

    /// The headings of own columns that people on the list have something in, at most [`MOST_HEADINGS`].
    pub(crate) fn headings(&self) -> Result<Vec<String>, KioskError> {
        let people = self.wearers()?;
        let headings: BTreeSet<&String> = people.iter().flat_map(|person| person.profile.fields.keys()).collect();
        Ok(headings.into_iter().take(MOST_HEADINGS).cloned().collect())
    }
}
