"""The loopback Discord's gateway: HELLO, IDENTIFY, READY, GUILD_CREATE, heartbeats, RESUME, and what it can do to a session."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.crash import payloads
from tests.crash.faults import Faults
from tests.crash.state import TOKEN, Channel, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
HEARTBEAT_SECONDS = 20.0


@dataclass(slots=True)
class Session:
    """What a bot may resume: the events it was sent, numbered from 1."""

    id: str
    events: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None
    is_valid: bool = True

    @property
    def is_open(self) -> bool:
        return self.socket is not None and not self.socket.closed

    async def dispatch(self, name: str, data: dict[str, Any]) -> None:
        """Send an event, or keep it for who resumes."""
        event = {"op": DISPATCH, "t": name, "s": len(self.events) + 1, "d": data}
        self.events.append(event)
        if self.is_open:
            await self.send(event)

    async def send(self, payload: dict[str, Any]) -> None:
        assert self.socket is not None
        try:
            await self.socket.send_str(json.dumps(payload))
        except ConnectionError:
            self.socket = None


class Gateway:
    def __init__(self, world: World, faults: Faults) -> None:
        self._world, self._faults = world, faults
        self._numbers: Iterator[int] = itertools.count(1)
        self.sessions: list[Session] = []
        self.identifies: list[float] = []
        """When each was, by the bots' clock."""
        self.drops_sessions = False
        self.resumed, self.heartbeats = 0, 0
        self.came = asyncio.Event()
        """Set whenever a session has been opened or resumed; clear it before waiting for the next."""
        self.base = ""

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/gateway/", self._serve)

    @property
    def identified(self) -> int:
        return len(self.identifies)

    def open(self) -> list[Session]:
        return [one for one in self.sessions if one.is_open]

    async def drop(self) -> None:
        """Cut every connection without a word; sessions can be resumed."""
        for one in self.open():
            transport = one.socket and one.socket._req and one.socket._req.transport
            if transport:
                transport.abort()
            one.socket = None

    async def invalidate(self, *, resumable: bool) -> None:
        for one in self.open():
            one.is_valid = resumable
            await one.send({"op": INVALID, "d": resumable})

    async def interact(
        self, where: Channel, data: dict[str, Any], *, kind: int = 2, rights: int = payloads.READER_RIGHTS
    ) -> str:
        """Deliver an interaction to the newest session; the token under which `World.replies` has what came back."""
        number = self._world.snowflake()
        token = f"interaction-{number}"
        self._world.asked[token] = self._world.pace.now()
        sessions = self.open()
        assert sessions, "no bot is there"
        await sessions[-1].dispatch(
            "INTERACTION_CREATE", payloads.interaction(number, token, where, data, kind=kind, rights=rights)
        )
        return token

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self._faults.is_away:
            return web.Response(status=503)
        socket = web.WebSocketResponse()
        with contextlib.suppress(ConnectionError):  # a bot may die at any moment, in a handshake too
            await socket.prepare(request)
            beat = self._world.pace.real(HEARTBEAT_SECONDS)
            await socket.send_str(json.dumps({"op": HELLO, "d": {"heartbeat_interval": max(50, int(beat * 1000))}}))
            async for frame in socket:
                if frame.type == WSMsgType.TEXT:
                    await self._hear(socket, json.loads(frame.data))
        return socket

    async def _hear(self, socket: web.WebSocketResponse, payload: dict[str, Any]) -> None:
        match payload["op"]:
            case 1:
                self.heartbeats += 1
                await socket.send_str(json.dumps({"op": ACK}))
            case 2:
                await self._identify(socket, payload["d"])
            case 6:
                await self._resume(socket, payload["d"])
            case _:
                pass

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        if data["token"] != TOKEN:
            await socket.close(code=4004, message=b"Authentication failed.")
            return
        self.identifies.append(self._world.pace.now())
        if self.drops_sessions:
            await socket.send_str(json.dumps({"op": INVALID, "d": False}))
            return
        session = Session(id=f"session-{next(self._numbers)}", socket=socket)
        self.sessions.append(session)
        here = list(self._world.channels.values())
        await session.dispatch(
            "READY",
            {
                "v": 10,
                "user": payloads.bot_user(),
                "guilds": [{"id": str(one.guild_id), "unavailable": True} for one in here],
                "session_id": session.id,
                "resume_gateway_url": self.base,
                "shard": data.get("shard", [0, 1]),
                "application": {"id": payloads.application()["id"], "flags": 0},
            },
        )
        for one in here:
            await session.dispatch("GUILD_CREATE", payloads.guild(one))
        self.came.set()

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> None:
        known = next((one for one in self.sessions if one.id == data["session_id"] and one.is_valid), None)
        if known is None:
            await socket.send_str(json.dumps({"op": INVALID, "d": False}))
            return
        self.resumed += 1
        known.socket = socket
        for event in known.events[data["seq"] :]:
            await known.send(event)
        await known.dispatch("RESUMED", {})
        self.came.set()
