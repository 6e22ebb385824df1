//! Whether an event file is what its journal says: file, chain, and projections made again and compared.

use std::collections::BTreeSet;
use std::path::Path;

use checkin::{DeskId, EventId, RecordId};
use rusqlite::{Connection, params};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::act::Act;
use crate::backup::HeadClaim;
use crate::cipher::FileKey;
use crate::error::StoreError;
use crate::journal;
use crate::open::migrate::MIGRATIONS;
use crate::project::{self, TABLES};
use crate::record::{ChainKey, Sealed, part_digest};
use crate::templates;
use crate::writer::{SEAL, get_meta};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SQLite found a damaged page or a broken reference.
    File(String),
    /// A desk's numbers have a gap: records are missing before this one.
    Gap {
        /// The desk.
        desk: DeskId,
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        found: u64,
    },
    /// A record does not follow from the one before it.
    Chain(RecordId),
    /// A record was changed.
    Changed(RecordId),
    /// A personal part was changed.
    PartChanged(RecordId),
    /// A personal part is missing and no `erased` names it.
    PartMissing(RecordId),
    /// A personal part is there that no record vouches for, or that was erased.
    PartExtra(RecordId),
    /// A table differs from what the journal gives.
    Projection {
        /// The table.
        table: &'static str,
        /// Rows that are missing.
        missing: u64,
        /// Rows that should not be there.
        extra: u64,
    },
    /// The definition of a table, an index or the like, by its name, is not the one that this program makes.
    Schema(String),
    /// The event's id or the key of its badge codes was changed: codes on badges that are out would be refused.
    Keys,
    /// The drawing of a badge template of the event's own was changed from outside.
    Template(String),
    /// A head that was written down is not in this file: its end was cut, or another file took its place.
    HeadMissing(HeadClaim),
}

/// An event file and its key.
type File<'a> = (&'a Path, Option<&'a FileKey>);

/// Makes all checks on a reading connection.
pub(crate) fn verify(
    db: &Connection,
    file: File<'_>,
    chain: &ChainKey,
    against: &[HeadClaim],
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    match check(db, file, chain, against, &mut faults) {
        // A page that cannot be read keeps the other checks from being made; that it cannot is the finding.
        Err(error) if error.is_damage() => {
            if !faults.iter().any(|fault| matches!(fault, Fault::File(_))) {
                faults.push(Fault::File(error.to_string()));
            }
            Ok(faults)
        }
        result => result.map(|()| faults),
    }
}

fn check(
    db: &Connection,
    file: File<'_>,
    chain: &ChainKey,
    against: &[HeadClaim],
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    // One look: what a writer adds meanwhile is not seen by half.
    let look = db.unchecked_transaction()?;
    check_file(&look, faults)?;
    check_chain(&look, chain, faults)?;
    check_keys(&look, chain, faults)?;
    for claim in against {
        if !holds(&look, claim)? {
            faults.push(Fault::HeadMissing(claim.clone()));
        }
    }
    faults.extend(templates::changed(&look)?.into_iter().map(Fault::Template));
    drop(look);
    check_projections(file, faults)
}

fn check_file(db: &Connection, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    for pragma in ["integrity_check", "foreign_key_check"] {
        let mut statement = db.prepare(&format!("PRAGMA {pragma}"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                // The one says what is wrong with a page, the other names the table with the broken reference.
                faults.push(Fault::File(line));
            }
        }
    }
    Ok(())
}

/// A key of the event, in memory that is wiped.
pub(crate) fn secret(db: &Connection, name: &str) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    Ok(Zeroizing::new(db.query_row("SELECT value FROM secret WHERE name = ?1", [name], |row| row.get(0))?))
}

/// Whether the chain of a copy holds from end to end, and SQLite finds nothing wrong with the file.
pub(crate) fn check_copy(db: &Connection) -> Result<(), StoreError> {
    crate::open::quick_check(db)?;
    let mut faults = Vec::new();
    let chain = ChainKey::new(secret(db, "chainKey")?);
    check_chain(db, &chain, &mut faults)?;
    check_keys(db, &chain, &mut faults)?;
    if faults.is_empty() { Ok(()) } else { Err(StoreError::DamagedInPlace) }
}

fn check_chain(db: &Connection, chain: &ChainKey, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let mut check = ChainCheck { chain, faults, erased: erased(db)? };
    for head in journal::heads(db)? {
        let (mut number, mut previous) = (0, [0; 32]);
        loop {
            let page = journal::of_desk_after(db, head.desk, number, 500)?;
            if page.is_empty() {
                break;
            }
            for sealed in &page {
                check.record(sealed, number + 1, previous);
                (number, previous) = (sealed.record.number, sealed.record.digest);
            }
        }
    }
    let mut orphans = db.prepare("SELECT record FROM personal WHERE record NOT IN (SELECT id FROM journal)")?;
    let orphans = orphans.query_map([], |row| journal::record_id(row, 0))?.collect::<Result<Vec<_>, _>>()?;
    check.faults.extend(orphans.into_iter().map(Fault::PartExtra));
    Ok(())
}

/// Whether event id and code key are those under the seal. A file that was not opened for writing since there are seals has none.
fn check_keys(db: &Connection, chain: &ChainKey, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let Some(seal) = get_meta(db, SEAL)? else { return Ok(()) };
    let code_key = secret(db, "codeKey")?;
    let event: [u8; 16] = db.query_row("SELECT value FROM meta WHERE name = 'eventId'", [], |row| row.get(0))?;
    if chain.seal(EventId::from_uuid(Uuid::from_bytes(event)), &code_key).as_slice() != seal {
        faults.push(Fault::Keys);
    }
    Ok(())
}

/// The records that a chained `erased` names: read from the journal itself, not from a projection.
fn erased(db: &Connection) -> Result<BTreeSet<RecordId>, StoreError> {
    let mut erased = BTreeSet::new();
    let mut after = 0;
    loop {
        let page = journal::page_after(db, after, 500)?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (_, sealed) in &page {
            if let Some(Act::Erased { records, .. }) = sealed.act() {
                erased.extend(records);
            }
        }
    }
    Ok(erased)
}

struct ChainCheck<'a> {
    chain: &'a ChainKey,
    faults: &'a mut Vec<Fault>,
    erased: BTreeSet<RecordId>,
}

impl ChainCheck<'_> {
    fn record(&mut self, sealed: &Sealed, expected: u64, previous: [u8; 32]) {
        let record = &sealed.record;
        if record.number != expected {
            self.faults.push(Fault::Gap { desk: record.stamp.desk, expected, found: record.number });
        } else if record.previous != previous {
            self.faults.push(Fault::Chain(record.id));
        }
        if self.chain.digest(record) != record.digest {
            self.faults.push(Fault::Changed(record.id));
        }
        let erased = self.erased.contains(&record.id);
        match (&sealed.part, record.part_digest) {
            (None, Some(_)) if !erased => self.faults.push(Fault::PartMissing(record.id)),
            (Some(part), Some(digest)) if part_digest(part) != digest => {
                self.faults.push(Fault::PartChanged(record.id));
            }
            (Some(_), None) => self.faults.push(Fault::PartExtra(record.id)),
            (Some(_), Some(_)) if erased => self.faults.push(Fault::PartExtra(record.id)),
            _ => {}
        }
    }
}

fn holds(db: &Connection, claim: &HeadClaim) -> Result<bool, StoreError> {
    let mut statement = db.prepare("SELECT desk, digest FROM journal WHERE number = ?1")?;
    let mut rows = statement.query([i64::try_from(claim.number).unwrap_or(-1)])?;
    while let Some(row) = rows.next()? {
        let digest: [u8; 32] = row.get(1)?;
        if journal::desk_id(row, 0)?.to_string().starts_with(&claim.desk)
            && data_encoding::HEXLOWER.encode(&digest).starts_with(&claim.digest)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the projections anew in memory and compares them, row by row, with those of the file.
fn check_projections((file, key): File<'_>, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    // Folding uses more statements than the cache usually holds, each once a person.
    fresh.set_prepared_statement_cache_capacity(128);
    for migration in MIGRATIONS {
        fresh.execute_batch(migration)?;
    }
    let path = file.to_str().ok_or(StoreError::Unexpected("a file name that is no Unicode"))?;
    match key {
        Some(key) => {
            let attach = Zeroizing::new(format!("ATTACH DATABASE ?1 AS event_file KEY \"{}\"", key.literal().as_str()));
            fresh.execute(&attach, params![path])?
        }
        None => fresh.execute("ATTACH DATABASE ?1 AS event_file", params![path])?,
    };
    // One transaction, so that journal and projections are of one moment beside a busy writer.
    let fresh = fresh.transaction()?;
    let waiting =
        "SELECT EXISTS (SELECT 1 FROM event_file.refold_due) OR EXISTS (SELECT 1 FROM event_file.refold_source)";
    if fresh.query_row(waiting, [], |row| row.get(0))? {
        return Err(StoreError::Settling);
    }
    faults.extend(changed_definitions(&fresh)?.into_iter().map(Fault::Schema));
    fresh.execute_batch(
        "INSERT INTO main.journal SELECT * FROM event_file.journal;
         INSERT INTO main.personal SELECT * FROM event_file.personal
             WHERE record IN (SELECT id FROM main.journal);",
    )?;
    project::rebuild(&fresh)?;
    for table in TABLES {
        let count = |from: &str, without: &str| -> Result<u64, StoreError> {
            let sql =
                format!("SELECT count(*) FROM (SELECT * FROM {from}.{table} EXCEPT SELECT * FROM {without}.{table})");
            let count: i64 = fresh.query_row(&sql, [], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        };
        let (missing, extra) = (count("main", "event_file")?, count("event_file", "main")?);
        if missing + extra > 0 {
            faults.push(Fault::Projection { table, missing, extra });
        }
    }
    Ok(())
}

/// What is defined otherwise in the file than in a new one. A file of an earlier version has other definitions until it is opened
/// for writing.
fn changed_definitions(fresh: &Connection) -> Result<Vec<String>, StoreError> {
    let version: i64 = fresh.query_row("PRAGMA event_file.user_version", [], |row| row.get(0))?;
    if usize::try_from(version).ok() != Some(MIGRATIONS.len()) {
        return Ok(Vec::new());
    }
    let differs = |from: &str, without: &str| {
        format!(
            "SELECT name FROM (SELECT type, name, tbl_name, sql FROM {from}.sqlite_schema
             EXCEPT SELECT type, name, tbl_name, sql FROM {without}.sqlite_schema)"
        )
    };
    let sql = format!("{} UNION {} ORDER BY 1", differs("event_file", "main"), differs("main", "event_file"));
    let mut statement = fresh.prepare(&sql)?;
    // A name that is no text any more is a changed one.
    let names = statement.query_map([], |row| Ok(row.get::<_, String>(0).unwrap_or_default()))?;
    Ok(names.collect::<Result<_, _>>()?)
}
