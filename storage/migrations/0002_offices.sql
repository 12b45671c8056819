-- How an article says an office is held: present, acting, designate or former.
ALTER TABLE sighting ADD COLUMN standing TEXT NOT NULL DEFAULT 'present';
UPDATE sighting SET standing = 'former' WHERE former = 1;
ALTER TABLE sighting DROP COLUMN former;
CREATE INDEX sighting_office ON sighting (office, article_id);

-- What a server's managers say of who holds an office. It never leaves that server.
CREATE TABLE office_ruling (
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    country TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'dismissed')),
    ruled_on TEXT NOT NULL,
    PRIMARY KEY (guild_id, person, office, country)
);
