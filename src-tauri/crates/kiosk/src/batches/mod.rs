//! Badges printed beforehand: who, in which order, on which paper, in which boxes.

mod labels;
pub(crate) mod run;
pub(crate) mod sheets;
#[cfg(test)]
mod tests;

use badge::{Edge, Length, Setup, Sheet, Size};
use checkin::{Attendee, AttendeeId, BadgePlace, BadgeState, Event, Status, TicketTypeId};

use crate::acts::check_in::{has_no_name, wants_badge};
use crate::collate;
use crate::error::KioskError;
use crate::kiosk::Kiosk;

pub use run::{BatchState, Stage, Steer, print_batch};

/// The most boxes: each has a letter.
pub const MOST_BOXES: u16 = 26;
/// Of more people than this, badges are not drawn while a batch is being put together, only when it is printed.
const DRAWN_BEFOREHAND: usize = 2_000;

/// The order of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BatchSort {
    /// By family name, in Danish order.
    #[default]
    Surname,
    /// By organisation, then by family name.
    Organisation,
    /// By ticket type, in the order of the event, then by family name.
    TicketType,
}

/// Which badges are printed, and how.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Only these ticket types; empty: all.
    pub ticket_types: Vec<TicketTypeId>,
    /// Only people of this organisation.
    pub organisation: Option<String>,
    /// Only people registered for this session.
    pub session: Option<checkin::SessionId>,
    /// Those too who have a badge already.
    pub again: bool,
    /// In which order.
    pub sort: BatchSort,
    /// The template, if not that of each ticket type.
    pub template: Option<String>,
    /// The paper: the name of a sheet or a grid; `None`: each badge on a page of its own.
    pub sheet: Option<String>,
    /// How many boxes the badges are put into; 0: none.
    pub boxes: u16,
    /// How the sheet is printed.
    pub setup: Setup,
    /// A printer of this desk, by its id. Without a sheet it prints the badges one by one; a sheet becomes a file that is
    /// moved as this printer needs it. `None`: files for any printer.
    pub printer: Option<String>,
}

impl Batch {
    /// All badges that are not printed yet, by family name, one a page.
    #[must_use]
    pub fn new() -> Self {
        Self {
            ticket_types: Vec::new(),
            organisation: None,
            session: None,
            again: false,
            sort: BatchSort::Surname,
            template: None,
            sheet: None,
            boxes: 0,
            setup: Setup::default(),
            printer: None,
        }
    }

    pub(crate) fn sheet(&self) -> Result<Option<Sheet>, KioskError> {
        let parse = |text: &String| text.parse::<Sheet>().map_err(|_| KioskError::NoSheet(text.clone()));
        self.sheet.as_ref().map(parse).transpose()
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}

/// A box of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoxSpan {
    /// Its letter.
    pub name: String,
    /// How many badges lie in it.
    pub badges: usize,
    /// Where it begins and ends: what the badges are sorted by.
    pub first: String,
    /// See `first`.
    pub last: String,
}

/// Something to look at before a batch is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAt {
    /// Whose badge.
    pub attendee: AttendeeId,
    /// The name on it.
    pub name: String,
    /// What is unusual: `noOrganisation`, `allCapitals`, `cut`, `missingGlyph`, `smallCode`.
    pub what: &'static str,
}

/// What a batch would print.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) people: Vec<Attendee>,
    /// How many have a badge already and are left out for that.
    pub skipped: usize,
    /// How many sheets of paper.
    pub sheets: usize,
    /// The boxes.
    pub boxes: Vec<BoxSpan>,
    /// Badges by ticket type, of all whom the other conditions let in.
    pub types: Vec<(TicketTypeId, usize)>,
    /// What to look at first.
    pub look_at: Vec<LookAt>,
}

impl Plan {
    /// How many badges.
    #[must_use]
    pub fn badges(&self) -> usize {
        self.people.len()
    }

    /// The people of each file that is written: a box, or all.
    pub(crate) fn pieces(&self) -> Vec<&[Attendee]> {
        let same = |a: &Attendee, b: &Attendee| box_of(a) == box_of(b);
        self.people.chunk_by(same).collect()
    }
}

fn box_of(attendee: &Attendee) -> &str {
    attendee.place.as_ref().map_or("", |place| place.box_name.as_str())
}

/// Puts a batch together without printing anything.
///
/// # Errors
/// A sheet or template that does not exist, badges that do not fit on the sheet.
pub fn plan(kiosk: &Kiosk, batch: &Batch) -> Result<Plan, KioskError> {
    let mut plan = put_together(kiosk, batch)?;
    plan.look_at = look_at(kiosk, &plan.people, batch)?;
    Ok(plan)
}

/// The plan without looking at each badge, which is what takes time.
pub(crate) fn put_together(kiosk: &Kiosk, batch: &Batch) -> Result<Plan, KioskError> {
    let event = kiosk.event();
    let sheet = batch.sheet()?;
    let (all, used) = kiosk.read(|view| Ok((view.all_attendees()?, view.boxes()?)))?;
    let wanted = |attendee: &Attendee| {
        let profile = &attendee.profile;
        matches!(profile.status, Status::Confirmed | Status::PaymentDue)
            && !attendee.erased
            && wants_badge(&event, profile)
            && !has_no_name(profile)
            && batch.session.as_ref().is_none_or(|session| profile.sessions.contains(session))
            && batch.organisation.as_ref().is_none_or(|organisation| profile.organisation == *organisation)
    };
    let of_types = |attendee: &Attendee| {
        let own = attendee.profile.ticket_type.as_ref();
        batch.ticket_types.is_empty() || own.is_some_and(|own| batch.ticket_types.contains(own))
    };
    let all: Vec<Attendee> = all.into_iter().filter(wanted).collect();
    let count = |id: &TicketTypeId| all.iter().filter(|one| one.profile.ticket_type.as_ref() == Some(id)).count();
    let types = event.ticket_types.iter().map(|kind| (kind.id.clone(), count(&kind.id))).collect();
    let (mut people, printed): (Vec<_>, Vec<_>) =
        all.into_iter().filter(of_types).partition(|attendee| batch.again || attendee.badge == BadgeState::None);
    people.sort_by_cached_key(|attendee| sort_key(&event, batch.sort, attendee));
    let boxes = put_into_boxes(&mut people, batch, &used);
    let mut plan = Plan { people, skipped: printed.len(), sheets: 0, boxes, types, look_at: Vec::new() };
    plan.sheets = sheets(kiosk, &plan, batch, sheet.as_ref())?;
    Ok(plan)
}

type SortKey = (String, (String, String), AttendeeId);

fn sort_key(event: &Event, sort: BatchSort, attendee: &Attendee) -> SortKey {
    let first = match sort {
        BatchSort::Surname => String::new(),
        BatchSort::Organisation => collate::key(&attendee.profile.organisation),
        BatchSort::TicketType => {
            let own = attendee.profile.ticket_type.as_ref();
            let place = event.ticket_types.iter().position(|kind| Some(&kind.id) == own);
            // Those of no type come last.
            format!("{:04}", place.unwrap_or(9_999))
        }
    };
    (first, collate::name_key(&attendee.profile), attendee.id)
}

/// Gives each badge its box and its number in it. Boxes go on behind the letters that are in use, so that no two badges
/// have one place.
fn put_into_boxes(people: &mut [Attendee], batch: &Batch, used: &[String]) -> Vec<BoxSpan> {
    let free: Vec<String> = letters().filter(|letter| !used.contains(letter)).collect();
    let boxes = usize::from(batch.boxes).min(free.len()).min(people.len());
    if boxes == 0 {
        for (attendee, row) in people.iter_mut().zip(1..) {
            attendee.place = Some(BadgePlace { box_name: String::new(), row });
        }
        return Vec::new();
    }
    let (each, more) = (people.len() / boxes, people.len() % boxes);
    let mut spans = Vec::with_capacity(boxes);
    let mut rest = people;
    for (nth, name) in free.into_iter().take(boxes).enumerate() {
        let (here, after) = rest.split_at_mut(each + usize::from(nth < more));
        rest = after;
        for (attendee, row) in here.iter_mut().zip(1..) {
            attendee.place = Some(BadgePlace { box_name: name.clone(), row });
        }
        let shown = |attendee: Option<&Attendee>| attendee.map(|one| edge(batch.sort, one)).unwrap_or_default();
        spans.push(BoxSpan { badges: here.len(), first: shown(here.first()), last: shown(here.last()), name });
    }
    spans
}

/// A to Z, then two letters.
fn letters() -> impl Iterator<Item = String> {
    let one = |prefix: String| ('A'..='Z').map(move |letter| format!("{prefix}{letter}"));
    one(String::new()).chain(('A'..='Z').flat_map(move |first| one(first.to_string())))
}

/// What stands on a box for its first and last badge.
fn edge(sort: BatchSort, attendee: &Attendee) -> String {
    let profile = &attendee.profile;
    match sort {
        BatchSort::Organisation => profile.organisation.clone(),
        BatchSort::Surname | BatchSort::TicketType if profile.family_name.is_empty() => profile.name.clone(),
        BatchSort::Surname | BatchSort::TicketType => profile.family_name.clone(),
    }
}

/// The size of a person's badge.
fn size_of(kiosk: &Kiosk, attendee: &Attendee, batch: &Batch) -> Result<Size, KioskError> {
    kiosk.shared().badge_size(attendee, batch.template.as_deref())
}

fn sheets(kiosk: &Kiosk, plan: &Plan, batch: &Batch, sheet: Option<&Sheet>) -> Result<usize, KioskError> {
    let Some(sheet) = sheet else { return Ok(plan.badges()) };
    let mut sheets = 0;
    for (nth, piece) in plan.pieces().into_iter().enumerate() {
        let mut sizes: Vec<(Size, usize)> = Vec::new();
        for attendee in piece {
            let size = size_of(kiosk, attendee, batch)?;
            match sizes.iter_mut().find(|(known, _)| *known == size) {
                Some((_, count)) => *count += 1,
                None => sizes.push((size, 1)),
            }
        }
        for (place, (size, count)) in sizes.into_iter().enumerate() {
            let sheet = sheet.for_badge(size).map_err(|error| KioskError::Badge(error.to_string()))?;
            let start = if nth == 0 && place == 0 { batch.setup.start } else { 0 };
            sheets += sheet.sheets_for(count, start);
        }
    }
    Ok(sheets)
}

/// What somebody should see before paper is used.
fn look_at(kiosk: &Kiosk, people: &[Attendee], batch: &Batch) -> Result<Vec<LookAt>, KioskError> {
    let mut found = Vec::new();
    for attendee in people {
        let profile = &attendee.profile;
        let mut add = |what| {
            let name = if profile.badge_name.is_empty() { &profile.name } else { &profile.badge_name };
            found.push(LookAt { attendee: attendee.id, name: name.clone(), what });
        };
        if profile.organisation.trim().is_empty() {
            add("noOrganisation");
        }
        if is_all_capitals(&profile.name) {
            add("allCapitals");
        }
        if people.len() > DRAWN_BEFOREHAND {
            continue;
        }
        for warning in kiosk.shared().draw(attendee, None, batch.template.as_deref())?.warnings() {
            match warning {
                badge::Warning::Cut { .. } | badge::Warning::Clipped { .. } => add("cut"),
                badge::Warning::MissingGlyph { .. } => add("missingGlyph"),
                badge::Warning::SmallModules { .. }
                | badge::Warning::ThinBars { .. }
                | badge::Warning::CodeTooLong
                | badge::Warning::BadPicture { .. } => add("smallCode"),
            }
        }
    }
    found.dedup();
    Ok(found)
}

/// Whether a name was typed with the capitals locked: more than three letters, all of them capitals.
fn is_all_capitals(name: &str) -> bool {
    let letters: Vec<char> = name.chars().filter(|letter| letter.is_alphabetic()).collect();
    letters.len() > 3 && letters.iter().all(|letter| letter.is_uppercase())
}

/// A sheet of a batch as a picture, counted from 0 over all files.
///
/// # Errors
/// As [`plan`]; `notFound` for a sheet that there is not.
pub fn sheet_picture(kiosk: &Kiosk, batch: &Batch, number: usize) -> Result<Vec<u8>, KioskError> {
    let plan = put_together(kiosk, batch)?;
    let not_drawn = |error: badge::RenderError| KioskError::Badge(error.to_string());
    let Some(sheet) = batch.sheet()? else {
        let one = plan.people.get(number).ok_or(KioskError::Store(store::StoreError::NotFound))?;
        let dpi = badge::Dpi::new(PREVIEW_DPI).map_err(|error| KioskError::Badge(error.to_string()))?;
        return draw(kiosk, one, batch)?.to_png(dpi).map_err(not_drawn);
    };
    let mut before = 0;
    for (nth, piece) in plan.pieces().into_iter().enumerate() {
        let Some(first) = piece.first() else { continue };
        let sheet = sheet.for_badge(size_of(kiosk, first, batch)?).map_err(not_drawn)?;
        let start = if nth == 0 { batch.setup.start.min(sheet.places() - 1) } else { 0 };
        let here = sheet.sheets_for(piece.len(), start);
        if number < before + here {
            let from = ((number - before) * sheet.places()).saturating_sub(start);
            let empty = if number == before { start } else { 0 };
            let badges = piece.iter().skip(from).take(sheet.places() - empty);
            let badges = badges.map(|attendee| draw(kiosk, attendee, batch)).collect::<Result<Vec<_>, _>>()?;
            let dpi = badge::Dpi::new(SHEET_DPI).map_err(|error| KioskError::Badge(error.to_string()))?;
            return badge::sheet_png(&badges, &sheet, empty, dpi).map_err(not_drawn);
        }
        before += here;
    }
    Err(KioskError::Store(store::StoreError::NotFound))
}

const PREVIEW_DPI: u32 = 110;
const SHEET_DPI: u32 = 84;

fn draw(kiosk: &Kiosk, attendee: &Attendee, batch: &Batch) -> Result<badge::Badge, KioskError> {
    let number = kiosk.read(|view| crate::badges::number_of(view, attendee.id))?;
    kiosk.shared().draw(attendee, number, batch.template.as_deref())
}

/// The setup that a caller's plain values give.
///
/// # Errors
/// A length that no printer has.
pub fn setup(
    start: u32,
    shift_mm: (f32, f32),
    bleed_mm: f32,
    crop_marks: bool,
    fold_lines: bool,
    two_sided: Option<Edge>,
) -> Result<Setup, KioskError> {
    if !(0.0..=10.0).contains(&bleed_mm) {
        return Err(KioskError::typed("bleed", "bleedMm", "0 to 10"));
    }
    if !(-20.0..=20.0).contains(&shift_mm.0) || !(-20.0..=20.0).contains(&shift_mm.1) {
        return Err(KioskError::typed("shift", "shiftMm", "-20 to 20"));
    }
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(1_000);
    Ok(Setup { start, shift_mm, bleed: Length::mm(bleed_mm), crop_marks, fold_lines, two_sided })
}
