-- Scanned pages. The columns beside the body are what lists are chosen by; the picture is an attachment of the row, and goes with it.

CREATE TABLE scans (
    n      INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    body   TEXT NOT NULL, -- JSON
    state  TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state.state'),
    paper  INTEGER GENERATED ALWAYS AS (body ->> '$.state.paper'),
    record TEXT GENERATED ALWAYS AS (body ->> '$.state.record')
) STRICT;
CREATE INDEX scans_by_state ON scans (state, n);
CREATE INDEX scans_by_paper ON scans (paper) WHERE paper IS NOT NULL;
CREATE INDEX scans_by_record ON scans (record) WHERE record IS NOT NULL;

-- Files that were read to their end, by SHA-256, so that none is read twice.
CREATE TABLE scan_files (
    sha256   BLOB PRIMARY KEY NOT NULL CHECK (length(sha256) = 32),
    taken_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A page is known by its picture.
CREATE INDEX attachments_of_scans ON attachments (sha256) WHERE of = 'scan';

CREATE TRIGGER attachments_of_scan AFTER DELETE ON scans BEGIN
    DELETE FROM attachments WHERE record = old.id AND of = 'scan';
END;
CREATE TRIGGER scans_of_talk AFTER DELETE ON talks BEGIN
    DELETE FROM scans WHERE record = lower(substr(hex(old.id), 1, 8) || '-' || substr(hex(old.id), 9, 4) || '-'
        || substr(hex(old.id), 13, 4) || '-' || substr(hex(old.id), 17, 4) || '-' || substr(hex(old.id), 21));
END;
CREATE TRIGGER scans_of_visit AFTER DELETE ON visits BEGIN
    DELETE FROM scans WHERE record = lower(substr(hex(old.id), 1, 8) || '-' || substr(hex(old.id), 9, 4) || '-'
        || substr(hex(old.id), 13, 4) || '-' || substr(hex(old.id), 17, 4) || '-' || substr(hex(old.id), 21));
END;

-- Attachments may belong to a scan. Only the check changes, so the table is not copied, which would take the room of all pictures once
-- more; this is the way that SQLite describes for it (lang_altertable.html, "making other kinds of table schema changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''visit'', ''event'')', '''visit'', ''event'', ''scan'')')
    WHERE type = 'table' AND name = 'attachments';
PRAGMA writable_schema = RESET;
