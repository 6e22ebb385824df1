//! The rows of a list one by one: to look them through, to put a cell right, to save what does not come in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use checkin::{Field, FieldValue, Language};
use interchange::{Cell, CsvDialect, Kept, Listing, ReadOptions, Reason, Rejected, Table, WarningReason};

use super::input::{Input, Opened};
use crate::error::KioskError;
use crate::kiosk::Kiosk;
use crate::words::say;

/// Which rows are looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Which {
    /// All.
    #[default]
    All,
    /// Those with a remark.
    Warned,
    /// Those that do not come in.
    Rejected,
}

/// A row as it is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) line: u32,
    pub(crate) name: String,
    pub(crate) organisation: String,
    pub(crate) email: String,
    pub(crate) ticket_type: String,
    pub(crate) warnings: Vec<WarningReason>,
    /// Why it does not come in.
    pub(crate) rejected: Option<Rejected>,
}

/// Rows `from` on, at most `limit`, in the order of lines; and how many there are.
pub(crate) fn rows(
    kiosk: &Kiosk,
    input: &Input,
    which: Which,
    from: usize,
    limit: usize,
) -> Result<(Vec<Shown>, usize), KioskError> {
    let listing = input.read(kiosk)?.listing;
    let mut warned: BTreeMap<u32, Vec<WarningReason>> = BTreeMap::new();
    for warning in &listing.warnings {
        warned.entry(warning.line).or_default().push(warning.reason);
    }
    let mut lines: Vec<(u32, Place)> = Vec::new();
    if which != Which::Rejected {
        let rows = listing.rows.iter().enumerate();
        let seen = rows.filter(|(_, row)| which == Which::All || warned.contains_key(&row.line));
        lines.extend(seen.map(|(place, row)| (row.line, Place::Row(place))));
    }
    if which != Which::Warned {
        lines.extend(listing.rejected.iter().enumerate().map(|(place, row)| (row.line, Place::Rejected(place))));
    }
    lines.sort_unstable();
    let shown = lines.iter().skip(from).take(limit).map(|(line, place)| shown(&listing, *line, *place, &warned));
    Ok((shown.collect(), lines.len()))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Row(usize),
    Rejected(usize),
}

fn shown(listing: &Listing, line: u32, place: Place, warned: &BTreeMap<u32, Vec<WarningReason>>) -> Shown {
    let warnings = warned.get(&line).cloned().unwrap_or_default();
    match place {
        Place::Row(place) => {
            let values = listing.rows.get(place).map(|row| &row.values);
            let text = |field: &Field| values.and_then(|it| it.get(field)).map(FieldValue::to_text).unwrap_or_default();
            Shown {
                line,
                name: text(&Field::Name),
                organisation: text(&Field::Organisation),
                email: text(&Field::Email),
                ticket_type: text(&Field::TicketType),
                warnings,
                rejected: None,
            }
        }
        Place::Rejected(place) => Shown { line, rejected: listing.rejected.get(place).cloned(), ..Shown::default() },
    }
}

/// The cells of some lines as they stand in the list.
pub(crate) struct Lines {
    /// All headings from the left.
    pub(crate) headings: Vec<String>,
    /// Each line with its cells, and with itself as one text where the list is one.
    pub(crate) lines: Vec<(u32, Vec<String>, Option<String>)>,
}

/// The cells of some lines, after what was put right.
pub(crate) fn lines(kiosk: &Kiosk, input: &Input, lines: &[u32]) -> Result<Lines, KioskError> {
    let listing = keeping(kiosk, input, lines.iter().copied().collect())?;
    let kept = listing.kept.iter().map(|Kept { line, cells, text }| {
        let line_text = || interchange::line_text(cells, listing.delimiter);
        let text = listing.sheet.is_none().then(|| text.clone().unwrap_or_else(line_text));
        (*line, cells.clone(), text)
    });
    Ok(Lines { headings: listing.headings.clone(), lines: kept.collect() })
}

fn keeping(kiosk: &Kiosk, input: &Input, keep: BTreeSet<u32>) -> Result<Arc<Listing>, KioskError> {
    Ok(opened_keeping(kiosk, input, keep)?.listing)
}

fn opened_keeping(kiosk: &Kiosk, input: &Input, keep: BTreeSet<u32>) -> Result<Opened, KioskError> {
    let options = ReadOptions { keep, ..input.options.clone() };
    Input { options, ..input.clone() }.read(kiosk)
}

/// The cells of these lines of the list with this digest. It is read once more for them: few lists have such lines, and
/// all cells of a large one take more memory than they are worth.
pub(super) fn cells(
    kiosk: &Kiosk,
    input: &Input,
    digest: &str,
    lines: BTreeSet<u32>,
) -> Result<Vec<Vec<String>>, KioskError> {
    let opened = opened_keeping(kiosk, input, lines)?;
    if opened.digest != digest {
        return Err(KioskError::ListChanged);
    }
    Ok(opened.listing.kept.iter().map(|kept| kept.cells.clone()).collect())
}

/// Saves the rows that do not come in, with line and reason before them, in a form that can be put right and read again.
/// Returns how many.
pub(crate) fn save_rejected(kiosk: &Kiosk, input: &Input, language: Language, to: &Path) -> Result<usize, KioskError> {
    let listing = input.read(kiosk)?.listing;
    let why: BTreeMap<u32, (Reason, Option<u32>)> =
        listing.rejected.iter().map(|row| (row.line, (row.reason, row.other_line))).collect();
    let listing = keeping(kiosk, input, why.keys().copied().collect())?;
    let mut headings = vec![say(language, "list.look.line", &[])];
    headings.extend(listing.headings.iter().cloned());
    let rows = listing.kept.iter().map(|Kept { line, cells, .. }| {
        let reason = why.get(line).map(|(reason, other)| {
            let other = other.map(|line| line.to_string()).unwrap_or_default();
            say(language, &format!("list.reason.{}", reason.as_str()), &[("n", &other)])
        });
        let first = Cell::Text(format!("{line}: {}", reason.unwrap_or_default()));
        std::iter::once(first).chain(cells.iter().map(|cell| Cell::Text(cell.clone()))).collect()
    });
    let table = Table { sheet_name: String::new(), headings, rows: rows.collect() };
    let dialect = match language {
        Language::Danish => CsvDialect::Danish,
        Language::English => CsvDialect::Other,
    };
    let n = table.rows.len();
    store::write_atomically(to, &interchange::to_csv(&table, dialect))?;
    Ok(n)
}
