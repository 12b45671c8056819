-- Stories: articles about one event. A story found to be another's takes its place under the older one's id, and `merged_into` says which.
CREATE TABLE story (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    founded_at TEXT NOT NULL,
    merged_into INTEGER REFERENCES story (id)
);
CREATE INDEX story_merged ON story (merged_into);

-- Each article in its story, and what it is compared by (bot/nlp/stories.py). `placed` grows with every change, so that who holds
-- the open stories in memory can catch up. `copy_of` is the article that this one reprints or rewrites.
CREATE TABLE article_story (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES story (id),
    copy_of INTEGER REFERENCES article (id) ON DELETE SET NULL,
    placed INTEGER NOT NULL UNIQUE,
    terms BLOB NOT NULL,
    shingles BLOB NOT NULL,
    bands BLOB NOT NULL
);
CREATE INDEX article_story_story ON article_story (story_id);

-- A server's own word on who owns a source: sources of one owner are one voice.
ALTER TABLE server_source ADD COLUMN owner TEXT;
