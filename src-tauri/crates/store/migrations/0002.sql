-- Migration 2: events where everybody comes anew each day, and sessions whose door is the event's too. Frozen once released.
-- An older Ankomst cannot open the result.
--
-- Only projections change; they are made anew from the journal when the file is opened.

DROP TABLE attendee;
DROP TABLE check_in;
DROP TABLE presence;

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
