-- The whole method: spans and origins of events, deferrals, the six knowings, promises, overtime.

-- `since` is the first day of an event that lasts, or of the month when only the month is known; `day` is then the last.
ALTER TABLE events ADD COLUMN since TEXT;
ALTER TABLE events ADD COLUMN month_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN joint INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN origin TEXT NOT NULL DEFAULT 'entered';
CREATE INDEX events_by_origin ON events (origin, day) WHERE origin <> 'entered';

ALTER TABLE duties ADD COLUMN deferrals TEXT NOT NULL DEFAULT '[]'; -- JSON

ALTER TABLE persons ADD COLUMN lunar_birthday TEXT;                -- JSON
ALTER TABLE persons ADD COLUMN absences TEXT NOT NULL DEFAULT '[]'; -- JSON: departures from which he came back

ALTER TABLE talks ADD COLUMN facets TEXT NOT NULL DEFAULT '[]';          -- JSON
ALTER TABLE talks ADD COLUMN draft_promises TEXT NOT NULL DEFAULT '[]';  -- JSON; those of a saved record are rows of `promises`
ALTER TABLE visits ADD COLUMN facets TEXT NOT NULL DEFAULT '[]';
ALTER TABLE visits ADD COLUMN draft_promises TEXT NOT NULL DEFAULT '[]';

-- What is known of a person (知晓项).
CREATE TABLE entries (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    person     BLOB NOT NULL REFERENCES persons (id),
    facet      TEXT NOT NULL,
    body       TEXT NOT NULL, -- JSON
    day        TEXT,
    source     TEXT NOT NULL,
    entered_at TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_person ON entries (person, facet);

-- Days on which a facet was found right.
CREATE TABLE facet_checks (
    person BLOB NOT NULL REFERENCES persons (id),
    facet  TEXT NOT NULL,
    day    TEXT NOT NULL,
    PRIMARY KEY (person, facet, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE promises (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    person     BLOB NOT NULL REFERENCES persons (id),
    contact    TEXT, -- the talk's or visit's id
    day        TEXT NOT NULL,
    what       TEXT NOT NULL,
    by         TEXT NOT NULL,
    due        TEXT,
    answer_day TEXT,
    answer     TEXT,
    entered_at TEXT NOT NULL,
    CHECK ((answer_day IS NULL) = (answer IS NULL))
) STRICT;
CREATE INDEX promises_open ON promises (due) WHERE answer_day IS NULL;
CREATE INDEX promises_by_person ON promises (person);
CREATE INDEX promises_by_contact ON promises (contact);

CREATE TABLE overtime (
    person  BLOB NOT NULL REFERENCES persons (id),
    day     TEXT NOT NULL,
    minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX overtime_by_day ON overtime (day);

-- Parts of the JSON that lists are chosen and counted by.
ALTER TABLE duties ADD COLUMN event_kind TEXT GENERATED ALWAYS AS (json_extract(explanation, '$.event_kind')) VIRTUAL;
ALTER TABLE duties ADD COLUMN how TEXT GENERATED ALWAYS AS (json_extract(closed, '$.how')) VIRTUAL;
ALTER TABLE duties ADD COLUMN met_day TEXT GENERATED ALWAYS AS (json_extract(closed, '$.day')) VIRTUAL;
ALTER TABLE duties ADD COLUMN late INTEGER GENERATED ALWAYS AS (json_extract(closed, '$.late_workdays')) VIRTUAL;
CREATE INDEX duties_owed ON duties (due) WHERE closed IS NULL AND category <> 0;
CREATE INDEX duties_routine ON duties (event_kind, due, how) WHERE category = 0;
CREATE INDEX duties_figures ON duties (first_due, how, late, part, due);
CREATE INDEX duties_missed ON duties (due) WHERE how = 'missed';
CREATE INDEX duties_met ON duties (met_day) WHERE met_day IS NOT NULL;

-- Drafts are listed by their day; without the day in the index all records would be gone through in its order.
DROP INDEX talks_drafts;
DROP INDEX visits_drafts;
CREATE INDEX talks_drafts ON talks (day) WHERE state = 'draft';
CREATE INDEX visits_drafts ON visits (day) WHERE state = 'draft';
CREATE INDEX persons_by_name ON persons (name);
