-- Migration 6: the counts from indexes alone. Frozen once released.
-- An older Ankomst cannot open the result.

-- A desk counts after every change, and rows of people are long: all that the counting looks at stands in the index itself, the column of its
-- own condition too, or SQLite reads the row for it.
CREATE INDEX attendee_by_ticket_type ON attendee (ticket_type, status, presence, latest_ms, joined_into) WHERE joined_into IS NULL;
CREATE INDEX attendee_by_organisation ON attendee (organisation, status, presence, latest_ms, joined_into) WHERE joined_into IS NULL;
CREATE INDEX attendee_by_not_coming ON attendee (status) WHERE status IN ('waitlisted', 'cancelled');
CREATE INDEX registration_by_session ON registration (session);

-- Who was added at the desks lately: a few of very many records.
CREATE INDEX journal_by_walk_in ON journal (at_ms) WHERE kind = 'walkIn';
