-- Each of a fact's tokens also joined to that of each source which carries it: what five sources say of one person is five short
-- lists, and not one of everybody's.
UPDATE fact_search SET tag = tag || coalesce((
    SELECT group_concat(' ' || s.value || t.value, '')
    FROM json_each('["' || replace(fact_search.tag, ' ', '","') || '"]') s, json_each('["' || replace(fact_search.tag, ' ', '","') || '"]') t
    WHERE s.value LIKE 's%' AND t.value NOT LIKE 's%'
), '');

-- By source and person, the last article in which a shown fact names them (storage/last_named.py).
CREATE TABLE last_named (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    ref TEXT NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    country TEXT,
    PRIMARY KEY (source_id, ref)
) WITHOUT ROWID;
INSERT INTO last_named (source_id, ref, article_id, name, country)
SELECT source_id, ref, max(article_id), name, country FROM (
    SELECT c.source_id, p.ref, f.article_id, max(p.name) AS name, max(p.country) AS country
    FROM fact f JOIN fact_party p ON p.fact_id = f.id JOIN carrier c ON c.article_id = f.article_id
    WHERE f.shown = 1 AND f.withdrawn_at IS NULL AND (p.ref LIKE 'leader:%' OR p.ref LIKE 'person:%')
    GROUP BY c.source_id, p.ref, f.article_id
) GROUP BY source_id, ref;
CREATE INDEX last_named_new ON last_named (source_id, article_id DESC, ref);
CREATE INDEX last_named_country ON last_named (source_id, country, article_id DESC, ref);
CREATE INDEX last_named_article ON last_named (article_id);
