-- The archive: items (件), boxes, seal pages. Bodies are JSON; the columns beside them are what lists are chosen and kept apart by.

CREATE TABLE archive_boxes (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    year      INTEGER NOT NULL,
    retention TEXT NOT NULL,
    unit      TEXT NOT NULL,
    number    INTEGER,
    body      TEXT NOT NULL -- JSON
) STRICT;
CREATE INDEX archive_boxes_by_year ON archive_boxes (year);
CREATE UNIQUE INDEX archive_box_numbers ON archive_boxes (year, retention, unit, number) WHERE number IS NOT NULL;

-- What was undone keeps its row, which says why, and takes no number.
CREATE TABLE archive_items (
    n         INTEGER PRIMARY KEY,
    id        BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    year      INTEGER NOT NULL,
    retention TEXT NOT NULL,
    unit      TEXT NOT NULL,
    number    INTEGER,
    batch     BLOB NOT NULL CHECK (length(batch) = 16),
    box       BLOB REFERENCES archive_boxes (id),
    body      TEXT NOT NULL, -- JSON
    undone    TEXT           -- JSON: when and why
) STRICT;
CREATE INDEX archive_items_by_year ON archive_items (year);
CREATE INDEX archive_items_by_box ON archive_items (box) WHERE box IS NOT NULL;
CREATE UNIQUE INDEX archive_item_numbers ON archive_items (year, retention, unit, number)
    WHERE number IS NOT NULL AND undone IS NULL;

-- Which records are frozen by an item: each by one at most.
CREATE TABLE archive_records (
    record BLOB PRIMARY KEY NOT NULL CHECK (length(record) = 16),
    item   BLOB NOT NULL REFERENCES archive_items (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_records_by_item ON archive_records (item);

-- What was printed on a seal page: the log's entry that it stands for, and its hash.
CREATE TABLE seals (
    n     INTEGER PRIMARY KEY,
    id    BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    entry INTEGER NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32),
    body  TEXT NOT NULL -- JSON
) STRICT;
