-- Activities with their attendance, suggestions, and what the secretary asks of others; activities and suggestions are found by their words.

CREATE TABLE activities (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number      INTEGER,
    kind        TEXT NOT NULL,
    state       TEXT NOT NULL,
    title       TEXT NOT NULL,
    day         TEXT NOT NULL,
    start       TEXT,
    "end"       TEXT,
    place       TEXT NOT NULL,
    host        TEXT NOT NULL,
    recorder    TEXT NOT NULL,
    plan        TEXT NOT NULL,
    guests      TEXT NOT NULL,
    content     TEXT NOT NULL,
    resolutions TEXT NOT NULL,
    minutes     INTEGER NOT NULL CHECK (minutes >= 0),
    cancelled   TEXT NOT NULL,
    entered_at  TEXT NOT NULL
) STRICT;
CREATE INDEX activities_by_day ON activities (day);

CREATE TABLE activity_persons (
    activity BLOB NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person   BLOB NOT NULL REFERENCES persons (id),
    state    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    PRIMARY KEY (activity, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX activity_persons_by_person ON activity_persons (person, activity);

-- Why nothing was held in a period; `period` is its first day.
CREATE TABLE cadence_reasons (
    kind       TEXT NOT NULL,
    period     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (kind, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestions (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    person     BLOB REFERENCES persons (id),
    "from"     TEXT NOT NULL,
    day        TEXT NOT NULL,
    way        TEXT NOT NULL,
    record     TEXT,
    content    TEXT NOT NULL,
    category   TEXT NOT NULL,
    handler    TEXT NOT NULL,
    due        TEXT,
    ended      TEXT, -- the day of `end`
    "end"      TEXT, -- JSON
    entered_at TEXT NOT NULL,
    CHECK ((ended IS NULL) = ("end" IS NULL))
) STRICT;
CREATE INDEX suggestions_open ON suggestions (due) WHERE ended IS NULL;
CREATE INDEX suggestions_by_person ON suggestions (person);

CREATE TABLE examples (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    what       TEXT NOT NULL,
    area       TEXT NOT NULL,
    since      TEXT NOT NULL,
    until      TEXT,
    entered_at TEXT NOT NULL
) STRICT;

-- `month` is its first day.
CREATE TABLE example_reviews (
    example BLOB NOT NULL REFERENCES examples (id) ON DELETE CASCADE,
    month   TEXT NOT NULL,
    mark    TEXT NOT NULL,
    note    TEXT NOT NULL,
    PRIMARY KEY (example, month)
) STRICT, WITHOUT ROWID;

CREATE VIEW search_activities AS SELECT n, search_row(7, day, n) AS row, search_words(title) AS head,
    search_words(plan, content, resolutions, place, guests) AS body FROM activities;
CREATE VIEW search_suggestions AS SELECT n, search_row(8, day, n) AS row, search_words(content) AS head,
    search_words(category, handler, "from", json_extract("end", '$.text'), json_extract("end", '$.reason')) AS body
    FROM suggestions;

CREATE TRIGGER search_activity_added AFTER INSERT ON activities BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_activities WHERE n = new.n;
END;
CREATE TRIGGER search_activity_changes BEFORE UPDATE ON activities BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_activities WHERE n = old.n;
END;
CREATE TRIGGER search_activity_changed AFTER UPDATE ON activities BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_activities WHERE n = new.n;
END;
CREATE TRIGGER search_activity_goes BEFORE DELETE ON activities BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_activities WHERE n = old.n;
END;

CREATE TRIGGER search_suggestion_added AFTER INSERT ON suggestions BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_suggestions WHERE n = new.n;
END;
CREATE TRIGGER search_suggestion_changes BEFORE UPDATE ON suggestions BEGIN
    INSERT INTO search (search, rowid, head, body)
        SELECT 'delete', row, head, body FROM search_suggestions WHERE n = old.n;
END;
CREATE TRIGGER search_suggestion_changed AFTER UPDATE ON suggestions BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_suggestions WHERE n = new.n;
END;
CREATE TRIGGER search_suggestion_goes BEFORE DELETE ON suggestions BEGIN
    INSERT INTO search (search, rowid, head, body)
        SELECT 'delete', row, head, body FROM search_suggestions WHERE n = old.n;
END;
