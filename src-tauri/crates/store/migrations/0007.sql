-- Migration 7: who is to be folded again is put down in pieces. Frozen once released.
-- An older Ankomst cannot open the result.

-- Long acts whose people are not all put down in `refold_due` yet. Empty at rest.
CREATE TABLE refold_source (
    source       BLOB NOT NULL PRIMARY KEY,        -- an import id; empty: everybody who has been to a session
    after        BLOB NOT NULL                     -- put down up to here: a record of the import, or an attendee
) STRICT, WITHOUT ROWID;

-- A few of very many records, looked for while an import takes effect.
CREATE INDEX journal_by_import ON journal (id) WHERE kind = 'import';
