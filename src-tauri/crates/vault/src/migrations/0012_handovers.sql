-- Handovers (换届交接): the list as it was made, the log's entry that it stands for, and what became of it.

CREATE TABLE handovers (
    n      INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    entry  INTEGER NOT NULL,
    hash   BLOB NOT NULL CHECK (length(hash) = 32),
    list   TEXT NOT NULL, -- JSON
    result TEXT NOT NULL  -- JSON
) STRICT;
