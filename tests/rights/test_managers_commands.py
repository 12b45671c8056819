"""Each managers' command, asked by who is no manager, whatever Discord let through."""

import pytest

from tests.rights import disguises
from tests.rights.ground import Ground
from tests.rights.wire import Disguise, ask, commands, of_managers, options, typing

pytestmark = pytest.mark.asyncio(loop_scope="module")

NO_CHANNEL = {"id": "5", "type": 0, "name": "x", "permissions": "0"}
NO_FILE = {
    "id": "5",
    "filename": "x.opml",
    "size": 1,
    "url": "https://cdn.example/x",
    "proxy_url": "https://cdn.example/x",
}
COMMANDS: dict[str, dict] = {
    "data delete-all": {},
    "data export": {},
    "data history": {"page": 1},
    "data purge": {"source": "Steppe Wire"},
    "data retention": {"days": 30},
    "diagnostics": {},
    "digest channel": {"channel": NO_CHANNEL, "digest": "daily"},
    "digest filter": {
        "countries": "KZ",
        "leaders": "Trump",
        "sectors": "rail",
        "topics": "all",
        "owners": 2,
        "digest": "daily",
    },
    "digest history": {"digest": "daily"},
    "digest now": {"digest": "daily"},
    "digest sections": {"sections": "deals 3", "digest": "daily"},
    "digest pause": {"digest": "daily"},
    "digest remove": {"digest": "daily"},
    "digest rename": {"name": "Daily", "digest": "daily"},
    "digest preview": {"digest": "daily"},
    "digest resend": {"date": "2026-03-10", "digest": "daily"},
    "digest resume": {"digest": "daily"},
    "digest schedule": {
        "channel": NO_CHANNEL,
        "hour": 7,
        "zone": "UTC",
        "digest": "daily",
        "cadence": "daily",
        "weekday": "Monday",
    },
    "digest status": {"digest": "daily"},
    "notices channel": {"channel": NO_CHANNEL},
    "notices off": {},
    "notices show": {},
    "office approve": {"candidate": "Tokayev"},
    "office candidates": {},
    "office dismiss": {"candidate": "Tokayev"},
    "review approve": {"id": "D-1"},
    "review channel": {"channel": NO_CHANNEL},
    "review edit": {"id": "D-1", "stage": "pledged"},
    "review merge": {"id": "D-1", "with": "D-2"},
    "review open": {"id": "D-1"},
    "review queue": {"kind": "deal"},
    "review reject": {"id": "D-1"},
    "review undo": {"id": "D-1"},
    "setup check": {},
    "setup reset": {},
    "setup show": {},
    "setup start": {},
    "source add": {"url": "https://new.example"},
    "source export": {},
    "source health": {},
    "source import": {"file": NO_FILE},
    "source label": {"source": "Steppe Wire", "weight": "muted"},
    "source list": {},
    "source pause": {"source": "Steppe Wire"},
    "source remove": {"source": "Steppe Wire"},
    "source resume": {"source": "Steppe Wire"},
    "source test": {"source": "Steppe Wire"},
}
DIGESTS = tuple((command, "digest") for command in COMMANDS if command.startswith("digest "))
TYPED = {
    ("data purge", "source"): "",
    **dict.fromkeys(DIGESTS, ""),
    ("digest schedule", "zone"): "berlin",
    ("office approve", "candidate"): "",
    ("office dismiss", "candidate"): "",
    ("review approve", "id"): "d-",
    ("review edit", "id"): "d-",
    ("review edit", "inviter"): "tok",
    ("review edit", "kind"): "",
    ("review edit", "participants"): "tok",
    ("review edit", "speaker"): "tok",
    ("review edit", "stage"): "",
    ("review merge", "id"): "d-",
    ("review merge", "with"): "d-",
    ("review open", "id"): "d-",
    ("review reject", "id"): "d-",
    ("review undo", "id"): "d-",
    ("source add", "pack"): "",
    ("source label", "country"): "kaz",
    ("source label", "source"): "",
    ("source pause", "source"): "",
    ("source remove", "source"): "",
    ("source resume", "source"): "",
    ("source test", "source"): "",
}


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
@pytest.mark.parametrize("command", COMMANDS)
async def test_a_managers_command_is_refused(ground: Ground, command: str, disguise: Disguise) -> None:
    shown = await ask(ground.desk, ground.desk.reader, command, COMMANDS[command], disguise=disguise)
    assert shown == "This is for a server’s managers. It needs the permission Manage Server."


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
@pytest.mark.parametrize(("command", "option"), TYPED)
async def test_nothing_is_offered_while_a_managers_command_is_typed(
    ground: Ground, command: str, option: str, disguise: Disguise
) -> None:
    asked = ground.desk, ground.desk.reader, command, option, TYPED[command, option]
    assert await typing(*asked, disguise=disguise) == []


async def test_the_same_is_answered_to_a_manager(ground: Ground) -> None:
    """Or the attempts above would prove nothing."""
    assert "Steppe Wire" in await ask(ground.desk, ground.desk.manager, "source list")
    for (command, option), typed in TYPED.items():
        offered = await typing(ground.desk, ground.desk.manager, command, option, typed)
        assert offered or command.startswith("office"), (command, option)


async def test_every_managers_command_and_autocomplete_is_attempted(ground: Ground) -> None:
    assert of_managers(ground.desk) == set(COMMANDS)
    assert {one for one in options(ground.desk, offered=True) if one[0] in COMMANDS} == set(TYPED)


async def test_every_command_says_to_discord_what_it_says_to_the_bot(ground: Ground) -> None:
    for one in ground.desk.client.tree.get_commands():
        sent = one.to_dict(ground.desk.client.tree)
        if one.default_permissions is not None:
            assert one.default_permissions.value == 1 << 5, "only Manage Server is checked"
            assert (sent["contexts"], sent["integration_types"]) == ([0], [0]), f"{one.name}: servers that have the bot"


async def test_no_command_has_a_check_of_its_own_that_the_next_one_could_forget(ground: Ground) -> None:
    for one in commands(ground.desk).values():
        assert not one.checks
        assert type(one.binding).interaction_check.__module__.startswith("discord."), one.qualified_name


async def test_nothing_was_changed_by_all_that(ground: Ground) -> None:
    (line,) = (await ground.desk.core.sources.reading(ground.desk.guild.id)).lines
    assert (line.weight, line.paused_at) == ("normal", None)
    assert (await ground.desk.core.subscriptions.one(ground.desk.guild.id)).paused_at is None
    assert await ground.desk.core.db.all("SELECT * FROM office_ruling") == []
    assert await ground.desk.core.db.all("SELECT * FROM correction") == []
    assert await ground.desk.core.review_notices.where(ground.desk.guild.id) == (None, None)
    sent = await ground.desk.core.db.all("SELECT * FROM delivery WHERE state <> 'due'")
    assert sent == []
