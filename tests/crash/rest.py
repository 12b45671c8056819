"""The loopback Discord's REST half, version 10: what the bot uses, with Discord's refusals, limits and failures.

A request passes, in this order: whether Discord is there at all, who asks, the limits, the planned or chance fault, the route.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.crash import payloads
from tests.crash.faults import HANG_SECONDS, Fault, Faults, Limits
from tests.crash.state import TOKEN, Channel, Message, Request, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PREFIX = "/api/v10"
_VIEW, _SEND = 0x400, 0x800
FREE = ("/interactions/", "/webhooks/")
"""Where the global limit does not count, and no token is asked."""


def reply(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py reads JSON only under exactly this content type."""
    return web.Response(
        body=json.dumps(data).encode(), status=status, headers={"Content-Type": "application/json", **(headers or {})}
    )


def refuse(status: int, code: int, message: str) -> web.Response:
    return reply({"message": message, "code": code}, status)


def too_many(seconds: float, *, is_global: bool) -> web.Response:
    """A 429 as discord.py honours it: only with `Via`."""
    body = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": is_global}
    headers = {"Via": "1.1 loopback", "Retry-After": str(max(1, round(seconds)))}
    headers["X-RateLimit-Scope"] = "global" if is_global else "user"
    return reply(body, 429, headers | ({"X-RateLimit-Global": "true"} if is_global else {}))


class Rest:
    """`retry_after`: the seconds that a planned 429 says. `remaining`: how many identifies are left of the day."""

    def __init__(self, world: World, faults: Faults, limits: Limits, gateway_url: Callable[[], str]) -> None:
        self.world, self.faults, self.limits, self._gateway_url = world, faults, limits, gateway_url
        self.retry_after, self.remaining = 1.0, 1000

    def add_to(self, app: web.Application) -> None:
        app.middlewares.append(self._pass)
        channel = f"{PREFIX}/channels/{{channel}}"
        for method, path, handler in (
            ("GET", f"{PREFIX}/users/@me", self._me),
            ("GET", f"{PREFIX}/oauth2/applications/@me", self._application),
            ("GET", f"{PREFIX}/applications/@me", self._application),
            ("GET", f"{PREFIX}/gateway/bot", self._gateway),
            ("PUT", f"{PREFIX}/applications/{{application}}/commands", self._sync),
            ("GET", channel, self._channel),
            ("GET", f"{channel}/messages", self._history),
            ("POST", f"{channel}/messages", self._post),
            ("GET", f"{PREFIX}/guilds/{{guild}}", self._guild),
            ("POST", f"{PREFIX}/interactions/{{id}}/{{token}}/callback", self._callback),
            ("POST", f"{PREFIX}/webhooks/{{application}}/{{token}}", self._follow_up),
            ("PATCH", f"{PREFIX}/webhooks/{{application}}/{{token}}/messages/{{message}}", self._follow_up),
        ):
            app.router.add_route(method, path, handler)

    @web.middleware
    async def _pass(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(PREFIX):
            return await handler(request)
        path, at = request.path.removeprefix(PREFIX), self.world.pace.now()
        low, high = self.faults.latency
        if high:
            await asyncio.sleep(self.faults.dice.uniform(low, high))
        answer = self._early(request, path)
        status, is_global = 0, False
        try:
            if answer is None:
                answer = await self._faulty(request, handler, self.faults.draw(request.method, path))
            status = answer.status if answer else 0
            is_global = bool(answer) and "X-RateLimit-Global" in answer.headers
        except ConnectionError:  # the bot is no more there to be read
            pass
        finally:
            self.world.requests.append(
                Request(at=at, method=request.method, path=path, status=status, is_global=is_global)
            )
        if answer is None:  # dropped: what is returned reaches nobody
            answer = web.Response(status=500)
            answer.force_close()
        return answer

    def _early(self, request: web.Request, path: str) -> web.StreamResponse | None:
        """What is answered before anything is looked at."""
        if self.faults.is_away:
            return refuse(503, 0, "Discord is away.")
        is_free = path.startswith(FREE)
        if not is_free and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return refuse(401, 0, "401: Unauthorized")
        if not is_free:
            wait = self.limits.wait_global()
            if wait:
                return too_many(wait, is_global=True)
        return None

    async def _faulty(self, request: web.Request, handler: Handler, fault: Fault | None) -> web.StreamResponse | None:
        """None: the connection is gone."""
        real = self.world.pace.real
        match fault:
            case None:
                return await handler(request)
            case "drop before" | "drop after" | "hang":
                await request.read()
                if fault == "drop after":
                    await handler(request)
                if fault == "hang":
                    await asyncio.sleep(real(HANG_SECONDS))
                if request.transport:
                    request.transport.abort()
                return None
            case "late":
                return await self._late(request, handler)
            case "hold":
                self.faults.held.set()
                await self.faults.released.wait()
                return await handler(request)
            case "5xx before" | "5xx after":
                if fault == "5xx after":
                    await handler(request)
                return refuse(self.faults.dice.choice((500, 502, 503, 504)), 0, "A planned failure.")
            case "400":
                return refuse(400, 50035, "Invalid Form Body")
            case _:
                return too_many(self.retry_after, is_global=fault == "global 429")

    async def _late(self, request: web.Request, handler: Handler) -> web.StreamResponse | None:
        """Do it later, whoever still listens; or not at all, where this machine stood still for too long."""
        await request.read()
        pace, arrived = self.world.pace, self.world.pace.now()
        await asyncio.sleep(pace.real(self.faults.dice.uniform(*self.faults.late)))
        return await handler(request) if pace.now() - arrived <= self.faults.late[1] + 1 else None

    async def _me(self, _request: web.Request) -> web.Response:
        return reply(payloads.bot_user())

    async def _application(self, _request: web.Request) -> web.Response:
        return reply(payloads.application())

    async def _gateway(self, _request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": self.remaining, "reset_after": 3_600_000, "max_concurrency": 1}
        return reply({"url": self._gateway_url(), "shards": 1, "session_start_limit": limit})

    async def _sync(self, request: web.Request) -> web.Response:
        application = request.match_info["application"]
        self.world.syncs += 1
        self.world.commands = [
            {
                "id": str(self.world.snowflake()),
                "application_id": application,
                "version": "1",
                "description": "",
                **command,
            }
            for command in await request.json()
        ]
        return reply(self.world.commands)

    def _known(self, request: web.Request, right: int) -> Channel | web.Response:
        channel = self.world.channels.get(int(request.match_info["channel"]))
        if channel is None or channel.is_gone:
            return refuse(404, 10003, "Unknown Channel")
        if channel.denied & _VIEW:
            return refuse(403, 50001, "Missing Access")
        return refuse(403, 50013, "Missing Permissions") if channel.denied & right else channel

    async def _channel(self, request: web.Request) -> web.Response:
        found = self._known(request, 0)
        return reply(payloads.channel(found)) if isinstance(found, Channel) else found

    async def _guild(self, request: web.Request) -> web.Response:
        number = int(request.match_info["guild"])
        found = next((one for one in self.world.channels.values() if one.guild_id == number), None)
        return reply(payloads.guild(found)) if found else refuse(404, 10004, "Unknown Guild")

    async def _history(self, request: web.Request) -> web.Response:
        found = self._known(request, 0)
        if not isinstance(found, Channel):
            return found
        wait, headers = self._bucket(request)
        if wait:
            return too_many(wait, is_global=False)
        after, before, around = (
            int(request.query[name]) if name in request.query else None for name in ("after", "before", "around")
        )
        limit = int(request.query.get("limit", "50"))
        messages = self.world.history(found, after=after, before=before, around=around, limit=limit)
        return reply([payloads.message(one) for one in messages], headers=headers)

    async def _post(self, request: web.Request) -> web.Response:
        found = self._known(request, _SEND)
        if not isinstance(found, Channel):
            return found
        wait, headers = self._bucket(request)
        if wait:
            return too_many(wait, is_global=False)
        body = await request.json()
        if len(str(body.get("nonce") or "")) > 25:
            return refuse(400, 50035, "nonce: Must be 25 or fewer in length.")
        return reply(payloads.message(self.world.post(found.id, body)), headers=headers)

    def _bucket(self, request: web.Request) -> tuple[float, dict[str, str]]:
        """How long to wait for a route's bucket, and what Discord says of it in every answer: discord.py relies on that."""
        wait, left, reset = self.limits.wait_channel(f"{request.method} {request.path}")
        return wait, {
            "X-RateLimit-Limit": str(self.limits.a_channel),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": f"{request.method.lower()}-messages",
        }

    async def _callback(self, request: web.Request) -> web.Response:
        body = await request.json()
        token = request.match_info["token"]
        self.world.replies[token].append({"at": self.world.pace.now(), "callback": True, **body})
        kind, flags = body["type"], (body.get("data") or {}).get("flags", 0)
        told = {"id": request.match_info["id"], "type": 2, "response_message_ephemeral": bool(flags & 64)}
        if kind not in (4, 5):
            return reply({"interaction": told})
        message = payloads.message(self._shown(body.get("data") or {}))
        told |= {"response_message_id": message["id"], "response_message_loading": kind == 5}
        return reply({"interaction": told, "resource": {"type": kind, "message": message}})

    async def _follow_up(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.world.replies[request.match_info["token"]].append(
            {"at": self.world.pace.now(), "callback": False, "data": body}
        )
        return reply(payloads.message(self._shown(body)))

    def _shown(self, body: dict[str, Any]) -> Message:
        """A message to one reader: it stands in no channel's history."""
        return Message(id=self.world.snowflake(), channel_id=1, at=self.world.pace.now(), nonce=None, body=body)
