"""Two servers on one bot with no source in common. Ours asks; what stands in THEIRS must never come out."""

import contextlib
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.domain.facts import Extraction
from bot.domain.keys import short_id
from bot.nlp.stories import OpenStories, sign
from bot.render import digest as page
from storage.articles import ArticleStore
from storage.stories import StoryStore
from tests import make
from tests.desk import Desk, open_desk

OURS = (
    "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars. Trump called Tokayev on Tuesday. "
    "Tokayev invited Trump to visit Astana."
)
THEIRS = (
    "“The orchid fund opens in Narva,” Zhibek Orazova said. Iceland and Luxembourg signed the orchid accord for a dozen crowns. "
    "Zhibek Orazova met Pell Quillon. Zhibek Orazova invited Pell Quillon to tour Narva."
)
SECRETS = ("orazova", "quillon", "orchid", "narva", "harbour", "luxembourg", "iceland", "🇱🇺", "🇮🇸", "dozen", "rival")
"""Words that only the other server's sources say."""


@dataclass
class Ground:
    """`theirs` holds the other server's ids by what they are ids of, as its readers see them."""

    desk: Desk
    rival: simcord.GuildHandle
    rival_manager: Any
    rival_reader: Any
    theirs: dict[str, str]

    def leaks(self, shown: str) -> list[str]:
        """What of the other server stands in an answer."""
        return [word for word in SECRETS if word in shown.casefold()]


@contextlib.asynccontextmanager
async def open_ground(folder: Path, *, allow: tuple[str, ...] = ()) -> AsyncGenerator[Ground]:
    async with open_desk(folder, allow=allow) as desk:
        rival = desk.env.create_guild("Rival Society")
        channel = rival.create_text_channel("rival-digest")
        role = rival.create_role("rival-editors", permissions=discord.Permissions(manage_guild=True))
        rival_manager = rival.add_member(desk.env.create_user("rival-manager"), roles=[role])
        rival_reader = rival.add_member(desk.env.create_user("rival-reader"))
        ours, theirs = await _news(desk, rival.id)
        desk.now = make.NOW + timedelta(minutes=5)
        ids = {
            **theirs,
            "digest button": await edition_of(desk, rival.id, channel.id),
            "channel": str(channel.id),
            "our digest button": await edition_of(desk, desk.guild.id, desk.channel.id),
            **{f"our {name}": number for name, number in ours.items()},
        }
        await desk.core.subscriptions.schedule(rival.id, channel.id, 7, "UTC", desk.now, name="orchid weekly")
        yield Ground(desk, rival, rival_manager, rival_reader, ids)


def facts_of_ours() -> Extraction:
    return make.extraction(
        people=[make.office("Tokayev", "President", "KZ")],
        quotes=[make.quote(OURS, "We shall build the railway,")],
        meetings=[make.meeting(OURS, "Trump", "Tokayev")],
        invitations=[make.invitation(OURS, "Tokayev", "Trump")],
        deals=[make.deal(OURS, "US", "KZ", sectors=("railways",), amount="tens of billions of dollars")],
    )


async def _news(desk: Desk, rival: int) -> tuple[dict[str, str], dict[str, str]]:
    her, him = "Zhibek Orazova", "Pell Quillon"
    theirs = make.extraction(
        people=[make.office(her, "Foreign Minister", "LU")],
        quotes=[make.quote(THEIRS, "The orchid fund opens in Narva,", her)],
        meetings=[make.meeting(THEIRS, her, him, kind="talks")],
        invitations=[make.invitation(THEIRS, her, him, to="tour Narva")],
        deals=[
            make.deal(
                THEIRS, "IS", "LU", instrument="accord", sectors=("orchids",), amount="a dozen crowns", stage="ratified"
            )
        ],
    )
    return (
        await tell(desk, desk.guild.id, "Steppe Wire", "Talks in Astana", OURS, facts_of_ours()),
        await tell(desk, rival, "Harbour Post", "Orchids of Narva", THEIRS, theirs),
    )


async def tell(
    desk: Desk, guild: int, name: str, title: str, text: str, facts: Extraction, *, hours: float = 0
) -> dict[str, str]:
    """An article of a source that `guild` alone reads, in a story; its ids, as readers see them."""
    host = f"https://{name.replace(' ', '-').lower()}.example"
    ids = await make.reading(desk.core.db, guild, name, home=host)
    topics = json.dumps(["steppes" if guild == desk.guild.id else "orchid gardens"])
    known = {"topics": topics, "id": ids[0]}
    await desk.core.db.transaction(
        lambda tx: tx.execute("UPDATE server_source SET topics = :topics WHERE source_id = :id", known)
    )
    return await carry(desk, ids, f"{host}/1", title, text, facts, hours=hours)


async def carry(
    desk: Desk, ids: tuple[int, int], url: str, title: str, text: str, facts: Extraction, *, hours: float = 0
) -> dict[str, str]:
    """An article of the (source id, feed id), in a story; its ids, as readers see them."""
    source_id, feed_id = ids
    at = make.NOW + timedelta(hours=hours)

    def work(tx: Any) -> int:
        saved = ArticleStore(desk.core.db).save(
            tx,
            feed_id=feed_id,
            source_id=source_id,
            entry=make.entry(url),
            article=make.article(text, url, title=title, published_at=at),
            extraction=facts,
            now=at,
        )
        StoryStore(OpenStories).place(tx, article_id=saved.id, signature=sign(title, text), published_at=at, now=at)
        return saved.id

    article = await desk.core.db.transaction(work)
    desk.core.names.invalidate()
    rows = await desk.core.db.all("SELECT id, kind FROM fact WHERE article_id = :id", {"id": article})
    story = await desk.core.db.one("SELECT story_id FROM article_story WHERE article_id = :id", {"id": article})
    assert story
    return {
        **{row["kind"]: short_id(row["kind"], row["id"]) for row in rows},
        "story": short_id("story", story["story_id"]),
        "source": str(source_id),
        "feed": f"https://{source_id}.example/feed",
    }


async def edition_of(desk: Desk, guild: int, channel: int) -> str:
    """Today's digest of a server; the custom_id of the button under it."""
    await desk.core.subscriptions.schedule(guild, channel, 7, "UTC", desk.now)
    wish = await desk.core.subscriptions.one(guild)
    edition = await desk.core.digests.compile(wish, desk.now.date(), desk.now)
    assert edition.facts
    (view,) = page.layouts(await desk.core.digests.answer(edition))
    *_, button = [one.custom_id for one in view.walk_children() if isinstance(one, discord.ui.Button) and one.custom_id]
    return button
