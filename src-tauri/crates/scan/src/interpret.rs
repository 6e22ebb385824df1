//! What a scanned or typed text means: one function, one enum.
//!
//! Blanks and control characters at the ends are taken off first. Then the first line that fits decides:
//!
//! | the text, after an AIM identifier such as `]Q1` and an ECI marker such as `\000026` | is |
//! | --- | --- |
//! | `AK1…` in capitals or small letters, 29 characters of our alphabet, this event's tag, signed with its key | [`ScannedCode::Ours`] |
//! | the same, but signed with something else | [`ScannedCode::Forged`] |
//! | the same, but with another event's tag | [`ScannedCode::OtherEvent`] |
//! | `AK1…` of another length or with other letters | [`ScannedCode::Damaged`] |
//! | `AKC1…`, 26 characters of our alphabet, this event's tag, signed with its key: a command | [`ScannedCode::Command`] |
//! | `AKC1…` that is not so | forged, of another event or damaged, as above |
//! | anything else | [`ScannedCode::Other`] |
//!
//! **A ticket code of the list that is equal wins over all of this**, also over a text that begins with `AK1` by chance.
//! The list is not known here, so every variant carries the [`ScannedText`] with what to compare, in this order:
//!
//! | candidate | example |
//! | --- | --- |
//! | the text itself, as scanned | `]Q1abc` |
//! | without the AIM identifier | `abc` |
//! | without ECI markers, if it begins with one | `abc` of `]Q2\000026abc` |
//! | of a URL: the values of parameters that are named like a ticket | `…?ticket=abc`, `code`, `secret`, `barcode`, `t`, `id` … |
//! | of a URL: the part behind `#`, and the same parameters in it | `…#abc`, `…#/show/abc`, `…#code=abc` |
//! | of a URL: the last part of the path, without percent signs | `…/tickets/abc` |
//!
//! An order number is compared with fewer of them ([`ScannedText::orders`]): the first three, and the values of a URL's parameters
//! that are named like an order (`order`, `ordre`, `booking` …). Numbers are short and stand in any address.
//!
//! What to search for when nothing is equal is the name of a vCard or MECARD, and else the text. Whether it is worth a search says
//! [`ScannedText::named`]: a code that is on no list is nobody's name.
//!
//! A text that turns out to be nothing at all may have been garbled because scanner and computer are set to keyboards of two
//! countries: [`crate::layout::uncross`] names what it may have been, and the caller compares that with the list.

use std::fmt;

use checkin::EventId;

use crate::carrier::{self, trim};
use crate::code::{self, BadgeNumber, Checked, CodeKey};
use crate::command::{self, Command};

/// Characters of a scan that are looked at; a QR code holds at most 4,296.
pub(crate) const MAX_TEXT: usize = 4_300;
/// Characters of a text to search for.
const MAX_SEARCH: usize = 200;

/// What a scanned text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannedCode {
    /// Our code, signed for this event. Its number must still be found in the event's file.
    Ours(BadgeNumber, ScannedText),
    /// Begins like our code, but letters are missing, too many or wrong: a torn badge, a dropped keystroke.
    Damaged(ScannedText),
    /// Our code, made for another event.
    OtherEvent(ScannedText),
    /// Our code for this event in form, but not signed with its key.
    Forged(ScannedText),
    /// A command of this desk's own card.
    Command(Command, ScannedText),
    /// Something else: another system's ticket code, or a text to search for.
    Other(ScannedText),
}

impl ScannedCode {
    /// What was scanned, whatever it turned out to be.
    #[must_use]
    pub fn scanned(&self) -> &ScannedText {
        match self {
            Self::Ours(_, text)
            | Self::Command(_, text)
            | Self::Damaged(text)
            | Self::OtherEvent(text)
            | Self::Forged(text)
            | Self::Other(text) => text,
        }
    }

    /// The texts to compare with the list's ticket codes *before* anything else, the likeliest first; the first is
    /// always the text itself. See [`ScannedText::candidates`].
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        self.scanned().candidates()
    }

    /// The text to search for if it turns out to be no code. See [`ScannedText::search`].
    #[must_use]
    pub fn search(&self) -> &str {
        self.scanned().search()
    }
}

/// A scanned text, and what it may hold. `Debug` shows only its length: it can be a code or a name.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedText {
    /// Never empty; the first is the text itself.
    candidates: Vec<String>,
    orders: Vec<String>,
    search: String,
    is_card: bool,
}

impl ScannedText {
    /// The text without blanks and control characters at its ends, at most 4,300 characters of it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.candidates.first().map_or("", String::as_str)
    }

    /// The texts that may be a ticket code of the list, the likeliest first: the text itself, then what it carries, as
    /// the table of this module says. No text twice; only the first can be empty.
    #[must_use]
    pub fn candidates(&self) -> &[String] {
        &self.candidates
    }

    /// The texts that may be an order number of the list, the likeliest first: the text itself, with and without what scanners put
    /// before it, and what a URL calls an order. No text twice.
    #[must_use]
    pub fn orders(&self) -> &[String] {
        &self.orders
    }

    /// The text to search for: the name of a vCard or MECARD, else the text without its AIM identifier and ECI markers; at most 200
    /// characters, and one blank for each run of them.
    #[must_use]
    pub fn search(&self) -> &str {
        &self.search
    }

    /// The text to search for, if it is the name of a card, or words or an address of e-mail; `None` for what can only be a code.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        (self.is_card || carrier::is_said(&self.search)).then_some(self.search.as_str())
    }

    /// Whether it is a vCard or MECARD with a name.
    #[must_use]
    pub const fn is_card(&self) -> bool {
        self.is_card
    }
}

impl fmt::Debug for ScannedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScannedText({} characters)", self.text().chars().count())
    }
}

/// What `text` means at this event, whose code key is `key`. Total: every text, also an empty one, has an answer.
#[must_use]
pub fn interpret(text: &str, key: &CodeKey, event: EventId) -> ScannedCode {
    let text = first(trim(text), MAX_TEXT);
    let (marked, bare) = carrier::bare(text);
    let scanned = scanned_text(text, marked, &bare);

    let capitals = bare.to_ascii_uppercase();
    let code = capitals.as_bytes();
    if code.starts_with(code::PREFIX) {
        checked(code::check(code, key, event), scanned, ScannedCode::Ours)
    } else if code.starts_with(command::PREFIX) {
        checked(command::check(code, key, event), scanned, ScannedCode::Command)
    } else {
        ScannedCode::Other(scanned)
    }
}

fn checked<T>(
    checked: Checked<T>,
    scanned: ScannedText,
    good: impl FnOnce(T, ScannedText) -> ScannedCode,
) -> ScannedCode {
    match checked {
        Checked::Good(what) => good(what, scanned),
        Checked::Damaged => ScannedCode::Damaged(scanned),
        Checked::OtherEvent => ScannedCode::OtherEvent(scanned),
        Checked::Forged => ScannedCode::Forged(scanned),
    }
}

/// What was scanned: as it came, without what the scanner says of the symbology, and without what it says of the letters.
fn scanned_text(text: &str, marked: &str, bare: &str) -> ScannedText {
    let itself = || [text, marked, bare].into_iter().map(str::to_owned);
    let candidates = each_once(itself().chain(carrier::codes_in_url(bare)));
    let orders = each_once(itself().chain(carrier::orders_in_url(bare)));
    let name = carrier::name_in_card(bare);
    let words = name.as_deref().unwrap_or(bare).split_whitespace().collect::<Vec<_>>().join(" ");
    ScannedText { candidates, orders, search: first(&words, MAX_SEARCH).to_owned(), is_card: name.is_some() }
}

/// The first of them always, the others unless they are empty or there already.
fn each_once(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        let text = trim(&text);
        if once.is_empty() || !(text.is_empty() || once.iter().any(|known| known == text)) {
            once.push(text.to_owned());
        }
    }
    once
}

fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}
