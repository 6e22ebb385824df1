//! The event's own badge templates: drawings, by a name that settings use. They are not in the journal.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::tx::{Call, Tx};
use crate::view::View;

/// So many calls are remembered: far more than a window sends again.
const CALLS: i64 = 200;

/// A badge template without its drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateHead {
    /// As settings name it.
    pub template: String,
    /// As people name it.
    pub title: String,
    /// Grows with each change.
    pub revision: u64,
    /// When it changed last.
    pub saved: Timestamp,
}

/// A badge template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTemplate {
    /// What it is called, and its state.
    pub head: TemplateHead,
    /// The file.
    pub svg: String,
}

impl View<'_> {
    /// The event's own badge templates, by title.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn templates(self) -> Result<Vec<TemplateHead>, StoreError> {
        let sql = "SELECT template, title, revision, saved_ms FROM badge_template ORDER BY title, template";
        let mut statement = self.db.prepare_cached(sql)?;
        let heads = statement.query_map([], head)?.collect::<Result<_, _>>()?;
        Ok(heads)
    }

    /// The revision of one of them; `None` if there is none of this name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn template_revision(self, template: &str) -> Result<Option<u64>, StoreError> {
        let mut statement = self.db.prepare_cached("SELECT revision FROM badge_template WHERE template = ?1")?;
        let revision: Option<i64> = statement.query_row([template], |row| row.get(0)).optional()?;
        Ok(revision.map(i64::unsigned_abs))
    }

    /// One of them; `None` if there is none of this name.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn template(self, template: &str) -> Result<Option<StoredTemplate>, StoreError> {
        let sql = "SELECT template, title, revision, saved_ms, svg FROM badge_template WHERE template = ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let found = statement.query_row([template], |row| Ok((head(row)?, row.get::<_, Vec<u8>>(4)?))).optional()?;
        let text = |bytes| String::from_utf8(bytes).map_err(|_| StoreError::Unexpected("a template that is no text"));
        found.map(|(head, svg)| Ok(StoredTemplate { head, svg: text(svg)? })).transpose()
    }
}

impl Tx<'_> {
    /// Saves a badge template under its name, a new one or in the place of the one before. Returns its revision.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn put_template(&mut self, template: &str, title: &str, svg: &str) -> Result<u64, StoreError> {
        let digest: [u8; 32] = Sha256::digest(svg.as_bytes()).into();
        let revision: i64 = self
            .db
            .prepare_cached(
                "INSERT INTO badge_template (template, title, svg, digest, revision, saved_ms)
                 VALUES (:template, :title, :svg, :digest, 1, :saved)
                 ON CONFLICT (template) DO UPDATE SET title = excluded.title, svg = excluded.svg,
                     digest = excluded.digest, revision = revision + 1, saved_ms = excluded.saved_ms
                 RETURNING revision",
            )?
            .query_row(
                rusqlite::named_params! {
                    ":template": template, ":title": title, ":svg": svg.as_bytes(), ":digest": digest.as_slice(),
                    ":saved": self.now.as_millisecond(),
                },
                |row| row.get(0),
            )?;
        Ok(revision.unsigned_abs())
    }

    /// Takes a badge template away; whether there was one.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn remove_template(&mut self, template: &str) -> Result<bool, StoreError> {
        Ok(self.db.execute("DELETE FROM badge_template WHERE template = ?1", [template])? > 0)
    }

    /// The template that an earlier, equal call made or changed.
    ///
    /// # Errors
    /// [`StoreError::NonceReused`] if another call bound the nonce.
    pub fn template_call(&self, call: &Call<'_>) -> Result<Option<String>, StoreError> {
        let found: Option<(Vec<u8>, String)> = self
            .db
            .prepare_cached("SELECT call, template FROM template_call WHERE nonce = ?1")?
            .query_row([call.nonce], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match found {
            None => Ok(None),
            Some((digest, template)) if digest == self.chain.call_digest(call.name, call.parameters) => {
                Ok(Some(template))
            }
            Some(_) => Err(StoreError::NonceReused),
        }
    }

    /// Remembers what a call made or changed.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn bind_template_call(&mut self, call: &Call<'_>, template: &str) -> Result<(), StoreError> {
        let digest = self.chain.call_digest(call.name, call.parameters);
        self.db.execute(
            "INSERT INTO template_call (nonce, call, template) VALUES (?1, ?2, ?3)",
            params![call.nonce, digest.as_slice(), template],
        )?;
        self.db.execute(
            "DELETE FROM template_call WHERE number <= (SELECT max(number) FROM template_call) - ?1",
            [CALLS],
        )?;
        Ok(())
    }
}

/// The templates whose drawing is not that of its digest.
pub(crate) fn changed(db: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = db.prepare("SELECT template, svg, digest FROM badge_template ORDER BY template")?;
    let mut rows = statement.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let (svg, digest): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
        if Sha256::digest(&svg).as_slice() != digest.as_slice() {
            changed.push(row.get(0)?);
        }
    }
    Ok(changed)
}

fn head(row: &Row<'_>) -> rusqlite::Result<TemplateHead> {
    let (revision, saved): (i64, i64) = (row.get(2)?, row.get(3)?);
    let saved = Timestamp::from_millisecond(saved).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(TemplateHead { template: row.get(0)?, title: row.get(1)?, revision: revision.unsigned_abs(), saved })
}
