-- Search, attachments, and what became of the data of those who left.

-- The index holds words only, no copy of the text; its row says kind, day and number of the record (src/search/functions.rs), so that
-- the newest come first without another look. `secure-delete` takes deleted words out of the file at once.
-- The index is kept in step by the triggers below, whoever writes the tables. What is indexed of a record stands in its view, once.
CREATE VIRTUAL TABLE search USING fts5 (head, body, content = '', columnsize = 0, tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);

CREATE VIEW search_persons AS SELECT n, search_row(1, NULL, n) AS row, search_words(name) AS head,
    search_words(post, note, phone, address, search_texts(extra)) AS body FROM persons;
CREATE VIEW search_events AS SELECT n, search_row(2, day, n) AS row, search_words(note) AS head,
    search_words(cancelled) AS body FROM events;
CREATE VIEW search_talks AS SELECT n, search_row(3, day, n) AS row, search_words(topic) AS head,
    search_words(content, opinion, follow_up) AS body FROM talks;
CREATE VIEW search_visits AS SELECT n, search_row(4, day, n) AS row, search_words(reason) AS head,
    search_words(place, received_by, relation, goods, fund, situation, problems, measures, note) AS body FROM visits;
CREATE VIEW search_entries AS SELECT n, search_row(5, coalesce(day, entered_at), n) AS row, NULL AS head,
    search_words(search_texts(body)) AS body FROM entries;
CREATE VIEW search_promises AS SELECT n, search_row(6, day, n) AS row, search_words(what) AS head,
    search_words("by", answer) AS body FROM promises;

CREATE TRIGGER search_person_added AFTER INSERT ON persons BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_persons WHERE n = new.n;
END;
CREATE TRIGGER search_person_changes BEFORE UPDATE ON persons BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_persons WHERE n = old.n;
END;
CREATE TRIGGER search_person_changed AFTER UPDATE ON persons BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_persons WHERE n = new.n;
END;
CREATE TRIGGER search_person_goes BEFORE DELETE ON persons BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_persons WHERE n = old.n;
END;

CREATE TRIGGER search_event_added AFTER INSERT ON events BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_events WHERE n = new.n;
END;
CREATE TRIGGER search_event_changes BEFORE UPDATE ON events BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_events WHERE n = old.n;
END;
CREATE TRIGGER search_event_changed AFTER UPDATE ON events BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_events WHERE n = new.n;
END;
CREATE TRIGGER search_event_goes BEFORE DELETE ON events BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_events WHERE n = old.n;
END;

CREATE TRIGGER search_talk_added AFTER INSERT ON talks BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_talks WHERE n = new.n;
END;
CREATE TRIGGER search_talk_changes BEFORE UPDATE ON talks BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_talks WHERE n = old.n;
END;
CREATE TRIGGER search_talk_changed AFTER UPDATE ON talks BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_talks WHERE n = new.n;
END;
CREATE TRIGGER search_talk_goes BEFORE DELETE ON talks BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_talks WHERE n = old.n;
END;

CREATE TRIGGER search_visit_added AFTER INSERT ON visits BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_visits WHERE n = new.n;
END;
CREATE TRIGGER search_visit_changes BEFORE UPDATE ON visits BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_visits WHERE n = old.n;
END;
CREATE TRIGGER search_visit_changed AFTER UPDATE ON visits BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_visits WHERE n = new.n;
END;
CREATE TRIGGER search_visit_goes BEFORE DELETE ON visits BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_visits WHERE n = old.n;
END;

CREATE TRIGGER search_entry_added AFTER INSERT ON entries BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_entries WHERE n = new.n;
END;
CREATE TRIGGER search_entry_changes BEFORE UPDATE ON entries BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_entries WHERE n = old.n;
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE ON entries BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_entries WHERE n = new.n;
END;
CREATE TRIGGER search_entry_goes BEFORE DELETE ON entries BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_entries WHERE n = old.n;
END;

CREATE TRIGGER search_promise_added AFTER INSERT ON promises BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_promises WHERE n = new.n;
END;
CREATE TRIGGER search_promise_changes BEFORE UPDATE ON promises BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_promises WHERE n = old.n;
END;
CREATE TRIGGER search_promise_changed AFTER UPDATE ON promises BEGIN
    INSERT INTO search (rowid, head, body) SELECT row, head, body FROM search_promises WHERE n = new.n;
END;
CREATE TRIGGER search_promise_goes BEFORE DELETE ON promises BEGIN
    INSERT INTO search (search, rowid, head, body) SELECT 'delete', row, head, body FROM search_promises WHERE n = old.n;
END;

-- Scans and photos, in pieces of 64 KiB; they go with the record that they belong to.
CREATE TABLE attachments (
    n        INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    of       TEXT NOT NULL CHECK (of IN ('person', 'talk', 'visit', 'event')),
    record   BLOB NOT NULL CHECK (length(record) = 16),
    name     TEXT NOT NULL,
    media    TEXT NOT NULL,
    size     INTEGER NOT NULL CHECK (size >= 0),
    sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_by_record ON attachments (record, of);

CREATE TABLE attachment_pieces (
    n          INTEGER PRIMARY KEY,
    attachment INTEGER NOT NULL REFERENCES attachments (n) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    bytes      BLOB NOT NULL,
    UNIQUE (attachment, position)
) STRICT;

CREATE TRIGGER attachments_of_person AFTER DELETE ON persons BEGIN
    DELETE FROM attachments WHERE record = old.id AND of = 'person';
END;
CREATE TRIGGER attachments_of_talk AFTER DELETE ON talks BEGIN
    DELETE FROM attachments WHERE record = old.id AND of = 'talk';
END;
CREATE TRIGGER attachments_of_visit AFTER DELETE ON visits BEGIN
    DELETE FROM attachments WHERE record = old.id AND of = 'visit';
END;
CREATE TRIGGER attachments_of_event AFTER DELETE ON events BEGIN
    DELETE FROM attachments WHERE record = old.id AND of = 'event';
END;

-- What was decided about the data of a person who left.
CREATE TABLE retention (
    person  BLOB PRIMARY KEY NOT NULL REFERENCES persons (id),
    body    TEXT NOT NULL -- JSON
) STRICT, WITHOUT ROWID;
