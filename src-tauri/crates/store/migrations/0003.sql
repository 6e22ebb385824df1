-- Migration 3: the event's own badge templates. Frozen once released.
-- An older Ankomst cannot open the result.
--
-- Nothing that is there changes.

-- A badge template of the event's own. Not made from the journal, which has no room for drawings: who gets which template
-- is a setting, and thereby a record. `verify` compares each drawing with its digest.
CREATE TABLE badge_template (
    template     TEXT NOT NULL PRIMARY KEY CHECK (length(template) BETWEEN 1 AND 60), -- as settings name it
    title        TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200), -- as people name it
    svg          BLOB NOT NULL CHECK (length(svg) BETWEEN 1 AND 1048576), -- the file, with its pictures in it
    digest       BLOB NOT NULL CHECK (length(digest) = 32),         -- SHA-256 of the file
    revision     INTEGER NOT NULL CHECK (revision >= 1),            -- grows with each change
    saved_ms     INTEGER NOT NULL                  -- when it changed last, UTC ms
) STRICT, WITHOUT ROWID;

-- The latest calls that changed a template, so that a repeated one is known. `verify` does not look at them.
CREATE TABLE template_call (
    number       INTEGER PRIMARY KEY,              -- in the order of the calls
    nonce        TEXT NOT NULL UNIQUE,
    call         BLOB NOT NULL,                    -- keyed digest of the call that bound it
    template     TEXT NOT NULL                     -- the one that it made or changed
) STRICT;
