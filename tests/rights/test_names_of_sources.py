"""Two servers read the same addresses under names and topics of their own; neither is ever shown a word of the other's."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.domain.managing import SourceCandidate
from bot.domain.news import Feed, FeedState, Source
from bot.feeds.opml import read_opml
from storage.sources import SourceStore
from tests import make
from tests.desk import Desk, open_desk, text_of
from tests.rights.ground import OURS, Ground, carry, edition_of, facts_of_ours
from tests.rights.test_tenancy import QUESTIONS, everything
from tests.rights.wire import ask, press, typing
from tests.servers import Served, pair, site

pytestmark = pytest.mark.asyncio(loop_scope="module")

RSS = b"<rss version='2.0'><channel><title>Common Feed</title><link>/</link><item><title>One</title></item></channel></rss>"
MORE = {"their health": "diagnostics", "what was changed": "data history", "no topic": "digest filter"}
"""What managers see of sources besides the QUESTIONS."""


@dataclass
class Side:
    """A server; `word` is in all that it calls its sources, and `told` is all that it is shown, by question."""

    word: str
    guild: Any
    channel: Any
    manager: Any
    told: dict[str, str]


@dataclass
class Shared:
    desk: Desk
    ours: Side
    theirs: Side


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shared]:
    pages = {"/feed.xml": (RSS, "application/rss+xml")}
    async with Served(site(pages)) as base, open_desk(tmp_path_factory.mktemp("names"), allow=(pair(base),)) as desk:
        guild = desk.env.create_guild("Other Society")
        role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
        manager = guild.add_member(desk.env.create_user("other-manager"), roles=[role])
        ours = Side("larkspur", desk.guild, desk.channel, desk.manager, {})
        theirs = Side("peregrine", guild, guild.create_text_channel("digest"), manager, {})
        await desk.env.settle()
        for side, name in ((theirs, "Peregrine Post"), (ours, "Larkspur Wire")):
            await added(desk, side, f"{base}/feed.xml")
            await ask(desk, side.manager, "source label", {"source": "Common Feed", "name": name})
        await imported(desk, theirs, {"two": "Peregrine Herald", "three": "Peregrine Mail"})
        await imported(desk, ours, {"two": "Larkspur Herald", "four": "Larkspur Times"})
        for side, host in ((ours, "three"), (theirs, "four")):
            here = Source(name="Common Feed", home_url=f"https://{host}.example")
            found = SourceCandidate(source=here, feed=Feed(url=address(host)), entries=())
            await desk.core.sources.add(side.guild.id, found, side.manager.id, desk.now)
        await news(desk, ours, theirs)
        yield Shared(desk, ours, theirs)


def address(host: str) -> str:
    return f"https://{host}.example/feed"


async def imported(desk: Desk, side: Side, named: dict[str, str]) -> None:
    outlines = "".join(f"<outline xmlUrl='{address(host)}' text='{name}'/>" for host, name in named.items())
    body = f"<opml version='2.0'><body><outline text='{side.word} news'>{outlines}</outline></body></opml>"
    said = await side.manager.slash(side.channel, "source import", file=("list.opml", body.encode()))
    assert f"Added {len(named)}, known before 0" in desk.read(said), "another server's reading is not told either"


async def added(desk: Desk, side: Side, url: str) -> None:
    found = await side.manager.slash(side.channel, "source add", url=url)
    assert "Common Feed" in desk.read(found)
    await side.manager.click(found.response, label="Add")


async def news(desk: Desk, ours: Side, theirs: Side) -> None:
    """Each source carries the events and then fails; both servers have a digest of them, and hear of the failures."""
    store, ids = SourceStore(desk.core.db), dict[str, str]()
    for number, feed in enumerate(await store.due(make.NOW.replace(year=2027)), 1):
        url = f"https://wire.example/{number}"
        ids |= await carry(desk, (feed.source_id, feed.id), url, "Talks in Astana", OURS, facts_of_ours())
    desk.now = make.NOW + timedelta(minutes=5)
    for side in (ours, theirs):
        await desk.core.notices.set_channel(side.guild.id, side.channel.id, desk.now)
        side.told["button"] = await edition_of(desk, side.guild.id, side.channel.id)
    failing: FeedState = "failing"
    ill = [
        (
            replace(feed, state=failing, told=failing, last_error="It answers with 503.", last_polled_at=desk.now),
            desk.now,
        )
        for feed in await store.due(make.NOW.replace(year=2027))
    ]
    await desk.core.db.transaction(lambda tx: store.record_all(tx, ill))
    await desk.delivery.deliver_due()
    await desk.core.notices.deliver_due(desk.now, desk.delivery.postman)
    for side in (ours, theirs):
        ids["our digest button"] = side.told.pop("button")
        known = {**ids, **{f"our {name}": number for name, number in ids.items()}}
        ground = Ground(desk, side.guild, side.manager, side.manager, known)
        side.told |= {key: str(value) for key, value in (await everything(ground, side.manager)).items()}
        for name, command in MORE.items():
            given = {"topics": "nonesuch"} if command == "digest filter" else {}
            side.told[f"/{command}, {name}"] = await ask(desk, side.manager, command, given)
        digest, notice = sorted(m.id for m in side.channel.history() if m.author.bot and not m.interaction_metadata)
        for what, number in (("the digest", digest), ("the notice", notice)):
            side.told[what] = text_of(desk.env.backend.get_message(side.channel.id, number).components)
        side.told["purge"] = str(await typing(desk, side.manager, "data purge", "source", ""))
        await desk.core.exports.write(side.guild.id, file := io.BytesIO(), desk.now)
        archive = zipfile.ZipFile(file)
        side.told |= {f"export {name}": archive.read(name).decode() for name in archive.namelist()}


async def test_no_word_of_one_server_is_shown_on_the_other(shared: Shared) -> None:
    for side, other in ((shared.ours, shared.theirs), (shared.theirs, shared.ours)):
        assert len(side.told) > len(QUESTIONS)
        leaks = {key: words for key, words in side.told.items() if other.word in words.casefold()}
        assert leaks == {}
        assert not [key for key, words in side.told.items() if "Something broke" in words]


@pytest.mark.parametrize(
    "key",
    [
        "/leader, a leader",
        "/quotes, quotes",
        "/meetings, meetings",
        "/deal, a deal",
        "/story, a story",
        "/search, words in articles",
        "/verify, our words",
        "/why, why a quote",
        "/sources, sources for readers",
        "/source list, sources",
        "/source health, health",
        "/digest preview, preview",
        "/digest filter, no topic",
        "/diagnostics, their health",
        "/brief topic, topics while typing",
        "/source pause source, sources while typing",
        "button, the digest's quotes",
        "the digest",
        "the notice",
        "purge",
        "export sources.opml",
        "export server_source.json",
    ],
)
async def test_each_server_is_shown_the_names_it_gave(shared: Shared, key: str) -> None:
    """Or the absence above would prove nothing."""
    for side in (shared.ours, shared.theirs):
        assert side.word in side.told[key].casefold()


async def test_each_exports_the_list_as_it_knows_it(shared: Shared) -> None:
    named: list[set[tuple[str, tuple[str, ...]]]] = []
    for side in (shared.ours, shared.theirs):
        listed, _refused = read_opml(await shared.desk.core.opml.write(side.guild.id))
        named.append({(source.name, source.topics) for source, _feed in listed})
    ours, theirs = ("larkspur-news",), ("peregrine-news",)
    assert named == [
        {("Larkspur Herald", ours), ("Larkspur Times", ours), ("Common Feed", ())},
        {("Peregrine Herald", theirs), ("Peregrine Mail", theirs), ("Common Feed", ())},
    ]


async def test_what_was_removed_and_what_was_done_keep_each_servers_name(shared: Shared) -> None:
    desk = shared.desk
    for side, name in ((shared.ours, "Larkspur Herald"), (shared.theirs, "Peregrine Herald")):
        lines = (await desk.core.sources.reading(side.guild.id)).lines
        number = next(str(line.source.id) for line in lines if line.source.name == name)
        assert name in await ask(desk, side.manager, "source remove", {"source": number})
        assert name in (await press(desk, side.manager, f"ask:{side.manager.id}:drop:{number}") or "")
        assert f"/source remove source\\:{name}" in await ask(desk, side.manager, "data history")
        offered = await typing(desk, side.manager, "data purge", "source", "herald")
        assert json.dumps(offered).count("Herald") == json.dumps(offered).count(name) == 1
        assert f"Hide all that {name} brought?" in await ask(desk, side.manager, "data purge", {"source": number})
