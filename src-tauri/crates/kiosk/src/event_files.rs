//! Event files as wholes: made, copied, checked, put back.

use std::path::{Path, PathBuf};

use checkin::FieldValue;
use serde::Serialize;
use store::{Act, Fault, HeadClaim, Passphrase, Place, Reader, Sayings, Unlock};

use crate::error::KioskError;
use crate::kiosk::{Kiosk, KioskOptions};
use crate::medium::{Medium, Source};
use crate::sample::{self, Invented};
use crate::settings::EventFile;
use crate::{erased_ids, opening, rekey};

/// Makes the sample event, a rehearsal.
///
/// # Errors
/// As [`Kiosk::create`].
pub fn create_sample(path: &Path, options: &KioskOptions) -> Result<Kiosk, KioskError> {
    invented(path, sample::event_toml(), sample::attendees().into_iter(), options, &mut |_| {})
}

/// Makes an invented event of any size: the same people in the same order for the same seed. `progress` gets the number
/// of people who are in.
///
/// # Errors
/// As [`Kiosk::create`].
pub fn generate(
    path: &Path,
    attendees: u32,
    seed: u64,
    options: &KioskOptions,
    progress: &mut dyn FnMut(u32),
) -> Result<Kiosk, KioskError> {
    let people = sample::generate(attendees, seed);
    invented(path, &sample::generated_event_toml(attendees, seed), people, options, progress)
}

fn invented(
    path: &Path,
    event_toml: &str,
    people: impl Iterator<Item = Invented>,
    options: &KioskOptions,
    progress: &mut dyn FnMut(u32),
) -> Result<Kiosk, KioskError> {
    let kiosk = Kiosk::create(path, &EventFile::from_toml(event_toml)?, options)?;
    // They come as a list would, so that they can be undone, compared and corrected like one.
    let import = kiosk.write(|desk| desk.transact("", |tx| Ok(tx.new_import()?)))?;
    let mut people = people.peekable();
    let mut line = 1;
    while people.peek().is_some() {
        let piece: Vec<Invented> = people.by_ref().take(store::PIECE).collect();
        let first = line;
        line += u32::try_from(piece.len()).unwrap_or(0);
        kiosk.write(move |desk| {
            desk.transact("", |tx| {
                for (line, invented) in (first + 1..).zip(piece) {
                    let said = Sayings::new(invented.values.into_iter().filter(|(_, value)| !is_empty(value)));
                    let listed = Act::Listed { import, line, said, number: Some(tx.draw_badge_number()?) };
                    let attendee = tx.new_attendee()?;
                    tx.append(&listed, Some(attendee), None, None)?;
                }
                Ok(())
            })
        })?;
        progress(line - 1);
    }
    kiosk.write(move |desk| {
        desk.transact("", |tx| {
            let act = Act::Import { import, file_digest: String::new(), rows: line - 1 };
            Ok(tx.append(&act, None, None, None)?)
        })
    })?;
    while kiosk.write(crate::desk::Desk::fold_piece)? {}
    Ok(kiosk)
}

fn is_empty(value: &FieldValue) -> bool {
    value.to_list().is_empty()
}

/// Reads an `EVENT.toml`.
///
/// # Errors
/// `fileUnreadable`, `badSettings`.
pub fn read_event_toml(path: &Path) -> Result<EventFile, KioskError> {
    let text = std::fs::read_to_string(path).map_err(|error| KioskError::file(path, error))?;
    EventFile::from_toml(&text)
}

/// What a check of an event file found.
#[derive(Clone, Debug, Serialize)]
pub struct Verdict {
    /// Nothing is wrong.
    pub ok: bool,
    /// Each fault.
    pub faults: Vec<FaultWire>,
    /// The ends of all chains, to be written down and given to a later check.
    pub heads: String,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, Serialize)]
pub struct FaultWire {
    /// Which kind: `file`, `gap`, `chain`, `changed`, `partChanged`, `partMissing`, `partExtra`, `projection`, `schema`, `keys`,
    /// `template`, `headMissing`.
    pub kind: &'static str,
    /// Where: a record's id, a desk, a table, or what SQLite says.
    pub place: String,
}

impl FaultWire {
    fn new(fault: &Fault) -> Self {
        let (kind, place) = match fault {
            Fault::File(line) => ("file", line.clone()),
            Fault::Gap { desk, expected, found } => ("gap", format!("{desk}: {found} where {expected} should be")),
            Fault::Chain(record) => ("chain", record.to_string()),
            Fault::Changed(record) => ("changed", record.to_string()),
            Fault::PartChanged(record) => ("partChanged", record.to_string()),
            Fault::PartMissing(record) => ("partMissing", record.to_string()),
            Fault::PartExtra(record) => ("partExtra", record.to_string()),
            Fault::Projection { table, missing, extra } => {
                ("projection", format!("{table}: {missing} rows missing, {extra} too many"))
            }
            Fault::Schema(name) => ("schema", name.clone()),
            Fault::Keys => ("keys", String::new()),
            Fault::Template(template) => ("template", template.clone()),
            Fault::HeadMissing(head) => ("headMissing", format!("{}:{}:{}", head.desk, head.number, head.digest)),
        };
        Self { kind, place }
    }
}

/// Checks an event file and names each fault. `against` are heads that were written down earlier, as a report's foot or
/// a backup's name has them.
///
/// # Errors
/// [`KioskError::Parameter`] for heads that are none; if the check cannot be made.
pub fn verify(path: &Path, unlock: &Unlock, against: Option<&str>) -> Result<Verdict, KioskError> {
    let claims = match against {
        Some(text) => HeadClaim::parse(text)
            .ok_or_else(|| KioskError::parameter("against", "is no head such as DESK:NUMBER:DIGEST"))?,
        None => Vec::new(),
    };
    let mut reader = Reader::open_with(path, unlock)?;
    let faults: Vec<FaultWire> = reader.verify(&claims)?.iter().map(FaultWire::new).collect();
    let heads = store::head_text(&reader.view().heads()?);
    Ok(Verdict { ok: faults.is_empty(), faults, heads })
}

/// Does what the backup worker does when its time has come.
///
/// # Errors
/// What keeps the copy from being made.
#[doc(hidden)]
pub fn back_up_for_tests(kiosk: &Kiosk) -> Result<(), KioskError> {
    crate::backups::back_up(kiosk.shared(), &mut None)
}

/// Does what the worker of the second medium does when it looks.
#[doc(hidden)]
pub fn follow_medium_for_tests(kiosk: &Kiosk) -> bool {
    kiosk.shared().medium.follow(&kiosk.shared().source())
}

/// Copies an event file as it is now.
///
/// # Errors
/// `fileExists`; what keeps it from being written.
pub fn backup(path: &Path, unlock: &Unlock, to: &Path) -> Result<(), KioskError> {
    Ok(Reader::open_with(path, unlock)?.backup(to)?)
}

/// Puts a backup in the place of an event file; what was there is moved aside and named.
///
/// # Errors
/// If the backup is no whole event file; `eventInUse` if somebody writes to the place.
pub fn restore(backup: &Path, to: &Path, options: &KioskOptions) -> Result<Option<PathBuf>, KioskError> {
    // First, so that a cut in the middle brings nobody back.
    erased_ids::carry(backup, &Place::of(to)?)?;
    Ok(store::restore(backup, to, &options.unlock, options.clock.now())?)
}

/// What a backup holds.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Held {
    /// The event's title.
    pub title: String,
    /// The time zone of the house, an IANA name.
    pub time_zone: String,
    /// How many are on its list, cancelled and waitlisted ones left out.
    pub listed: u32,
    /// How many have come.
    pub arrived: u32,
    /// When the last thing in it happened, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Looks into a backup.
///
/// # Errors
/// `passphraseNeeded`, `wrongPassphrase`; if it is no event file.
pub fn held(backup: &Path, unlock: &Unlock) -> Result<Held, KioskError> {
    let reader = Reader::open_with(backup, unlock)?;
    let view = reader.view();
    let all = view.tally()?.all;
    let EventFile { title, time_zone, .. } = EventFile::from_json(&view.settings()?)?;
    let until = view.newest_stamp()?.map(|until| until.to_string());
    Ok(Held { title, time_zone, listed: all.listed, arrived: all.arrived, until })
}

/// What was saved of a damaged event.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RescuedWire {
    /// The backup that took its place.
    pub backup: PathBuf,
    /// When it was made, RFC 3339 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// How many records beyond it were saved from the damaged file.
    pub saved: u64,
    /// When the last act took place that was saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Whether there was more that is lost.
    pub missing: bool,
}

/// Puts the newest good backup in the place of an event whose damaged file was put `aside`, and adds what its journal still
/// gives.
///
/// # Errors
/// `fileMissing` if there is no good backup; what keeps the place from being written.
pub fn rescue(path: &Path, aside: &Path, options: &KioskOptions) -> Result<RescuedWire, KioskError> {
    let open = opening::open_options(options);
    let rescued = store::rescue(path, aside, &open, options.clock.now())?;
    Ok(RescuedWire {
        backup: rescued.backup,
        made: rescued.made.map(|made| made.to_string()),
        saved: rescued.saved,
        until: rescued.until.map(|until| until.to_string()),
        missing: rescued.missing,
    })
}

/// What giving an event another passphrase did.
#[derive(Clone, Debug)]
pub struct Rekeyed {
    /// How the event is opened from now on.
    pub unlock: Unlock,
    /// What still opens as the event did before, or lies in clear: files that were put aside, copies that a person made, media that
    /// are not here, and what could not be removed. The last is tried again at each opening.
    pub left: Vec<PathBuf>,
}

/// Gives a closed event another passphrase (`None`: none), makes a backup with it, and removes the backups made by themselves
/// before. With a passphrase what lies in clear in the event's folder goes too: badges, lists, what was broken off.
///
/// # Errors
/// `eventInUse`, `wrongPassphrase`, `unfitPassphrase`; what keeps it from being written. Then the event has the passphrase that it
/// had. Once it has the new one nothing is an error any more: see [`Rekeyed::left`].
pub fn change_passphrase(path: &Path, new: Option<&Passphrase>, options: &KioskOptions) -> Result<Rekeyed, KioskError> {
    let place = Place::of(path)?;
    let due = rekey::Due::begin(&place)?;
    let unlock = match store::change_passphrase(path, &options.unlock, new) {
        Ok(unlock) => unlock,
        Err(error) => {
            due.call_off();
            return Err(error.into());
        }
    };
    due.changed();
    // The file has it. Whatever breaks from here on is left over, and is no reason to say that it has not.
    let left = match Reader::open_with(path, &unlock).and_then(|reader| reader.event()) {
        Ok(event) => {
            let source = Source { place: &place, unlock: unlock.clone() };
            rekey::finish(&source, &Medium::of(&options.home, event), options.clock.now())
        }
        Err(_) => store::copies_in(&place.backups()),
    };
    Ok(Rekeyed { unlock, left })
}

/// The texts of all codes in a picture.
///
/// # Errors
/// `fileUnreadable`, `pictureUnreadable`.
pub fn read_picture(path: &Path) -> Result<Vec<String>, KioskError> {
    let bytes = std::fs::read(path).map_err(|error| KioskError::file(path, error))?;
    scan::read_picture(&bytes).map_err(|error| KioskError::Picture { path: path.display().to_string(), error })
}

/// The texts of all codes in a camera's frame, the how-manieth counted from 0: one grey byte a pixel, rows from the top.
///
/// # Errors
/// `wrongParameter` if there are not as many bytes as pixels.
pub fn read_frame(width: usize, height: usize, grey: &[u8], frame: u64) -> Result<Vec<String>, KioskError> {
    scan::read_frame(width, height, grey, frame).map_err(|error| KioskError::parameter("frame", error.to_string()))
}
