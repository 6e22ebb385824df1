//! Projection tables as text: every row of every table, sorted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use checkin::{AttendeeId, DeskId, RecordId};
use rusqlite::types::ValueRef;

use crate::bench::raw;

/// Per table, its rows.
pub(crate) type Tables = BTreeMap<String, BTreeSet<String>>;

/// A value of a row.
pub(crate) enum Cell {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Self::Null => "-".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("{text:?}"),
            Self::Bytes(bytes) => data_encoding::HEXLOWER.encode(bytes),
        }
    }
}

macro_rules! from {
    ($type:ty, $value:ident => $cell:expr) => {
        impl From<$type> for Cell {
            fn from($value: $type) -> Self {
                $cell
            }
        }
    };
}
from!(i64, n => Self::Number(n));
from!(u32, n => Self::Number(n.into()));
from!(bool, b => Self::Number(b.into()));
from!(&str, text => Self::Text(text.to_owned()));
from!(String, text => Self::Text(text));
from!(RecordId, id => Self::Bytes(id.as_bytes().to_vec()));
from!(AttendeeId, id => Self::Bytes(id.as_bytes().to_vec()));
from!(DeskId, id => Self::Bytes(id.as_bytes().to_vec()));
impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// Adds a row to a table.
pub(crate) fn put<const N: usize>(tables: &mut Tables, table: &str, cells: &[Cell; N]) {
    tables.entry(table.to_owned()).or_default().insert(line(cells));
}

fn line(cells: &[Cell]) -> String {
    cells.iter().map(Cell::text).collect::<Vec<_>>().join(" | ")
}

/// The tables that are no projection.
const TRUTH: [&str; 9] = [
    "journal",
    "personal",
    "secret",
    "meta",
    "staff",
    "refold_due",
    "refold_source",
    "badge_template",
    "template_call",
];

/// All projection tables of a file, without the row of the desk whose file it is: each file has its own.
pub(crate) fn dump(file: &Path, own: DeskId) -> Tables {
    let db = raw(file);
    let mut names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let own = Cell::from(own).text();
    let mut tables = Tables::new();
    for name in names.into_iter().filter(|name| !TRUTH.contains(&name.as_str())) {
        let mut statement = db.prepare(&format!("SELECT * FROM {name}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        let table = tables.entry(name.clone()).or_default();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<Cell> = (0..columns)
                .map(|column| match row.get_ref(column).unwrap() {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(number) => Cell::Number(number),
                    ValueRef::Real(_) => panic!("no table has fractions"),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8(text.to_vec()).unwrap()),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
                })
                .collect();
            let line = line(&cells);
            if !(name == "desk" && line.starts_with(&own)) {
                assert!(table.insert(line), "no table has a row twice: {name}");
            }
        }
    }
    tables
}

/// Fails with the rows that only one side has.
#[track_caller]
pub(crate) fn assert_same(left: &Tables, right: &Tables, reason: &str) {
    let empty = BTreeSet::new();
    for table in left.keys().chain(right.keys()) {
        let (a, b) = (left.get(table).unwrap_or(&empty), right.get(table).unwrap_or(&empty));
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n");
        assert!(a == b, "{reason}: table {table}\nonly left:\n{}\nonly right:\n{}", only(a, b), only(b, a));
    }
}
