//! Lists in: read, compared with who is here, written as one act.

mod change;
mod choices;
mod difference;
mod fold;
mod input;
mod listed;
mod matcher;
pub(crate) mod own_export;
mod plan;
pub(crate) mod progress;
mod remembered;
mod rows;
#[cfg(test)]
mod tests;
mod unread;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use checkin::{Field, RecordId};
use interchange::{Guess, ListColumn, Listing, Rejected, Warned};
use store::{Act, Sealed, StoreError};

use crate::acts::{Answered, Once};
use crate::error::KioskError;
use crate::kiosk::{Caller, Kiosk};
use change::Change;
use plan::Plan;

pub(crate) use choices::{As, Choices, RowChoice};
pub(crate) use difference::{ARRIVED_AT, Difference, FieldDifference, Kind};
pub(crate) use input::{Input, LastRead, Source};
pub(crate) use rows::{Lines, Shown, Which, lines, rows, save_rejected};

/// Differences that are told at most; their sums are exact.
const MOST_DIFFERENCES: usize = 50_000;
/// So many rows are made ready for the writer at once: more than it writes in one go.
const READY: usize = 2_000;

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
    /// Rows among the updated ones in which nothing shown changes, because a desk's correction stays.
    pub(crate) kept: u32,
    /// SHA-256 of the file, hexadecimal.
    pub(crate) digest: String,
    /// The sheets that could be read, in a workbook.
    pub(crate) sheets: Vec<String>,
    /// What other encodings would make of the letters.
    pub(crate) encodings: Vec<Guess>,
    /// Columns were taken as for the last list of this shape.
    pub(crate) remembered: bool,
    /// How many differences there are of each kind, and which they are.
    pub(crate) kinds: Vec<(Kind, u32)>,
    pub(crate) differences: Vec<Difference>,
}

/// How a list is taken.
pub(crate) struct Order {
    pub(crate) input: Input,
    /// Only say what would happen.
    pub(crate) preview: bool,
    /// Tell the differences one by one.
    pub(crate) differences: bool,
    pub(crate) choices: Choices,
    /// The digest of the file that was looked at; another one is not taken.
    pub(crate) digest: Option<String>,
}

/// Reads a list; with `preview`, only says what it would do.
///
/// # Errors
/// If the file cannot be read as a list, or nothing could be written.
pub(crate) fn import_list(
    kiosk: &Kiosk,
    caller: &Caller,
    order: &Order,
    once: &Once,
) -> Result<Answered<Report>, KioskError> {
    let mut read = order.input.read(kiosk)?;
    if order.digest.as_ref().is_some_and(|looked_at| *looked_at != read.digest) {
        return Err(KioskError::ListChanged);
    }
    if !read.listing.own.is_empty() {
        own_export::settle(Arc::make_mut(&mut read.listing), &kiosk.event());
    }
    // One import at a time: a plan is good for the event it was made for.
    let _one = kiosk.shared().importing.lock().unwrap_or_else(PoisonError::into_inner);
    let earlier = if order.preview { None } else { bound(kiosk, once)? };
    let most = if order.differences { MOST_DIFFERENCES } else { 0 };
    let cancelled = cancelled(&read.listing);
    let (input, digest) = (&order.input, read.digest.clone());
    let cells = move |lines: BTreeSet<u32>| rows::cells(kiosk, input, &digest, lines);
    let mut plan = kiosk.shared().plan(Arc::make_mut(&mut read.listing), &order.choices, most, &cells)?;
    let mut report = Report { cancelled, ..report(&read.listing, &mut plan) };
    report.digest.clone_from(&read.digest);
    report.remembered = read.remembered;
    if order.preview {
        report.encodings = interchange::encodings(&read.bytes);
    }
    if let Some(earlier) = earlier {
        return Ok(Answered::again(Report { import: import_of(&earlier), ..report }));
    }
    if !order.preview {
        order.input.remember(kiosk, &read.listing);
        // What was read is not needed any more, and can be large.
        drop(read);
        if plan.rows() > 0 {
            report.import = Some(write(kiosk, caller, plan, report.digest.clone(), once)?);
        }
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

/// How many rows are of people who have cancelled.
fn cancelled(listing: &Listing) -> u32 {
    let cancelled = listing.rows.iter().filter(|row| {
        let mut profile = checkin::Profile::default();
        if let Some(status) = row.values.get(&Field::Status) {
            profile.set(&Field::Status, status);
        }
        profile.status == checkin::Status::Cancelled
    });
    u32::try_from(cancelled.count()).unwrap_or(u32::MAX)
}

fn report(listing: &Listing, plan: &mut Plan) -> Report {
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
        cancelled: 0,
        undone: false,
        kept: plan.kept,
        digest: String::new(),
        sheets: listing.sheets.clone(),
        encodings: Vec::new(),
        remembered: false,
        kinds: plan.kinds.iter().map(|(kind, n)| (*kind, *n)).collect(),
        differences: std::mem::take(&mut plan.differences),
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

/// Writes a plan: its records in pieces under an import id, then the one that makes them count. If that is stopped in
/// between, what was written never counts, and its personal parts are taken away.
fn write(kiosk: &Kiosk, caller: &Caller, plan: Plan, file_digest: String, once: &Once) -> Result<RecordId, KioskError> {
    let staff = caller.staff.clone();
    let ticket_types = plan.ticket_types.clone();
    let rows = plan.rows();
    let under_way = kiosk.shared().progress.begin(rows);
    let end = kiosk.read(|view| view.journal_end())?;
    let import = kiosk.write(move |desk| desk.transact(&staff, |tx| Ok(tx.new_import()?)))?;
    let mut written = Vec::new();
    match write_rows(kiosk, caller, plan, import, &mut written) {
        Ok(()) => {}
        Err(error) => {
            take_back(kiosk, &written);
            return Err(error);
        }
    }
    let (staff, once) = (caller.staff.clone(), once.clone());
    let taken = kiosk.write(move |desk| {
        desk.transact(&staff, |tx| {
            for (id, name) in &ticket_types {
                tx.append(&Act::TicketType { id: id.clone(), name: name.clone() }, None, None, None)?;
            }
            let act = Act::Import { import, file_digest, rows };
            tx.append(&act, None, None, once.call().as_ref())?;
            Ok(())
        })?;
        // What fails from here on makes nothing of the import void.
        Ok(desk.refresh_event())
    });
    let refreshed = match taken {
        Ok(refreshed) => refreshed,
        Err(error) => match is_in_force(kiosk, import) {
            // It is in, and only the answer got lost.
            Some(true) => Err(error),
            Some(false) => {
                take_back(kiosk, &written);
                return Err(error);
            }
            // Nobody knows: what may count is not taken away.
            None => return Err(error),
        },
    };
    fold::fold(kiosk, import, end)?;
    if refreshed.is_err()
        && let Err(error) = kiosk.write(|desk| desk.refresh_event())
    {
        // The list is in; its ticket types have their names again when the event is opened.
        tracing::warn!(code = error.code(), "the event is not read anew after a list");
    }
    drop(under_way);
    kiosk.wake_backups();
    Ok(import)
}

/// Whether an import counts, if that can be seen.
fn is_in_force(kiosk: &Kiosk, import: RecordId) -> Option<bool> {
    match kiosk.read(|view| view.import_record(import)) {
        Ok(_) => Some(true),
        Err(KioskError::Store(StoreError::NotFound)) => Some(false),
        Err(_) => None,
    }
}

fn write_rows(
    kiosk: &Kiosk,
    caller: &Caller,
    plan: Plan,
    import: RecordId,
    written: &mut Vec<RecordId>,
) -> Result<(), KioskError> {
    let now = kiosk.shared().clock.now();
    let mut changes = plan.changes.into_iter();
    let mut make_ready = |most: usize| -> Result<Vec<Change>, KioskError> {
        changes.by_ref().take(most).map(|change| change.ready(import, now)).collect()
    };
    let mut ready = VecDeque::from(make_ready(READY)?);
    while !ready.is_empty() {
        if kiosk.shared().progress.is_cancelled() {
            return Err(KioskError::ImportCancelled);
        }
        let before = ready.len();
        let staff = caller.staff.clone();
        let shared = Arc::clone(kiosk.shared());
        let writing = kiosk.begin_write(move |desk| {
            let start = Instant::now();
            desk.transact(&staff, |tx| {
                let mut records = Vec::with_capacity(store::PIECE);
                while !ready.is_empty() {
                    for change in ready.drain(..store::PIECE.min(ready.len())) {
                        change.append(tx, import, &mut records)?;
                    }
                    if shared.is_long(start.elapsed()) {
                        break;
                    }
                }
                Ok((records, ready))
            })
        })?;
        // What comes next is made ready while the writer is busy with these.
        let next = make_ready(if before < READY { READY } else { store::PIECE });
        let records;
        (records, ready) = writing.wait()?;
        written.extend(records);
        kiosk.shared().progress.done(u32::try_from(before - ready.len()).unwrap_or(u32::MAX));
        ready.extend(next?);
    }
    // From here on it is too late: what is left takes no time that anybody waits for.
    if kiosk.shared().progress.is_cancelled() { Err(KioskError::ImportCancelled) } else { Ok(()) }
}

/// Takes the personal parts of records away that will never count. Where that fails (a full disk), they lie there unseen
/// until the event is erased.
fn take_back(kiosk: &Kiosk, written: &[RecordId]) {
    for piece in written.chunks(store::PIECE) {
        let erased = Act::Erased { records: piece.to_vec(), organisation: String::new() };
        let erased =
            kiosk.write(move |desk| desk.transact("", |tx| Ok(tx.append(&erased, None, None, None).map(|_| ())?)));
        if erased.is_err() {
            return;
        }
    }
}
