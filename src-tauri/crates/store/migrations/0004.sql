-- Migration 4: badges printed beforehand lie in boxes. Frozen once released.
-- An older Ankomst cannot open the result.
--
-- Only a projection is added; it is made from the journal when the file is opened.

-- Where a badge lies that is to be handed out.
CREATE TABLE badge_place (
    attendee BLOB NOT NULL PRIMARY KEY,
    box      TEXT NOT NULL CHECK (box <> ''),
    place    INTEGER NOT NULL                      -- its number in the box, from 1
) STRICT, WITHOUT ROWID;
