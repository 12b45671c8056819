"""Domain objects in a line, with values that a test does not care about filled in. Light to import: processes that are killed need it."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.digest import Subscription
from bot.domain.facts import (
    Claim,
    DateSpan,
    Deal,
    Extraction,
    Invitation,
    Meeting,
    OfficeMention,
    Party,
    Person,
    Quote,
    Speaker,
    Standing,
)
from bot.domain.news import Article, Entry, Feed, Source
from bot.services.digests import DigestService
from bot.services.events import EventReader
from storage.articles import ArticleStore, SavedArticle
from storage.database import Database, Transaction
from storage.deliveries import DeliveryStore
from storage.facts import FactStore
from storage.migrate import known
from storage.sources import SourceStore
from storage.stories import StoryStore
from storage.subscriptions import SubscriptionStore
from storage.times import to_text

if TYPE_CHECKING:
    from bot.feeds.fetch import Fetcher
    from bot.ingest import Ingest
    from bot.work import Workers

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
KNOWN = {
    "Tokayev": ("Kassym-Jomart Tokayev", "KZ"),
    "Mirziyoyev": ("Shavkat Mirziyoyev", "UZ"),
    "Trump": ("Donald Trump", "US"),
}


def person(name: str = "Tokayev") -> Party:
    """A leader by surname if it is one of KNOWN, else a person of that name whom we do not follow."""
    full, country = KNOWN.get(name, (name, None))
    folded = full.lower().replace(" ", "-")
    return Party(kind="person", id=folded, name=full, country=country, leader=folded if country else None)


def nation(code: str, name: str | None = None) -> Party:
    return Party(kind="country", id=code, name=name or code, country=code)


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def quote(text: str, words: str, speaker: str = "Tokayev", *, kind: str = "direct", shown: bool = True) -> Quote:
    """A quote of `words`, which must stand in `text`; its speaker's span is where the surname stands, or the start."""
    at = text.find(speaker)
    who = Speaker(span=(max(at, 0), max(at, 0) + len(speaker)), text=speaker, party=person(speaker))
    return Quote(kind=kind, segments=(span(text, words),), speaker=who, cue=None, confidence=0.9, shown=shown)  # type: ignore[arg-type]


def meeting(text: str, *who: str, kind: str = "call", stage: str = "held", shown: bool = True) -> Meeting:
    parties = tuple(map(person, who))
    return Meeting(
        kind=kind,
        participants=parties,
        countries=tuple(p.country for p in parties if p.country),  # type: ignore[arg-type]
        stage=stage,
        evidence=((0, len(text)),),
        confidence=0.9,
        shown=shown,
    )  # type: ignore[arg-type]


def invitation(text: str, inviter: str, *invitees: str, to: str = "visit Astana") -> Invitation:
    return Invitation(
        inviter=person(inviter),
        invitees=tuple(map(person, invitees)),
        to=to,
        stage="extended",
        evidence=((0, len(text)),),
        confidence=0.9,
        shown=True,
    )


def deal(
    text: str,
    *codes: str,
    instrument: str = "agreement",
    stage: str = "signed",
    sectors: tuple[str, ...] = (),
    amount: str | None = None,
    day: str | None = None,
) -> Deal:
    claims = (
        ()
        if amount is None
        else (Claim(verbatim=amount, span=span(text, amount), low=1e10, high=1e11, currency="USD", approximate=True),)
    )
    date = DateSpan(verbatim=day, start=None, end=None) if day else None
    return Deal(
        parties=tuple(map(nation, codes)),
        instrument=instrument,
        stage=stage,
        sectors=sectors,
        claims=claims,  # type: ignore[arg-type]
        evidence=((0, len(text)),),
        confidence=0.9,
        shown=True,
        date=date,
    )


def office(
    name: str,
    office: str,
    country: str | None,
    evidence: tuple[int, int] = (0, 10),
    *,
    standing: Standing = "present",
) -> Person:
    party = person(name)
    return Person(
        name=party.name,
        leader=party.leader,
        mentions=(evidence,),
        offices=(OfficeMention(office=office, country=country, evidence=evidence, standing=standing),),
    )


def extraction(**kinds: object) -> Extraction:
    """`extraction(quotes=[...], deals=[...])`."""
    return Extraction(**{name: tuple(facts) for name, facts in kinds.items()})  # type: ignore[arg-type]


def article(
    text: str, url: str = "https://wire.example/1", *, title: str = "Talks in Astana", published_at: datetime = NOW
) -> Article:
    return Article(url=url, title=title, text=text, language="en", published_at=published_at)


def entry(url: str = "https://wire.example/1", title: str = "Talks in Astana") -> Entry:
    return Entry(identity=url, url=url, title=title, published_at=NOW)


def source(name: str = "Wire", **said: object) -> Source:
    return Source(name=name, **said)  # type: ignore[arg-type]


def subscription(guild_id: int = 1) -> Subscription:
    return Subscription(guild_id=guild_id, channel_id=7, hour=8, zone="UTC", created_at=NOW)


def feed(url: str = "https://wire.example/feed", source_id: int = 0) -> Feed:
    return Feed(url=url, source_id=source_id)


def on(day: date) -> DateSpan:
    return DateSpan(verbatim=f"{day:%A}", start=day, end=day)


SOURCE = "INSERT INTO source (created_at) VALUES (:now)"
FEED = "INSERT INTO feed (source_id, url, title, state) VALUES (:source, :url, :name, 'healthy')"
SERVER = "INSERT INTO server (guild_id, joined_at) VALUES (:guild, :now) ON CONFLICT DO NOTHING"
READS = """
INSERT INTO server_source (guild_id, source_id, name, owner_kind, added_by, added_at) VALUES (:guild, :source, 'Wire ' || :source, 'unknown', 1, :now)
"""
SAYS = "UPDATE server_source SET name = :name, home_url = :home, home_country = :country WHERE guild_id = :guild AND source_id = :source"


async def reading(
    db: Database, guild_id: int, name: str = "Steppe Wire", *, country: str | None = None, home: str = ""
) -> tuple[int, int]:
    """A source with a feed that `guild_id` reads; (source id, feed id)."""

    def work(tx: Transaction) -> tuple[int, int]:
        now = to_text(NOW)
        source_id = tx.insert(SOURCE, {"now": now})
        feed_id = tx.insert(FEED, {"source": source_id, "url": f"https://{source_id}.example/feed", "name": name})
        tx.execute(SERVER, {"guild": guild_id, "now": now})
        tx.execute(READS, {"guild": guild_id, "source": source_id, "now": now})
        tx.execute(SAYS, {"guild": guild_id, "source": source_id, "name": name, "home": home, "country": country})
        return source_id, feed_id

    return await db.transaction(work)


async def saved(
    db: Database,
    ids: tuple[int, int],
    text: str,
    url: str = "https://wire.example/1",
    *,
    now: datetime = NOW,
    published_at: datetime = NOW,
    **kinds: object,
) -> SavedArticle:
    """An article of `text` kept for the (source id, feed id) of `reading`: `saved(db, ids, text, quotes=[...])`."""
    source_id, feed_id = ids
    return await db.transaction(
        lambda tx: ArticleStore(db).save(
            tx,
            feed_id=feed_id,
            source_id=source_id,
            entry=entry(url),
            now=now,
            article=article(text, url, published_at=published_at),
            extraction=extraction(**kinds),
        )
    )


def line(
    db: Database, fetcher: "Fetcher", workers: "Workers", seconds: float = 20.0, turn_seconds: float = 300.0
) -> "Ingest":
    """The line an article travels, on a test's own store."""
    from bot.config import Settings
    from bot.ingest import Ingest
    from bot.nlp.stories import OpenStories

    return Ingest(
        db=db,
        sources=SourceStore(db),
        articles=ArticleStore(db),
        stories=StoryStore(OpenStories),
        fetcher=fetcher,
        workers=workers,
        model=Settings.model_fields["model"].default,
        extract_seconds=seconds,
        poll_every=timedelta(minutes=10),
        turn_seconds=turn_seconds,
    )


def digests(db: Database) -> DigestService:
    """What compiles digests, on a test's own store."""
    facts = FactStore(db)
    return DigestService(
        db,
        facts=facts,
        events=EventReader(facts),
        subscriptions=SubscriptionStore(db),
        deliveries=DeliveryStore(db),
        sources=SourceStore(db),
    )


def text(moment: datetime) -> str:
    """A time as the store keeps it."""
    return to_text(moment)


def migration(number: int) -> str:
    """A migration's SQL."""
    return dict(known())[number]
