-- The register of printed sheets. Rows are never deleted and numbers never given twice. The columns beside the body are what lists are
-- chosen by.

CREATE TABLE papers (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    body   TEXT NOT NULL, -- JSON
    state  TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.state.state'),
    kind   TEXT NOT NULL GENERATED ALWAYS AS (body ->> '$.kind'),
    record TEXT GENERATED ALWAYS AS (body ->> '$.record'),
    person TEXT GENERATED ALWAYS AS (body ->> '$.person')
) STRICT;
CREATE INDEX papers_by_state ON papers (state, number);
CREATE INDEX papers_by_record ON papers (record) WHERE record IS NOT NULL;
CREATE INDEX papers_by_person ON papers (person) WHERE person IS NOT NULL;
