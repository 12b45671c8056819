-- A server's own words against facts. The log only grows: taking a word back is one more row, which names it in `undoes`.
-- `other_id` is the fact that `merge` says tells of the same event.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    what TEXT NOT NULL,
    value TEXT NOT NULL,
    other_id INTEGER REFERENCES fact (id) ON DELETE CASCADE,
    undoes INTEGER UNIQUE REFERENCES correction (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX correction_fact ON correction (fact_id, guild_id);
CREATE INDEX correction_other ON correction (other_id, guild_id);
CREATE INDEX correction_made ON correction (guild_id, made_at);

-- What stands of the log, laid over its fact: what SQL must know of it to find and count. Written with the log and with each new
-- revision of the fact (storage/overlays.py). `shown_at` is when a fact that had waited was approved.
CREATE TABLE overlay (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    shown INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    shown_at TEXT,
    UNIQUE (guild_id, fact_id)
);
CREATE INDEX overlay_fact ON overlay (fact_id);
CREATE INDEX overlay_shown ON overlay (guild_id, shown_at);

CREATE TABLE overlay_party (
    overlay_id INTEGER NOT NULL REFERENCES overlay (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    ref TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    PRIMARY KEY (overlay_id, position)
);

-- As `fact_search`, for the corrected; rowid is the overlay's id, and one token names the server.
CREATE VIRTUAL TABLE overlay_search USING fts5 (text, tag, tokenize = "porter unicode61 remove_diacritics 2");
CREATE TRIGGER overlay_gone AFTER DELETE ON overlay BEGIN
    DELETE FROM overlay_search WHERE rowid = old.id;
END;

-- What readers say is wrong. `settled_by` is the correction that answered it; `reader_id` is erased when that reader asks.
CREATE TABLE complaint (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    problem TEXT NOT NULL,
    note TEXT NOT NULL,
    reader_id INTEGER,
    made_at TEXT NOT NULL,
    settled_by INTEGER REFERENCES correction (id) ON DELETE SET NULL
);
CREATE INDEX complaint_open ON complaint (guild_id, settled_by, id);
CREATE INDEX complaint_fact ON complaint (fact_id);
CREATE INDEX complaint_reader ON complaint (reader_id, made_at);
CREATE INDEX complaint_settled ON complaint (settled_by);

-- Where managers hear of what waits and what readers complain of, and the messages that told them; each tells of [told_from, told_to).
ALTER TABLE server ADD COLUMN review_channel_id INTEGER;
ALTER TABLE server ADD COLUMN review_told_at TEXT;
CREATE TABLE review_notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    told_from TEXT NOT NULL,
    told_to TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'failed')),
    next_attempt_at TEXT,
    sent_at TEXT,
    error TEXT
);
CREATE INDEX review_notice_open ON review_notice (state, next_attempt_at);
CREATE INDEX review_notice_server ON review_notice (guild_id);
