//! Whether everybody's name can be on a badge: tried person by person, a piece at each call, so that whoever waits sees how
//! far it is and nothing else has to wait.

use std::sync::{Arc, PoisonError};

use badge::template::advice::Press;
use badge::{Area, Badge, Dpi, Fonts, Length, Slot, Warning, fill};
use checkin::{Attendee, AttendeeId};

use super::hardest::shown_name;
use crate::badges::{content, template_of};
use crate::error::KioskError;
use crate::kiosk::Shared;

/// So many people are tried in one call: a few hundredths of a second of work.
const PIECE: usize = 40;
/// So many of those in trouble are named; the rest is counted.
const MOST_NAMED: usize = 100;
/// Stands for everybody's code: as long as ours.
const SAMPLE_CODE: &str = "AK1C7K4W2M9XQ3HTR8V5BDFGJLN6P";
/// What label printers and office printers reach on a badge that is cut to its size.
const MARGIN_MM: f32 = 1.5;
/// The label printers that most houses have.
const PRINTER_DPI: u32 = 203;

/// The printer that designs are looked at for.
///
/// # Errors
/// Never; the resolution is one that there is.
pub(crate) fn press() -> Result<Press, KioskError> {
    let dpi = Dpi::new(PRINTER_DPI).map_err(|error| KioskError::Badge(error.to_string()))?;
    Ok(Press { margin: Length::mm(MARGIN_MM), dpi })
}

/// What is wrong with somebody's badge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A text was cut.
    Cut(Slot),
    /// No typeface has these letters.
    Glyphs(Slot, String),
    /// Text comes nearer to the edge than printers print.
    Outside(Slot),
}

/// Somebody whose badge does not come out as it should.
#[derive(Clone, Debug)]
pub(crate) struct Troubled {
    pub(crate) attendee: AttendeeId,
    pub(crate) name: String,
    pub(crate) troubles: Vec<Trouble>,
}

/// A template being tried on everybody who gets it.
pub(crate) struct Trial {
    template: String,
    /// Revision of the template and state of the list that it is tried with.
    state: (u64, i64),
    people: Arc<Vec<Attendee>>,
    /// The places in `people` of those who get it.
    chosen: Vec<usize>,
    pub(crate) verdict: Verdict,
}

/// How far it is, and what was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    /// People tried.
    pub(crate) done: usize,
    /// People to be tried.
    pub(crate) of: usize,
    /// How many badges do not come out as they should.
    pub(crate) troubled: usize,
    /// The first of them.
    pub(crate) named: Vec<Troubled>,
    /// The smallest letters of a name so far.
    pub(crate) smallest: Option<Length>,
}

impl Shared {
    /// Tries a template on some more people, from the beginning if it or the list has changed since.
    ///
    /// # Errors
    /// As [`Shared::template`].
    pub(crate) fn try_on(&self, name: &str) -> Result<Verdict, KioskError> {
        let template = self.template(name)?;
        let state = self.read(|view| Ok((view.template_revision(name)?.unwrap_or_default(), view.changes()?)))?;
        let mut slot = self.templates.trial.lock().unwrap_or_else(PoisonError::into_inner);
        let goes_on = |trial: &Trial| trial.template == name && trial.state == state;
        let mut trial = match slot.take().filter(goes_on) {
            Some(trial) => trial,
            None => self.begin(name, state)?,
        };
        let (event, fonts, press) = (self.event(), Fonts::with_system(), press()?);
        let from = trial.verdict.done;
        for person in trial.chosen.iter().skip(from).take(PIECE).filter_map(|at| trial.people.get(*at)) {
            let badge = fill(&template, &content(&event, person, Some(SAMPLE_CODE.to_owned())), &fonts);
            trial.verdict.note(person, &badge, press.margin);
        }
        let verdict = trial.verdict.clone();
        *slot = Some(trial);
        Ok(verdict)
    }

    /// Everybody who gets the template; everybody at all while nobody does.
    fn begin(&self, name: &str, state: (u64, i64)) -> Result<Trial, KioskError> {
        let event = self.event();
        let people = self.wearers()?;
        let gets_it = |at: &usize| people.get(*at).is_some_and(|person| template_of(&event, person) == name);
        let mut chosen: Vec<usize> = (0..people.len()).filter(gets_it).collect();
        if chosen.is_empty() {
            chosen = (0..people.len()).collect();
        }
        let verdict = Verdict { of: chosen.len(), ..Verdict::default() };
        Ok(Trial { template: name.to_owned(), state, people, chosen, verdict })
    }

    /// What advice is looked for with: somebody hard to set in each colour that the template is printed in.
    pub(crate) fn looks(&self, name: &str) -> Result<Vec<badge::Content>, KioskError> {
        let event = self.event();
        let people = self.wearers()?;
        let Some(person) = people.iter().max_by_key(|person| shown_name(person).chars().count()) else {
            let nobody =
                badge::Content::new().text(Slot::Name, "Anne-Sofie Nielsen").text(Slot::GivenName, "Anne-Sofie");
            return Ok(vec![nobody.text(Slot::FamilyName, "Nielsen").qr(SAMPLE_CODE)]);
        };
        let of_type = |id: &checkin::TicketTypeId| {
            let mut person = person.clone();
            person.profile.ticket_type = Some(id.clone());
            person
        };
        let typed: Vec<Attendee> = event.ticket_types.iter().map(|one| of_type(&one.id)).collect();
        let its_own: Vec<&Attendee> = typed.iter().filter(|person| template_of(&event, person) == name).collect();
        let chosen = if its_own.is_empty() { typed.iter().collect() } else { its_own };
        let mut looks: Vec<badge::Content> = Vec::new();
        for person in chosen.into_iter().chain(typed.is_empty().then_some(person)) {
            looks.push(content(&event, person, Some(SAMPLE_CODE.to_owned())));
        }
        Ok(looks)
    }
}

impl Verdict {
    fn note(&mut self, person: &Attendee, badge: &Badge, margin: Length) {
        self.done += 1;
        let mut troubles: Vec<Trouble> = badge.warnings().iter().filter_map(trouble).collect();
        let (size, edge) = (badge.size(), margin.as_mm());
        let inside = Area::mm(edge, edge, size.width.as_mm() - 2.0 * edge, size.height.as_mm() - 2.0 * edge);
        for text in badge.sides().flat_map(Badge::texts) {
            if text.ink.is_some_and(|ink| !inside.contains(&ink)) {
                troubles.push(Trouble::Outside(text.slot.clone()));
            }
            if matches!(text.slot, Slot::Name | Slot::GivenName | Slot::FamilyName) {
                let smallest =
                    self.smallest.map_or(text.size, |known| if text.size < known { text.size } else { known });
                self.smallest = Some(smallest);
            }
        }
        if troubles.is_empty() {
            return;
        }
        self.troubled += 1;
        if self.named.len() < MOST_NAMED {
            self.named.push(Troubled { attendee: person.id, name: shown_name(person).to_owned(), troubles });
        }
    }
}

fn trouble(warning: &Warning) -> Option<Trouble> {
    match warning {
        Warning::Cut { slot } | Warning::Clipped { slot } => Some(Trouble::Cut(slot.clone())),
        Warning::MissingGlyph { slot, chars } => Some(Trouble::Glyphs(slot.clone(), chars.iter().collect())),
        // These are of the design and not of a person: they are told as advice.
        _ => None,
    }
}
