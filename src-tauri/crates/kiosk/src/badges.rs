//! Badges drawn: what stands on them, which template, which format.

use badge::{Badge, Content, Dpi, Fonts, Slot};
use checkin::{Attendee, Event, JobState, RecordId, Session};
use scan::{BadgeNumber, badge_code};
use store::{StoreError, View};

use crate::error::KioskError;
use crate::kiosk::{Kiosk, Shared};
use crate::words;

/// The template of events that name none.
pub(crate) const DEFAULT_TEMPLATE: &str = "a6";

/// What a badge is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadgeFormat {
    /// Vector PDF.
    Pdf,
    /// A picture.
    Png,
    /// An SVG file.
    Svg,
    /// For Zebra printers.
    Zpl,
}

impl BadgeFormat {
    /// The format of this name, which is also the file's ending.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "png" => Self::Png,
            "svg" => Self::Svg,
            "zpl" => Self::Zpl,
            _ => return None,
        })
    }
}

/// Which badges, and how.
#[derive(Clone, Debug)]
pub struct BadgeOrder {
    /// Whose.
    pub attendees: Vec<checkin::AttendeeId>,
    /// What as.
    pub format: BadgeFormat,
    /// The template, if not that of the ticket type.
    pub template: Option<String>,
    /// The sheet on which several are laid.
    pub sheet: Option<String>,
}

/// Dots per inch of pictures: that of good label printers.
const PICTURE_DPI: u32 = 300;
/// Dots per inch of the label printers that most houses have.
const LABEL_DPI: u32 = 203;

/// The finest picture that a screen shows.
const FINEST_PICTURE: u32 = 600;

/// Draws badges into the bytes of one file.
///
/// # Errors
/// `notFound`; a template or sheet that does not exist; more than one badge in a format that holds one.
pub fn render_badges(kiosk: &Kiosk, order: &BadgeOrder) -> Result<Vec<u8>, KioskError> {
    let mut badges = Vec::with_capacity(order.attendees.len());
    for id in &order.attendees {
        let (attendee, number) = kiosk.read(|view| who_and_number(view, *id))?;
        badges.push(kiosk.shared().draw(&attendee, number, order.template.as_deref())?);
    }
    let not_drawn = |error: badge::RenderError| KioskError::Badge(error.to_string());
    match (order.format, &order.sheet, badges.as_slice()) {
        (BadgeFormat::Pdf, Some(name), _) => {
            let sheet = name.parse().map_err(|_| KioskError::NoSheet(name.clone()))?;
            badge::sheet_pdf(&badges, &sheet, &badge::Setup::default()).map_err(not_drawn)
        }
        (_, Some(_), _) => Err(KioskError::parameter("sheet", "only a PDF has sheets")),
        (BadgeFormat::Pdf, None, [one]) => one.to_pdf().map_err(not_drawn),
        (BadgeFormat::Pdf, None, several) => badge::pdf_of(several).map_err(not_drawn),
        (format, None, [one]) => one_badge(one, format),
        (_, None, _) => Err(KioskError::parameter("format", "only a PDF holds several badges")),
    }
}

/// The picture of a side of somebody's badge for a screen, as PNG: in this template, or in that of their ticket type.
///
/// # Errors
/// `notFound`; a template that does not exist; a resolution outside 36 to 600.
pub fn badge_picture(
    kiosk: &Kiosk,
    id: checkin::AttendeeId,
    template: Option<&str>,
    back: bool,
    dpi: u32,
) -> Result<Vec<u8>, KioskError> {
    if dpi > FINEST_PICTURE {
        return Err(KioskError::parameter("dpi", format!("at most {FINEST_PICTURE}")));
    }
    let dpi = Dpi::new(dpi).map_err(|error| KioskError::parameter("dpi", error.to_string()))?;
    let (attendee, number) = kiosk.read(|view| who_and_number(view, id))?;
    let badge = kiosk.shared().draw(&attendee, number, template)?;
    let side = if back { badge.back() } else { Some(&badge) };
    let side = side.ok_or_else(|| KioskError::Badge("it has no back".to_owned()))?;
    side.to_png(dpi).map_err(|error| KioskError::Badge(error.to_string()))
}

fn one_badge(badge: &Badge, format: BadgeFormat) -> Result<Vec<u8>, KioskError> {
    let dpi = |dots| Dpi::new(dots).map_err(|error| KioskError::Badge(error.to_string()));
    let drawn = match format {
        BadgeFormat::Pdf => badge.to_pdf(),
        BadgeFormat::Png => badge.to_png(dpi(PICTURE_DPI)?),
        BadgeFormat::Svg => Ok(badge.to_svg().into_bytes()),
        BadgeFormat::Zpl => badge.to_bitmap(dpi(LABEL_DPI)?).map(|bitmap| printing::to_zpl(&bitmap, 1).into_bytes()),
    };
    drawn.map_err(|error| KioskError::Badge(error.to_string()))
}

/// A person with the number of the badge code to print.
pub(crate) fn who_and_number(view: View<'_>, id: checkin::AttendeeId) -> Result<(Attendee, Option<u64>), StoreError> {
    let attendee = view.attendee(id)?;
    let number = view.good_numbers(attendee.id)?.first().map(|(number, _)| *number);
    Ok((attendee, number))
}

/// The person in the name of a badge's file, for erasing it.
pub(crate) fn attendee_in_file_name(name: &str) -> Option<&str> {
    name.get(..36)
}

impl Shared {
    /// The template of those whose ticket type names none.
    pub(crate) fn default_template(&self) -> Result<crate::templates::Drawn, KioskError> {
        self.template(event_template(&self.event()))
    }

    /// Draws one badge. A person whose numbers are all revoked or erased gets a badge without a code.
    pub(crate) fn draw(
        &self,
        attendee: &Attendee,
        number: Option<u64>,
        template: Option<&str>,
    ) -> Result<Badge, KioskError> {
        self.draw_nth(attendee, number, template, 1)
    }

    /// The same, where this is the person's so-many-th badge: from the second on it has a mark, if the event wants one.
    pub(crate) fn draw_nth(
        &self,
        attendee: &Attendee,
        number: Option<u64>,
        template: Option<&str>,
        nth: u32,
    ) -> Result<Badge, KioskError> {
        let event = self.event();
        let template = self.template(&self.template_name(attendee, template))?;
        let code = number.map(|number| {
            badge_code(&self.code_key, self.event_id, BadgeNumber::from_bits(number)).as_str().to_owned()
        });
        let content = content(&event, attendee, code).reprint(if event.mark_reprints { nth } else { 1 });
        Ok(badge::fill(&template, &content, &Fonts::with_system()))
    }

    /// The name of the template of a person's badge: the one asked for, else that of the ticket type, else the event's.
    pub(crate) fn template_name(&self, attendee: &Attendee, asked: Option<&str>) -> String {
        asked.map_or_else(|| template_of(&self.event(), attendee).to_owned(), str::to_owned)
    }

    /// The size of a person's badge.
    pub(crate) fn badge_size(&self, attendee: &Attendee, asked: Option<&str>) -> Result<badge::Size, KioskError> {
        Ok(self.template(&self.template_name(attendee, asked))?.size())
    }
}

/// The number of the badge code to print for a person.
pub(crate) fn number_of(view: View<'_>, id: checkin::AttendeeId) -> Result<Option<u64>, StoreError> {
    Ok(view.good_numbers(id)?.first().map(|(number, _)| *number))
}

/// The so-many-th badge of a person that one is which is printed now, by this job or none: those are counted that are out,
/// or may be.
pub(crate) fn nth_badge(view: View<'_>, id: checkin::AttendeeId, job: Option<RecordId>) -> Result<u32, StoreError> {
    let may_be_out = |state| matches!(state, JobState::Confirmed | JobState::Unknown | JobState::Sent);
    let jobs = view.print_jobs(None, Some(id))?;
    let others = jobs.iter().filter(|other| Some(other.id) != job && may_be_out(other.state)).count();
    Ok(u32::try_from(others).unwrap_or(u32::MAX).saturating_add(1))
}

/// The name of a person's badge template.
pub(crate) fn template_of<'a>(event: &'a Event, attendee: &Attendee) -> &'a str {
    let own = attendee.profile.ticket_type.as_ref().and_then(|id| event.ticket_type(id));
    let own = own.map(|ticket_type| ticket_type.badge_template.as_str()).filter(|name| !name.is_empty());
    own.unwrap_or_else(|| event_template(event))
}

/// The template of those whose ticket type names none.
pub(crate) fn event_template(event: &Event) -> &str {
    Some(event.badge_template.as_str()).filter(|name| !name.is_empty()).unwrap_or(DEFAULT_TEMPLATE)
}

pub(crate) fn content(event: &Event, attendee: &Attendee, code: Option<String>) -> Content {
    let profile = &attendee.profile;
    let ticket_type = profile.ticket_type.as_ref().and_then(|id| event.ticket_type(id));
    let language = profile.language.unwrap_or_default();
    // The badge name is what the person wants to be called; it takes the place of both parts.
    let (name, given, family) = if profile.badge_name.is_empty() {
        (&profile.name, profile.given_name.as_str(), profile.family_name.as_str())
    } else {
        (&profile.badge_name, profile.badge_name.as_str(), "")
    };
    let lies = attendee.place.as_ref().filter(|place| !place.box_name.is_empty());
    let texts = [
        (Slot::Name, name.clone()),
        (Slot::GivenName, given.to_owned()),
        (Slot::FamilyName, family.to_owned()),
        (Slot::Organisation, profile.organisation.clone()),
        (Slot::Title, profile.title.clone()),
        (Slot::TicketType, ticket_type.map(|ticket_type| ticket_type.name.clone()).unwrap_or_default()),
        (Slot::Event, event.title.clone()),
        (Slot::BadgeName, profile.badge_name.clone()),
        (Slot::Dates, dates_and_venue(event)),
        (Slot::Organiser, event.organiser.clone()),
        (Slot::Supporters, event.supporters.join("\n")),
        (Slot::Sessions, programme(event, |session| profile.sessions.contains(&session.id))),
        (Slot::Programme, programme(event, |_| true)),
        (Slot::Place, lies.map(|place| format!("{} {}", place.box_name, place.row)).unwrap_or_default()),
    ];
    let own = profile.fields.iter().map(|(heading, value)| (Slot::Field(heading.clone()), value.clone()));
    let mut content = Content::new();
    for (slot, text) in texts.into_iter().chain(own) {
        content = content.text(slot, text);
    }
    if let Some(code) = code {
        content = content.qr(code);
    }
    if let Some(colour) = ticket_type.and_then(|ticket_type| ticket_type.colour.parse().ok()) {
        content = content.accent(colour);
    }
    if event.rehearsal {
        content = content.rehearsal(words::say(language, "badge.rehearsal", &[]));
    }
    content
}

/// The programme as PDF on A4.
///
/// # Errors
/// If a system font cannot be embedded.
pub fn programme_pdf(event: &Event) -> Result<Vec<u8>, KioskError> {
    let programme = report::Programme {
        event: event.title.clone(),
        dates: dates_and_venue(event),
        organiser: event.organiser.clone(),
        supporters: event.supporters.join("\n"),
        items: programme(event, |_| true).lines().map(str::to_owned).collect(),
    };
    report::programme_pdf(&programme).map_err(|error| KioskError::Badge(error.to_string()))
}

/// First to last day, and where.
pub(crate) fn dates_and_venue(event: &Event) -> String {
    let parts = [dates(event), event.venue.clone()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// Sessions, one a line: the hour, a tab, title and room. Where there are several days, each begins with its date.
pub(crate) fn programme(event: &Event, chosen: impl Fn(&Session) -> bool) -> String {
    let mut lines = Vec::new();
    let mut day = None;
    for session in event.sessions.iter().filter(|session| chosen(session)) {
        let starts = session.starts.to_zoned_datetime(event.time_zone.clone());
        if event.starts != event.ends && day != Some(starts.date()) {
            day = Some(starts.date());
            lines.push(starts.strftime("%-d.%-m.").to_string());
        }
        let room = if session.room.is_empty() { String::new() } else { format!(" · {}", session.room) };
        lines.push(format!("{}\t{}{room}", starts.strftime("%H.%M"), session.title));
    }
    lines.join("\n")
}

fn dates(event: &Event) -> String {
    let day = |date: jiff::civil::Date| date.strftime("%-d.%-m.%Y").to_string();
    if event.starts == event.ends { day(event.starts) } else { format!("{}–{}", day(event.starts), day(event.ends)) }
}
