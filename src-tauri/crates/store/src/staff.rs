//! Who works at the desks: names, roles and PINs. They are no part of the journal, which only names who did what.

use checkin::StaffId;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::argon2id;
use crate::error::StoreError;
use crate::random::{new_uuid, random};

/// After so many wrong PINs in a row the next attempt has to wait.
const FREE_ATTEMPTS: u32 = 3;
/// The first wait; it doubles with each further wrong PIN.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(5);
/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Receives guests.
    Desk,
    /// Everything.
    Lead,
}

impl Role {
    /// Its name in JSON and in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Lead => "lead",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Desk, Self::Lead].into_iter().find(|role| role.as_str() == name)
    }
}

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// Their id.
    pub id: StaffId,
    /// Their name, which the journal names.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// How many digits their PIN has: the screen takes it when the last one is there.
    pub digits: u8,
    /// When they signed in last; `None`: never.
    pub used: Option<Timestamp>,
}

/// A PIN: 4 to 8 digits. Its memory is wiped when it is dropped.
#[derive(Clone, Debug)]
pub struct Pin(SecretString);

impl Pin {
    /// Reads a PIN; `None` if it is none.
    #[must_use]
    pub fn new(text: String) -> Option<Self> {
        let fits = (4..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        let text = SecretString::from(text);
        fits.then_some(Self(text))
    }
}

/// What is kept of a PIN. To make it takes as long as to try a PIN, so it is made before the file is written to.
pub struct PinDigest {
    salt: [u8; 16],
    digest: Zeroizing<[u8; 32]>,
    digits: u8,
}

impl PinDigest {
    /// Of a new PIN.
    ///
    /// # Errors
    /// If the system gives no random bytes or no memory.
    pub fn of(pin: &Pin) -> Result<Self, StoreError> {
        let salt = random()?;
        let digits = u8::try_from(pin.0.expose_secret().len()).unwrap_or(u8::MAX);
        Ok(Self { salt, digest: argon2id(pin.0.expose_secret().as_bytes(), &salt)?, digits })
    }

    /// Whether it is of this PIN; compared in constant time.
    ///
    /// # Errors
    /// If the system gives no memory.
    pub fn is_of(&self, pin: &Pin) -> Result<bool, StoreError> {
        let given = argon2id(pin.0.expose_secret().as_bytes(), &self.salt)?;
        Ok(given.as_slice().ct_eq(self.digest.as_slice()).into())
    }
}

/// How an attempt to sign in begins.
pub enum PinAttempt {
    /// It is not looked at: so long is still to be waited.
    Wait(SignedDuration),
    /// It counts as wrong until [`Tx::pin_was_right`](crate::Tx::pin_was_right) says otherwise.
    Try {
        /// Who wants to sign in.
        member: StaffMember,
        /// What the PIN has to fit.
        digest: PinDigest,
        /// How long the next attempt has to wait if it does not.
        then_wait: SignedDuration,
    },
}

const COLUMNS: &str = "id, name, role, used_ms, digits";

fn member(row: &Row<'_>) -> rusqlite::Result<StaffMember> {
    let id: [u8; 16] = row.get(0)?;
    let role: String = row.get(2)?;
    let used: i64 = row.get(3)?;
    Ok(StaffMember {
        id: StaffId::from_uuid(Uuid::from_bytes(id)),
        name: row.get(1)?,
        // The table knows no other words.
        role: Role::from_name(&role).unwrap_or(Role::Desk),
        digits: row.get(4)?,
        used: Some(used).filter(|used| *used > 0).and_then(|used| Timestamp::from_millisecond(used).ok()),
    })
}

/// Everybody, whoever signed in last first.
pub(crate) fn all(db: &Connection) -> Result<Vec<StaffMember>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM staff ORDER BY used_ms DESC, name");
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement.query_map([], member)?.collect::<Result<_, _>>()?)
}

fn get(db: &Connection, id: StaffId) -> Result<StaffMember, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM staff WHERE id = ?1");
    db.prepare_cached(&sql)?.query_row([id.as_bytes().as_slice()], member).optional()?.ok_or(StoreError::NotFound)
}

/// Adds somebody (`id` is `None`; then there is a PIN), or changes them; without a PIN they keep theirs.
pub(crate) fn put(
    db: &Connection,
    id: Option<StaffId>,
    name: &str,
    role: Role,
    pin: Option<&PinDigest>,
    now: Timestamp,
) -> Result<StaffMember, StoreError> {
    if all(db)?.iter().any(|other| Some(other.id) != id && other.name.to_lowercase() == name.to_lowercase()) {
        return Err(StoreError::NameTaken);
    }
    let is_new = id.is_none();
    let id = match id {
        Some(id) => id,
        None => StaffId::from_uuid(new_uuid(now)?),
    };
    if is_new {
        let pin = pin.ok_or(StoreError::Unexpected("a new member without a PIN"))?;
        db.execute(
            "INSERT INTO staff (id, name, role, salt, digest, digits, failures, failed_ms, used_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0)",
            params![
                id.as_bytes().as_slice(),
                name,
                role.as_str(),
                pin.salt.as_slice(),
                pin.digest.as_slice(),
                pin.digits
            ],
        )?;
    } else {
        let changed = "UPDATE staff SET name = ?2, role = ?3 WHERE id = ?1";
        if db.execute(changed, params![id.as_bytes().as_slice(), name, role.as_str()])? == 0 {
            return Err(StoreError::NotFound);
        }
        if let Some(pin) = pin {
            db.execute(
                "UPDATE staff SET salt = ?2, digest = ?3, digits = ?4, failures = 0, failed_ms = 0 WHERE id = ?1",
                params![id.as_bytes().as_slice(), pin.salt.as_slice(), pin.digest.as_slice(), pin.digits],
            )?;
        }
    }
    refuse_no_lead(db)?;
    get(db, id)
}

/// Takes somebody away. What they did stays in the journal under their name.
pub(crate) fn remove(db: &Connection, id: StaffId) -> Result<(), StoreError> {
    if db.execute("DELETE FROM staff WHERE id = ?1", [id.as_bytes().as_slice()])? == 0 {
        return Err(StoreError::NotFound);
    }
    refuse_no_lead(db)
}

/// Where there are staff, somebody must be able to do everything.
fn refuse_no_lead(db: &Connection) -> Result<(), StoreError> {
    let (all, leads): (i64, i64) =
        db.query_row("SELECT count(*), count(*) FILTER (WHERE role = 'lead') FROM staff", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if all > 0 && leads == 0 { Err(StoreError::NoLead) } else { Ok(()) }
}

/// How long is still to be waited after so many wrong PINs, the last at `failed`. A clock that was set back makes nobody
/// wait for longer than the whole wait, and nobody for less.
fn wait_left(failures: u32, failed: Timestamp, now: Timestamp) -> SignedDuration {
    if failures < FREE_ATTEMPTS {
        return SignedDuration::ZERO;
    }
    let doublings = (failures - FREE_ATTEMPTS).min(20);
    let wait = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
    let passed = now.duration_since(failed);
    if passed.is_negative() { wait } else { (wait - passed).max(SignedDuration::ZERO) }
}

/// Begins an attempt. It is written down as a wrong one before anybody knows the answer, so that ending the program does not
/// give another one.
pub(crate) fn begin(db: &Connection, id: StaffId, now: Timestamp) -> Result<PinAttempt, StoreError> {
    let member = get(db, id)?;
    let sql = "SELECT salt, digest, failures, failed_ms FROM staff WHERE id = ?1";
    let (salt, digest, failures, failed): (_, [u8; 32], u32, i64) =
        db.query_row(sql, [id.as_bytes().as_slice()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let left = wait_left(failures, Timestamp::from_millisecond(failed).unwrap_or(now), now);
    if left > SignedDuration::ZERO {
        return Ok(PinAttempt::Wait(left));
    }
    let failures = failures.saturating_add(1);
    let wrong = "UPDATE staff SET failures = ?2, failed_ms = ?3 WHERE id = ?1";
    db.execute(wrong, params![id.as_bytes().as_slice(), failures, now.as_millisecond()])?;
    let digest = PinDigest { salt, digest: Zeroizing::new(digest), digits: member.digits };
    Ok(PinAttempt::Try { member, digest, then_wait: wait_left(failures, now, now) })
}

/// The attempt was a right one.
pub(crate) fn was_right(db: &Connection, id: StaffId, now: Timestamp) -> Result<(), StoreError> {
    let right = "UPDATE staff SET failures = 0, failed_ms = 0, used_ms = ?2 WHERE id = ?1";
    db.execute(right, params![id.as_bytes().as_slice(), now.as_millisecond()])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_from_the_third_wrong_pin_and_ends_at_a_quarter_of_an_hour() {
        let at = |seconds: i64| Timestamp::from_second(1_800_000_000 + seconds).unwrap_or_default();
        let waits: Vec<i64> = (0..14).map(|failures| wait_left(failures, at(0), at(0)).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
        assert_eq!(wait_left(4, at(0), at(4)).as_secs(), 6, "what has passed counts");
        assert_eq!(wait_left(4, at(0), at(10)).as_secs(), 0, "and then it is over");
        assert_eq!(wait_left(4, at(0), at(-86_400)).as_secs(), 10, "a clock that was set back shortens nothing");
        assert_eq!(wait_left(u32::MAX, at(0), at(0)), LONGEST_WAIT, "nor does any number of attempts");
    }

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        for good in ["0000", "123456", "12345678"] {
            assert!(Pin::new(good.to_owned()).is_some(), "{good}");
        }
        for bad in ["", "123", "123456789", "12a4", "１２３４", " 1234"] {
            assert!(Pin::new(bad.to_owned()).is_none(), "{bad}");
        }
    }
}
