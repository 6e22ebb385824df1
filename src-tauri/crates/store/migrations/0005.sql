-- Migration 5: staff with roles and PINs. Frozen once released.
-- An older Ankomst cannot open the result.

-- Who works at the desks. Not in the journal, which names only who did what; `verify` does not look at it, and says so.
CREATE TABLE staff (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('desk', 'lead')),
    salt         BLOB NOT NULL CHECK (length(salt) = 16),
    digest       BLOB NOT NULL CHECK (length(digest) = 32),         -- Argon2id of the PIN over the salt
    digits       INTEGER NOT NULL CHECK (digits BETWEEN 4 AND 8),   -- how many the PIN has
    failures     INTEGER NOT NULL CHECK (failures >= 0),            -- wrong PINs in a row
    failed_ms    INTEGER NOT NULL,                 -- when the last of them came, UTC ms
    used_ms      INTEGER NOT NULL                  -- when this person signed in last; 0: never
) STRICT, WITHOUT ROWID;
