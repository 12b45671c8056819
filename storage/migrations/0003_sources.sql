-- What a feed's polls teach about it, and what its managers were told.
ALTER TABLE feed ADD COLUMN state_since TEXT;
ALTER TABLE feed ADD COLUMN failing_since TEXT;
ALTER TABLE feed ADD COLUMN told TEXT NOT NULL DEFAULT 'healthy';
ALTER TABLE feed ADD COLUMN first_ok_at TEXT;
ALTER TABLE feed ADD COLUMN polls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN weekly REAL;
ALTER TABLE feed ADD COLUMN usual_gap REAL;
ALTER TABLE feed ADD COLUMN answer_seconds REAL;
ALTER TABLE feed ADD COLUMN asked_seconds INTEGER;
ALTER TABLE feed ADD COLUMN skip_hours TEXT NOT NULL DEFAULT '[]';
ALTER TABLE feed ADD COLUMN moved_to TEXT;
ALTER TABLE feed ADD COLUMN moved_times INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN shared TEXT NOT NULL DEFAULT '[]';
UPDATE feed SET first_ok_at = last_ok_at, state_since = last_polled_at;

-- A server's own word on a source; empty columns leave what the source says of itself.
-- weight: trusted, normal, context (answers, no digest) or muted (neither).
ALTER TABLE server_source ADD COLUMN paused_at TEXT;
ALTER TABLE server_source ADD COLUMN weight TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE server_source ADD COLUMN country TEXT;
ALTER TABLE server_source ADD COLUMN owner_kind TEXT;

-- An entry whose words changed is read again; `fingerprint` is of the words that were read.
ALTER TABLE entry ADD COLUMN fingerprint TEXT;
ALTER TABLE entry ADD COLUMN rereads INTEGER NOT NULL DEFAULT 0;

-- A revision's own title, and what an edit of its article did to a fact: a stage that moved, words that went or came back.
ALTER TABLE article_text ADD COLUMN title TEXT;
CREATE TABLE fact_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    what TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX fact_change_fact ON fact_change (fact_id);

-- Changes of a feed's state, for the managers of each server that reads it. Written with the state itself; `batch` is the first
-- notice of the message that carries it.
CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    feed_state TEXT NOT NULL,
    reason TEXT,
    created_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'sending', 'sent', 'failed', 'skipped')),
    batch INTEGER,
    channel_id INTEGER,
    next_attempt_at TEXT,
    sent_at TEXT,
    error TEXT
);
CREATE INDEX notice_open ON notice (state, guild_id);
CREATE INDEX notice_feed ON notice (feed_id, guild_id);
