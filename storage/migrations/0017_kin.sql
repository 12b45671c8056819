-- By source, kind and sides, which facts stand (storage/kin.py): other reports of an event are looked for in these lists, each at one place.
CREATE TABLE kin (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    sides TEXT NOT NULL,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    PRIMARY KEY (source_id, sides, fact_id)
) WITHOUT ROWID;
INSERT INTO kin (source_id, sides, fact_id)
SELECT c.source_id, of.kind || ' ' || of.sides, of.fact_id FROM (
    SELECT fact_id, article_id, kind, group_concat(side, ' ') AS sides FROM (
        SELECT DISTINCT f.id AS fact_id, f.article_id, f.kind,
            CASE WHEN p.role = 'speaker' THEN p.ref ELSE coalesce(p.country, p.ref) END AS side
        FROM fact f JOIN fact_party p ON p.fact_id = f.id AND p.role <> 'inviter'
        WHERE f.withdrawn_at IS NULL ORDER BY f.id, side
    ) GROUP BY fact_id
) of JOIN carrier c ON c.article_id = of.article_id
ORDER BY 1, 2, 3;
CREATE INDEX kin_fact ON kin (fact_id);
