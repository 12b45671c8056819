"""Everything is asked by everybody on two servers whose news is hostile; what the bot sends keeps Discord's limits and does no harm."""

from datetime import timedelta
from typing import Any

import pytest
from discord import AppCommandOptionType as Takes

from bot import jobs
from bot.domain.keys import short_id
from tests.hostile.bodies import Judge
from tests.hostile.ground import OURS, THEIRS, Ground, tells
from tests.hostile.walk import Walk
from tests.hostile.words import hostile, unsafe
from tests.rights.wire import commands, of_managers, options

together = pytest.mark.asyncio(loop_scope="module")

LAST = ("source remove", "data purge", "digest remove", "setup reset", "data delete-all")
"""They take away what the others ask about, in this order."""
NAMES = ("Tokayev", "Trump")
LANDS = ("Kazakhstan", "EU")
TYPED: dict[str, tuple[str, ...]] = {
    "about": ("zap",),
    "amount": ("tens of billions of dollars", "none"),
    "countries": ("all", "Kazakhstan, USA"),
    "country": LANDS,
    "date": ("2026-03-10", "yesterday"),
    "day": ("2026-03-12", "none"),
    "inviter": NAMES,
    "kind": ("direct", "call"),
    "leader": NAMES,
    "leaders": ("all", "Tokayev"),
    "name": ("Tokayev",),
    "note": (),
    "owned_by": (),
    "pack": ("rail",),
    "participants": ("US, KZ",),
    "sections": ("top 3, meetings 15, deals 15, quotes, upcoming 15, pledges 15",),
    "sector": ("zap",),
    "sectors": ("all",),
    "since": ("2 days",),
    "speaker": NAMES,
    "stage": ("pledged", "planned"),
    "text": ("tens of billions", "zap"),
    "topic": ("rail",),
    "topics": ("all", "rail"),
    "with": LANDS,
    "words": ("zap",),
    "zone": ("Asia/Almaty",),
}
"""What is typed besides hostile words, for each option that is free text."""
KNOWN_HERE = {"id", "source", "candidate", "digest", "channel", "file", "url"}
"""Options whose values depend on the server."""
OPML = "<opml version='2.0'><body><outline xmlUrl='https://common.example/feed' text='{text}'/></body></opml>"


async def given(walk: Walk, command: str) -> dict[str, list[Any]]:
    """Values of each option on the walk's server; the first is one that is there."""
    desk, side = walk.desk, walk.side
    here: dict[str, list[Any]] = {name: list(values) for name, values in TYPED.items()}
    rows = await desk.core.db.all(
        "SELECT max(f.id) AS id, f.kind, f.shown FROM fact f JOIN carrier c ON c.article_id = f.article_id "
        "JOIN server_source ss ON ss.source_id = c.source_id WHERE ss.guild_id = :guild GROUP BY f.kind, f.shown HAVING f.shown OR f.kind = 'quote' ORDER BY f.kind",
        {"guild": side.guild.id},
    )
    ids = [short_id(row["kind"], row["id"]) for row in rows]
    here["id"] = here["with"] = [*ids, "S-1", "Q-ZZZ"] if command != "deals" else here["with"]
    here["source"] = [str(line.source.id) for line in (await desk.core.sources.reading(side.guild.id)).lines][:2]
    here["digest"] = [one.name for one in await desk.core.subscriptions.of_server(side.guild.id)][:1]
    here["channel"] = [walk.channel(number) for number in (side.channel.id, side.thread, side.closed.id)]
    listed = OPML.format(text=hostile(side.word, 2, 900).encode("ascii", "ignore").decode().translate(_XML))
    here["file"] = [walk.file("list.opml", listed.encode()), walk.file(hostile(side.word, 1, 200), b"no list")]
    here["url"] = [f"{walk.ground.site}/feed.xml", f"{walk.ground.site}/page"]
    here["candidate"] = await walk.type("office approve", "candidate", "") if command.startswith("office") else []
    return here


_XML = {**dict.fromkeys(range(32)), ord("<"): "&lt;", ord("&"): "&amp;", ord("'"): "&#39;"}


async def asked(walk: Walk, names: list[str], *, only_all: bool = False, depth: int = 8) -> None:
    for name in names:
        every = list(walk.questions(name, await given(walk, name)))
        for one in [every[0], every[-1]] if only_all else every:
            walk.desk.now += timedelta(seconds=13)  # or what fetches would only be refused for its haste
            await walk.command(name, one, depth)


async def typed(walk: Walk) -> None:
    for command, option in sorted(options(walk.desk, offered=True)):
        for words in ("", "z", hostile(walk.side.word, 1, 100)):
            await walk.type(command, option, words)


def done(walk: Walk, least: int) -> None:
    assert not walk.faults, "\n".join(dict.fromkeys(walk.faults[:200]))
    assert walk.acts >= least, walk.acts
    assert walk.judge.seen


def order(ground: Ground) -> list[str]:
    """What only looks, then what changes something."""
    known = commands(ground.desk)
    return sorted(set(known) - set(LAST), key=lambda name: (known[name].extras.get("changes", True), name))


@together
async def test_each_option_of_each_command_has_values(ground: Ground) -> None:
    """A new one without any fails here."""
    free = {
        one.display_name
        for command in commands(ground.desk).values()
        for one in command.parameters
        if not one.choices and one.type not in (Takes.boolean, Takes.integer)
    }
    assert free == set(TYPED) | KNOWN_HERE
    assert set(LAST) <= set(commands(ground.desk))


async def happens(ground: Ground, *names: str) -> None:
    """What the bot does by itself."""
    for job in jobs.table(ground.desk.core, ground.desk.delivery, ground.desk.clock):
        if job.name in names:
            await job.work()


@together
async def test_what_is_posted_unasked_and_corrected_later(ground: Ground) -> None:
    both = [(ground.ours, THEIRS), (ground.theirs, OURS)]
    watched = [Walk(ground, side, side.reader, foreign) for side, foreign in both]
    await happens(ground, "offices", "delivery", "notices")
    for side, _foreign in both:
        await tells(ground.desk, side, 0, stage="signed")
    await happens(ground, "revisions")
    for walk in watched:
        walk.look("posted")
        assert walk.judge.seen == 4, "a digest, what is ill, what waits, and the digest once more"
        done(walk, 0)
    for side, foreign in both:
        walk = Walk(ground, side, side.reader, foreign)
        for posted in walk.posted():
            await walk.explore("posted", "what was posted", posted, 4)
        done(walk, 6)


@together
async def test_a_reader_asks_everything(ground: Ground) -> None:
    walk, managers = Walk(ground, ground.ours, ground.ours.reader, THEIRS), of_managers(ground.desk)
    for name in order(ground):
        await asked(walk, [name], only_all=name in managers)
    await typed(walk)
    done(walk, 200)


@together
async def test_a_manager_asks_everything(ground: Ground) -> None:
    walk, managers = Walk(ground, ground.ours, ground.ours.manager, THEIRS), of_managers(ground.desk)
    for name in order(ground):
        await asked(walk, [name], only_all=name not in managers)
    await typed(walk)
    await happens(ground, "notices", "revisions")
    walk.look("what came of it")
    done(walk, 300)


@together
async def test_a_reader_asks_again_after_what_the_manager_did(ground: Ground) -> None:
    walk = Walk(ground, ground.ours, ground.ours.reader, THEIRS)
    await asked(walk, [name for name in order(ground) if name not in of_managers(ground.desk)], only_all=True)
    done(walk, 30)


@together
async def test_the_other_server_is_asked_too(ground: Ground) -> None:
    for who in (ground.theirs.reader, ground.theirs.manager):
        walk = Walk(ground, ground.theirs, who, OURS)
        await asked(walk, order(ground), only_all=True, depth=2)
        await typed(walk)
        done(walk, 60)


@together
async def test_what_is_taken_away_goes_in_words(ground: Ground) -> None:
    walk = Walk(ground, ground.ours, ground.ours.manager, THEIRS)
    await asked(walk, list(LAST))
    done(walk, 20)


@together
async def test_a_hostile_message_is_read_without_harm(ground: Ground) -> None:
    desk, side = ground.desk, ground.theirs
    walk = Walk(ground, side, side.reader, OURS)
    said = "“We shall build the railway,” Kazakh President Kassym-Jomart Tokayev said on Tuesday."
    for content in (
        f"{said} {hostile(THEIRS, 4, 900)}".replace("https:", ""),
        hostile(THEIRS, 4, 900),
        f"{ground.site}/page",
    ):
        message = await side.manager.send(side.channel, content)
        desk.now += timedelta(seconds=13)
        result = await side.reader.context_menu(side.channel, "Facts in this message", message)
        assert (content.startswith(said)) == ("“We shall build the railway" in desk.read(result))
        walk.look(f"the message {content[:40]!r}")
    assert walk.faults == []
    assert walk.judge.seen >= 3


def test_what_does_harm_is_found() -> None:
    """Or nothing that was found above would prove anything."""
    judge = Judge({"osprey.example"}, {"#1"}, THEIRS)

    def faults(text: str, **more: Any) -> list[str]:
        body = {"components": [{"type": 10, "content": text}], "allowed_mentions": {"parse": []}, **more}
        return judge.faults("POST", "/channels/1/messages", body)

    assert faults("### Head\n> “words” **bold** [a](https://osprey.example/1) <#1> <t:1:R> `/why`\n-# foot \\*") == []
    for text in (
        "**a",
        "a `b",
        "a_b",
        "@everyone",
        "<@5>",
        "[a](https://evil.example)",
        "https://evil.example",
        "||a",
        "\u202ea",
        "a" + "\u0301" * 5,
        "> > a",
        "a\n# ZAP",
        "x" * 4001,
        THEIRS,
        " ",
    ):
        assert faults(text), text
    assert faults("a", allowed_mentions=None)
    assert faults("a", components=[{"type": 2, "label": "x" * 81, "style": 2, "custom_id": "y" * 101}])
    assert faults("a", components=[{"type": 10, "content": "a"}] * 41)
    for number in range(8):
        assert unsafe(hostile(OURS, number), hosts=(), mentioned=())
