"""The operator's `python -m bot servers`, against a Discord of a few routes."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import discord
import pytest
from aiohttp import web

from bot import console
from bot.config import Settings
from bot.domain.errors import OperatorError
from storage.sqlite import open_database
from tests import make
from tests.servers import Served

APP = {
    "id": "5",
    "name": "x",
    "description": "",
    "flags": 0,
    "icon": None,
    "rpc_origins": [],
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "owner": {"id": "1", "username": "who runs it", "discriminator": "0", "avatar": None},
}
ME = {"id": "5", "username": "Communiqué", "discriminator": "0", "avatar": None, "bot": True}
OURS = {"id": "11", "name": "Model UN", "icon": None, "owner": False, "permissions": "0", "features": []}


def discord_of_a_few_routes(left: list[str]) -> web.Application:
    def saying(body: object) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(_request: web.Request) -> web.Response:
            return await say(body)

        return answer

    async def say(body: object, status: int = 200) -> web.Response:
        # discord.py takes JSON only under this very type.
        return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, status=status)

    async def leave(request: web.Request) -> web.Response:
        if request.match_info["id"] != OURS["id"]:
            return await say({"message": "Unknown Guild", "code": 10004}, 404)
        left.append(request.match_info["id"])
        return web.Response(status=204)

    app = web.Application()
    app.router.add_get("/users/@me", saying(ME))
    app.router.add_get("/oauth2/applications/@me", saying(APP))
    app.router.add_get("/users/@me/guilds", saying([OURS]))
    app.router.add_delete("/users/@me/guilds/{id}", leave)
    return app


async def test_servers_are_listed_and_left_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left: list[str] = []
    settings = Settings(database=tmp_path / "store.db", discord_token="a.b.c")
    async with Served(discord_of_a_few_routes(left)) as address, open_database(settings.database) as db:
        monkeypatch.setattr(discord.http.Route, "BASE", address)
        for guild in (11, 12):
            await make.reading(db, guild)
        assert await console.manage_servers(settings, "list", None) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert first == "11\tModel UN\t1 source"
        assert second.startswith("12\tleft since unknown")
        assert await console.manage_servers(settings, "leave", 11) == 0
        assert left == ["11"]
        assert "Left server 11." in capsys.readouterr().out
        rows = await db.all("SELECT guild_id FROM server WHERE left_at IS NOT NULL")
        assert [row["guild_id"] for row in rows] == [11]
        with pytest.raises(OperatorError, match="in no server 99"):
            await console.manage_servers(settings, "leave", 99)


async def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="DISCORD_TOKEN"):
        await console.manage_servers(Settings(database=tmp_path / "a.db", discord_token=""), "list", None)
    with pytest.raises(OperatorError, match="Name the server's id"):
        await console.manage_servers(Settings(database=tmp_path / "a.db", discord_token="a.b.c"), "leave", None)
