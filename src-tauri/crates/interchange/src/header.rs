//! Which row is the header, and what each of its columns is.

use std::collections::BTreeMap;

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
    /// Kept under its heading.
    Own(Field),
    /// It has no heading: its cells are not read.
    Blank,
}

/// The columns of a list.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// What each column is, from the left.
    pub(crate) uses: Vec<Use>,
    /// Their headings, cleaned.
    pub(crate) headings: Vec<String>,
    /// The headings folded, to know the header again.
    pub(crate) folded: Vec<String>,
}

/// The header that was found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Which of the records it is.
    pub(crate) index: usize,
    /// Its columns.
    pub(crate) plan: Plan,
    quality: Quality,
    known: usize,
}

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
    Ok(best)
}

/// Why no header was found among these records, or that a heading asked for is not in it.
pub(crate) fn not_found(records: &[Record], options: &ReadOptions) -> ListError {
    let Some(first) = records.iter().find(|record| !record.is_blank()) else { return ListError::Empty };
    let headings: Vec<String> = first.cells.iter().filter(|cell| !is_blank(cell)).map(|cell| cleaned(cell)).collect();
    let folded: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    missing(&folded, headings.clone(), options).unwrap_or(ListError::NoHeader { headings })
}

/// The first row that is not blank, as a header of which nothing is known.
pub(crate) fn first_row(records: &[Record]) -> Option<Found> {
    let index = records.iter().position(|record| !record.unclosed && !record.is_blank())?;
    let plan = plan(&records.get(index)?.cells, &Vec::new());
    Some(Found { index, plan, quality: Quality::Headings, known: 0 })
}

/// The first heading asked for that is not in the header.
pub(crate) fn missing(folded: &[String], headings: Vec<String>, options: &ReadOptions) -> Option<ListError> {
    let (field, heading) =
        options.mapping.iter().find(|(_, heading)| !is_blank(heading) && !folded.contains(&fold(heading)))?;
    Some(ListError::NoSuchColumn { field: field.clone(), heading: heading.clone(), headings })
}

impl Found {
    /// For comparing what different delimiters make of the same text.
    pub(crate) fn rank(&self) -> impl Ord + use<> {
        (self.quality, self.known)
    }
}

impl Plan {
    /// Makes the column an own one after all.
    pub(crate) fn demote(&mut self, column: &Column) {
        let taken = self.uses.iter().filter_map(|used| if let Use::Own(field) = used { Some(field) } else { None });
        let mut own = OwnFields::taken(taken);
        for (used, heading) in self.uses.iter_mut().zip(&self.headings) {
            if *used == Use::Known(column.clone()) {
                *used = Use::Own(own.field(heading));
            }
        }
    }

    /// Where the column is.
    pub(crate) fn position(&self, column: &Column) -> Option<usize> {
        self.uses.iter().position(|used| matches!(used, Use::Known(known) if known == column))
    }

    /// The heading of the column.
    pub(crate) fn heading(&self, column: &Column) -> Option<String> {
        self.headings.get(self.position(column)?).cloned()
    }
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
    let plan = plan(&record.cells, wishes);
    let is_known = |used: &&Use| matches!(used, Use::Known(_) | Use::Whole);
    let known = plan.uses.iter().filter(is_known).count();
    let has_name = plan.uses.iter().any(|used| matches!(used, Use::Known(column) if column.is_name()));
    let quality = match (has_name, known) {
        (true, 2..) => Quality::NameAndMore,
        (true, _) if is_surely_name(&plan, wishes) => Quality::Name,
        (false, 2..) => Quality::Headings,
        _ => return None,
    };
    Some(Found { index, plan, quality, known })
}

/// Whether the one known heading can be nothing but a name: "Deltager" is also what a ticket type is called, so that a
/// row in which it is the only known word is no header.
fn is_surely_name(plan: &Plan, wishes: &Wishes) -> bool {
    plan.folded.iter().any(|heading| {
        let is_asked = wishes.iter().any(|(column, wanted, _)| column.is_name() && wanted == heading);
        is_asked || meaning(heading).is_some_and(|(column, sure)| column.is_name() && sure == Sureness::Sure)
    })
}

fn plan(cells: &[String], wishes: &Wishes) -> Plan {
    let headings: Vec<String> = cells.iter().map(|cell| cleaned(cell)).collect();
    let folded: Vec<String> = headings.iter().map(|heading| fold(heading)).collect();
    let chosen = choose(&folded, wishes);
    let has_both = [Column::FirstName, Column::LastName].iter().all(|column| chosen.contains_key(column));
    let mut uses = vec![Use::Blank; headings.len()];
    for (column, position) in chosen {
        if let Some(used) = uses.get_mut(position) {
            *used = if has_both && column == Column::Name { Use::Whole } else { Use::Known(column) };
        }
    }
    let mut own = OwnFields::default();
    for (used, heading) in uses.iter_mut().zip(&headings) {
        if *used == Use::Blank && !is_blank(heading) {
            *used = Use::Own(own.field(heading));
        }
    }
    Plan { uses, headings, folded }
}

/// Which column of the list is which of ours: what was asked for, else the surest heading, else the leftmost.
fn choose(folded: &[String], wishes: &Wishes) -> BTreeMap<Column, usize> {
    let mut chosen: BTreeMap<Column, usize> = BTreeMap::new();
    let mut best: BTreeMap<Column, Sureness> = BTreeMap::new();
    for (column, wanted, _) in wishes.iter().filter(|(_, wanted, _)| !wanted.is_empty()) {
        if let Some(position) = folded.iter().position(|heading| heading == wanted) {
            chosen.insert(column.clone(), position);
        }
    }
    let asked: Vec<usize> = chosen.values().copied().collect();
    let mut losers = Vec::new();
    for (position, heading) in folded.iter().enumerate() {
        if asked.contains(&position) {
            continue;
        }
        let Some((column, sureness)) = meaning(heading) else { continue };
        if wishes.iter().any(|(wish, _, _)| *wish == column) {
            continue;
        }
        if best.get(&column).is_none_or(|best| sureness > *best) {
            if let Some(loser) = chosen.insert(column.clone(), position) {
                losers.push((column.clone(), loser));
            }
            best.insert(column, sureness);
        } else {
            losers.push((column, position));
        }
    }
    // "Nr." and "ID" are the code where there is no other; beside one they only count the rows.
    let counts =
        |position: &usize| folded.get(*position).is_some_and(|heading| matches!(heading.as_str(), "nr" | "no" | "id"));
    if let Some((_, position)) = losers.iter().find(|(column, position)| *column == Column::Code && counts(position)) {
        chosen.entry(Column::No).or_insert(*position);
    }
    chosen
}

fn cleaned(heading: &str) -> String {
    checkin::names::clean(&Field::Name, heading).text
}
