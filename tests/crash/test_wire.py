"""The real bot as a process against the loopback Discord: what it says over the wire, and what it does when the wire fails."""

import signal
from typing import Any

import pytest

from tests.crash import payloads
from tests.crash.faults import FAULTS, Fault
from tests.crash.state import READ_HISTORY, TOKEN, Request
from tests.crash.wire import Wire

MANAGER = payloads.READER_RIGHTS | 0x20
HELP: dict[str, Any] = {"id": "1", "name": "help", "type": 1}
PREVIEW: dict[str, Any] = {
    "id": "2",
    "name": "digest",
    "type": 1,
    "options": [{"name": "preview", "type": 1, "options": []}],
}
SEND_MESSAGES = 0x800


def asked(wire: Wire, method: str, part: str) -> list[Request]:
    return [one for one in wire.discord.world.requests if one.method == method and part in one.path]


async def test_it_logs_in_and_registers_its_commands_once(wire: Wire) -> None:
    bot = await wire.started()
    world = wire.discord.world
    assert wire.discord.gateway.heartbeats
    assert {"digest", "help", "leader"} <= {command["name"] for command in world.commands}, "registered"
    bot.kill()
    await wire.started()
    assert (world.syncs, wire.discord.gateway.identified) == (1, 2), "Discord allows 200 registrations a day"


async def test_a_command_is_answered_and_a_slow_one_says_first_that_it_thinks(wire: Wire) -> None:
    await wire.started()
    token = await wire.discord.gateway.interact(wire.channels[0], HELP)
    (answer,) = await wire.discord.ask(token)
    assert (answer["type"], answer["data"]["flags"] & 64) == (4, 64)
    token = await wire.discord.gateway.interact(wire.channels[0], PREVIEW, rights=MANAGER)
    first, last = await wire.discord.ask(token, lambda found: len(found) == 2)
    assert (first["callback"], first["type"], last["callback"]) == (True, 5, False)
    assert "components" in last["data"]


async def test_a_dropped_gateway_is_resumed_and_what_was_asked_meanwhile_is_answered(wire: Wire) -> None:
    await wire.started()
    gateway = wire.discord.gateway
    session = gateway.open()[0]
    await gateway.drop()
    missed = payloads.interaction(77, "missed", wire.channels[0], HELP, kind=2, rights=MANAGER)
    await session.dispatch("INTERACTION_CREATE", missed)
    await wire.discord.ask("missed")
    assert (gateway.identified, gateway.resumed) == (1, 1)


async def test_an_invalid_session_is_left_for_a_new_one(wire: Wire) -> None:
    await wire.started()
    gateway = wire.discord.gateway
    await gateway.invalidate(resumable=False)
    await wire.discord.until(lambda: gateway.identified == 2)
    await wire.discord.ask(await gateway.interact(wire.channels[0], HELP))
    assert gateway.resumed == 0


async def test_a_429_is_waited_out_and_the_message_comes_once(wire: Wire) -> None:
    wire.discord.rest.retry_after = 6.0
    wire.discord.faults.planned.append(("POST", "/messages", "429"))
    await wire.editions.add_to(wire.channels[1:2], wire.now)
    await wire.started()
    await wire.until("sent")
    refused, taken = asked(wire, "POST", "/messages")
    assert (refused.status, taken.status) == (429, 200)
    assert taken.at - refused.at >= 6.0


async def test_a_global_429_holds_back_every_other_request(wire: Wire) -> None:
    wire.discord.rest.retry_after = 6.0
    wire.discord.faults.planned.append(("POST", "/messages", "global 429"))
    await wire.editions.add_to(wire.channels[1:], wire.now)
    await wire.started()
    await wire.until("sent")
    (refused,) = (one for one in wire.discord.world.requests if one.status == 429)
    meanwhile = [one for one in asked(wire, "POST", "/messages") if refused.at + 1 < one.at < refused.at + 6]
    assert not meanwhile, "a second is for what was under way"


async def test_a_refused_digest_is_not_asked_for_again(wire: Wire) -> None:
    forbidden, gone = wire.channels[1:3]
    forbidden.denied = SEND_MESSAGES
    await wire.editions.add_to([forbidden, gone], wire.now)
    await wire.started()
    gone.is_gone = True
    await wire.until("failed")
    posts = len(wire.posts())
    await wire.pass_time(180)
    assert len(wire.posts()) == posts <= 2, "ten thousand refusals in ten minutes ban the address"


async def test_what_may_be_there_is_not_posted_again_where_the_bot_cannot_look(wire: Wire) -> None:
    (channel,) = wire.channels[1:2]
    channel.denied = READ_HISTORY
    wire.discord.faults.planned.append(("POST", "/messages", "drop after"))
    await wire.started()
    await wire.editions.add_to([channel], wire.now)  # one due before the start would be looked for first
    await wire.until("failed")
    assert len(wire.discord.world.messages[channel.id]) == len(wire.posts()) == 1


async def test_however_a_post_fails_its_message_comes_once(wire: Wire) -> None:
    kinds = sorted({*FAULTS})
    for channel, fault in zip(wire.channels[1:], kinds, strict=False):
        wire.discord.faults.planned.append(("POST", f"/{channel.id}/", fault))
    await wire.editions.add_to(wire.channels[1 : len(kinds) + 1], wire.now)
    await wire.started()
    await wire.until("sent", 45)
    await wire.pass_time(60)
    assert not wire.discord.faults.planned
    assert {*wire.discord.world.posted().values()} == {1}


async def test_the_token_is_in_no_log_however_much_is_logged(wire: Wire) -> None:
    await wire.editions.add_to(wire.channels[:2], wire.now)
    bot = await wire.started(LOG_LEVEL="DEBUG")
    await wire.until("sent")
    await wire.discord.gateway.drop()
    await wire.discord.until(lambda: wire.discord.gateway.resumed)
    bot.signal(signal.SIGTERM)
    assert await bot.ended() == 0
    assert "IDENTIFY" in bot.said()
    assert TOKEN not in bot.said()


async def test_a_wrong_token_ends_in_a_line_that_does_not_repeat_it_however_much_is_logged(wire: Wire) -> None:
    bot = wire.start(token="a.wrong.token", LOG_LEVEL="DEBUG")
    assert await bot.ended() == 1
    assert "Discord does not take this DISCORD_TOKEN" in bot.said()
    assert "a.wrong.token" not in bot.said()
    assert f"GET {wire.discord.api}/users/@me" in bot.said(), "discord.py's own lines are among them"


@pytest.mark.parametrize("fault", ["5xx before", "drop before"])
async def test_a_bot_whose_commands_discord_does_not_take_now_lives_on_and_registers_them_later(
    wire: Wire, fault: Fault
) -> None:
    wire.discord.faults.planned.extend([("PUT", "/commands", fault)] * 5)  # discord.py gives up after five 502s
    await wire.editions.add_to(wire.channels[:2], wire.now)
    bot = await wire.started()
    await wire.until("sent")
    await wire.discord.until(lambda: wire.discord.world.syncs == 1)
    assert "Discord did not register the commands; tried again in a minute" in bot.said()
    await wire.pass_time(130)
    assert wire.discord.world.syncs == 1
    assert "Traceback" not in bot.said()


async def test_a_crash_after_the_login_shows_its_trace_and_never_the_token(wire: Wire) -> None:
    wire.discord.faults.planned.append(("PUT", "/commands", "400"))
    bot = wire.start(LOG_LEVEL="DEBUG")
    assert await bot.ended() == 1
    assert "Traceback" in bot.said()
    assert "CommandSyncFailure" in bot.said()
    assert TOKEN not in bot.said()
    assert f"GET {wire.discord.api}/users/@me" in bot.said(), "discord.py's own lines are among them"
