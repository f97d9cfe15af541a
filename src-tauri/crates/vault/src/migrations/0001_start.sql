-- Ids are the 16 bytes of a UUID, days 'YYYY-MM-DD', times 'HH:MM:SS', moments RFC 3339 in UTC, money in fen (0.01 yuan).
-- `n` keeps the order of entry. Codes are those of the value types' JSON form. Empty text: not known.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

-- The last number given out, for 〔year〕第n号.
CREATE TABLE numbers (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE persons (
    n            INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name         TEXT NOT NULL,
    sex          TEXT,
    birth        TEXT,
    ethnicity    TEXT NOT NULL,
    native_place TEXT NOT NULL,
    education    TEXT NOT NULL,
    political    TEXT NOT NULL,
    work_since   TEXT,
    party_since  TEXT,
    post         TEXT NOT NULL,
    id_number    TEXT NOT NULL,
    phone        TEXT NOT NULL,
    address      TEXT NOT NULL,
    note         TEXT NOT NULL,
    extra        TEXT NOT NULL, -- JSON object of texts
    is_secretary INTEGER NOT NULL,
    left_day     TEXT,
    left_reason  TEXT,
    CHECK ((left_day IS NULL) = (left_reason IS NULL))
) STRICT;

CREATE TABLE events (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kind       TEXT NOT NULL,
    day        TEXT NOT NULL,
    known_on   TEXT NOT NULL,
    note       TEXT NOT NULL,
    entered_at TEXT NOT NULL,
    cancelled  TEXT
) STRICT;
CREATE INDEX events_by_day ON events (day);

CREATE TABLE event_persons (
    event    BLOB NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person   BLOB NOT NULL REFERENCES persons (id),
    PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_persons_by_person ON event_persons (person, event);

CREATE TABLE duties (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    event       BLOB NOT NULL REFERENCES events (id),
    kind        TEXT NOT NULL,
    part        TEXT NOT NULL,
    person      BLOB NOT NULL REFERENCES persons (id),
    category    INTEGER NOT NULL,
    opens       TEXT NOT NULL,
    due         TEXT NOT NULL,
    first_due   TEXT NOT NULL,
    provisional INTEGER NOT NULL,
    explanation TEXT NOT NULL, -- JSON
    closed      TEXT,          -- JSON; NULL while open
    closed_at   TEXT,
    UNIQUE (event, kind, category, part, person)
) STRICT;
CREATE INDEX duties_open_by_due ON duties (due) WHERE closed IS NULL;
CREATE INDEX duties_by_due ON duties (due);
CREATE INDEX duties_by_person ON duties (person);

CREATE TABLE talks (
    n          INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number     INTEGER,
    state      TEXT NOT NULL,
    talkers    TEXT NOT NULL, -- JSON
    day        TEXT NOT NULL,
    start      TEXT,
    "end"      TEXT,
    place      TEXT NOT NULL,
    mode       TEXT NOT NULL,
    recorder   TEXT NOT NULL,
    categories TEXT NOT NULL, -- JSON
    topic      TEXT NOT NULL,
    content    TEXT NOT NULL,
    opinion    TEXT NOT NULL,
    follow_up  TEXT NOT NULL,
    entered_at TEXT NOT NULL
) STRICT;
CREATE INDEX talks_by_day ON talks (day);
CREATE INDEX talks_drafts ON talks (n) WHERE state = 'draft';

CREATE TABLE talk_persons (
    talk     BLOB NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person   BLOB NOT NULL REFERENCES persons (id),
    PRIMARY KEY (talk, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_persons_by_person ON talk_persons (person, talk);

CREATE TABLE talk_settles (
    talk     BLOB NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    duty     BLOB NOT NULL REFERENCES duties (id),
    PRIMARY KEY (talk, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_settles_by_duty ON talk_settles (duty);

CREATE TABLE visits (
    n           INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    number      INTEGER,
    state       TEXT NOT NULL,
    visitors    TEXT NOT NULL, -- JSON
    day         TEXT NOT NULL,
    start       TEXT,
    "end"       TEXT,
    place       TEXT NOT NULL,
    mode        TEXT NOT NULL,
    categories  TEXT NOT NULL, -- JSON
    reason      TEXT NOT NULL,
    received_by TEXT NOT NULL,
    relation    TEXT NOT NULL,
    money_fen   INTEGER NOT NULL,
    goods       TEXT NOT NULL,
    fund        TEXT NOT NULL,
    situation   TEXT NOT NULL,
    problems    TEXT NOT NULL,
    measures    TEXT NOT NULL,
    note        TEXT NOT NULL,
    entered_at  TEXT NOT NULL
) STRICT;
CREATE INDEX visits_by_day ON visits (day);
CREATE INDEX visits_drafts ON visits (n) WHERE state = 'draft';

CREATE TABLE visit_persons (
    visit    BLOB NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    person   BLOB NOT NULL REFERENCES persons (id),
    PRIMARY KEY (visit, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_persons_by_person ON visit_persons (person, visit);

CREATE TABLE visit_settles (
    visit    BLOB NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    duty     BLOB NOT NULL REFERENCES duties (id),
    PRIMARY KEY (visit, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_settles_by_duty ON visit_settles (duty);

-- The operations log: each entry carries the hash of the one before and a MAC (FORMAT.md).
CREATE TABLE log (
    seq       INTEGER PRIMARY KEY,
    at_utc    TEXT NOT NULL,
    action    TEXT NOT NULL,
    object    TEXT NOT NULL,
    body_hash BLOB,
    prev      BLOB NOT NULL CHECK (length(prev) = 32),
    mac       BLOB NOT NULL CHECK (length(mac) = 32)
) STRICT;
CREATE INDEX log_by_object ON log (object);
CREATE TRIGGER log_keeps_entries BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_keeps_all BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
