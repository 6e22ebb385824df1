//! Text files: which delimiter, where the header is, and the way from there to a listing.

use crate::delimited::Splitter;
use crate::encoding::{Decoded, decode};
use crate::header::{self, Found};
use crate::record::{self, Record, Records, is_blank};
use crate::rows::{self, Source};
use crate::{ListError, Listing, ReadOptions, limits};

/// Looked at to find the delimiter and the header, in bytes.
const HEAD: usize = 256 << 10;

/// Reads a text file.
pub(crate) fn read(file_name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Listing, ListError> {
    let Decoded { text, encoding } = decode(bytes, options.encoding.as_deref())?;
    if is_blank(&text) {
        return Err(ListError::Empty);
    }
    let (said, body, line) = split_off_sep(&text);
    let delimiter = match said {
        Some(said) => Some(said),
        None => delimiter(body, file_name, options)?,
    };
    let records: Records<'_> = Box::new(Splitter::new(body, delimiter, line).map(|record| record.map(unescape)));
    rows::build(records, options, Source { encoding, delimiter, sheet: None, sheets: Vec::new(), first_line: line })
}

/// A first line `sep=X`, as Excel writes and reads it: the delimiter, the text below, and the number of its first line.
fn split_off_sep(text: &str) -> (Option<char>, &str, u32) {
    let (first, rest) = match text.find(['\r', '\n']) {
        Some(end) => {
            let rest = &text[end..];
            (&text[..end], rest.strip_prefix("\r\n").unwrap_or_else(|| &rest[1..]))
        }
        None => (text, ""),
    };
    let line = first.trim_matches([' ', '"']);
    let said = match line.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("sep=") => &line[4..],
        _ => return (None, text, 1),
    };
    let mut letters = said.chars();
    match (letters.next(), letters.as_str()) {
        (Some('\\'), "t") => (Some('\t'), rest, 2),
        (Some(letter), "") if letter.is_ascii() && !letter.is_alphanumeric() && letter != '"' => {
            (Some(letter), rest, 2)
        }
        _ => (None, text, 1),
    }
}

/// The delimiter by which the best header is found; of equals the first. None, if the header is a single cell.
fn delimiter(text: &str, file_name: &str, options: &ReadOptions) -> Result<Option<char>, ListError> {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let mut candidates = [Some(';'), Some(','), Some('\t'), Some('|'), None];
    if file_name.to_lowercase().ends_with(".tsv") {
        candidates.swap(0, 2);
    }
    let mut best: Option<(usize, Found, Option<char>)> = None;
    for candidate in candidates {
        let records = first_records(head, candidate)?;
        let Some(found) = header::find(&records, options)? else { continue };
        let cells = records.get(found.index).map_or(0, |record| record.cells.len());
        if (cells > 1) != candidate.is_some() {
            continue;
        }
        if best.as_ref().is_none_or(|(_, other, _)| found.rank() > other.rank()) {
            best = Some((cells, found, candidate));
        }
    }
    match best {
        Some((_, _, delimiter)) => Ok(delimiter),
        None => likeliest(head),
    }
}

/// The delimiter that divides the first row most often: there is no header, and the report shows its cells.
fn likeliest(head: &str) -> Result<Option<char>, ListError> {
    let mut best = (1, None);
    for candidate in [';', ',', '\t', '|'] {
        let records = first_records(head, Some(candidate))?;
        let cells = records.iter().find(|record| !record.is_blank()).map_or(0, |record| record.cells.len());
        if cells > best.0 {
            best = (cells, Some(candidate));
        }
    }
    Ok(best.1)
}

fn first_records(head: &str, delimiter: Option<char>) -> Result<Vec<Record>, ListError> {
    record::first(&mut Splitter::new(head, delimiter, 1), limits::HEADER_WITHIN)
}

/// Takes off the apostrophe that [`crate::to_csv`] puts before what a spreadsheet would take for a formula. People do
/// the same by hand to keep a number as text.
pub(crate) fn unescape(mut record: Record) -> Record {
    if !record.unclosed {
        for cell in record.cells.iter_mut().filter(|cell| crate::export::is_escaped(cell)) {
            cell.remove(0);
        }
    }
    record
}
