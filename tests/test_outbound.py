"""What leaves for Discord: at its pace, and inside `one_try` once, if it still may. discord.py's own client against a loopback server."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import discord
import pytest
from aiohttp import web

from bot.outbound import AskedToWaitError, LeaseLostError, NoAnswerError, Pacer, one_try, trace

POST = "/channels/1/messages"


@dataclass
class Api:
    """Answers what it is told to, else 200; keeps when it was asked for what."""

    http: discord.http.HTTPClient
    pacer: Pacer
    asked: list[tuple[float, str]] = field(default_factory=list)
    next: list[web.Response] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((time.monotonic(), request.path))
        await asyncio.sleep(0.005)
        return self.next.pop(0) if self.next else json({"id": "1"})

    async def post(self, path: str = POST) -> object:
        return await self.http.request(discord.http.Route("POST", path), json={})


def json(body: object, status: int = 200, **headers: str) -> web.Response:
    response = web.json_response(body, status=status, headers={"Via": "1.1 loopback", **headers})
    response.headers["Content-Type"] = "application/json"
    return response


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Api]:
    pacer = Pacer()
    http = discord.http.HTTPClient(asyncio.get_running_loop(), http_trace=trace(pacer), max_ratelimit_timeout=30.0)
    made = Api(http, pacer)
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", made.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    await http.static_login("token")
    made.asked.clear()
    yield made
    await http.close()
    await runner.cleanup()


async def yes() -> bool:
    return True


def answers(*said: bool) -> Callable[[], Awaitable[bool]]:
    left = list(said)

    async def may_go() -> bool:
        return left.pop(0)

    return may_go


async def test_a_request_that_may_not_go_any_more_is_not_made(api: Api) -> None:
    with one_try(answers(True, False)):
        await api.post()
        with pytest.raises(LeaseLostError):
            await api.post()
    await api.post()
    assert len(api.asked) == 2


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_failure_is_not_posted_again_behind_our_back(api: Api, status: int) -> None:
    api.next = [json({}, status)]
    with one_try(yes), pytest.raises(NoAnswerError):
        await api.post()
    assert len(api.asked) == 1


async def test_a_429_is_not_slept_through_and_says_for_how_long_and_whom(api: Api) -> None:
    api.next = [json({"retry_after": 12.5, "global": False}, 429)]
    with one_try(yes), pytest.raises(AskedToWaitError) as asked:
        await api.post()
    assert (asked.value.seconds, asked.value.is_global, len(api.asked)) == (12.5, False, 1)
    await api.post("/channels/2/messages")


async def test_a_429_for_everybody_holds_everything_that_may_not_be_late(api: Api) -> None:
    api.next = [web.Response(status=429, headers={"Retry-After": "40"}, text="<html>")]
    for channel in (1, 2):
        with one_try(yes), pytest.raises(AskedToWaitError) as asked:
            await api.post(f"/channels/{channel}/messages")
        assert asked.value.is_global
        assert 39 < asked.value.seconds <= 40
    assert len(api.asked) == 1


async def test_a_post_that_is_given_up_leaves_the_way_open_for_others(api: Api) -> None:
    """discord.py shuts a gate for all requests while it sleeps through a global 429, and would not open it when cancelled."""
    api.next = [json({"retry_after": 0.5, "global": True}, 429)]
    with one_try(yes), pytest.raises(AskedToWaitError):
        async with asyncio.timeout(0.2):
            await api.post()
    async with asyncio.timeout(5):
        await api.post()


async def test_the_pace_keeps_below_discords_and_near_it(api: Api) -> None:
    async with asyncio.timeout(30):
        await asyncio.gather(*(api.post(f"/channels/{number}/messages") for number in range(150)))
    times = sorted(moment for moment, _ in api.asked)
    most = max(sum(start <= moment < start + 1.0 for moment in times) for start in times)
    assert most <= 50
    assert times[-1] - times[0] > 2.0


async def test_an_answer_to_a_command_waits_for_nothing(api: Api) -> None:
    api.pacer.hold(30.0)
    async with asyncio.timeout(5):
        await api.post("/interactions/1/token/callback")
        await api.post("/webhooks/1/token/messages")


async def test_a_pacer_that_stood_still_keeps_to_its_second() -> None:
    pacer, given = Pacer(), list[float]()

    async def turn() -> None:
        await pacer.turn()
        given.append(time.monotonic())

    waiting = [asyncio.create_task(turn()) for _ in range(70)]
    await asyncio.sleep(0.2)
    time.sleep(0.3)  # noqa: ASYNC251 - the whole process stands still
    await asyncio.gather(*waiting)
    for early, late in zip(given, given[49:], strict=False):
        assert late - early >= 1.0


def test_the_trace_is_the_clients() -> None:
    from bot.client import Client

    async def made() -> bool:
        client = Client(shard_count=1)
        return isinstance(client.http.http_trace, aiohttp.TraceConfig)

    assert asyncio.run(made())
