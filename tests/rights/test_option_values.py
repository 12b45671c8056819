"""Option values that no client of Discord's would send: of another type, out of bounds, no choice, unwritable, or nowhere declared."""

from typing import Any

import pytest
from discord import AppCommandOptionType as Takes

from tests.rights.ground import Ground
from tests.rights.test_managers_commands import COMMANDS, NO_CHANNEL, NO_FILE
from tests.rights.wire import COMMAND, ask, command_data, commands, send, typing

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED = "That is not what this option takes"
CHANGED = "This command has changed"
HALF = "\ud800"
SOME: dict[str, dict[str, Any]] = {
    **COMMANDS,
    "deal": {"id": "D-1"},
    "deals": {"country": "KZ", "with": "US", "sector": "railways", "stage": "signed", "private": True},
    "leader": {"name": "Tokayev", "private": True},
    "leaders": {"country": "KZ"},
    "meetings": {"leader": "Trump", "country": "KZ"},
    "privacy": {"erase": True},
    "brief": {"topic": "energy", "country": "KZ", "leader": "Tokayev", "period": "7d", "private": True},
    "help": {"topic": "answers"},
    "search": {"text": "railway", "in": "articles", "private": True},
    "sources": {"private": True},
    "upcoming": {"country": "KZ", "days": 30, "private": True},
    "quotes": {"speaker": "Tokayev", "about": "railway", "since": "today"},
    "report": {"id": "D-1", "problem": "wrong value", "note": "x"},
    "review edit": {
        "id": "D-1",
        "speaker": "Tokayev",
        "kind": "direct",
        "stage": "pledged",
        "participants": "US, KZ",
        "inviter": "Trump",
        "amount": "none",
        "day": "none",
        "words": "x",
    },
    "source add": {"url": "https://new.example", "pack": "energy"},
    "source label": {"source": "1", "name": "x", "weight": "muted", "country": "KZ", "owner": "state", "owned_by": "x"},
    "story": {"id": "S-1"},
    "verify": {"text": "We shall build the railway", "speaker": "Tokayev"},
    "why": {"id": "Q-1"},
}
"""A value that each option takes."""
TOO_LONG = "one letter more than it takes"
TOO_MANY = "one more than it takes"
STRINGS = {
    "a number": 7,
    "yes": True,
    "nothing": None,
    "a list": ["x"],
    "no letter": "",
    "half a letter": HALF,
    TOO_LONG: TOO_LONG,
    "a hundred thousand letters": "a" * 100_000,
}
NUMBERS = {
    "a numeral": "7",
    "an Arabic numeral": "٧",
    "a fraction": 7.5,
    "yes": True,
    "nothing": None,
    "a list": [7],
    "one too few": -1,
    TOO_MANY: TOO_MANY,
    "65 bits": 2**64,
    "minus 65 bits": -(2**64),
    "no number": float("nan"),
}
SWITCHES = {"a word": "true", "a number": 1, "nothing": None}
SNOWFLAKES = {
    "what is not resolved": "123",
    "no number": "abc",
    "nothing": None,
    "a list": ["5"],
    "a negative number": "-5",
    "forty digits": "9" * 40,
    "a number and not a numeral": 5,
}
VALUES = {
    Takes.string: STRINGS,
    Takes.integer: NUMBERS,
    Takes.boolean: SWITCHES,
    Takes.channel: SNOWFLAKES,
    Takes.attachment: SNOWFLAKES,
}
KINDS = {str: Takes.string, int: Takes.integer, bool: Takes.boolean}


def _kind(value: Any) -> Takes:
    return (
        KINDS[type(value)]
        if not isinstance(value, dict)
        else Takes.channel
        if value is NO_CHANNEL
        else Takes.attachment
    )


WRONG = [
    pytest.param(command, option, wrong, id=f"{command} {option}: {name}")
    for command, given in SOME.items()
    for option, value in given.items()
    for name, wrong in VALUES[_kind(value)].items()
]
NO_CHOICE = [
    ("digest schedule", "cadence", "hourly"),
    ("digest schedule", "weekday", "monday"),
    ("source label", "weight", "supreme"),
    ("source label", "weight", "MUTED"),
    ("source label", "owner", "me"),
    ("report", "problem", "boring"),
    ("report", "problem", "DUPLICATE"),
    ("review queue", "kind", "speech"),
]


@pytest.mark.parametrize(("command", "option", "value"), [*WRONG, *NO_CHOICE])
async def test_a_value_that_the_option_does_not_take_is_refused(
    ground: Ground, command: str, option: str, value: Any
) -> None:
    if value in (TOO_LONG, TOO_MANY):
        (takes,) = [one for one in commands(ground.desk)[command].parameters if one.display_name == option]
        most = int(takes.max_value or 6_000) + 1
        value = most if value == TOO_MANY else "a" * most
    assert REFUSED in await ask(ground.desk, ground.desk.manager, command, SOME[command] | {option: value})


async def test_every_option_is_sent_such_values(ground: Ground) -> None:
    """And `SOME` are values that it takes, or the refusals above would prove nothing."""
    declared = commands(ground.desk)
    assert set(SOME) | {"help", "about"} == set(declared)
    for command, given in SOME.items():
        takes = {one.display_name: one.type for one in declared[command].parameters}
        assert {name: takes[name] for name in given} == {name: _kind(value) for name, value in given.items()}, command
        assert set(takes) - set(given) <= {"private"}, command
    for command, given in SOME.items():
        if command not in COMMANDS:
            assert REFUSED not in await ask(ground.desk, ground.desk.manager, command, given)


HOSTILE = {
    "a quotation mark": '"',
    "search syntax": '" OR text : NEAR(a*)',
    "SQL": "x'; DROP TABLE fact; --",
    "NUL": "a\0b",
    "marks of direction": "\u202eabc\u2066",
    "twenty combining marks": "a" + "\u0301" * 20,
    "plane 16": "\U0010ffff",
    "digits of many scripts": "D-٣๓²",
}


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    ("command", "option"),
    [
        (command, option)
        for command, given in SOME.items()
        for option, value in given.items()
        if isinstance(value, str)
        and option not in ("url", "weight", "owner", "owned_by", "problem", "cadence", "weekday")
        and (command, option) != ("review queue", "kind")
    ],
)
async def test_hostile_words_are_a_miss_in_words(ground: Ground, command: str, option: str, typed: str) -> None:
    channel = {**NO_CHANNEL, "id": str(ground.desk.channel.id)}
    rest: dict[str, Any] = {
        "digest schedule": {"channel": channel, "hour": 7, "zone": "UTC", "digest": "daily"},
        "digest channel": {"channel": channel},
        "digest rename": {"digest": "nobody weekly"},
    }.get(command, {})
    if (command, option) == ("digest schedule", "digest"):
        rest |= {"zone": "nowhere"}  # a new name would be a new digest
    shown = await ask(ground.desk, ground.desk.manager, command, {**rest, option: typed})
    assert shown
    assert "Something broke" not in shown
    assert not ground.leaks(shown)


def _named(name: str) -> Any:
    return lambda data: data.update(name=name)


MALFORMED = {
    "a command that does not exist": ("leaders", _named("shutdown")),
    "a group as if it were a command": ("leaders", _named("source")),
    "a subcommand that does not exist": ("source list", lambda data: data["options"][0].update(name="destroy")),
    "a subcommand of another group": ("source list", lambda data: data["options"][0].update(name="candidates")),
    "no subcommand": ("source list", lambda data: data.update(options=[])),
    "a message command that does not exist": ("leaders", lambda data: data.update(type=3, target_id="1")),
    "what is required left out": ("why", lambda data: data.update(options=[])),
    "an option under another name": ("why", lambda data: data["options"][0].update(name="ID")),
}


@pytest.mark.parametrize(("command", "change"), MALFORMED.values(), ids=MALFORMED)
async def test_a_command_that_is_not_as_registered_is_refused(ground: Ground, command: str, change: Any) -> None:
    data = command_data(ground.desk, command, SOME.get(command, {}))
    change(data)
    assert CHANGED in ground.desk.read(await send(ground.desk, ground.desk.manager, COMMAND, data))


@pytest.mark.parametrize("option", ["channel", "file"])
async def test_a_thing_of_another_kind_is_refused(ground: Ground, option: str) -> None:
    if option == "file":
        shown = await ask(ground.desk, ground.desk.manager, "source import", {"file": {**NO_FILE, "size": 2**70}})
        assert "more than 2 MB" in shown
    else:
        category = {**NO_CHANNEL, "type": 4}
        shown = await ask(ground.desk, ground.desk.manager, "notices channel", {"channel": category})
        assert REFUSED in shown


TYPED = {
    "a number": 7,
    "nothing": None,
    "a list": [],
    "half a letter": HALF,
    "ten thousand letters": "a" * 10_000,
    "yes": True,
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("leader", "name"),
        ("deal", "id"),
        ("deals", "stage"),
        ("story", "id"),
        ("source add", "pack"),
        ("digest schedule", "zone"),
    ],
)
async def test_nothing_is_offered_for_what_cannot_be_typed(
    ground: Ground, command: str, option: str, typed: Any
) -> None:
    assert await typing(ground.desk, ground.desk.manager, command, option, typed) == []


@pytest.mark.parametrize("option", ["id", "private", "nowhere"])
async def test_nothing_is_offered_for_an_option_that_offers_nothing(ground: Ground, option: str) -> None:
    assert await typing(ground.desk, ground.desk.reader, "why", option, "Q") == []


async def test_no_hostile_schedule_was_kept(ground: Ground) -> None:
    (wish,) = await ground.desk.core.subscriptions.of_server(ground.desk.guild.id)
    assert (wish.hour, wish.zone, wish.channel_id) == (7, "UTC", ground.desk.channel.id)
