//! The ways in which others search, on the same people: what the peers do with a database, and a crate for fuzzy matching.

use find::Entry;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use rusqlite::{Connection, params};

/// How many are asked for: the first five are looked at.
const BEST: i64 = 5;

/// A way to search; it gives places on the list, best first.
pub(crate) trait Other {
    fn name(&self) -> &'static str;
    fn search(&mut self, typed: &str) -> Result<Vec<usize>, String>;
}

pub(crate) fn all(people: &[Entry]) -> Result<Vec<Box<dyn Other>>, String> {
    Ok(vec![
        Box::new(Like(database(people, "CREATE TABLE person (id INTEGER PRIMARY KEY, text TEXT)")?)),
        Box::new(Fts {
            db: database(people, "CREATE VIRTUAL TABLE person USING fts5(text, prefix='2 3')")?,
            name: "FTS5, prefixes",
        }),
        Box::new(Fts {
            db: database(
                people,
                "CREATE VIRTUAL TABLE person USING fts5(text, tokenize='trigram remove_diacritics 1')",
            )?,
            name: "FTS5, trigrams",
        }),
        Box::new(Fuzzy::new(people)),
    ])
}

fn text(person: &Entry) -> String {
    format!("{} {}", person.name, person.organisation)
}

fn database(people: &[Entry], table: &str) -> Result<Connection, String> {
    let made = || -> Result<Connection, rusqlite::Error> {
        let mut db = Connection::open_in_memory()?;
        db.execute_batch(table)?;
        let all = db.transaction()?;
        for (n, person) in (0_i64..).zip(people) {
            all.prepare_cached("INSERT INTO person (rowid, text) VALUES (?1, ?2)")?
                .execute(params![n, text(person)])?;
        }
        all.commit()?;
        Ok(db)
    };
    made().map_err(|error| error.to_string())
}

fn places(db: &Connection, sql: &str, parameter: &str) -> Result<Vec<usize>, String> {
    let ask = || -> Result<Vec<usize>, rusqlite::Error> {
        let mut statement = db.prepare_cached(sql)?;
        statement
            .query_map(
                params![parameter, BEST],
                |row| Ok(usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX)),
            )?
            .collect()
    };
    ask().map_err(|error| error.to_string())
}

/// What pretix and others ask of their database: the letters anywhere.
struct Like(Connection);

impl Other for Like {
    fn name(&self) -> &'static str {
        "LIKE '%…%'"
    }

    fn search(&mut self, typed: &str) -> Result<Vec<usize>, String> {
        places(&self.0, "SELECT id FROM person WHERE text LIKE ?1 ORDER BY text LIMIT ?2", &format!("%{typed}%"))
    }
}

struct Fts {
    db: Connection,
    name: &'static str,
}

impl Other for Fts {
    fn name(&self) -> &'static str {
        self.name
    }

    fn search(&mut self, typed: &str) -> Result<Vec<usize>, String> {
        let words = typed.split_whitespace().map(|word| format!("\"{word}\"*"));
        let query = words.collect::<Vec<_>>().join(" ");
        places(&self.db, "SELECT rowid FROM person WHERE person MATCH ?1 ORDER BY rank LIMIT ?2", &query)
    }
}

/// The matcher of an editor.
struct Fuzzy {
    people: Vec<String>,
    matcher: Matcher,
}

impl Fuzzy {
    fn new(people: &[Entry]) -> Self {
        Self { people: people.iter().map(text).collect(), matcher: Matcher::new(Config::DEFAULT) }
    }
}

impl Other for Fuzzy {
    fn name(&self) -> &'static str {
        "nucleo-matcher"
    }

    fn search(&mut self, typed: &str) -> Result<Vec<usize>, String> {
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut letters = Vec::new();
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (n, person) in self.people.iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::new(person, &mut letters), &mut self.matcher) {
                scored.push((score, n));
            }
        }
        scored.sort_by_key(|(score, n)| (std::cmp::Reverse(*score), *n));
        Ok(scored.into_iter().take(5).map(|(_, n)| n).collect())
    }
}
