"""A Discord just large enough for the bot's process to log in, connect, and post, on loopback.

    python -m tests.small_discord URL run        the bot, told that Discord is at URL

`identifies` and `posts` list what came; `hold` keeps a post waiting; `refuses` answers a login with 401, `drops` ends a
connection right after it identified, as a gateway in trouble does.
"""

import asyncio
import json
import sys
from typing import Any

from aiohttp import WSMsgType, web

TOKEN = "MTA1MDAwMDAwMDAwMDAwMDAw.Gx7Yzk.a-token_for-tests-of-no-use-elsewhere0"
ME, GUILD, CHANNEL = "1050000000000000000", "1050000000000000001", "1050000000000000002"
USER = {"id": ME, "username": "communique", "discriminator": "0000", "avatar": None, "bot": True}
_CHANNEL = {
    "id": CHANNEL,
    "type": 0,
    "name": "daily-digest",
    "guild_id": GUILD,
    "position": 0,
    "permission_overwrites": [],
}
_ROLE = {"id": GUILD, "name": "@everyone", "permissions": str(1 << 11 | 1 << 10 | 1 << 16), "position": 0, "color": 0}
_GUILD: dict[str, Any] = {
    "id": GUILD, "name": "Model UN", "owner_id": "1", "roles": [_ROLE], "channels": [_CHANNEL], "emojis": [], "features": [],
    "members": [{"user": USER, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False, "flags": 0}],
    "member_count": 2, "threads": [], "stickers": [], "voice_states": [], "presences": [], "stage_instances": [],
    "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
    "premium_tier": 0, "preferred_locale": "en-US", "nsfw_level": 0, "unavailable": False, "joined_at": "2026-01-01T00:00:00+00:00",
}  # fmt: skip


class SmallDiscord:
    def __init__(self, *, remaining: int = 1000) -> None:
        self.identifies: list[float] = []
        self.posts: list[dict[str, Any]] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.posting = asyncio.Event()
        self.identified = asyncio.Event()
        self.remaining = remaining
        self.refuses = self.drops = False
        self.sockets: list[web.WebSocketResponse] = []
        self.answers: list[str] = []  # what commands were answered with, as JSON
        self.answering = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/ws", self._gateway)
        app.router.add_post("/api/v10/channels/{channel}/messages", self._post)
        app.router.add_post("/api/v10/interactions/{id}/{token}/callback", self._answer)
        app.router.add_patch("/api/v10/webhooks/{id}/{token}/messages/@original", self._answer)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        return app

    async def type(self, command: str) -> None:
        """A reader types a command without options."""
        event = {"id": "1050000000000000009", "application_id": ME, "type": 2, "token": "a-token-of-no-use", "version": 1,
                 "guild_id": GUILD, "channel_id": CHANNEL, "channel": {**_CHANNEL, "permissions": "68608"}, "locale": "en-US",
                 "member": {"user": {**USER, "id": "7", "bot": False}, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
                            "deaf": False, "mute": False, "flags": 0, "permissions": "68608"},
                 "entitlements": [], "attachment_size_limit": 10_485_760, "authorizing_integration_owners": {"0": GUILD}, "context": 0,
                 "data": {"id": "1050000000000000008", "name": command, "type": 1}}  # fmt: skip
        await self.sockets[-1].send_json({"op": 0, "t": "INTERACTION_CREATE", "s": 3, "d": event})

    async def _answer(self, request: web.Request) -> web.Response:
        self.answering.set()
        await self.hold.wait()
        self.answers.append(await request.text())
        return _json({"interaction": {"id": "1050000000000000009", "type": 2}})

    async def _rest(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        if self.refuses:
            return _json({"message": "401: Unauthorized", "code": 0}, status=401)
        if path == "gateway/bot":
            limit = {"total": 1000, "remaining": self.remaining, "reset_after": 3_600_000, "max_concurrency": 1}
            return _json({"url": f"ws://{request.host}/ws", "shards": 1, "session_start_limit": limit})
        if path == "users/@me":
            return _json(USER)
        if path.startswith("oauth2/applications"):
            return _json({"id": ME, "name": "communique", "description": "", "icon": None, "bot_public": True,
                          "bot_require_code_grant": False, "verify_key": "", "flags": 0, "owner": USER})  # fmt: skip
        return _json([])

    async def _post(self, request: web.Request) -> web.Response:
        self.posting.set()
        await self.hold.wait()
        body = await request.json()
        self.posts.append(body)
        return _json({"id": str(int(CHANNEL) + len(self.posts)), "channel_id": CHANNEL, "author": USER, "content": "",
                      "timestamp": "2026-03-12T07:00:00+00:00", "edited_timestamp": None, "tts": False, "type": 0,
                      "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [], "embeds": [],
                      "pinned": False, "components": [], "nonce": body.get("nonce")})  # fmt: skip

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 30_000}, "t": None, "s": None})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                continue
            frame = json.loads(message.data)
            if frame["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "t": None, "s": None})
            elif frame["op"] == 2:
                self.identifies.append(asyncio.get_running_loop().time())
                if self.drops:
                    await socket.send_json({"op": 9, "d": False, "t": None, "s": None})
                    continue
                ready = {"v": 10, "user": USER, "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "s", "shard": [0, 1],
                         "resume_gateway_url": f"ws://{request.host}/ws", "application": {"id": ME, "flags": 0}}  # fmt: skip
                await socket.send_json({"op": 0, "t": "READY", "s": 1, "d": ready})
                await socket.send_json({"op": 0, "t": "GUILD_CREATE", "s": 2, "d": _GUILD})
                self.sockets.append(socket)
                self.identified.set()
        return socket


def _json(body: Any, status: int = 200) -> web.Response:
    """discord.py parses JSON only under this very content type."""
    answer = web.Response(text=json.dumps(body), status=status, headers={"Via": "1.1 loopback"})
    answer.headers["Content-Type"] = "application/json"
    return answer


def main() -> int:
    import discord
    import yarl

    from bot.__main__ import main as bot

    url = sys.argv[1]
    discord.http.Route.BASE = f"{url}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"{url.replace('http', 'ws', 1)}/ws")
    return bot(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
