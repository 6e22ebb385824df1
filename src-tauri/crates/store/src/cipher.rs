//! The passphrase of an event: what it becomes a key by, and how a file's connections get it.
//!
//! A file with a passphrase is encrypted whole by SQLCipher, page by page (AES-256-CBC, HMAC-SHA-512), its log too. Its first 16 bytes
//! are SQLCipher's salt; over it Argon2id makes the raw key, once. Copies of an event keep salt and key, so that they are
//! opened without deriving anew; another passphrase is another salt.
//!
//! Sources: RFC 9106 (Argon2; section 4 names 64 MiB and 3 passes for machines with little memory);
//! zetetic.net/sqlcipher/sqlcipher-api, "PRAGMA key", raw key with salt: `x'` 64 and 32 hexadecimal digits `'`.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OpenFlags};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::error::StoreError;
use crate::files::write_atomically;
use crate::open;
use crate::open::place::Place;
use crate::random::random;

/// Memory of one derivation, in KiB: 64 MiB.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes over that memory.
const PASSES: u32 = 3;
/// Whoever reads a file without a passphrase finds this at its beginning.
const PLAIN: &[u8; 16] = b"SQLite format 3\0";
/// SQLCipher's page, in bytes: the least that a file with a passphrase has.
pub(crate) const PAGE_BYTES: u64 = 4096;

/// What opens an event. Its memory is wiped when it is dropped, and it is not shown by `Debug`.
#[derive(Clone, Debug)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// The fewest characters: shorter ones are tried through in days, whatever Argon2 does.
    pub const LEAST: usize = 10;
    /// The most characters.
    pub const MOST: usize = 200;

    /// A passphrase as it was typed; blanks count.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text.into())
    }

    /// Whether it may be given to an event: [`LEAST`](Self::LEAST) to [`MOST`](Self::MOST) characters. (One that is only to
    /// open an event may be anything.)
    #[must_use]
    pub fn may_be_given(&self) -> bool {
        (Self::LEAST..=Self::MOST).contains(&self.0.expose_secret().chars().count())
    }
}

/// The key of a file: 32 bytes made of the passphrase, and the salt they were made over. Wiped when the last owner is gone.
#[derive(Clone)]
pub struct FileKey {
    raw: Arc<Zeroizing<[u8; 32]>>,
    salt: [u8; 16],
}

impl std::fmt::Debug for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FileKey(…)")
    }
}

impl FileKey {
    /// A key for a new file, over a new salt.
    pub(crate) fn make(passphrase: &Passphrase) -> Result<Self, StoreError> {
        Self::derive(passphrase, random()?)
    }

    fn derive(passphrase: &Passphrase, salt: [u8; 16]) -> Result<Self, StoreError> {
        let raw = Arc::new(argon2id(passphrase.0.expose_secret().as_bytes(), &salt)?);
        Ok(Self { raw, salt })
    }

    /// The first thing that a connection is told.
    pub(crate) fn give(&self, db: &Connection) -> Result<(), StoreError> {
        // SQLCipher would tell standard error of a wrong passphrase; whoever called is told once, by us.
        let literal = self.literal();
        let statement =
            Zeroizing::new(format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"{}\"", literal.as_str()));
        db.execute_batch(&statement)?;
        Ok(())
    }

    /// As SQLCipher reads it, also behind `KEY` of `ATTACH`.
    pub(crate) fn literal(&self) -> Zeroizing<String> {
        let mut digits = HEXLOWER.encode(self.raw.as_slice());
        let literal = Zeroizing::new(format!("x'{digits}{}'", HEXLOWER.encode(&self.salt)));
        digits.zeroize();
        literal
    }

    /// What tells the right key from a wrong one without the file: it gives nothing away that the file itself does not.
    fn check(&self) -> String {
        // An HMAC takes a key of any length.
        let check = Hmac::<Sha256>::new_from_slice(self.raw.as_slice()).map(|mut hmac| {
            hmac.update(b"ankomst passphrase check");
            HEXLOWER.encode(&hmac.finalize().into_bytes()[..16])
        });
        format!("{}:{}", HEXLOWER.encode(&self.salt), check.unwrap_or_default())
    }

    /// Writes down beside the event by what its key is known.
    pub(crate) fn remember(key: Option<&Self>, place: &Place) -> Result<(), StoreError> {
        match key {
            Some(key) if read_check(place).as_deref() == Some(&key.check()) => Ok(()),
            Some(key) => write_atomically(&place.key_check(), key.check().as_bytes()),
            None => match std::fs::remove_file(place.key_check()) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            },
        }
    }
}

/// Argon2id with the strength that this program uses everywhere.
pub(crate) fn argon2id(secret: &[u8], salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let mut key = Zeroizing::new([0; 32]);
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(key.len()));
    let params = params.map_err(|_| StoreError::Unexpected("parameters of Argon2"))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, key.as_mut_slice())
        .map_err(|_| StoreError::Unexpected("Argon2"))?;
    Ok(key)
}

/// With what a file is opened.
#[derive(Clone, Debug, Default)]
pub enum Unlock {
    /// Nothing: only a file without a passphrase opens.
    #[default]
    Nothing,
    /// What a person typed. A file without a passphrase opens too.
    Passphrase(Passphrase),
    /// A key that was derived before.
    Key(FileKey),
}

impl Unlock {
    /// The key as it is once derived; nothing for a file without a passphrase.
    #[must_use]
    pub fn of(key: Option<&FileKey>) -> Self {
        key.map_or(Self::Nothing, |key| Self::Key(key.clone()))
    }

    /// The key of the event file; `None` if it has no passphrase.
    pub(crate) fn key_for(&self, place: &Place) -> Result<Option<FileKey>, StoreError> {
        let salt = match Seal::of(place)? {
            Seal::Open => return Ok(None),
            Seal::Locked(salt) => salt,
        };
        let check = read_check(place);
        let fits = |key: &FileKey| check.as_deref() == Some(&key.check());
        let same_salt = check.as_deref().is_some_and(|check| check.starts_with(&HEXLOWER.encode(&salt)));
        let key = match self {
            Self::Nothing => return Err(StoreError::PassphraseNeeded),
            Self::Key(key) if key.salt == salt => key.clone(),
            Self::Key(key) if fits(key) => return Err(StoreError::DamagedInPlace),
            Self::Key(_) => return Err(StoreError::WrongPassphrase),
            Self::Passphrase(passphrase) => FileKey::derive(passphrase, salt)?,
        };
        if same_salt && !fits(&key) {
            return Err(StoreError::WrongPassphrase);
        }
        if opens(&place.file, &key)? {
            return Ok(Some(key));
        }
        if same_salt {
            return Err(StoreError::DamagedInPlace);
        }
        // Its first bytes may be damaged: the salt that is written down beside it tells.
        if let (Self::Passphrase(passphrase), Some(noted)) = (self, check.as_deref().and_then(salt_in))
            && fits(&FileKey::derive(passphrase, noted)?)
        {
            return Err(StoreError::DamagedInPlace);
        }
        Err(StoreError::WrongPassphrase)
    }

    /// The key of a file that is about to be made.
    pub(crate) fn key_to_make(&self) -> Result<Option<FileKey>, StoreError> {
        match self {
            Self::Nothing => Ok(None),
            Self::Passphrase(passphrase) => FileKey::make(passphrase).map(Some),
            Self::Key(key) => Ok(Some(key.clone())),
        }
    }
}

/// Whether the first page makes sense with this key.
fn opens(file: &Path, key: &FileKey) -> Result<bool, StoreError> {
    // The header alone: no log is looked at, none is made.
    if first_page_fits(&open::unchanged_connection(file)?, key)? {
        return Ok(true);
    }
    // A power cut while the log was written into the file may have torn this very page: then the log still has it whole.
    if open::log_bytes(file) <= open::LOG_HEADER_BYTES || file.metadata()?.permissions().readonly() {
        return Ok(false);
    }
    let db = open::connection(file, OpenFlags::SQLITE_OPEN_READ_WRITE, None)?;
    open::leave_log(&db, true)?;
    first_page_fits(&db, key)
}

fn first_page_fits(db: &Connection, key: &FileKey) -> Result<bool, StoreError> {
    key.give(db)?;
    match db.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0)) {
        Ok(_) => Ok(true),
        Err(error) => {
            let error = StoreError::from(error);
            if error.is_damage() { Ok(false) } else { Err(error) }
        }
    }
}

/// Whether a file has a passphrase.
pub(crate) enum Seal {
    /// It has none.
    Open,
    /// It has one, over this salt.
    Locked([u8; 16]),
}

impl Seal {
    /// What the first bytes say. What is no event file at all is refused: it may be somebody's thesis. A file whose bytes say
    /// nothing is one with a passphrase only if it is called like an event and is as long as a page, or if it is known.
    pub(crate) fn of(place: &Place) -> Result<Self, StoreError> {
        let file = &place.file;
        let not_ours = || StoreError::NotAnEvent { path: file.clone() };
        let mut opened = match File::open(file) {
            Ok(opened) => opened,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(StoreError::missing(file)),
            Err(error) => return Err(error.into()),
        };
        let found = opened.metadata()?;
        if found.is_dir() {
            return Err(not_ours());
        }
        let mut head = Vec::with_capacity(PLAIN.len());
        opened.by_ref().take(PLAIN.len() as u64).read_to_end(&mut head)?;
        let Ok(head) = <[u8; 16]>::try_from(head) else { return Err(not_ours()) };
        let is_known = || read_check(place).is_some();
        if head == *PLAIN {
            Ok(Self::Open)
        } else if is_called_event(file) && (found.len() >= PAGE_BYTES || is_known()) {
            Ok(Self::Locked(head))
        } else {
            Err(not_ours())
        }
    }
}

fn is_called_event(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(".writing").unwrap_or(&name).ends_with(".ankomst")
}

fn read_check(place: &Place) -> Option<String> {
    let mut text = String::new();
    File::open(place.key_check()).ok()?.take(200).read_to_string(&mut text).ok()?;
    Some(text.trim_end().to_owned()).filter(|text| salt_in(text).is_some())
}

fn salt_in(check: &str) -> Option<[u8; 16]> {
    HEXLOWER.decode(check.split(':').next()?.as_bytes()).ok()?.try_into().ok()
}

/// Whether the event file has a passphrase.
///
/// # Errors
/// [`StoreError::Missing`], [`StoreError::NotAnEvent`].
pub fn has_passphrase(path: &Path) -> Result<bool, StoreError> {
    Ok(matches!(Seal::of(&Place::of(path)?)?, Seal::Locked(_)))
}
