//! Records are cut out of the list on one thread and made sense of on another, piece by piece: each takes about as long as
//! the other, and whoever cuts does the other's work too when it has not kept up.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, TrySendError};
use std::thread;

use super::values::Values;
use super::{Reading, limits};
use crate::delimited::Splitter;
use crate::header::Plan;
use crate::record::Record;
use crate::{ListError, ReadOptions};

/// So many records are handed over at once.
const PIECE: usize = 250;
/// So many pieces wait at most.
const WAITING: usize = 4;

/// Some records, and what their cells say where that is known already.
pub(super) struct Piece {
    records: Vec<Record>,
    values: Option<Vec<Values>>,
}

/// What was put right, by line: the column (none: the whole line) and the text.
type Edits<'a> = BTreeMap<u32, Vec<(Option<usize>, &'a str)>>;

/// Cuts records into pieces, with what somebody changed in them.
pub(super) struct Pieces<'a> {
    plan: &'a Plan,
    delimiter: Option<char>,
    is_sheet: bool,
    edits: Edits<'a>,
    /// Text that came in, in bytes.
    taken: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        options: &'a ReadOptions,
        delimiter: Option<char>,
        is_sheet: bool,
    ) -> Result<Self, ListError> {
        Ok(Self { plan, delimiter, is_sheet, edits: edits(plan, options)?, taken: 0 })
    }

    /// Gives all records to `reading`.
    pub(super) fn read(
        mut self,
        records: &mut impl Iterator<Item = Result<Record, ListError>>,
        reading: &mut Reading<'_>,
    ) -> Result<(), ListError> {
        // Set once there are so many rows that nobody wants to know what they say.
        let beyond = AtomicBool::new(false);
        let has_two = thread::scope(|scope| {
            let (pieces, waiting) = mpsc::sync_channel(WAITING);
            let taking = || waiting.into_iter().try_for_each(|piece| reading.take_piece(piece, &beyond));
            let Ok(taker) = thread::Builder::new().name("list".to_owned()).spawn_scoped(scope, taking) else {
                return Ok(false);
            };
            let cut = self.send_all(records, &pieces, &beyond);
            drop(pieces);
            // What went wrong there stands further up in the list.
            taker.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))?;
            cut.map(|()| true)
        })?;
        if has_two {
            return Ok(());
        }
        // No more threads are to be had: then here, one after the other.
        while let Some(piece) = self.next(records)? {
            reading.take_piece(piece, &beyond)?;
        }
        Ok(())
    }

    fn send_all(
        &mut self,
        records: &mut impl Iterator<Item = Result<Record, ListError>>,
        pieces: &mpsc::SyncSender<Piece>,
        beyond: &AtomicBool,
    ) -> Result<(), ListError> {
        while let Some(piece) = self.next(records)? {
            let Err(TrySendError::Full(mut piece)) = pieces.try_send(piece) else { continue };
            if !beyond.load(Ordering::Relaxed) {
                piece.values = Some(values(&piece.records, self.plan));
            }
            if pieces.send(piece).is_err() {
                // The other one has stopped, and says why.
                break;
            }
        }
        Ok(())
    }

    /// The next records; none at the end.
    fn next(
        &mut self,
        records: &mut impl Iterator<Item = Result<Record, ListError>>,
    ) -> Result<Option<Piece>, ListError> {
        let mut piece = Vec::with_capacity(PIECE);
        for record in records.by_ref().take(PIECE) {
            let record = record?;
            self.taken = self.taken.saturating_add(record.bytes());
            if self.taken > limits::TEXT_BYTES {
                return Err(ListError::UnpacksTooLarge { max: limits::UNPACKED_BYTES });
            }
            piece.push(if self.edits.is_empty() { record } else { self.put_right(record) });
        }
        Ok((!piece.is_empty()).then_some(Piece { records: piece, values: None }))
    }

    /// What somebody changed in this record before it is read.
    fn put_right(&self, mut record: Record) -> Record {
        for (column, text) in self.edits.get(&record.line).into_iter().flatten() {
            match column {
                Some(column) => {
                    record.unclosed = false;
                    record.broken = None;
                    record.set(*column, (*text).to_owned());
                }
                // A sheet has no lines of text.
                None if self.is_sheet => {}
                None => {
                    let again = Splitter::new(text, self.delimiter, record.line).next();
                    record = match again {
                        Some(Ok(again)) => crate::dialect::unescape(again),
                        _ => Record { line: record.line, ..Record::default() },
                    };
                }
            }
        }
        record
    }
}

impl Reading<'_> {
    fn take_piece(&mut self, piece: Piece, beyond: &AtomicBool) -> Result<(), ListError> {
        if self.rows > limits::ROWS {
            beyond.store(true, Ordering::Relaxed);
            return piece.records.iter().try_for_each(|record| self.take(record, Values::default()));
        }
        let known = piece.values.unwrap_or_else(|| values(&piece.records, self.plan));
        piece.records.iter().zip(known).try_for_each(|(record, values)| self.take(record, values))
    }
}

fn values(records: &[Record], plan: &Plan) -> Vec<Values> {
    records.iter().map(|record| Values::read(record, plan)).collect()
}

/// What was put right, by line.
fn edits<'a>(plan: &Plan, options: &'a ReadOptions) -> Result<Edits<'a>, ListError> {
    let mut edits = Edits::new();
    for edit in &options.edits {
        let column = match &edit.heading {
            None => None,
            Some(heading) => {
                let wanted = crate::headings::fold(heading);
                let found = plan.named.iter().position(|named| *named == wanted);
                Some(found.ok_or_else(|| ListError::NoSuchColumn {
                    field: edit.line.to_string(),
                    heading: heading.clone(),
                    headings: plan.headings.clone(),
                })?)
            }
        };
        edits.entry(edit.line).or_default().push((column, &edit.text));
    }
    Ok(edits)
}
