-- Several digests a server, told apart by name. `weekday` is set for a weekly one (0 is Monday). `sections` is a list of [name, most] in the
-- order they are shown, `filters` an object; both JSON, empty for what every digest has.
ALTER TABLE subscription ADD COLUMN name TEXT NOT NULL DEFAULT 'daily';
ALTER TABLE subscription ADD COLUMN cadence TEXT NOT NULL DEFAULT 'daily' CHECK (cadence IN ('daily', 'weekly'));
ALTER TABLE subscription ADD COLUMN weekday INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN sections TEXT NOT NULL DEFAULT '[]';
ALTER TABLE subscription ADD COLUMN filters TEXT NOT NULL DEFAULT '{}';
UPDATE subscription SET name = 'daily ' || id
WHERE EXISTS (SELECT 1 FROM subscription s WHERE s.guild_id = subscription.guild_id AND s.id < subscription.id);
CREATE UNIQUE INDEX subscription_name ON subscription (guild_id, name);
