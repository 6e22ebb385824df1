//! Lists in: read, compared with who is here, written as one act.

mod plan;
pub(crate) mod progress;

use std::path::Path;
use std::sync::PoisonError;

use checkin::RecordId;
use interchange::{ListColumn, Listing, ReadOptions, Rejected, Warned};
use sha2::{Digest, Sha256};
use store::{Act, Sealed};

use crate::acts::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use plan::Plan;

/// What became of a list, or would.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// The import, if anything was changed.
    pub(crate) import: Option<RecordId>,
    /// People who are new.
    pub(crate) added: u32,
    /// People of whom something changed.
    pub(crate) updated: u32,
    /// People who are as they were.
    pub(crate) unchanged: u32,
    /// People on the list of before whom this one does not name. Nothing happens to them by itself.
    pub(crate) gone: u32,
    /// Rows left out because they name another person with the same ticket code.
    pub(crate) conflicts: u32,
    /// Rows that do not come in.
    pub(crate) rejected: Vec<Rejected>,
    /// Remarks on rows that do.
    pub(crate) warnings: Vec<Warned>,
    /// The encoding, or the kind of workbook.
    pub(crate) encoding: String,
    /// What separates cells, in a text file.
    pub(crate) delimiter: Option<char>,
    /// The sheet, in a workbook.
    pub(crate) sheet: Option<String>,
    /// The line of the headings.
    pub(crate) header_line: u32,
    /// Our field and the heading it was read from.
    pub(crate) mapping: Vec<(String, String)>,
    /// Every column of the list with a heading.
    pub(crate) columns: Vec<ListColumn>,
    /// People who come in, and how many of them as cancelled.
    pub(crate) people: u32,
    pub(crate) cancelled: u32,
    /// The import was undone (only in the answer to an undo).
    pub(crate) undone: bool,
}

/// Reads a list; with `preview`, only says what it would do.
///
/// # Errors
/// If the file cannot be read as a list, or nothing could be written.
pub(crate) fn import_list(
    kiosk: &Kiosk,
    caller: &Caller,
    path: &Path,
    options: &ReadOptions,
    preview: bool,
    once: &Once,
) -> Result<Answered<Report>, KioskError> {
    let bytes = read_limited(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let listing = interchange::read(&name, &bytes, options)?;
    // One import at a time: a plan is good for the event it was made for.
    let _one = kiosk.shared().importing.lock().unwrap_or_else(PoisonError::into_inner);
    let earlier = if preview { None } else { bound(kiosk, once)? };
    let plan = kiosk.shared().plan(&listing)?;
    let mut report = report(&listing, &plan);
    if let Some(earlier) = earlier {
        return Ok(Answered::again(Report { import: import_of(&earlier), ..report }));
    }
    if !preview && plan.changes() > 0 {
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
        report.import = Some(write(kiosk, caller, plan, digest, once)?);
    }
    Ok(Answered::now(report))
}

/// Undoes an import. Whoever has another standing fact stays, marked as not on the list.
///
/// # Errors
/// `notFound` for an import that never took effect.
pub(crate) fn undo_import(
    kiosk: &Kiosk,
    caller: &Caller,
    import: RecordId,
    once: Once,
) -> Result<Answered<Report>, KioskError> {
    let record = kiosk.read(|view| view.import_record(import))?;
    let before = kiosk.read(|view| Ok(view.attendee_ids(&store::ListFilter::default())?.len()))?;
    let undone = crate::acts::undo::undo(kiosk, caller, record, "import".to_owned(), once)?;
    let after = kiosk.read(|view| Ok(view.attendee_ids(&store::ListFilter::default())?.len()))?;
    let gone = u32::try_from(before.saturating_sub(after)).unwrap_or(u32::MAX);
    let report = Report { import: Some(import), undone: true, gone, ..Report::default() };
    Ok(Answered { value: report, repeated: undone.repeated })
}

fn read_limited(path: &Path) -> Result<Vec<u8>, KioskError> {
    let size = path.metadata().map_err(|error| KioskError::file(path, error))?;
    if size.is_dir() {
        return Err(interchange::ListError::Unreadable(interchange::Unreadable::Binary).into());
    }
    let max = interchange::limits::FILE_BYTES;
    if size.len() > max {
        return Err(interchange::ListError::TooLarge { bytes: size.len(), max }.into());
    }
    std::fs::read(path).map_err(|error| KioskError::file(path, error))
}

/// The import that an earlier, equal call made; an error if another call had the nonce.
fn bound(kiosk: &Kiosk, once: &Once) -> Result<Option<Sealed>, KioskError> {
    if once.call().is_none() {
        return Ok(None);
    }
    let once = once.clone();
    kiosk.write(move |desk| desk.transact("", |tx| once.repeated(tx)))
}

fn import_of(sealed: &Sealed) -> Option<RecordId> {
    match sealed.act() {
        Some(Act::Import { import, .. }) => Some(import),
        _ => None,
    }
}

fn report(listing: &Listing, plan: &Plan) -> Report {
    let cancelled = listing.rows.iter().filter(|row| {
        let mut profile = checkin::Profile::default();
        if let Some(status) = row.values.get(&checkin::Field::Status) {
            profile.set(&checkin::Field::Status, status);
        }
        profile.status == checkin::Status::Cancelled
    });
    Report {
        import: None,
        added: plan.added,
        updated: plan.updated,
        unchanged: plan.unchanged,
        gone: plan.gone,
        conflicts: plan.conflicts,
        rejected: listing.rejected.clone(),
        warnings: listing.warnings.clone(),
        encoding: listing.encoding.clone(),
        delimiter: listing.delimiter,
        sheet: listing.sheet.clone(),
        header_line: listing.header_line,
        mapping: mapping(listing),
        columns: listing.columns.clone(),
        people: u32::try_from(listing.rows.len()).unwrap_or(u32::MAX),
        cancelled: u32::try_from(cancelled.count()).unwrap_or(u32::MAX),
        undone: false,
    }
}

/// Our fields with their headings; where two columns fill one field (status and paid), the first one named.
fn mapping(listing: &Listing) -> Vec<(String, String)> {
    let mut mapping: Vec<(String, String)> = Vec::new();
    let mapped = listing.mapping.iter().filter(|(column, _)| column.field().is_some());
    let own = listing.own.iter().map(|(field, heading)| (field.key(), heading.clone()));
    for (key, heading) in mapped.map(|(column, heading)| (column.contract_key(), heading.clone())).chain(own) {
        if !mapping.iter().any(|(known, _)| *known == key) {
            mapping.push((key, heading));
        }
    }
    mapping
}

/// Writes a plan: its records in pieces under an import id, then the one that makes them count.
fn write(kiosk: &Kiosk, caller: &Caller, plan: Plan, file_digest: String, once: &Once) -> Result<RecordId, KioskError> {
    let staff = caller.staff.clone();
    let ticket_types = plan.ticket_types.clone();
    let import = kiosk.write(move |desk| {
        let import = desk.transact(&staff, |tx| {
            for (id, name) in &ticket_types {
                tx.append(&Act::TicketType { id: id.clone(), name: name.clone() }, None, None, None)?;
            }
            Ok(tx.new_import()?)
        })?;
        desk.refresh_event()?;
        Ok(import)
    })?;
    let rows = plan.changes();
    let _under_way = kiosk.shared().progress.begin(rows);
    let mut changes = plan.rows.into_iter().peekable();
    while changes.peek().is_some() {
        let piece: Vec<_> = changes.by_ref().take(store::PIECE).collect();
        let size = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        let staff = caller.staff.clone();
        kiosk.write(move |desk| {
            desk.transact(&staff, |tx| {
                for row in piece {
                    row.append(tx, import)?;
                }
                Ok(())
            })
        })?;
        kiosk.shared().progress.done(size);
    }
    let (staff, once) = (caller.staff.clone(), once.clone());
    kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            let act = Act::Import { import, file_digest, rows };
            tx.append(&act, None, None, once.call().as_ref())?;
            Ok(())
        })
    })?;
    while kiosk.write(crate::desk::Desk::fold_piece)? > 0 {}
    kiosk.wake_backups();
    Ok(import)
}
