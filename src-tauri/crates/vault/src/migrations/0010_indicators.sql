-- Indicators of the office's own (指标) and their values, month by month; numbers in hundredths.

CREATE TABLE indicators (
    n      INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    name   TEXT NOT NULL,
    unit   TEXT NOT NULL,
    target INTEGER,
    better TEXT NOT NULL,
    note   TEXT NOT NULL,
    place  INTEGER NOT NULL
) STRICT;

CREATE TABLE indicator_values (
    indicator BLOB NOT NULL REFERENCES indicators (id) ON DELETE CASCADE,
    year      INTEGER NOT NULL,
    month     INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    value     INTEGER NOT NULL,
    PRIMARY KEY (indicator, year, month)
) STRICT, WITHOUT ROWID;
