//! The desk's own command codes: cards beside the scanner that undo, print again, or set the desk to a session.
//!
//! | characters | what | bits |
//! | --- | --- | --- |
//! | 3 | `AKC` | |
//! | 1 | format, `1` | |
//! | 2 | event tag, as of a badge's code | 10 |
//! | 1 | what to do: `U` undo, `B` badge again, `E` the whole event, `S` a session | 5 |
//! | 6 | of a session: the first bits of SHA-256 of its id; else zeros | 30 |
//! | 13 | HMAC-SHA-256 under the event's code key over the 13 characters before, its first bits | 65 |
//!
//! They are signed like badges, so that no guest can bring one from home. A picture of the desk's own card works, as the card
//! itself would: what a command does is seen on the screen at once and can be undone.

use std::fmt;

use checkin::{EventId, SessionId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::code::{self, Checked, CodeKey, EventTag};
use crate::letters;

/// What every command of this format begins with.
pub(crate) const PREFIX: &[u8; 4] = b"AKC1";

const MARK: usize = 6;
const SIGNED: usize = PREFIX.len() + 2 + 1 + MARK;

/// What a command code tells the desk to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// To undo the last act here.
    Undo,
    /// To print the badge of whoever is on the screen again.
    Reprint,
    /// To admit to the whole event.
    Event,
    /// To admit to a session.
    Session(SessionMark),
}

/// Stands for a session in a command code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SessionMark([u8; MARK]);

impl SessionMark {
    /// The mark of this session: the first 30 bits of SHA-256 of its id. Of two sessions of one event that share one, which
    /// happens once in a thousand million, the first of the programme is meant.
    #[must_use]
    pub fn of(session: &SessionId) -> Self {
        Self(letters::spell(code::first_bits(&Sha256::digest(session.as_str().as_bytes()), 30)))
    }
}

impl fmt::Debug for SessionMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionMark(…)")
    }
}

/// The text of the code for a command at this event: 26 characters, all capitals and digits.
#[must_use]
pub fn command_code(key: &CodeKey, event: EventId, command: Command) -> String {
    let none = letters::spell(0);
    let (kind, mark) = match command {
        Command::Undo => (b'U', none),
        Command::Reprint => (b'B', none),
        Command::Event => (b'E', none),
        Command::Session(SessionMark(mark)) => (b'S', mark),
    };
    let signed = [PREFIX.as_slice(), EventTag::of(event).letters(), &[kind], &mark].concat();
    let signature = code::sign(key, &signed);
    signed.iter().chain(&signature).map(|letter| char::from(*letter)).collect()
}

/// Checks a command. `code` is in capitals and begins with [`PREFIX`]. A kind that is not known here counts as forged.
pub(crate) fn check(code: &[u8], key: &CodeKey, event: EventId) -> Checked<Command> {
    let Some((signed, claimed)) = code.split_at_checked(SIGNED).filter(|(_, claimed)| claimed.len() == code::SIGN)
    else {
        return Checked::Damaged;
    };
    let (tag, rest) = signed[PREFIX.len()..].split_at(2);
    let (kind, mark) = rest.split_at(1);
    if [tag, kind, mark, claimed].iter().any(|part| letters::bits(part).is_none()) {
        return Checked::Damaged;
    }
    if tag != EventTag::of(event).letters() {
        return Checked::OtherEvent;
    }
    if !bool::from(code::sign(key, signed).as_slice().ct_eq(claimed)) {
        return Checked::Forged;
    }
    let command = match (kind, mark.try_into()) {
        ([b'U'], _) => Command::Undo,
        ([b'B'], _) => Command::Reprint,
        ([b'E'], _) => Command::Event,
        ([b'S'], Ok(mark)) => Command::Session(SessionMark(mark)),
        _ => return Checked::Forged,
    };
    Checked::Good(command)
}
