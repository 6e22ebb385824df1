//! What is printed on one badge.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::Colour;

/// The place of a text in a template, as named by its `data-slot`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// `name`: the whole name as the badge shows it.
    Name,
    /// `given_name`: the name one is called by.
    GivenName,
    /// `family_name`: the other part of the name.
    FamilyName,
    /// `badge_name`: what the person asked to be called, if that is not the listed name.
    BadgeName,
    /// `organisation`: whom the person comes from.
    Organisation,
    /// `title`: the person's work there.
    Title,
    /// `ticket_type`: delegate, speaker, press and so on, in the event's words.
    TicketType,
    /// `event`: the conference's title.
    Event,
    /// `dates`: when and, if wished, where it is held.
    Dates,
    /// `organiser`: who holds it.
    Organiser,
    /// `supporters`: who pays for it.
    Supporters,
    /// `sessions`: the person's sessions, one a line.
    Sessions,
    /// `programme`: everything that is held, one item a line.
    Programme,
    /// `code`: the text in the QR code, for eyes.
    Code,
    /// `place`: box and row in which the printed badge lies.
    Place,
    /// `note`: a remark meant for the badge.
    Note,
    /// `rehearsal`: the word that marks a badge as not the real thing.
    Rehearsal,
    /// `logo`: a picture of the organiser.
    Logo,
    /// `picture`: a picture of the person.
    Picture,
    /// `field:x`: the event's own field `x`. Made by [`Slot::field`].
    Field(String),
}

/// Every fixed slot with its name in templates.
const NAMES: [(&str, Slot); 19] = [
    ("name", Slot::Name),
    ("given_name", Slot::GivenName),
    ("family_name", Slot::FamilyName),
    ("badge_name", Slot::BadgeName),
    ("organisation", Slot::Organisation),
    ("title", Slot::Title),
    ("ticket_type", Slot::TicketType),
    ("event", Slot::Event),
    ("dates", Slot::Dates),
    ("organiser", Slot::Organiser),
    ("supporters", Slot::Supporters),
    ("sessions", Slot::Sessions),
    ("programme", Slot::Programme),
    ("code", Slot::Code),
    ("place", Slot::Place),
    ("note", Slot::Note),
    ("rehearsal", Slot::Rehearsal),
    ("logo", Slot::Logo),
    ("picture", Slot::Picture),
];

impl Slot {
    /// The slot of an own field. Blanks and `_` are the same, capitals do not count: `field:t-shirt_size` takes the
    /// column "T-shirt size", and can stand in `data-if`, where blanks divide names.
    #[must_use]
    pub fn field(heading: &str) -> Slot {
        let words: Vec<&str> = heading.split(|letter: char| letter.is_whitespace() || letter == '_').collect();
        Slot::Field(words.join("_").to_lowercase())
    }

    /// Every fixed slot, in the order of the handbook.
    pub fn fixed() -> impl Iterator<Item = Slot> {
        NAMES.iter().map(|(_, slot)| slot.clone())
    }

    /// Whether the slot takes a picture instead of text.
    #[must_use]
    pub fn is_picture(&self) -> bool {
        matches!(self, Slot::Logo | Slot::Picture)
    }
}

/// A name that no slot has.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("there is no slot called {0:?}")]
pub struct UnknownSlot(pub String);

impl FromStr for Slot {
    type Err = UnknownSlot;

    fn from_str(name: &str) -> Result<Slot, UnknownSlot> {
        let fixed = NAMES.iter().find(|(known, _)| *known == name).map(|(_, slot)| slot.clone());
        let own = || name.strip_prefix("field:").filter(|key| !key.is_empty()).map(Slot::field);
        fixed.or_else(own).ok_or_else(|| UnknownSlot(name.to_owned()))
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Slot::Field(key) = self {
            return write!(f, "field:{key}");
        }
        let name = NAMES.iter().find(|(_, slot)| slot == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// The content of one badge: texts, pictures, the code, the colour. Texts are plain: nothing in them is markup.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    texts: BTreeMap<Slot, String>,
    pictures: BTreeMap<Slot, Vec<u8>>,
    qr: Option<String>,
    accent: Option<Colour>,
    reprint: Option<u32>,
}

impl Content {
    /// A badge with nothing on it yet.
    #[must_use]
    pub fn new() -> Content {
        Content::default()
    }

    /// Adds the text of a slot. Blank text is the same as none, and optional parts of the template that hang on it
    /// fall away.
    #[must_use]
    pub fn text(mut self, slot: Slot, text: impl Into<String>) -> Content {
        let slot = if let Slot::Field(heading) = &slot { Slot::field(heading) } else { slot };
        self.texts.insert(slot, text.into());
        self
    }

    /// Adds the bytes of a PNG or JPEG picture for [`Slot::Logo`] or [`Slot::Picture`].
    #[must_use]
    pub fn picture(mut self, slot: Slot, png_or_jpeg: Vec<u8>) -> Content {
        self.pictures.insert(slot, png_or_jpeg);
        self
    }

    /// Sets the text inside the QR code, and inside the bars of a Code 128.
    #[must_use]
    pub fn qr(mut self, text: impl Into<String>) -> Content {
        self.qr = Some(text.into());
        self
    }

    /// Sets the colour of the ticket type; without it the template's own colour stays.
    #[must_use]
    pub fn accent(mut self, colour: Colour) -> Content {
        self.accent = Some(colour);
        self
    }

    /// Marks the badge as made in a rehearsal with a word such as `ØVELSE`. A template without a `rehearsal` slot
    /// gets the word in outline across the badge, never over the QR code.
    #[must_use]
    pub fn rehearsal(self, word: impl Into<String>) -> Content {
        self.text(Slot::Rehearsal, word)
    }

    /// Marks the badge as one of several of the same person: a small disc with its number, from 2, at an edge of the front
    /// where nothing else stands. A number below 2 marks nothing.
    #[must_use]
    pub fn reprint(mut self, number: u32) -> Content {
        self.reprint = Some(number).filter(|number| *number >= 2);
        self
    }

    pub(crate) fn reprint_number(&self) -> Option<u32> {
        self.reprint
    }

    pub(crate) fn text_of(&self, slot: &Slot) -> Option<&str> {
        let own = self.texts.get(slot).map(|text| text.trim()).filter(|text| !text.is_empty());
        // The code for eyes is the code for readers.
        own.or_else(|| if *slot == Slot::Code { self.qr_text() } else { None })
    }

    pub(crate) fn picture_of(&self, slot: &Slot) -> Option<&[u8]> {
        self.pictures.get(slot).map(Vec::as_slice)
    }

    pub(crate) fn qr_text(&self) -> Option<&str> {
        self.qr.as_deref().filter(|text| !text.is_empty())
    }

    pub(crate) fn accent_colour(&self) -> Option<Colour> {
        self.accent
    }

    /// Whether anything is given for the slot.
    pub(crate) fn has(&self, slot: &Slot) -> bool {
        self.text_of(slot).is_some() || self.picture_of(slot).is_some()
    }
}
