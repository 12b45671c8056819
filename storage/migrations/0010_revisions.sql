-- What an edition says besides its facts stays as it was compiled too. JSON: `sections` as in subscription, `totals` by section,
-- `failing` and `stale` source names, `corrections` what became of facts that earlier editions told.
ALTER TABLE edition ADD COLUMN cadence TEXT NOT NULL DEFAULT 'daily';
ALTER TABLE edition ADD COLUMN sections TEXT NOT NULL DEFAULT '[]';
ALTER TABLE edition ADD COLUMN totals TEXT NOT NULL DEFAULT '{}';
ALTER TABLE edition ADD COLUMN below INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edition ADD COLUMN failing TEXT NOT NULL DEFAULT '[]';
ALTER TABLE edition ADD COLUMN stale TEXT NOT NULL DEFAULT '[]';
ALTER TABLE edition ADD COLUMN corrections TEXT NOT NULL DEFAULT '[]';

-- Which reports an edition's events rest on, and what each event said when it was last told (JSON): whoever looks for what
-- was corrected since starts from the report.
CREATE TABLE edition_told (
    edition_id INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    event_id INTEGER NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (edition_id, fact_id)
);
CREATE INDEX edition_told_fact ON edition_told (fact_id);

-- A posted edition that was changed in place. Its message is edited until Discord has taken it; never posted again.
CREATE TABLE edition_revision (
    edition_id INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    made_at TEXT NOT NULL,
    amendments TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'failed')),
    fence INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT,
    next_attempt_at TEXT NOT NULL,
    error TEXT,
    PRIMARY KEY (edition_id, number)
);
CREATE INDEX edition_revision_open ON edition_revision (next_attempt_at) WHERE state IN ('due', 'sending');
CREATE INDEX delivery_sent ON delivery (sent_at) WHERE state = 'sent';
CREATE INDEX fact_change_at ON fact_change (changed_at);
