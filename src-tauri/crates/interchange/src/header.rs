//! Which row is the header, and what each of its columns is.

mod choose;

use checkin::Field;

use crate::headings::{Sureness, fold, meaning};
use crate::own::OwnFields;
use crate::record::{Record, is_blank};
use crate::{Column, ListError, ReadOptions, limits};

/// What a column of the list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// One of ours.
    Known(Column),
    /// The whole name beside first and last name: looked at where those are blank.
    Whole,
    /// Kept under its heading, or its letter where it has none.
    Own(Field),
}

/// The columns of a list.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What each column is, from the left.
    pub(crate) uses: Vec<Use>,
    /// Their headings, cleaned.
    pub(crate) headings: Vec<String>,
    /// What they are called: their headings, or their letters where there is none but something below.
    pub(crate) labels: Vec<String>,
    /// What they are called, folded.
    pub(crate) named: Vec<String>,
    /// The rows of the header, folded, to know them again.
    pub(crate) rows: Vec<Vec<String>>,
}

/// The header that was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Which of the records it is.
    pub(crate) index: usize,
    /// Its last record: the same, or the next one if it has two rows.
    pub(crate) last: usize,
    /// Its columns.
    pub(crate) plan: Plan,
    quality: Quality,
    known: usize,
    /// Whether it is a single cell.
    is_alone: bool,
    /// Whether there is anything below.
    has_rows: bool,
}

/// How much a sheet looks like a list of people, in this order: with a name and with rows; how good the header is; with
/// rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Worth(bool, Quality, bool);

/// How much a row looks like a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Quality {
    /// Two known headings, none of them a name.
    Headings,
    /// The name alone.
    Name,
    /// A name and another one.
    NameAndMore,
}

/// What was asked for: column, heading folded, and as given.
type Wishes = Vec<(Column, String, String)>;

/// Finds the header: the first row with a name column and another known heading; if there is none, the first with a
/// name column; if there is none, the first with two known headings.
///
/// One known word is not enough by itself: a preamble line `Name;Summer Meeting` has that much.
pub(crate) fn find(records: &[Record], options: &ReadOptions) -> Result<Option<Found>, ListError> {
    let wishes = wishes(options)?;
    let mut best: Option<Found> = None;
    for (index, record) in records.iter().enumerate().take(limits::HEADER_WITHIN) {
        let Some(found) = judge(index, record, &wishes) else { continue };
        if best.as_ref().is_none_or(|best| found.quality > best.quality) {
            best = Some(found);
        }
    }
    Ok(best.map(|best| best.settled(records, &wishes)))
}

/// Why no header was found among these records, or that a heading asked for is not in it.
pub(crate) fn not_found(records: &[Record], options: &ReadOptions) -> ListError {
    let Some(first) = records.iter().find(|record| !record.is_blank()) else { return ListError::Empty };
    let headings: Vec<String> = first.cells.iter().filter(|cell| !is_blank(cell)).map(|cell| cleaned(cell)).collect();
    let named: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    missing(&named, headings.clone(), options).unwrap_or(ListError::NoHeader { headings })
}

/// The first row that is not blank, as a header of which nothing is known but what was asked for.
pub(crate) fn first_row(records: &[Record], options: &ReadOptions) -> Result<Option<Found>, ListError> {
    let wishes = wishes(options)?;
    let first = records.iter().enumerate().find(|(_, record)| !record.unclosed && !record.is_blank());
    let found = first.map(|(index, record)| {
        let found = Found::new(index, plan(&record.cells, &wishes, &[]), Quality::Headings, 0);
        found.settled(records, &wishes)
    });
    Ok(found)
}

/// The first heading asked for that is not in the header.
pub(crate) fn missing(named: &[String], headings: Vec<String>, options: &ReadOptions) -> Option<ListError> {
    let (field, heading) =
        options.mapping.iter().find(|(_, heading)| !is_blank(heading) && !named.contains(&fold(heading)))?;
    Some(ListError::NoSuchColumn { field: field.clone(), heading: heading.clone(), headings })
}

impl Found {
    fn new(index: usize, plan: Plan, quality: Quality, known: usize) -> Self {
        Self { index, last: index, plan, quality, known, is_alone: false, has_rows: false }
    }

    /// With a second row of headings, if there is one, and with what the rows below say about the columns.
    fn settled(mut self, records: &[Record], wishes: &Wishes) -> Self {
        let Some(top) = records.get(self.index) else { return self };
        let mut rows = vec![top];
        let mut cells = top.cells.clone();
        if let Some(under) = records.get(self.index + 1)
            && let Some(both) = joined(top, under)
        {
            rows.push(under);
            cells = both;
            self.last += 1;
        }
        let below = records.get(self.last + 1..).unwrap_or_default();
        self.is_alone = cells.iter().filter(|cell| !is_blank(cell)).count() == 1;
        self.has_rows = below.iter().any(|record| !record.is_blank());
        self.plan = plan(&cells, wishes, below);
        self.plan.rows = rows.iter().map(|row| row.cells.iter().map(|cell| fold(cell)).collect()).collect();
        self
    }

    /// For comparing what different delimiters make of the same text.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        (self.quality, self.known)
    }

    /// For comparing the sheets of a workbook.
    ///
    /// A column of names alone is as good as one beside others. `Name | Summer Meeting` on a cover has only that word.
    pub(crate) fn worth(&self) -> Worth {
        let is_list = self.quality == Quality::Name && self.is_alone;
        let quality = if is_list { Quality::NameAndMore } else { self.quality };
        Worth(quality > Quality::Headings && self.has_rows, quality, self.has_rows)
    }
}

impl Worth {
    /// Nothing is better.
    pub(crate) const BEST: Self = Self(true, Quality::NameAndMore, true);
}

impl Plan {
    /// Where the column is.
    pub(crate) fn position(&self, column: &Column) -> Option<usize> {
        self.uses.iter().position(|used| matches!(used, Use::Known(known) if known == column))
    }

    /// What the column is called.
    pub(crate) fn heading(&self, column: &Column) -> Option<String> {
        self.labels.get(self.position(column)?).cloned()
    }

    /// The first of the columns that name the person.
    pub(crate) fn name_heading(&self) -> Option<String> {
        let is_name = |used: &Use| matches!(used, Use::Known(column) if column.is_name());
        self.labels.get(self.uses.iter().position(is_name)?).cloned()
    }

    /// Whether a record is a row of the header once more.
    pub(crate) fn is_header(&self, record: &Record) -> bool {
        self.rows.iter().any(|row| {
            let cells = record.cells.iter().map(|cell| fold(cell)).chain(std::iter::repeat_with(String::new));
            let rest = record.cells.iter().skip(row.len());
            cells.zip(row).all(|(cell, heading)| cell == *heading) && rest.into_iter().all(|cell| is_blank(cell))
        })
    }
}

/// One row of headings of two: `Navn | | E-mail` above `Fornavn | Efternavn |`, where `Navn` stands over two columns.
///
/// Everything in the second must be a known heading, and stand where the first has nothing or a word over several
/// columns. No attendee looks like that.
fn joined(top: &Record, under: &Record) -> Option<Vec<String>> {
    if top.unclosed || under.unclosed {
        return None;
    }
    let filled = |record: &Record, place: usize| record.cells.get(place).is_some_and(|cell| !is_blank(cell));
    let is_over_several = |place: usize| filled(under, place + 1) && !filled(top, place + 1);
    let places: Vec<usize> = (0..under.cells.len()).filter(|place| filled(under, *place)).collect();
    let known: Vec<Sureness> = places.iter().filter_map(|place| Some(meaning(under.cells.get(*place)?)?.1)).collect();
    let is_header = places.len() >= 2
        && known.len() == places.len()
        && known.iter().any(|sureness| *sureness >= Sureness::Sure)
        && places.iter().any(|place| !filled(top, *place))
        && places.iter().all(|place| !filled(top, *place) || is_over_several(*place));
    let cell = |place: usize| {
        let row = if filled(under, place) { under } else { top };
        row.cells.get(place).cloned().unwrap_or_default()
    };
    is_header.then(|| (0..top.cells.len().max(under.cells.len())).map(cell).collect())
}

fn wishes(options: &ReadOptions) -> Result<Wishes, ListError> {
    let wish = |(field, heading): (&String, &String)| {
        let column = Column::from_key(field).ok_or_else(|| ListError::NoSuchField { field: field.clone() })?;
        Ok((column, fold(heading), heading.clone()))
    };
    options.mapping.iter().map(wish).collect()
}

fn judge(index: usize, record: &Record, wishes: &Wishes) -> Option<Found> {
    if record.unclosed {
        return None;
    }
    let plan = plan(&record.cells, wishes, &[]);
    // Of somebody who has cancelled a row may hold just that word, and it makes no header of it.
    let is_known = |used: &&Use| match used {
        Use::Known(column) => *column != Column::Cancelled,
        Use::Whole => true,
        Use::Own(_) => false,
    };
    let known = plan.uses.iter().filter(is_known).count();
    let has_name = plan.uses.iter().any(|used| matches!(used, Use::Known(column) if column.is_name()));
    let quality = match (has_name, known) {
        (true, 2..) => Quality::NameAndMore,
        (true, _) if is_surely_name(&plan, wishes) => Quality::Name,
        (false, 2..) => Quality::Headings,
        _ => return None,
    };
    Some(Found::new(index, plan, quality, known))
}

/// Whether the one known heading can be nothing but a name: "Deltager" is also what a ticket type is called, so that a
/// row in which it is the only known word is no header.
fn is_surely_name(plan: &Plan, wishes: &Wishes) -> bool {
    plan.headings.iter().zip(&plan.named).any(|(heading, named)| {
        let is_asked = wishes.iter().any(|(column, wanted, _)| column.is_name() && wanted == named);
        is_asked || meaning(heading).is_some_and(|(column, sure)| column.is_name() && sure >= Sureness::Sure)
    })
}

/// What each column is. `below` are rows below the headings, as far as they are to be looked at.
fn plan(cells: &[String], wishes: &Wishes, below: &[Record]) -> Plan {
    let headings: Vec<String> = cells.iter().map(|cell| cleaned(cell)).collect();
    let is_filled = |place: usize| {
        below.iter().any(|record| !record.unclosed && record.cells.get(place).is_some_and(|cell| !is_blank(cell)))
    };
    let label = |(place, heading): (usize, &String)| {
        if heading.is_empty() && is_filled(place) { letters(place) } else { heading.clone() }
    };
    let labels: Vec<String> = headings.iter().enumerate().map(label).collect();
    let named: Vec<String> = labels.iter().map(|label| fold(label)).collect();
    let chosen = choose::choose(&headings, &named, wishes, below);
    let has_both = [Column::FirstName, Column::LastName].iter().all(|column| chosen.contains_key(column));
    let mut uses: Vec<Option<Use>> = vec![None; headings.len()];
    for (column, position) in chosen {
        if let Some(used) = uses.get_mut(position) {
            *used = Some(if has_both && column == Column::Name { Use::Whole } else { Use::Known(column) });
        }
    }
    let mut own = OwnFields::default();
    for (used, heading) in uses.iter_mut().zip(&headings) {
        if used.is_none() && !heading.is_empty() {
            *used = Some(Use::Own(own.field(heading)));
        }
    }
    // After those that have a heading, so that none of them has to give way to a letter.
    let own = |(place, used): (usize, Option<Use>)| used.unwrap_or_else(|| Use::Own(own.field(&letters(place))));
    let uses = uses.into_iter().enumerate().map(own).collect();
    Plan { uses, rows: vec![headings.iter().map(|heading| fold(heading)).collect()], headings, labels, named }
}

/// What a spreadsheet calls the column: A, B … Z, AA.
fn letters(place: usize) -> String {
    const LETTERS: [char; 26] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
        'W', 'X', 'Y', 'Z',
    ];
    let mut letters: Vec<char> = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        letters.extend(LETTERS.get((left - 1) % LETTERS.len()));
        left = (left - 1) / LETTERS.len();
    }
    letters.into_iter().rev().collect()
}

fn cleaned(heading: &str) -> String {
    checkin::names::clean(&Field::Name, heading).text
}
