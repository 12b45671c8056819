-- Times are UTC as ISO 8601 text with a fixed width ("2026-03-01T07:00:00.000000Z"), so that text order is time order.
-- Days are "2026-03-01". Booleans are 0 and 1. Lists that are only shown are JSON text.

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- An organisation that publishes, and its addresses.
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    home_url TEXT NOT NULL,
    country TEXT,
    owner_kind TEXT NOT NULL,
    topics TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    next_poll_at TEXT,
    last_polled_at TEXT,
    last_ok_at TEXT,
    last_entry_at TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
);
CREATE INDEX feed_due ON feed (next_poll_at);
CREATE INDEX feed_source ON feed (source_id);

-- A Discord server, and what it reads. guild_id 0 is the operator's default pack.
CREATE TABLE server (
    guild_id INTEGER PRIMARY KEY,
    notices_channel_id INTEGER,
    joined_at TEXT NOT NULL
);

CREATE TABLE server_source (
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    added_by INTEGER NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (guild_id, source_id)
);

-- Articles, each text by revision; an offset names its revision.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    authors TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_known INTEGER NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    revision INTEGER NOT NULL,
    stored_at TEXT NOT NULL
);
CREATE INDEX article_stored ON article (stored_at);

CREATE TABLE article_text (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (article_id, revision)
);

-- What a feed listed: "read" means a row is here.
CREATE TABLE entry (
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
    identity TEXT NOT NULL,
    url TEXT,
    title TEXT NOT NULL,
    published_at TEXT,
    first_seen_at TEXT NOT NULL,
    article_id INTEGER REFERENCES article (id) ON DELETE SET NULL,
    failure TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed_id, identity)
);
CREATE INDEX entry_article ON entry (article_id);

-- Which sources carry an article: the whole of tenancy hangs on this.
CREATE TABLE carrier (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, source_id)
);
CREATE INDEX carrier_source ON carrier (source_id, article_id);

-- People we follow, and the offices articles give to anybody.
CREATE TABLE leader (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT,
    aliases TEXT NOT NULL
);

CREATE TABLE tenure (
    leader_id TEXT NOT NULL REFERENCES leader (id) ON DELETE CASCADE,
    office TEXT NOT NULL,
    country TEXT,
    since_on TEXT,
    until_on TEXT,
    as_of TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (leader_id, office, as_of)
);

CREATE TABLE sighting (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    person_key TEXT NOT NULL,
    person_name TEXT NOT NULL,
    office TEXT NOT NULL,
    country TEXT,
    former INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end INTEGER NOT NULL,
    PRIMARY KEY (article_id, person_key, evidence_start)
);
CREATE INDEX sighting_person ON sighting (person_key, article_id);

-- Facts. `is_news`: the article was at most three days old when the fact was stored. `key` has no offsets, so that a fact keeps its id when its article is edited.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    stage TEXT NOT NULL,
    confidence REAL NOT NULL,
    shown INTEGER NOT NULL,
    is_news INTEGER NOT NULL,
    date_verbatim TEXT,
    date_start TEXT,
    date_end TEXT,
    place TEXT,
    evidence TEXT NOT NULL,
    detail TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    withdrawn_at TEXT,
    UNIQUE (article_id, kind, key, occurrence)
);
CREATE INDEX fact_kind ON fact (kind, id);
CREATE INDEX fact_stored ON fact (stored_at);

-- The sides of a fact: role is speaker, participant, inviter, invitee, party or nation.
-- ref is "country:KZ", "leader:kassym-jomart-tokayev", "person:jane-doe", "organisation:...", "company:...".
CREATE TABLE fact_party (
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    ref TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,
    PRIMARY KEY (fact_id, role, position)
);
CREATE INDEX fact_party_ref ON fact_party (ref, fact_id);
CREATE INDEX fact_party_country ON fact_party (country, fact_id);

CREATE TABLE claim (
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    verbatim TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    low REAL,
    high REAL,
    currency TEXT,
    approximate INTEGER NOT NULL,
    by_whom TEXT,
    PRIMARY KEY (fact_id, position)
);

-- Digests.
CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL REFERENCES server (guild_id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    zone TEXT NOT NULL,
    created_at TEXT NOT NULL,
    paused_at TEXT,
    next_due_at TEXT
);
CREATE INDEX subscription_due ON subscription (next_due_at);
CREATE INDEX subscription_server ON subscription (guild_id);

CREATE TABLE edition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    local_date TEXT NOT NULL,
    window_from TEXT NOT NULL,
    window_to TEXT NOT NULL,
    compiled_at TEXT NOT NULL,
    sources_asked INTEGER NOT NULL,
    sources_answered INTEGER NOT NULL,
    UNIQUE (subscription_id, local_date)
);

CREATE TABLE edition_fact (
    edition_id INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    section TEXT NOT NULL,
    position INTEGER NOT NULL,
    fact_id INTEGER NOT NULL REFERENCES fact (id) ON DELETE CASCADE,
    PRIMARY KEY (edition_id, section, position)
);

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    edition_id INTEGER NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    part INTEGER NOT NULL,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'leased', 'sending', 'sent', 'unknown', 'failed', 'skipped')),
    nonce TEXT NOT NULL,
    due_at TEXT NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT,
    next_attempt_at TEXT,
    message_id INTEGER,
    sent_at TEXT,
    error TEXT,
    UNIQUE (edition_id, part)
);
CREATE INDEX delivery_open ON delivery (state, next_attempt_at);

-- Full text over the facts that stand. rowid is the fact's id, so the newest come first without a sort; `tag` holds tokens
-- for the carrying sources, the kind, the sides, the stage, so that one MATCH does the filtering (storage/search.py).
-- Words are stemmed: who asks for "tariff" finds "tariffs".
CREATE VIRTUAL TABLE fact_search USING fts5 (text, tag, tokenize = "porter unicode61 remove_diacritics 2");
