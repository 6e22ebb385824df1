//! Keys by their numbers in Linux (`linux/input-event-codes.h`), which are those of a PC keyboard.

use std::fmt;

use crate::layout::Layout;

/// What happened to a key, by its number in Linux (`KEY_A` is 30). `Debug` does not show which key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum KeyEvent {
    /// It went down.
    Pressed(u16),
    /// It went up.
    Released(u16),
    /// It has been held, and the computer repeats it. Scanners do not mean that.
    Repeated(u16),
    /// Keys were pressed or released that nobody knows of: the computer was too busy.
    Lost,
}

impl KeyEvent {
    /// A key event of Linux: `value` is 1 for pressed, 0 for released, 2 for repeated. `None` for others.
    #[must_use]
    pub const fn from_linux(key: u16, value: i32) -> Option<Self> {
        match value {
            0 => Some(Self::Released(key)),
            1 => Some(Self::Pressed(key)),
            2 => Some(Self::Repeated(key)),
            _ => None,
        }
    }
}

impl fmt::Debug for KeyEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pressed(_) => "Pressed(…)",
            Self::Released(_) => "Released(…)",
            Self::Repeated(_) => "Repeated(…)",
            Self::Lost => "Lost",
        })
    }
}

pub(super) const TAB: u16 = 15;
pub(super) const ENTER: u16 = 28;
pub(super) const LEFT_CTRL: u16 = 29;
pub(super) const LEFT_SHIFT: u16 = 42;
pub(super) const RIGHT_SHIFT: u16 = 54;
pub(super) const LEFT_ALT: u16 = 56;
pub(super) const SPACE: u16 = 57;
pub(super) const CAPS_LOCK: u16 = 58;
pub(super) const KEYPAD_ENTER: u16 = 96;
pub(super) const RIGHT_CTRL: u16 = 97;
pub(super) const ALT_GR: u16 = 100;

/// The digit on a key of the keypad.
pub(super) const fn keypad_digit(key: u16) -> Option<u8> {
    Some(match key {
        82 => 0,
        79 => 1,
        80 => 2,
        81 => 3,
        75 => 4,
        76 => 5,
        77 => 6,
        71 => 7,
        72 => 8,
        73 => 9,
        _ => return None,
    })
}

/// Another letter of the keypad, as it is printed there.
pub(super) fn keypad_sign(key: u16, layout: Layout) -> Option<char> {
    Some(match key {
        55 => '*',
        74 => '-',
        78 => '+',
        98 => '/',
        83 if layout == Layout::Us => '.',
        83 => ',',
        _ => return None,
    })
}
