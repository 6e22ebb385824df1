-- The event file as the newest version of the program makes it, for reading. Held to the truth by the test
-- `schema` of the crate `store`; `ANKOMST_BLESS=1 cargo test -p store schema` says where it differs.

-- Three kinds of table: the truth (journal, personal), keys and identity (secret, meta), and projections, which are a
-- function of the set of records and may be thrown away and made again at any time.

-- ------------------------------------------------------------------------------------------------ the truth

-- One line of the journal. Never changed, never deleted.
CREATE TABLE journal (
    seq          INTEGER PRIMARY KEY,              -- order of arrival in this file; means nothing elsewhere
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),      -- UUIDv7
    desk         BLOB NOT NULL CHECK (length(desk) = 16),           -- the desk that made it
    number       INTEGER NOT NULL CHECK (number >= 1),              -- the desk's running number
    stamp_ms     INTEGER NOT NULL,                 -- hybrid logical clock: UTC ms …
    stamp_count  INTEGER NOT NULL CHECK (stamp_count >= 0),         -- … and counter; ties by desk
    at_ms        INTEGER NOT NULL,                 -- when the act took place, UTC ms
    staff        TEXT NOT NULL,                    -- who; may be empty
    kind         TEXT NOT NULL,                    -- what, such as checkIn
    version      INTEGER NOT NULL CHECK (version >= 1),             -- of the kind's form
    attendee     BLOB CHECK (attendee IS NULL OR length(attendee) = 16), -- the one attendee it is about
    nonce        TEXT,                             -- given by the caller, so that a repeated call is known
    nonce_call   BLOB CHECK ((nonce_call IS NULL) = (nonce IS NULL)), -- keyed digest of the call that bound it
    facts        BLOB NOT NULL,                    -- JSON, kept byte by byte: it stays for ever
    part_digest  BLOB CHECK (part_digest IS NULL OR length(part_digest) = 32), -- of salt and personal part
    previous     BLOB NOT NULL CHECK (length(previous) = 32),       -- digest of the desk's record before; zeros first
    digest       BLOB NOT NULL CHECK (length(digest) = 32),         -- HMAC-SHA-256 over all of this
    UNIQUE (desk, number)
) STRICT;
CREATE INDEX journal_by_import ON journal (id) WHERE kind = 'import';
CREATE INDEX journal_by_attendee ON journal (attendee) WHERE attendee IS NOT NULL;
CREATE INDEX journal_by_nonce ON journal (nonce) WHERE nonce IS NOT NULL;
CREATE INDEX journal_by_stamp ON journal (stamp_ms, stamp_count);
CREATE INDEX journal_by_walk_in ON journal (at_ms) WHERE kind = 'walkIn';

-- The personal part of a record: names, contact data, free text, what was scanned. Erasing a person deletes it.
CREATE TABLE personal (
    record       BLOB NOT NULL PRIMARY KEY REFERENCES journal (id),
    salt         BLOB NOT NULL CHECK (length(salt) = 16),
    body         BLOB NOT NULL                     -- JSON
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------ keys and identity

-- Keys of the event. Never in journal, export, log or support bundle. `verify` does not look at them.
CREATE TABLE secret (
    name         TEXT NOT NULL PRIMARY KEY CHECK (name IN ('codeKey', 'chainKey')),
    value        BLOB NOT NULL CHECK (length(value) = 32)
) STRICT, WITHOUT ROWID;

-- Facts about this file, not about the event: `eventId`, `desk` (whose file this is), `opening` (a random token made
-- at each opening), `closed` (1 after a proper close), `folded` (version of the projections' code). `verify` does not
-- look at them.
CREATE TABLE meta (
    name         TEXT NOT NULL PRIMARY KEY,
    value        BLOB NOT NULL
) STRICT, WITHOUT ROWID;

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

-- ------------------------------------------------------------------------------------------------ bookkeeping

-- Which attendees and jobs a record touches besides the one it is about.
CREATE TABLE about (
    attendee     BLOB NOT NULL,
    record       BLOB NOT NULL,
    PRIMARY KEY (attendee, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_by_record ON about (record);

-- Records of an import (also the one with which it takes effect), and records about a print job.
CREATE TABLE belongs (
    parent       BLOB NOT NULL,                    -- an import id or a job id
    record       BLOB NOT NULL,
    PRIMARY KEY (parent, record)
) STRICT, WITHOUT ROWID;

-- Acts made void. A target may not have arrived yet.
CREATE TABLE undone (
    target       BLOB NOT NULL,
    record       BLOB NOT NULL,
    PRIMARY KEY (target, record)
) STRICT, WITHOUT ROWID;

-- Records whose personal part an `erased` took. Parts that arrive later are dropped.
CREATE TABLE erased_part (
    record       BLOB NOT NULL PRIMARY KEY,
    erased_by    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Attendees whose projections wait to be folded again after a long act (an import, its undo). Empty at rest.
CREATE TABLE refold_due (
    attendee     BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Long acts whose people are not all put down in `refold_due` yet. Empty at rest.
CREATE TABLE refold_source (
    source       BLOB NOT NULL PRIMARY KEY,        -- an import id; empty: everybody who has been to a session
    after        BLOB NOT NULL                     -- put down up to here: a record of the import, or an attendee
) STRICT, WITHOUT ROWID;

-- ------------------------------------------------------------------------------------------------ projections

-- The event's settings, as the latest record says.
CREATE TABLE event_settings (
    record       BLOB NOT NULL PRIMARY KEY,
    settings     TEXT NOT NULL                     -- JSON
) STRICT, WITHOUT ROWID;

-- Ticket types that lists brought and the settings do not name.
CREATE TABLE listed_ticket_type (
    id           TEXT NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    record       BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Desks that made records here.
CREATE TABLE desk (
    id           BLOB NOT NULL PRIMARY KEY,
    label        TEXT NOT NULL,                    -- its name on screen
    number       INTEGER NOT NULL                  -- the desk's record that says so
) STRICT, WITHOUT ROWID;

-- Imports that are in effect or were undone.
CREATE TABLE import (
    id           BLOB NOT NULL PRIMARY KEY,
    record       BLOB NOT NULL,                    -- the record with which it took effect
    at_ms        INTEGER NOT NULL,
    file_digest  TEXT NOT NULL,                    -- SHA-256 of the list, hexadecimal
    undone       INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT, WITHOUT ROWID;

-- A person.
CREATE TABLE attendee (
    id           BLOB NOT NULL PRIMARY KEY,
    name         TEXT NOT NULL,
    given_name   TEXT NOT NULL,
    family_name  TEXT NOT NULL,
    badge_name   TEXT NOT NULL,
    organisation TEXT NOT NULL,
    title        TEXT NOT NULL,
    email        TEXT NOT NULL,
    phone        TEXT NOT NULL,
    ticket_type  TEXT NOT NULL,                    -- '' if none
    order_number TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('confirmed', 'paymentDue', 'waitlisted', 'cancelled')),
    language     TEXT NOT NULL,                    -- '' if not known
    note         TEXT NOT NULL,
    alert        TEXT NOT NULL,
    acknowledged INTEGER NOT NULL CHECK (acknowledged IN (0, 1)), -- the alert
    own_fields   TEXT NOT NULL,                    -- JSON object, keys sorted
    answers      TEXT NOT NULL,                    -- JSON object, keys sorted
    presence     TEXT NOT NULL CHECK (presence IN ('expected', 'inside', 'left')), -- at the event
    first_record BLOB,                             -- the first entry to the event that stands
    came_record  BLOB,                             -- the first of the day of the latest, where each day counts anew
    latest_ms    INTEGER,                          -- when the latest entry that counts took place, UTC ms
    badge        TEXT NOT NULL CHECK (badge IN ('none', 'queued', 'printed', 'unknown')),
    replaces     BLOB,
    replaced_by  BLOB,
    joined_into  BLOB,                             -- the same person as this one, who is shown instead
    off_list     INTEGER NOT NULL CHECK (off_list IN (0, 1)),
    erased       INTEGER NOT NULL CHECK (erased IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX attendee_by_order ON attendee (order_number) WHERE order_number <> '';
CREATE INDEX attendee_by_joined_into ON attendee (joined_into) WHERE joined_into IS NOT NULL;
CREATE INDEX attendee_by_open_alert ON attendee (latest_ms) WHERE alert <> '' AND acknowledged = 0 AND presence = 'inside';
CREATE INDEX attendee_by_no_badge ON attendee (latest_ms) WHERE badge = 'none' AND presence = 'inside';
-- What is counted after every change stands in the index itself.
CREATE INDEX attendee_by_ticket_type ON attendee (ticket_type, status, presence, latest_ms, joined_into) WHERE joined_into IS NULL;
CREATE INDEX attendee_by_organisation ON attendee (organisation, status, presence, latest_ms, joined_into) WHERE joined_into IS NULL;
CREATE INDEX attendee_by_not_coming ON attendee (status) WHERE status IN ('waitlisted', 'cancelled');

-- Sessions a person is registered for.
CREATE TABLE registration (
    attendee     BLOB NOT NULL,
    session      TEXT NOT NULL,
    PRIMARY KEY (attendee, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_by_session ON registration (session);

-- Codes of other systems.
CREATE TABLE ticket_code (
    code         TEXT NOT NULL,
    attendee     BLOB NOT NULL,
    folded       TEXT NOT NULL,                    -- without regard to case
    PRIMARY KEY (code, attendee)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_code_by_folded ON ticket_code (folded);
CREATE INDEX ticket_code_by_attendee ON ticket_code (attendee);

-- Numbers of our own badge codes.
CREATE TABLE badge_number (
    number       INTEGER NOT NULL,                 -- 55 bits
    attendee     BLOB NOT NULL,
    record       BLOB NOT NULL,                    -- that gave it
    order_key    TEXT NOT NULL,                    -- the latest good number of a person is the one to print
    revoked      TEXT NOT NULL CHECK (revoked IN ('', 'reissued', 'replaced')),
    PRIMARY KEY (number, attendee)
) STRICT, WITHOUT ROWID;
CREATE INDEX badge_number_by_attendee ON badge_number (attendee);

-- Check-ins that stand.
CREATE TABLE check_in (
    record       BLOB NOT NULL PRIMARY KEY,
    attendee     BLOB NOT NULL,
    session      TEXT NOT NULL,                    -- '' is the event
    direction    TEXT NOT NULL CHECK (direction IN ('entry', 'exit')),
    at_ms        INTEGER NOT NULL,
    desk         BLOB NOT NULL,
    staff        TEXT NOT NULL,
    overridden   INTEGER NOT NULL CHECK (overridden IN (0, 1)),
    effect       TEXT NOT NULL CHECK (effect IN ('entered', 'double', 'left', 'stray')),
    arrival      INTEGER NOT NULL CHECK (arrival IN (0, 1)) -- with it the person came to the event, at all or that day
) STRICT, WITHOUT ROWID;
CREATE INDEX check_in_by_attendee ON check_in (attendee);
CREATE INDEX check_in_by_arrival ON check_in (at_ms) WHERE arrival = 1;

-- Where a person is, per scope that occurs.
CREATE TABLE presence (
    attendee     BLOB NOT NULL,
    session      TEXT NOT NULL,                    -- '' is the event
    presence     TEXT NOT NULL CHECK (presence IN ('expected', 'inside', 'left')),
    first_record BLOB,                             -- the first entry that stands
    came_record  BLOB,                             -- the first of the day of the latest
    latest_record BLOB,                            -- the latest entry that counts
    latest_ms    INTEGER,                          -- when it took place, UTC ms
    entries      INTEGER NOT NULL CHECK (entries >= 0),
    PRIMARY KEY (attendee, session)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_by_session ON presence (session, presence);

-- Wishes to print a badge.
CREATE TABLE print_job (
    id           BLOB NOT NULL PRIMARY KEY,        -- the record that queued it
    attendee     BLOB NOT NULL,
    desk         BLOB NOT NULL,                    -- its owner, who alone attempts it
    state        TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown', 'cancelled')),
    reason       TEXT NOT NULL,
    printer      TEXT NOT NULL,
    attempts     INTEGER NOT NULL CHECK (attempts >= 0),
    copies       INTEGER NOT NULL CHECK (copies >= 1),
    reprint_of   BLOB,
    check_in     BLOB,                             -- the entry that asked for it
    at_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX print_job_by_attendee ON print_job (attendee);
CREATE INDEX print_job_by_state ON print_job (state);
CREATE INDEX print_job_by_check_in ON print_job (check_in) WHERE check_in IS NOT NULL;

-- Where a badge lies that was printed beforehand and is to be handed out.
CREATE TABLE badge_place (
    attendee BLOB NOT NULL PRIMARY KEY,
    box      TEXT NOT NULL CHECK (box <> ''),
    place    INTEGER NOT NULL                      -- its number in the box, from 1
) STRICT, WITHOUT ROWID;

-- Attempts that were refused.
CREATE TABLE refusal (
    record       BLOB NOT NULL PRIMARY KEY,
    at_ms        INTEGER NOT NULL,
    desk         BLOB NOT NULL,
    outcome      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    session      TEXT NOT NULL,
    attendee     BLOB,
    scanned      TEXT NOT NULL                     -- at most 200 characters; '' once erased
) STRICT, WITHOUT ROWID;
CREATE INDEX refusal_by_time ON refusal (at_ms);

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
