-- A source is shared by its address, and the words on it are each server's own: what its adding said (name, front page, topics, owner_kind,
-- home_country), and what its managers say (country, owner, owner_kind, weight). Whose words an older store has kept nobody knows any more, so
-- each of its servers goes on with what it has been shown.
ALTER TABLE server_source ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE server_source ADD COLUMN home_url TEXT NOT NULL DEFAULT '';
ALTER TABLE server_source ADD COLUMN home_country TEXT;
ALTER TABLE server_source ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';
UPDATE server_source SET (name, home_url, home_country, topics, owner_kind) = (
    SELECT s.name, s.home_url, s.country, s.topics, coalesce(server_source.owner_kind, s.owner_kind) FROM source s WHERE s.id = source_id);

-- What a server read once is named to it as it was then.
ALTER TABLE former_source ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE former_source SET name = (SELECT s.name FROM source s WHERE s.id = source_id);
DROP TRIGGER source_left;
CREATE TRIGGER source_left AFTER DELETE ON server_source
WHEN EXISTS (SELECT 1 FROM server WHERE guild_id = old.guild_id) AND EXISTS (SELECT 1 FROM source WHERE id = old.source_id) BEGIN
    INSERT INTO former_source (guild_id, source_id, name) VALUES (old.guild_id, old.source_id, old.name)
    ON CONFLICT DO UPDATE SET name = excluded.name;
END;

ALTER TABLE source DROP COLUMN name;
ALTER TABLE source DROP COLUMN home_url;
ALTER TABLE source DROP COLUMN country;
ALTER TABLE source DROP COLUMN owner_kind;
ALTER TABLE source DROP COLUMN topics;
