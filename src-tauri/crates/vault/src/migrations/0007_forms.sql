-- What forms have besides: the variant of a talk, the hospital of a visit, and the fields of the office's own.

ALTER TABLE talks ADD COLUMN variant TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE talks ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';      -- JSON
ALTER TABLE visits ADD COLUMN hospital TEXT NOT NULL DEFAULT '';
ALTER TABLE visits ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';     -- JSON

-- The new columns are empty in every old record, so that what is in the index stays right.
DROP VIEW search_talks;
CREATE VIEW search_talks AS SELECT n, search_row(3, day, n) AS row, search_words(topic) AS head,
    search_words(content, opinion, follow_up, search_texts(extra)) AS body FROM talks;
DROP VIEW search_visits;
CREATE VIEW search_visits AS SELECT n, search_row(4, day, n) AS row, search_words(reason) AS head,
    search_words(place, received_by, relation, goods, fund, situation, problems, measures, note, hospital,
        search_texts(extra)) AS body FROM visits;
