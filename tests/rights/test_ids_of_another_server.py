"""What only another server's sources tell of, named in each option of each command: answered as what does not exist."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.render.text import escape
from tests.rights.ground import SECRETS, Ground
from tests.rights.test_managers_commands import DIGESTS
from tests.rights.wire import ask, options, typing

pytestmark = pytest.mark.asyncio(loop_scope="module")

HER = "Zhibek Orazova"
OFFICE = f"{HER}, Foreign Minister of Luxembourg"


@dataclass(frozen=True)
class Id:
    """One of the other server's by its key in `Ground.theirs`, and one of nobody's."""

    theirs: str
    nobodys: str
    prefix: str = ""

    def of(self, ground: Ground) -> str:
        known = ground.theirs[self.theirs]
        return f"{self.prefix}-{known[2:]}" if self.prefix else known


FACTS = (Id("quote", "Q-9ZZ"), Id("meeting", "M-9ZZ"), Id("invitation", "I-9ZZ"), Id("deal", "D-9ZZ"))
REVIEWED = (*FACTS, Id("quote", "M-9ZZ", "M"))
SOURCES = (Id("source", "999"), Id("feed", "https://999.example/feed"), ("Harbour Post", "Nobody Post"))
PEOPLE = ((HER, "Xavi Dwmbq"), ("Orazova", "Dwmbq"))
LANDS = (("Luxembourg", "Monaco"), ("LU", "MC"))
RULED = ((OFFICE, "Xavi Dwmbq, Foreign Minister of Monaco"), ("Orazova", "Dwmbq"))
NEW_DIGEST = ("digest schedule", "digest")
RESEND = ("digest resend", "digest")
WITH_CHANNEL = ("digest channel", "digest")
ATTEMPTS: dict[tuple[str, str], tuple[Id | tuple[str, str], ...]] = {
    **{one: (("orchid weekly", "nobody weekly"),) for one in DIGESTS if one not in (NEW_DIGEST, WITH_CHANNEL, RESEND)},
    ("digest filter", "leaders"): PEOPLE,
    ("digest filter", "topics"): (("orchids", "dwmbqs"),),
    ("why", "id"): (*FACTS, Id("story", "S-9ZZ"), Id("quote", "M-9ZZ", "M"), Id("deal", "Q-9ZZ", "Q")),
    ("deal", "id"): (Id("deal", "D-9ZZ"), Id("quote", "D-9ZZ", "D"), Id("meeting", "D-9ZZ", "D")),
    ("story", "id"): (Id("story", "S-9ZZ"), *FACTS),
    ("report", "id"): (*FACTS, Id("story", "S-9ZZ"), Id("quote", "M-9ZZ", "M")),
    **dict.fromkeys(
        [(f"review {do}", "id") for do in ("open", "approve", "reject", "undo", "edit", "merge")], REVIEWED
    ),
    ("review merge", "with"): REVIEWED,
    **dict.fromkeys([("review edit", name) for name in ("speaker", "inviter", "participants")], PEOPLE),
    ("data purge", "source"): SOURCES,
    ("source pause", "source"): SOURCES,
    ("source resume", "source"): SOURCES,
    ("source remove", "source"): SOURCES,
    ("source test", "source"): SOURCES,
    ("source label", "source"): SOURCES,
    ("office approve", "candidate"): RULED,
    ("office dismiss", "candidate"): RULED,
    ("leader", "name"): PEOPLE,
    ("quotes", "speaker"): PEOPLE,
    ("quotes", "about"): (("orchid", "dwmbq"), ("Narva", "Xavi")),
    ("meetings", "leader"): PEOPLE,
    ("meetings", "country"): LANDS,
    ("leaders", "country"): LANDS,
    ("upcoming", "country"): LANDS,
    ("search", "text"): (("orchid", "dwmbq"), ("Narva", "Qzwpx")),
    ("brief", "leader"): PEOPLE,
    ("brief", "country"): LANDS,
    ("brief", "topic"): (("orchids", "dwmbqs"), ("orchid fund", "dwmbq fund")),
    ("deals", "country"): LANDS,
    ("deals", "with"): LANDS,
    ("deals", "sector"): (("orchids", "dwmbqs"),),
    ("deals", "stage"): (("ratified", "suspended"),),
    ("verify", "text"): (("The orchid fund opens in Narva", "The dwmbq fund opens in Xavi"),),
    ("verify", "speaker"): PEOPLE,
}
BESIDES = {
    "verify": {"text": "We shall build the railway"},
    "digest rename": {"name": "ours"},
    "report": {"id": "{our deal}", "problem": "wrong value"},
    "review edit": {"id": "{our quote}"},
    "review merge": {"id": "{our deal}", "with": "{our deal}"},
}
"""What else a command needs: of our own server."""
OF_ANOTHER_KIND = {("review edit", "inviter"): "{our invitation}", ("review edit", "participants"): "{our deal}"}
NAME_NOTHING_OF_A_SERVER = {
    ("report", "problem"),
    ("report", "note"),
    ("review queue", "kind"),
    *(("review edit", name) for name in ("kind", "stage", "amount", "day", "words")),
    ("data history", "page"),
    ("data retention", "days"),
    ("privacy", "erase"),
    NEW_DIGEST,
    WITH_CHANNEL,
    RESEND,
    ("digest resend", "date"),
    ("digest filter", "countries"),
    ("digest filter", "sectors"),
    ("digest filter", "owners"),
    ("digest rename", "name"),
    ("digest sections", "sections"),
    ("digest schedule", "cadence"),
    ("digest schedule", "weekday"),
    ("digest schedule", "hour"),
    ("digest schedule", "zone"),
    ("source add", "url"),
    ("source add", "pack"),
    ("source import", "file"),
    ("source label", "weight"),
    ("source label", "country"),
    ("source label", "owner"),
    ("source label", "owned_by"),
    ("source label", "name"),
    ("quotes", "since"),
    ("upcoming", "days"),
    ("search", "in"),
    ("brief", "period"),
    ("help", "topic"),
}
CHANNELS = {
    ("digest channel", "channel"): {},
    ("digest schedule", "channel"): {"hour": 7, "zone": "UTC"},
    ("notices channel", "channel"): {},
    ("review channel", "channel"): {},
}
EACH = [(*key, one) for key, several in ATTEMPTS.items() for one in several]


def _name(value: Any) -> str | None:
    if isinstance(value, Id):
        return f"{value.theirs} id{value.prefix and f' as {value.prefix}'}"
    return value[0] if isinstance(value, tuple) else None


@pytest.mark.parametrize(("command", "option", "attempt"), EACH, ids=_name)
async def test_what_another_server_has_is_answered_as_what_nobody_has(
    ground: Ground, command: str, option: str, attempt: Id | tuple[str, str]
) -> None:
    if command == "source test":
        ground.desk.now += timedelta(seconds=61)  # it may be asked five times a minute
    theirs, nobodys = (attempt.of(ground), attempt.nobodys) if isinstance(attempt, Id) else attempt
    besides = {name: value.format(**ground.theirs) for name, value in BESIDES.get(command, {}).items()}
    if fact := OF_ANOTHER_KIND.get((command, option)):
        besides["id"] = fact.format(**ground.theirs)
    shown, missing = [
        _without(await ask(ground.desk, ground.desk.manager, command, {**besides, option: value}), value)
        for value in (theirs, nobodys)
    ]
    assert shown == missing
    assert not ground.leaks(shown)
    assert "Something broke" not in shown


def _without(shown: str, typed: str) -> str:
    """The answer but for the words that were typed, in the forms in which they come back."""
    for form in (escape(typed), escape(typed.upper()), typed, *NAMES_OF.get(typed, ())):
        shown = shown.replace(form, "…")
    return shown


NAMES_OF = {"LU": ("Luxembourg",), "MC": ("Monaco",)}


@pytest.mark.parametrize(("command", "option"), CHANNELS)
async def test_another_servers_channel_is_no_channel(ground: Ground, command: str, option: str) -> None:
    given = CHANNELS[command, option]
    said: list[str] = []
    for number in (ground.theirs["channel"], "5"):
        payload = {"id": number, "type": 0, "name": "rival-digest", "permissions": str(2**40 - 1)}
        said.append(await ask(ground.desk, ground.desk.manager, command, {option: payload, **given}))
    assert said[0] == said[1] == "That is not what this option takes; choose one of its suggestions."


async def test_what_each_attempt_names_is_there_for_the_server_that_has_it(ground: Ground) -> None:
    """Or the attempts above would prove nothing."""
    for name in ("quote", "meeting", "invitation", "deal"):
        assert ground.leaks(await ask(ground.desk, ground.rival_reader, "why", {"id": ground.theirs[name]})), name
    assert ground.leaks(await ask(ground.desk, ground.rival_reader, "story", {"id": ground.theirs["story"]}))
    assert ground.leaks(await ask(ground.desk, ground.rival_reader, "quotes", {"speaker": HER}))
    assert ground.leaks(await ask(ground.desk, ground.rival_reader, "deals", {"sector": "orchids"}))
    assert "Harbour" in await ask(ground.desk, ground.rival_manager, "source list")


async def test_every_option_of_every_command_is_attempted(ground: Ground) -> None:
    switches = {one for one in options(ground.desk) if one[1] == "private"}
    assert options(ground.desk) - switches == set(ATTEMPTS) | set(CHANNELS) | NAME_NOTHING_OF_A_SERVER


OF_THE_WORLD = {"country", "with", "stage", "zone", "pack", "kind"}
"""Options that offer the same to everybody: the world's countries and zones, the bot's own stages, kinds and packs."""
OFFERED = {  # typed, and what the server that has it is offered
    ("leader", "name"): ("ora", HER),
    ("quotes", "speaker"): ("ora", HER),
    ("verify", "speaker"): ("ora", HER),
    ("meetings", "leader"): ("quil", "Pell Quillon"),
    ("brief", "leader"): ("ora", HER),
    ("brief", "topic"): ("orch", "orchid gardens"),
    ("deals", "sector"): ("orc", "orchids"),
    ("deal", "id"): ("acc", "accord"),
    ("story", "id"): ("orch", "Orchids of Narva"),
    **dict.fromkeys(
        (one for one in ATTEMPTS if one[0].startswith("review") and one[1] in ("id", "with")), ("acc", "accord")
    ),
    **dict.fromkeys((one for one in ATTEMPTS if one[0] == "review edit" and one[1] != "id"), ("ora", HER)),
    ("office approve", "candidate"): ("ora", OFFICE),
    ("office dismiss", "candidate"): ("ora", OFFICE),
    **dict.fromkeys(DIGESTS, ("orch", "orchid weekly")),
    **dict.fromkeys((one for one in ATTEMPTS if one[1] == "source"), ("harb", "Harbour Post")),
}


@pytest.mark.parametrize(("command", "option"), OFFERED)
async def test_nothing_of_another_server_is_offered(ground: Ground, command: str, option: str) -> None:
    typed, name = OFFERED[command, option]
    for value in (typed, "", name, *SECRETS, *ground.theirs.values()):
        offered = await typing(ground.desk, ground.desk.manager, command, option, value) or []
        if command == "review edit" and option != "id":  # a side may be a country, and those are everybody's
            offered = [one for one in offered if one["value"] not in ground.desk.core.names.country_names.values()]
        assert not ground.leaks(str(offered)), value
    assert name in str(await typing(ground.desk, ground.rival_manager, command, option, typed)), "there it is"


async def test_what_is_offered_to_all_is_the_same_for_all(ground: Ground) -> None:
    everywhere = {one for one in options(ground.desk, offered=True) if one[1] in OF_THE_WORLD} - set(OFFERED)
    assert everywhere | set(OFFERED) == options(ground.desk, offered=True)
    for command, option in everywhere:
        ours = await typing(ground.desk, ground.desk.manager, command, option, "l")
        assert ours == await typing(ground.desk, ground.rival_manager, command, option, "l")
