-- What imports did, so that one can be taken back as one step; and how columns were mapped, by the titles of a header.

CREATE TABLE imports (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind      TEXT NOT NULL,
    at        TEXT NOT NULL,
    added     INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    undone_at TEXT
) STRICT;

-- In the order in which they were done. They go when the import is taken back, when it is old, and with the data of a person in it.
CREATE TABLE import_steps (
    import   BLOB NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    record   TEXT NOT NULL, -- person, entry, overtime, event
    key      TEXT NOT NULL, -- the record's id; for overtime the day
    person   BLOB NOT NULL CHECK (length(person) = 16),
    before   TEXT, -- JSON; NULL when the import added the record
    after    BLOB NOT NULL CHECK (length(after) = 32), -- the hash of the record as the import left it
    PRIMARY KEY (import, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_steps_by_person ON import_steps (person);

CREATE TABLE import_choices (
    shape   TEXT PRIMARY KEY NOT NULL, -- the hash of the titles
    choices TEXT NOT NULL, -- JSON
    used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
