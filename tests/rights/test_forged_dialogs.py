"""A manager's buttons, which bear their question in the custom_id, forged: a plain refusal or nothing, and nothing changes."""

from typing import Any

import pytest
from simcord.backend import serializers

from tests.rights import disguises
from tests.rights.ground import Ground
from tests.rights.wire import ANOTHERS, DIALOG, NO_DIGEST, NOWHERE, REFUSED, Disguise, press, send

pytestmark = pytest.mark.asyncio(loop_scope="module")

DIALOGS = (
    "ask:{who}:setup:live:{channel}:7:UTC",
    "ask:{who}:setup:cancel:{channel}:7:UTC",
    "ask:{who}:reset:yes",
    "ask:{who}:reset:no",
    "ask:{who}:resend:1:20260310:yes",
    "ask:{who}:resend:1:20260310:no",
    "ask:{who}:filter:1:1:yes",
    "ask:{who}:filter:1:1:no",
    "ask:{who}:add:yes",
    "ask:{who}:add:no",
    "ask:{who}:edit:1:0123456789ab",
    "ask:{who}:erase:",
    "ask:{who}:erase:typed",
    "ask:{who}:export:",
    "ask:{who}:leave:",
    "ask:{who}:purge:1",
    "ask:{who}:remove:1",
    "ask:{who}:drop:1",
    "ask:{who}:shorten:30",
    "ask:{who}:history:0",
)
"""A manager's buttons, as their messages bear them."""
BENT = {
    "no channel": ("ask:{who}:setup:live:0:7:UTC", "Choose the channel"),
    "another server's channel": ("ask:{who}:setup:live:{theirs}:7:UTC", "cannot see"),
    "another server's channel, checked again": ("ask:{who}:setup:again:{theirs}:7:UTC", "cannot see"),
    "a channel of 65 bits": ("ask:{who}:setup:live:99999999999999999999:7:UTC", "cannot see"),
    "an hour that is none": ("ask:{who}:setup:live:{channel}:24:UTC", NOWHERE),
    "no hour": ("ask:{who}:setup:live:{channel}::UTC", "Choose the hour first"),
    "a zone that is none": ("ask:{who}:setup:live:{channel}:7:Mars/Phobos", "is not a time zone"),
    "no zone": ("ask:{who}:setup:live:{channel}:7:", "is not a time zone"),
    "a path for a zone": ("ask:{who}:setup:live:{channel}:7:../../etc/passwd", ""),
    "a step that is none": ("ask:{who}:setup:destroy:{channel}:7:UTC", NOWHERE),
    "a step without its parts": ("ask:{who}:setup:live", NOWHERE),
    "a dialog that is none": ("ask:{who}:shutdown:yes", NOWHERE),
    "nobody": ("ask::setup:live:{channel}:7:UTC", ""),
    "another server's digest": ("ask:{who}:resend:{their_digest}:20260310:yes", NO_DIGEST),
    "a day that is none": ("ask:{who}:resend:{our_digest}:20260231:yes", "No digest was made"),
    "a resend without its parts": ("ask:{who}:resend:", "Nothing was posted"),
    "another server's filters": ("ask:{who}:filter:{their_digest}:1:yes", NO_DIGEST),
    "filters of a digest that is none": ("ask:{who}:filter:999:1:countries", NO_DIGEST),
    "filters that no owner must tell": ("ask:{who}:filter:{our_digest}:0:yes", "at least one owner"),
    "filters without their parts": ("ask:{who}:filter:", "Nothing was changed"),
    "a list of filters that is none": ("ask:{who}:filter:{our_digest}:1:least_confidence", "Nothing was changed"),
    "a form as a button": ("ask:{who}:setup:typed:{channel}:7:UTC", NOWHERE),
    "a reset that is none": ("ask:{who}:reset:YES", "stays as it was"),
    "a source that no message links": ("ask:{who}:add:yes", "Nothing was added"),
    "a form for a fact as a button": ("ask:{who}:edit:1:0123456789ab", NOWHERE),
    "a word that was not typed": ("ask:{who}:erase:typed", "nothing was erased"),
    "another server's source to hide": ("ask:{who}:purge:{their_source}", "reads no source"),
    "a source that is no number": ("ask:{who}:purge:-", "reads no source"),
    "another server's digest to remove": ("ask:{who}:remove:{their_digest}", NO_DIGEST),
    "a digest that is none to remove": ("ask:{who}:remove:", NO_DIGEST),
    "another server's source to remove": ("ask:{who}:drop:{their_source}", "reads no source"),
    "a page of changes that there is not": ("ask:{who}:history:999", "There is no page"),
    "a page of changes without a number": ("ask:{who}:history:", "Who changed what"),
    "days that nobody may keep": ("ask:{who}:shorten:1", "Keep between"),
    "days that are no number": ("ask:{who}:shorten:ten", "Keep between"),
    "a menu as a button": ("ask:{who}:setup:zone:{channel}:7:UTC", NOWHERE),
}


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
@pytest.mark.parametrize("custom_id", DIALOGS)
async def test_a_managers_dialog_is_refused_to_a_reader(ground: Ground, custom_id: str, disguise: Disguise) -> None:
    """With the reader's own number in it, as a forger would write it."""
    custom_id = custom_id.format(who=ground.desk.reader.id, channel=ground.desk.channel.id)
    shown = await press(ground.desk, ground.desk.reader, custom_id, disguise=disguise)
    assert REFUSED in (shown or "")


@pytest.mark.parametrize("custom_id", DIALOGS)
async def test_a_managers_dialog_is_refused_to_other_managers(ground: Ground, custom_id: str) -> None:
    custom_id = custom_id.format(who=ground.desk.manager.id, channel=ground.desk.channel.id)
    shown = await press(ground.desk, ground.rival_manager, custom_id)
    assert ANOTHERS in (shown or "")


@pytest.mark.parametrize(("custom_id", "words"), BENT.values(), ids=BENT)
async def test_a_managers_forged_dialog_is_refused_in_words_or_does_nothing(
    ground: Ground, custom_id: str, words: str
) -> None:
    digests = {
        f"{one}_digest": ground.theirs[key].split(":")[1]
        for one, key in (("their", "digest button"), ("our", "our digest button"))
    }
    known = digests | {
        "channel": ground.desk.channel.id,
        "theirs": ground.theirs["channel"],
        "their_source": ground.theirs["source"],
    }
    shown = await press(ground.desk, ground.desk.manager, custom_id.format(who=ground.desk.manager.id, **known))
    assert (shown is None) == (not words)
    assert words in (shown or "")
    assert "Something broke" not in (shown or "")
    assert not ground.leaks(shown or "")


async def _send(ground: Ground, who: Any, zone: Any, *, of: Any = None, disguise: Disguise | None = None) -> str:
    """The form of `/setup start`, made out to whoever sends it, or to `of`, as if the bot had been started anew since it was opened."""
    desk = ground.desk
    asked = await who.slash(next(iter(who.guild.channels.values())), "help")
    stored = desk.env.backend.get_message(asked.response.channel_id, asked.response.id)
    data = {
        "custom_id": f"ask:{(of or who).id}:setup:typed:{desk.channel.id}:7:UTC",
        "components": [{"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "zone", "value": zone}}],
    }
    message = dict(serializers.message_payload(desk.env.backend, stored))
    return desk.read(await send(desk, who, DIALOG, data, message=message, disguise=disguise))


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
async def test_a_managers_form_is_refused_to_a_reader(ground: Ground, disguise: Disguise) -> None:
    assert REFUSED in await _send(ground, ground.desk.reader, "UTC", disguise=disguise)


async def test_a_managers_form_is_refused_to_other_managers_and_answered_to_its_own(ground: Ground) -> None:
    assert ANOTHERS in await _send(ground, ground.rival_manager, "UTC", of=ground.desk.manager)
    assert "07:00 Asia/Almaty" in await _send(ground, ground.desk.manager, "almaty")


@pytest.mark.parametrize("zone", ["", "\ud800", "a" * 61, "a" * 4_000, None, "../../etc/passwd"])
async def test_what_is_no_zone_is_refused_in_words(ground: Ground, zone: Any) -> None:
    shown = await _send(ground, ground.desk.manager, zone)
    assert "Zones are called after a place" in shown
    assert "Something broke" not in shown


async def test_no_forged_dialog_changed_anything(ground: Ground) -> None:
    for guild in (ground.desk.guild.id, ground.rival.id):
        wish, *_ = await ground.desk.core.subscriptions.of_server(guild)
        assert (wish.hour, wish.zone) == (7, "UTC")
        assert len((await ground.desk.core.sources.reading(guild)).lines) == 1
