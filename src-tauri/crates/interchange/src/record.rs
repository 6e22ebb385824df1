//! One row of a list, whatever kind of file it comes from.

use crate::ListError;
use crate::limits;

/// A row as it stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The physical line on which it starts, or the sheet's row number, from 1.
    pub(crate) line: u32,
    /// Its cells, as they stand. At most one more than [`limits::COLUMNS`].
    pub(crate) cells: Vec<String>,
    /// A quotation in it is never closed; from there on quotes are letters in its cells.
    pub(crate) unclosed: bool,
    /// How it stands in the file, if it is unclosed.
    pub(crate) broken: Option<Box<Broken>>,
    /// A cell was longer than [`limits::CELL_CHARACTERS`] and was cut.
    pub(crate) cut: bool,
    /// The columns in which a sheet has a number of more digits than it keeps, so that the last ones can be wrong.
    pub(crate) long_numbers: Vec<usize>,
}

/// A record with a quotation that is never closed, as it stands; each at most [`limits::CELL_CHARACTERS`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Broken {
    /// All of it, to the end of the line.
    pub(crate) line: String,
    /// The part from the quotation on.
    pub(crate) quotation: String,
}

/// Rows as a source gives them, lines rising.
pub(crate) type Records<'a> = Box<dyn Iterator<Item = Result<Record, ListError>> + 'a>;

/// Text that is held to look at the first rows, in bytes. One row of a workbook can have 60 million.
const HELD_BYTES: usize = 16 << 20;

/// The first records, at most so many, and fewer if they are huge.
pub(crate) fn first(
    records: &mut dyn Iterator<Item = Result<Record, ListError>>,
    most: usize,
) -> Result<Vec<Record>, ListError> {
    let mut first = Vec::new();
    let mut held = 0;
    while first.len() < most && held < HELD_BYTES {
        let Some(record) = records.next() else { break };
        let record = record?;
        held += record.bytes();
        first.push(record);
    }
    Ok(first)
}

impl Record {
    /// Puts a cell behind the others. Of those beyond the limit only the first with something in it is kept: enough to
    /// see that there are too many, and a line of a million delimiters takes no memory.
    pub(crate) fn push(&mut self, cell: String) {
        if self.cells.len() < limits::COLUMNS || (self.cells.len() == limits::COLUMNS && !is_blank(&cell)) {
            let cell = self.cut(cell);
            self.cells.push(cell);
        }
    }

    /// Puts a cell into a column, counted from 0; see [`Record::push`].
    pub(crate) fn set(&mut self, column: usize, cell: String) {
        let column = column.min(limits::COLUMNS);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        let cell = self.cut(cell);
        self.long_numbers.retain(|other| *other != column);
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
    }

    /// Its text, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let broken = self.broken.as_ref().map_or(0, |broken| broken.line.len() + broken.quotation.len());
        broken + self.cells.iter().map(String::len).sum::<usize>()
    }

    /// Whether there is nothing in any cell.
    pub(crate) fn is_blank(&self) -> bool {
        !self.unclosed && self.cells.iter().all(|cell| is_blank(cell))
    }

    /// The cell, cut to its longest.
    pub(crate) fn cut(&mut self, mut cell: String) -> String {
        // A text of so many bytes cannot have more characters than that, so most cells are not counted.
        if cell.len() > limits::CELL_CHARACTERS
            && let Some(end) = character(&cell, limits::CELL_CHARACTERS)
        {
            cell.truncate(end);
            cell.shrink_to_fit();
            self.cut = true;
        }
        cell
    }
}

/// Where the character of that number, from 0, begins.
fn character(text: &str, number: usize) -> Option<usize> {
    if text.is_ascii() {
        return Some(number);
    }
    text.char_indices().nth(number).map(|(start, _)| start)
}

/// Whether nothing is left of a text after cleaning: blanks, no-break and zero-width spaces, control characters.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
    })
}
