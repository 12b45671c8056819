-- How many days of news a server's answers go back, and the last article that is older; since when the bot is out of it; and what
-- no channel took of what its managers are to be told: the next of them who types a command hears it.
ALTER TABLE server ADD COLUMN retention_days INTEGER NOT NULL DEFAULT 365;
ALTER TABLE server ADD COLUMN hidden_upto INTEGER NOT NULL DEFAULT 0;
ALTER TABLE server ADD COLUMN left_at TEXT;
ALTER TABLE server ADD COLUMN untold TEXT;

-- Why a digest is paused if no manager paused it: 'left' or 'channel'.
ALTER TABLE subscription ADD COLUMN paused_why TEXT;

-- Articles up to this id are hidden from the server as that source's: they are older than its retention, or were purged. Ids grow with time.
ALTER TABLE server_source ADD COLUMN hidden_upto INTEGER NOT NULL DEFAULT 0;

-- What a server read once. What it purged stays hidden if it reads the source again.
CREATE TABLE former_source (
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    purged_upto INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, source_id)
);
CREATE TRIGGER source_left AFTER DELETE ON server_source
WHEN EXISTS (SELECT 1 FROM server WHERE guild_id = old.guild_id) AND EXISTS (SELECT 1 FROM source WHERE id = old.source_id) BEGIN
    INSERT INTO former_source (guild_id, source_id) VALUES (old.guild_id, old.source_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER source_again AFTER INSERT ON server_source BEGIN
    UPDATE server_source SET hidden_upto = max((SELECT hidden_upto FROM server WHERE guild_id = new.guild_id), coalesce(
        (SELECT purged_upto FROM former_source WHERE guild_id = new.guild_id AND source_id = new.source_id), 0))
    WHERE guild_id = new.guild_id AND source_id = new.source_id;
END;

-- Since when nobody reads a source.
ALTER TABLE source ADD COLUMN unread_since TEXT;

-- Who changed what of a server. 0 is somebody who had the id erased.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    done_at TEXT NOT NULL
);
CREATE INDEX audit_server ON audit (guild_id, id);
CREATE INDEX audit_done ON audit (done_at);

-- Articles go at last; without these, each that goes would look through all rows that could name it.
CREATE INDEX article_story_copy ON article_story (copy_of);
CREATE INDEX edition_fact_fact ON edition_fact (fact_id);
