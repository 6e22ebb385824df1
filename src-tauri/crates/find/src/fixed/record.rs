//! What is known of each person, packed into one block of memory.
//!
//! A record is numbers (of seven bits a byte, the last without the upper bit) and texts (their length as a number, then the
//! bytes): ticket type, organisation, title, a byte of flags, name, family name, and what the flags say is there.

use checkin::{AttendeeId, Presence, Status};

use crate::entry::Entry;
use crate::fixed::number;
use crate::fixed::strings::Strings;
use crate::narrow::TicketTypes;

const BADGE_NAME: u8 = 1;
const EMAIL: u8 = 2;
const PHONE: u8 = 4;
const ORDER: u8 = 8;
const CODES: u8 = 16;
const FIELDS: u8 = 32;
/// The family name is the end of the name, and only its length is kept.
const FAMILY_ENDS: u8 = 64;

/// Numbers of the texts that many people share.
pub(crate) struct Shared<'a> {
    pub(crate) ticket_type: u32,
    pub(crate) organisation: u32,
    pub(crate) title: u32,
    /// What stands before the last `@`, and what behind it; without the second, the first is all.
    pub(crate) email: (&'a str, u32),
    /// Headings and values.
    pub(crate) fields: &'a [(u32, u32)],
}

/// The records by slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    bytes: Vec<u8>,
    /// Where each begins.
    starts: Vec<u32>,
}

impl Records {
    /// Memory for so many people of so many bytes together.
    pub(crate) fn with_capacity(people: usize, bytes: usize) -> Self {
        Self { bytes: Vec::with_capacity(bytes), starts: Vec::with_capacity(people) }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, entry: &Entry, shared: &Shared<'_>) {
        self.starts.push(number(self.bytes.len()));
        for number in [shared.ticket_type, shared.organisation, shared.title] {
            self.number(number);
        }
        let ends = entry.name.ends_with(&entry.family_name);
        let flags = [
            (!entry.badge_name.is_empty(), BADGE_NAME),
            (!entry.email.is_empty(), EMAIL),
            (!entry.phone.is_empty(), PHONE),
            (!entry.order.is_empty(), ORDER),
            (!entry.ticket_codes.is_empty(), CODES),
            (!shared.fields.is_empty(), FIELDS),
            (ends, FAMILY_ENDS),
        ];
        let flags = flags.iter().filter(|(is, _)| *is).fold(0, |flags, (_, flag)| flags | flag);
        self.bytes.push(flags);
        self.text(&entry.name);
        if ends {
            self.number(number(entry.family_name.len()));
        } else {
            self.text(&entry.family_name);
        }
        self.text_if(flags & BADGE_NAME, &entry.badge_name);
        if flags & EMAIL != 0 {
            self.text(shared.email.0);
            self.number(shared.email.1);
        }
        self.text_if(flags & PHONE, &entry.phone);
        self.text_if(flags & ORDER, &entry.order);
        if flags & CODES != 0 {
            self.number(number(entry.ticket_codes.len()));
            entry.ticket_codes.iter().for_each(|code| self.text(code));
        }
        if flags & FIELDS != 0 {
            self.number(number(shared.fields.len()));
            shared.fields.iter().flat_map(|(heading, value)| [heading, value]).for_each(|text| self.number(*text));
        }
    }

    /// The records in this order; each stays where it lies.
    pub(crate) fn in_order(mut self, order: &[u32]) -> Self {
        self.starts = order.iter().map(|person| self.starts[*person as usize]).collect();
        self.bytes.shrink_to_fit();
        self
    }

    fn number(&mut self, mut number: u32) {
        while number > 127 {
            self.bytes.push((number & 127) as u8 | 128);
            number >>= 7;
        }
        self.bytes.push((number & 127) as u8);
    }

    fn text(&mut self, text: &str) {
        self.number(number(text.len()));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn text_if(&mut self, flag: u8, text: &str) {
        if flag != 0 {
            self.text(text);
        }
    }

    /// A record tells itself where it ends.
    fn reader(&self, slot: usize) -> Reader<'_> {
        let start = self.starts.get(slot).map_or(self.bytes.len(), |start| *start as usize);
        Reader(self.bytes.get(start..).unwrap_or_default())
    }

    /// The ticket type and the organisation of a person, by number.
    pub(crate) fn kind(&self, slot: usize) -> (u32, u32) {
        let mut reader = self.reader(slot);
        (reader.number(), reader.number())
    }

    /// The name of a person.
    pub(crate) fn name(&self, slot: usize) -> &str {
        self.begun(slot).1
    }

    /// A record read as far as the name, with the flags.
    fn begun(&self, slot: usize) -> (u8, &str, Reader<'_>) {
        let mut reader = self.reader(slot);
        for _ in 0..3 {
            reader.number();
        }
        let flags = reader.byte();
        let name = reader.text();
        (flags, name, reader)
    }

    /// The name of a person, and what the badge says instead.
    pub(crate) fn names(&self, slot: usize) -> [&str; 2] {
        let (flags, name, mut reader) = self.begun(slot);
        if flags & BADGE_NAME == 0 {
            return [name, ""];
        }
        reader.skip_family(flags);
        [name, reader.text()]
    }

    /// The telephone number of a person; empty if there is none.
    pub(crate) fn phone(&self, slot: usize) -> &str {
        let (flags, _, mut reader) = self.begun(slot);
        if flags & PHONE == 0 {
            return "";
        }
        reader.skip_family(flags);
        if flags & BADGE_NAME != 0 {
            reader.text();
        }
        if flags & EMAIL != 0 {
            reader.text();
            reader.number();
        }
        reader.text()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Everything that is known of a person.
    pub(crate) fn entry(
        &self,
        slot: usize,
        (id, presence, status): (AttendeeId, Presence, Status),
        shared: &Strings,
        types: &TicketTypes,
    ) -> Entry {
        let mut reader = self.reader(slot);
        let own = |number: u32| shared.get(number as usize).to_owned();
        let ticket_type = types.names(reader.number()).to_vec();
        let (organisation, title) = (own(reader.number()), own(reader.number()));
        let flags = reader.byte();
        let has = |flag: u8| flags & flag != 0;
        let name = reader.text().to_owned();
        let family_name = if has(FAMILY_ENDS) {
            let length = reader.number() as usize;
            name.get(name.len().saturating_sub(length)..).unwrap_or_default().to_owned()
        } else {
            reader.text().to_owned()
        };
        let badge_name = if has(BADGE_NAME) { reader.text().to_owned() } else { String::new() };
        let email = if has(EMAIL) {
            let local = reader.text();
            match own(reader.number()) {
                domain if domain.is_empty() => local.to_owned(),
                domain => format!("{local}@{domain}"),
            }
        } else {
            String::new()
        };
        let phone = if has(PHONE) { reader.text().to_owned() } else { String::new() };
        let order = if has(ORDER) { reader.text().to_owned() } else { String::new() };
        let codes = if has(CODES) { reader.number() } else { 0 };
        let ticket_codes = (0..codes).map(|_| reader.text().to_owned()).collect();
        let fields = if has(FIELDS) { reader.number() } else { 0 };
        let fields = (0..fields).map(|_| (own(reader.number()), own(reader.number()))).collect();
        Entry {
            id,
            name,
            family_name,
            badge_name,
            organisation,
            title,
            email,
            phone,
            order,
            ticket_codes,
            fields,
            ticket_type,
            presence,
            status,
        }
    }
}

/// Reads a record from its beginning.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> u8 {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                *first
            }
            None => 0,
        }
    }

    fn skip_family(&mut self, flags: u8) {
        if flags & FAMILY_ENDS != 0 {
            self.number();
        } else {
            self.text();
        }
    }

    fn number(&mut self) -> u32 {
        let mut number = 0;
        // Five bytes hold every number of four.
        for place in 0..5 {
            let byte = self.byte();
            number |= u32::from(byte & 127) << (7 * place);
            if byte < 128 {
                break;
            }
        }
        number
    }

    fn text(&mut self) -> &'a str {
        let length = self.number() as usize;
        let (text, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        // It was a text when it was written.
        std::str::from_utf8(text).unwrap_or_default()
    }
}
