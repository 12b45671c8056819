-- Addresses whose text ended the worker that read it, and how often. An article's is never tried more than three times,
-- whichever of its feeds lists it; a feed's is paused after three, which forgets them.
CREATE TABLE poison (
    address TEXT PRIMARY KEY,
    tries INTEGER NOT NULL,
    reason TEXT NOT NULL,
    tried_at TEXT NOT NULL
);
