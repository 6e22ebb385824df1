//! `src-tauri/docs/schema.sql` says what a new file holds: a text of its own, which this test alone holds to the truth.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::bench::{Bench, raw};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A statement without comments, with single blanks.
fn plain(sql: &str) -> String {
    let code = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    let text = code.collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_documented_schema_is_that_of_a_new_file() {
    let documented = root("../../docs/schema.sql");
    let text = std::fs::read_to_string(&documented).unwrap();
    let documented: BTreeSet<String> =
        plain(&text).split(';').map(|statement| statement.trim().to_owned()).filter(|text| !text.is_empty()).collect();

    let bench = Bench::new();
    bench.create("event.ankomst").close().unwrap();
    let db = raw(&bench.path("event.ankomst"));
    let mut statements = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL").unwrap();
    let real: BTreeSet<String> =
        statements.query_map([], |row| row.get::<_, String>(0)).unwrap().map(|sql| plain(&sql.unwrap())).collect();
    assert_eq!(documented, real, "docs/schema.sql is the schema of a new file");
}

#[test]
fn every_table_is_strict() {
    let bench = Bench::new();
    bench.create("event.ankomst").close().unwrap();
    let db = raw(&bench.path("event.ankomst"));
    let loose: Vec<String> = db
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(loose, Vec::<String>::new(), "a number never lands in a column of texts");
}
