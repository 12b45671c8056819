-- What is not settled yet, in the order in which it is sent: few rows of many.
DROP INDEX delivery_open;
CREATE INDEX delivery_open ON delivery (due_at, edition_id, part) WHERE state IN ('due', 'unknown', 'leased', 'sending');

-- A notice may also be of a digest that could not be posted: then it has no feed, and `reason` says all.
CREATE TABLE notice_now (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    feed_id INTEGER REFERENCES feed (id) ON DELETE CASCADE,
    feed_state TEXT,
    reason TEXT,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'failed', 'skipped')),
    batch INTEGER,
    channel_id INTEGER,
    next_attempt_at TEXT,
    sent_at TEXT,
    error TEXT
);
INSERT INTO notice_now SELECT * FROM notice;
DROP TABLE notice;
ALTER TABLE notice_now RENAME TO notice;
CREATE INDEX notice_open ON notice (state, guild_id);
CREATE INDEX notice_feed ON notice (feed_id, guild_id);
