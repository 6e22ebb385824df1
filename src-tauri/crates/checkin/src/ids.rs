//! Identities: of attendees, records, desks and events (random or time-ordered UUIDs), of sessions and ticket types
//! (short readable names), and the stamp that orders records.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

/// A text that is no id of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {expected}")]
pub struct MalformedId {
    /// What would have been right, in a few words of English.
    pub expected: &'static str,
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these bytes.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The id's 16 bytes, as they lie in the event file.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The id as a UUID.
            #[must_use]
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let malformed = MalformedId { expected: "a UUID such as 0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f" };
                // Only the hyphenated form, so that one id has one spelling.
                if text.len() != 36 {
                    return Err(malformed);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| malformed)
            }
        }
    };
}

uuid_id!(
    /// An attendee; the same on every desk.
    AttendeeId
);
uuid_id!(
    /// A record of the journal; a UUIDv7, so that ids of one desk sort by time.
    RecordId
);
uuid_id!(
    /// A desk: one installation and one opening lineage of the event file.
    DeskId
);
uuid_id!(
    /// An event, made once with its keys.
    EventId
);
uuid_id!(
    /// Somebody who works at the desks.
    StaffId
);

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = MalformedId;

            fn from_str(text: &str) -> Result<Self, MalformedId> {
                let fits = (1..=MAX_SLUG).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                if fits {
                    Ok(Self(Arc::from(text)))
                } else {
                    Err(MalformedId { expected: "1 to 64 small letters a-z, digits and hyphens" })
                }
            }
        }
    };
}

/// The longest id of a session or ticket type, in characters.
const MAX_SLUG: usize = 64;

slug_id!(
    /// A session of the programme, such as `break-out-2`.
    SessionId
);
slug_id!(
    /// A ticket type, such as `speaker`.
    TicketTypeId
);

impl TicketTypeId {
    /// The id of a ticket type that a list calls `name`: the same name gives the same id on every desk.
    ///
    /// Danish letters are written out (`æ` → `ae`), everything else that is no letter or digit becomes a hyphen. A name
    /// without any such letter (another script) gets `type-` and a number made from its text.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let slug = slug(name);
        if slug.is_empty() {
            Self(Arc::from(format!("type-{:08x}", fnv1a(name.trim()))))
        } else {
            Self(Arc::from(slug))
        }
    }
}

fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    let composed: String = name.nfc().collect();
    for letter in composed.to_lowercase().chars() {
        match letter {
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            'ß' => slug.push_str("ss"),
            _ => {
                // The first part of the decomposition is the letter without its accent.
                let base = letter.nfd().next().unwrap_or(letter);
                if base.is_ascii_alphanumeric() {
                    slug.push(base);
                } else if !slug.is_empty() && !slug.ends_with('-') {
                    slug.push('-');
                }
            }
        }
    }
    slug.truncate(MAX_SLUG);
    slug.trim_matches('-').to_owned()
}

/// FNV-1a, 32 bits: small, and the same everywhere for ever.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What orders records: a hybrid logical clock. The clock's time, a counter for records within one millisecond (or
/// made while the clock stood or went back), and the desk for ties.
///
/// Source: Kulkarni et al., "Logical Physical Clocks", 2014.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// UTC milliseconds since 1970.
    pub ms: i64,
    /// Counts records with the same `ms`.
    pub counter: u32,
    /// The desk that made the record.
    pub desk: DeskId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_the_same_ticket_type_in_every_spelling() {
        let check = |name: &str, id: &str| assert_eq!(TicketTypeId::from_name(name).as_str(), id, "for {name}");
        check("Deltager", "deltager");
        check(" DELTAGER ", "deltager");
        check("Oplægsholder", "oplaegsholder");
        check("Opl\u{61}\u{308}gsholder", "oplaegsholder");
        check("General Admission (early)", "general-admission-early");
        check("Prøve–dag 2", "proeve-dag-2");
        check("Café", "cafe");
        assert!(TicketTypeId::from_name("参加者").as_str().starts_with("type-"), "another script still has an id");
        assert_ne!(TicketTypeId::from_name("参加者"), TicketTypeId::from_name("講演者"), "two types stay two");
    }

    #[test]
    fn malformed_ids_are_told_apart_from_good_ones() {
        assert!("0190b5c0-7c1d-7cc3-98c4-dc0c0c07398f".parse::<AttendeeId>().is_ok());
        for bad in
            ["", "1", "0190b5c07c1d7cc398c4dc0c0c07398f", "0190b5c0-7c1d-7cc3-98c4-dc0c0c07398z", "x'; DROP TABLE"]
        {
            assert!(bad.parse::<AttendeeId>().is_err(), "{bad} is no id");
        }
        assert!("break-out-2".parse::<SessionId>().is_ok());
        for bad in ["", "Break out", "æ", &"x".repeat(65)] {
            assert!(bad.parse::<SessionId>().is_err(), "{bad} is no session");
        }
    }
}
