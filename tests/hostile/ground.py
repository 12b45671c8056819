"""Two servers whose sources say hostile things in every place where a word can stand, put there by the store's own writers."""

import contextlib
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.domain.facts import Claim, DateSpan, DealStage, Extraction, Fact, OfficeMention, Party, Person, Speaker
from bot.domain.keys import slug
from bot.domain.news import Feed, Source
from bot.nlp.stories import OpenStories, sign
from storage.articles import ArticleStore
from storage.sources import SourceStore
from storage.stories import StoryStore
from tests import make
from tests.desk import Desk, open_desk
from tests.hostile.words import hostile
from tests.servers import Served, pair, site

OURS, THEIRS = "osprey", "kestrel"
"""Words that only one of the servers' sources say."""
LONG = 1_500
"""More than any place in an answer has room for; some names, titles and quotes have ten thousand characters."""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>/</link>
<item><title>{title}</title><link>/page</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = "<html lang=en><title>{title}</title><article><h1>{title}</h1><p>“We shall build the railway, {title}” Tokayev said.</p></article></html>"


@dataclass
class Side:
    """A server with its own channel, manager and reader; `word` is in all that its sources say. `edition` is its posted digest's id."""

    word: str
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    thread: int
    closed: simcord.ChannelHandle
    manager: Any
    reader: Any
    edition: int = 0


@dataclass
class Ground:
    desk: Desk
    ours: Side
    theirs: Side
    site: str
    packs: Path

    def stock(self, side: Side) -> None:
        """The pack now says of its addresses, which both servers add, what only this side may see."""
        rows = [
            (hostile(side.word, 3, 300), f"{self.site}/feed.xml"),
            (hostile(side.word, 4, 300), f"{self.site}/nothing"),
        ]
        self.packs.write_text("".join(_pack(side.word, name, url) for name, url in rows))


def seen(text: str) -> str:
    """As XML and HTML can hold it."""
    kept = "".join(c for c in text if c in "\n\t" or (c.isprintable() or ord(c) > 159))
    return kept.replace("&", "&amp;").replace("<", "&lt;")


@contextlib.asynccontextmanager
async def open_hostile(folder: Path) -> AsyncGenerator[Ground]:
    title, packs = seen(hostile("zap", 5, 900)), folder / "packs.toml"
    pages = {
        "/feed.xml": (FEED.format(title=title).encode(), "application/rss+xml"),
        "/page": (PAGE.format(title=title).encode(), "text/html"),
    }
    async with Served(site(pages)) as link, open_desk(folder, allow=(pair(link),)) as desk:
        object.__setattr__(desk.core.sources, "_packs", packs)
        ours = _side(desk, OURS, desk.guild, desk.channel, desk.manager, desk.reader)
        guild = desk.env.create_guild("Rival Society")
        role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        theirs = _side(
            desk,
            THEIRS,
            guild,
            guild.create_text_channel("rival-digest"),
            guild.add_member(desk.env.create_user("rival-manager"), roles=[role]),
            guild.add_member(desk.env.create_user("rival-reader")),
        )
        await desk.env.settle()
        desk.now += timedelta(minutes=5)
        for side in (ours, theirs):
            for number in range(3):
                await tells(desk, side, number)
            await _digests(desk, side)
        desk.core.names.invalidate()
        yield Ground(desk, ours, theirs, link, packs)


def _pack(word: str, name: str, url: str) -> str:
    home = f"https://{word}.example/(home)"
    said = f'name = {json.dumps(name, ensure_ascii=False)}\nhome = "{home}"\ntopics = ["rail", "{word}"]\n'
    return f'[[feed]]\nurl = "{url}"\n{said}country = "KZ"\nowner = "state"\n'


def _side(desk: Desk, word: str, guild: Any, channel: Any, manager: Any, reader: Any) -> Side:
    shut = discord.PermissionOverwrite(send_messages=False, view_channel=True)
    closed = guild.create_text_channel("closed", overwrites={guild.default_role: shut})
    thread = desk.env.backend.create_thread(channel.id, hostile(word, 1, 100), manager.id)
    return Side(word, guild, channel, thread.id, closed, manager, reader)


async def tells(desk: Desk, side: Side, number: int, *, stage: DealStage = "pledged") -> None:
    """An article of a source of its own, whose feed fails by now, with facts of every kind; at another stage, what an edit made of it."""
    word, db, is_edited = side.word, desk.core.db, stage != "pledged"
    at = desk.now if is_edited else make.NOW - timedelta(minutes=10 * number)
    text, facts = article(word, number, stage)
    url, title = f"https://{word}.example/{number}_(a)[b]|`c`?q=<x>*_", hostile(word, number + 1 + is_edited)
    sources, places = SourceStore(db), StoryStore(OpenStories)
    name = hostile(word, number)
    source = Source(
        name=name, home_url=f"https://{word}.example/({number})", country="KZ", topics=(hostile(word, 6, 900), "rail")
    )
    feed = Feed(url=f"https://{word}.example/feed{number}?[a](b)", title=hostile(word, 1))

    def work(tx: Any) -> None:
        source_id, feed_id = sources.save(tx, feed, at)
        sources.attach(tx, side.guild.id, replace(source, id=source_id), side.manager.id, at)
        sources.label(tx, side.guild.id, source_id, owner=hostile(word, number, 100) if number else None)
        ill = replace(feed, id=feed_id, source_id=source_id, failures=7, last_error=hostile(word, 3))
        states = ("stale", "failing", "gone")
        told = replace(
            ill,
            state=states[number],
            told=states[number],
            last_polled_at=at,
            next_poll_at=at + timedelta(days=9),
            state_since=at,
            first_ok_at=at,
        )
        sources.record(tx, told, at)
        entry = replace(make.entry(url), title=title)
        one = make.article(text, url, title=title, published_at=at)
        saved = ArticleStore(db).save(
            tx, feed_id=feed_id, source_id=source_id, entry=entry, article=one, extraction=facts, now=at
        )
        places.place(tx, article_id=saved.id, signature=sign(title, text), published_at=at, now=at)

    await db.transaction(work)


def article(word: str, number: int, stage: DealStage) -> tuple[str, Extraction]:
    """Words of ten thousand characters, and facts that rest on them with a hostile word in each place that takes one."""
    words = [hostile(word, number + turn, 10_000 if turn == 1 else LONG) for turn in range(4)]
    text = (
        " ".join(f"“{one}” {word} said." for one in words)
        + f" The deal, {stage}, is worth tens of billions of dollars."
    )
    spans = [make.span(text, one) for one in words]
    who = [_party(word, number + turn, 10_000 if turn < 2 else 400) for turn in range(30)]
    speaker = Speaker(
        span=(1, 9),
        text=hostile(word, 1, LONG),
        party=who[0],
        office=hostile(word, 2, LONG),
        on_behalf_of=hostile(word, 3, LONG),
    )
    said = make.quote(text, words[0])
    day = DateSpan(verbatim=hostile(word, 4, LONG), start=make.NOW.date() + timedelta(days=3), end=None)
    dated = replace(day, end=make.NOW.date() + timedelta(days=9))
    amount = Claim(
        verbatim=hostile(word, 5, LONG),
        span=make.span(text, "tens of billions of dollars"),
        low=1e10,
        high=1e11,
        currency="USD",
        approximate=True,
        by=hostile(word, 6, LONG),
    )
    met = replace(
        make.meeting(text, "Trump"), participants=tuple(who), place=hostile(word, 2, LONG), date=dated, stage="planned"
    )
    asked = replace(
        make.invitation(text, "Trump"), inviter=who[1], invitees=tuple(who[2:]), to=hostile(word, 3, LONG), date=day
    )
    agreed = replace(
        make.deal(text, "KZ"),
        parties=tuple(who),
        name=hostile(word, number, LONG),
        instrument=hostile(word, 1, LONG),
        sectors=tuple(hostile(word, turn, LONG) for turn in range(3)),
        claims=(amount, replace(amount, low=9e9, high=9e9, by=hostile(word, 1, LONG))),
        date=day,
        stage=stage,
    )
    quotes: Sequence[Fact] = (
        replace(said, speaker=speaker),
        replace(said, segments=(spans[1],), speaker=replace(speaker, party=None)),
        replace(said, kind="fragment", segments=(spans[2], spans[3]), speaker=replace(speaker, party=who[3])),
        replace(
            said, kind="mixed", segments=(spans[3],), marked=((spans[3][0] + 5, spans[3][0] + 700),), speaker=speaker
        ),
        replace(said, kind="indirect", segments=((0, 3_000),), speaker=None, shown=False),
    )
    mentions = [OfficeMention(office=hostile(word, turn, 300), country="KZ", evidence=(0, 9)) for turn in range(2)]
    people = [Person(name=one.name, leader=None, mentions=((0, 9),), offices=tuple(mentions)) for one in who[:3]]
    people.append(make.office("Tokayev", "Prime Minister", "KZ"))
    return text, make.extraction(
        people=people,
        quotes=[*quotes, make.quote(text, words[0])],
        meetings=[met, make.meeting(text, "Tokayev", "Trump"), replace(met, participants=tuple(who[:1]), shown=False)],
        invitations=[asked],
        deals=[agreed, replace(agreed, parties=tuple(who[:1]), shown=False)],
    )


def _party(word: str, number: int, length: int) -> Party:
    name = hostile(word, number, length)
    kind = "company" if number % 5 == 4 else "person"
    return Party(kind=kind, id=slug(name), name=name, country="KZ" if number % 3 else None)


async def _digests(desk: Desk, side: Side) -> None:
    """A digest under a hostile name, made but not posted, and a channel for each kind of notice."""
    core = desk.core
    await core.subscriptions.schedule(
        side.guild.id, side.channel.id, 7, "UTC", desk.now, name=hostile(side.word, 1, 40)
    )
    wish = await core.subscriptions.one(side.guild.id)
    edition = await core.digests.compile(wish, desk.now.date(), desk.now)
    side.edition = edition.id
    await core.notices.set_channel(side.guild.id, side.channel.id, desk.now)
    await core.review_notices.set_channel(side.guild.id, side.channel.id, make.NOW - timedelta(days=2))
