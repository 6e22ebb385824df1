//! Staff: entered, changed, taken away, signed in. None of it is in the journal, which names who did what.

use checkin::StaffId;
use jiff::SignedDuration;
use store::{Pin, PinAttempt, PinDigest, Role, StaffMember};

use crate::error::KioskError;
use crate::kiosk::Kiosk;

/// The longest name, in characters.
const MAX_NAME: usize = 60;
/// More people than ever work at the desks of one event.
const MOST: usize = 200;

/// How signing in ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// It was the right PIN.
    Right(StaffMember),
    /// It was not; so long the next attempt has to wait.
    Wrong(SignedDuration),
    /// It was not looked at: so long is still to be waited.
    Wait(SignedDuration),
}

/// Enters somebody, or changes them; without a PIN they keep theirs.
///
/// # Errors
/// `nameTaken`, `noLead`, `notFound`; [`KioskError::Parameter`].
pub fn put(
    kiosk: &Kiosk,
    id: Option<StaffId>,
    name: &str,
    role: Role,
    pin: Option<&Pin>,
) -> Result<StaffMember, KioskError> {
    let name = checkin::names::clean(&checkin::Field::Name, name).text;
    if !(1..=MAX_NAME).contains(&name.chars().count()) {
        return Err(KioskError::typed("staffName", "name", format!("must have 1 to {MAX_NAME} characters")));
    }
    if id.is_none() && pin.is_none() {
        return Err(KioskError::typed("pinMissing", "pin", "is needed for somebody new"));
    }
    // The digest takes longer than the writer may be held.
    let digest = pin.map(PinDigest::of).transpose()?;
    let shared = kiosk.shared();
    let put = kiosk.write(move |desk| {
        desk.transact("", |tx| {
            if id.is_none() && tx.view().staff()?.len() >= MOST {
                return Err(KioskError::typed("staffFull", "name", format!("there are {MOST} already")));
            }
            Ok(tx.put_staff(id, &name, role, digest.as_ref())?)
        })
    })?;
    shared.set_has_staff(true);
    Ok(put)
}

/// Takes somebody away. What they did stays in the journal under their name.
///
/// # Errors
/// `noLead` for the only lead while there are others; `notFound`.
pub fn remove(kiosk: &Kiosk, id: StaffId) -> Result<(), KioskError> {
    let left = kiosk.write(move |desk| {
        desk.transact("", |tx| {
            tx.remove_staff(id)?;
            Ok(tx.view().staff()?.len())
        })
    })?;
    kiosk.shared().set_has_staff(left > 0);
    Ok(())
}

/// Compares a PIN. The attempt is on the disk before it is answered.
///
/// # Errors
/// `notFound`; if the file cannot be written.
pub fn sign_in(kiosk: &Kiosk, id: StaffId, pin: &Pin) -> Result<SignIn, KioskError> {
    let attempt = kiosk.write(move |desk| desk.transact("", |tx| Ok(tx.begin_pin(id)?)))?;
    let (member, digest, then_wait) = match attempt {
        PinAttempt::Wait(wait) => return Ok(SignIn::Wait(wait)),
        PinAttempt::Try { member, digest, then_wait } => (member, digest, then_wait),
    };
    if !digest.is_of(pin)? {
        return Ok(SignIn::Wrong(then_wait));
    }
    kiosk.write(move |desk| desk.transact("", |tx| Ok(tx.pin_was_right(id)?)))?;
    Ok(SignIn::Right(member))
}
