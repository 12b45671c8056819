-- Full text over the articles that were read, at the revision that stands; `tag` holds a token for each carrying source. The index keeps
-- no copy of the text: it forgets what the view shows of a row, so triggers take a row out before that changes and put it back after.
CREATE VIEW article_words AS
SELECT a.id, t.text, (SELECT group_concat('s' || c.source_id, ' ') FROM carrier c WHERE c.article_id = a.id) AS tag
FROM article a JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
WHERE a.state = 'read' AND EXISTS (SELECT 1 FROM carrier c WHERE c.article_id = a.id);

CREATE VIRTUAL TABLE article_search USING fts5 (
    text, tag, content = 'article_words', content_rowid = 'id', tokenize = "porter unicode61 remove_diacritics 2"
);
INSERT INTO article_search (article_search) VALUES ('rebuild');

CREATE TRIGGER words_go_with_article BEFORE DELETE ON article BEGIN
    DELETE FROM article_search WHERE rowid = old.id;
END;
CREATE TRIGGER words_go_with_revision BEFORE UPDATE OF revision, state ON article BEGIN
    DELETE FROM article_search WHERE rowid = old.id;
END;
CREATE TRIGGER words_stay_with_revision AFTER UPDATE OF revision, state ON article BEGIN
    INSERT INTO article_search (rowid, text, tag) SELECT id, text, tag FROM article_words WHERE id = new.id;
END;
CREATE TRIGGER words_come_with_text AFTER INSERT ON article_text BEGIN
    INSERT INTO article_search (rowid, text, tag)
    SELECT w.id, w.text, w.tag FROM article_words w JOIN article a ON a.id = w.id AND a.revision = new.revision
    WHERE w.id = new.article_id;
END;
CREATE TRIGGER words_leave_for_carrier BEFORE INSERT ON carrier
WHEN NOT EXISTS (SELECT 1 FROM carrier WHERE article_id = new.article_id AND source_id = new.source_id) BEGIN
    DELETE FROM article_search WHERE rowid = new.article_id;
END;
CREATE TRIGGER words_come_with_carrier AFTER INSERT ON carrier BEGIN
    INSERT INTO article_search (rowid, text, tag) SELECT id, text, tag FROM article_words WHERE id = new.article_id;
END;
CREATE TRIGGER words_leave_with_carrier BEFORE DELETE ON carrier BEGIN
    DELETE FROM article_search WHERE rowid = old.article_id;
END;
CREATE TRIGGER words_stay_with_others AFTER DELETE ON carrier BEGIN
    INSERT INTO article_search (rowid, text, tag) SELECT id, text, tag FROM article_words WHERE id = old.article_id;
END;

-- A quote's key is of its words alone: the same words, in whatever article and of whomever.
CREATE INDEX fact_wording ON fact (key) WHERE kind = 'quote';

-- Whose fact it is, as one token: reports of one event are found by it, and not by walking the lists of each nation (storage/search.py).
UPDATE fact_search SET tag = tag || ' y' || (
    SELECT lower(hex(f.kind || ' ' || (SELECT group_concat(side, ' ') FROM (
        SELECT DISTINCT CASE WHEN p.role = 'speaker' THEN p.ref ELSE coalesce(p.country, p.ref) END AS side
        FROM fact_party p WHERE p.fact_id = f.id AND p.role <> 'inviter' ORDER BY 1)))) FROM fact f WHERE f.id = fact_search.rowid
)
WHERE EXISTS (SELECT 1 FROM fact_party p WHERE p.fact_id = fact_search.rowid AND p.role <> 'inviter');

-- Who is in the news: read from these two alone.
CREATE INDEX fact_standing ON fact (article_id, shown, kind) WHERE withdrawn_at IS NULL;
CREATE INDEX fact_party_named ON fact_party (fact_id, ref, country, name);
