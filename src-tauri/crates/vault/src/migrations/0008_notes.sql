-- Notes under a record that is frozen (补记), and search in them; the index is made anew for it (`search_words` in `meta`).

ALTER TABLE talks ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';  -- JSON
ALTER TABLE visits ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'; -- JSON

-- char(64976) is U+FDD0, which parts two texts in the index.
DROP VIEW search_talks;
CREATE VIEW search_talks AS SELECT n, search_row(3, day, n) AS row, search_words(topic) AS head,
    search_words(content, opinion, follow_up, search_texts(extra),
        (SELECT group_concat(json_extract(value, '$.text'), char(64976)) FROM json_each(notes))) AS body FROM talks;
DROP VIEW search_visits;
CREATE VIEW search_visits AS SELECT n, search_row(4, day, n) AS row, search_words(reason) AS head,
    search_words(place, received_by, relation, goods, fund, situation, problems, measures, note, hospital,
        search_texts(extra),
        (SELECT group_concat(json_extract(value, '$.text'), char(64976)) FROM json_each(notes))) AS body FROM visits;
