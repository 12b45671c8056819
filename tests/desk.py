"""A server on a simulated Discord with the real bot in it, on a real store."""

import contextlib
import functools
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import discord
import jsonschema
import simcord
from simcord.env import Env

from bot import app, front
from bot.client import Client
from bot.config import Settings
from bot.render import budget
from bot.services.delivery import DeliveryService
from tests import make
from tests.conftest import SHARED
from tests.stores import fresh

SCHEMAS = SHARED / "discord" / "schemas.json"


@dataclass
class Desk:
    core: app.Core
    env: Env
    client: Client
    delivery: DeliveryService
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    manager: Any
    reader: Any
    now: datetime = make.NOW
    bodies: list[Any] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    async def ask(self, who: Any, command: str, **options: Any) -> str:
        """Type a slash command as `who`; the text of the answer."""
        result = await who.slash(self.channel, command, **options)
        return self.read(result)

    @staticmethod
    def read(result: Any) -> str:
        """All that the bot answered, its follow-ups too."""
        messages = [result.response, *result.followups]
        return "\n".join(f"{message.content}\n{text_of(message.components)}" for message in messages if message).strip()


def text_of(components: list[dict[str, Any]]) -> str:
    """Every text of a message's components, top to bottom."""
    parts: list[str] = []
    for component in components:
        if "content" in component:
            parts.append(component["content"])
        parts.append(text_of(component.get("components", [])))
    return "\n".join(part for part in parts if part)


@contextlib.asynccontextmanager
async def open_desk(
    folder: Path, *, allow: tuple[str, ...] = (), now: datetime = make.NOW, **more: Any
) -> AsyncGenerator[Desk]:
    """Nothing is stored yet; the first server has a channel, a manager and a reader."""
    settings = Settings(database=fresh(folder / "desk.db"), discord_token="", **{"workers": 1, **more})
    async with app.open_core(settings, allow=allow, page_spacing=0.0, keepalive_seconds=0.05) as core:
        client = Client(shard_count=1)
        holder: list[Desk] = []
        delivery = await front.attach(core, client, lambda: holder[0].now if holder else now)
        env = Env(client, check_errors=False, settle_timeout=30)
        env.backend.clock.advance((now - env.now()).total_seconds())
        await env.start()
        try:
            guild = env.create_guild("Model UN")
            channel = guild.create_text_channel("daily-digest")
            role = guild.create_role("editors", permissions=discord.Permissions(manage_guild=True))
            manager = guild.add_member(env.create_user("manager"), roles=[role])
            reader = guild.add_member(env.create_user("reader"))
            await client.tree.sync()
            holder.append(Desk(core, env, client, delivery, guild, channel, manager, reader, now))
            yield holder[0]
        finally:
            await env.shutdown()
            await client.close()


def validate(payload: dict[str, Any], name: str = "message_create") -> None:
    """Against Discord's own request schema, where it lies beside the checkout."""
    if SCHEMAS.exists():
        _validator(name).validate(payload)


@functools.cache
def _validator(name: str) -> jsonschema.protocols.Validator:
    schema = json.loads(SCHEMAS.read_text())[name]
    return jsonschema.validators.validator_for(schema)(schema)


def check(view: discord.ui.LayoutView) -> str:
    """A layout keeps Discord's limits and schema; its text."""
    budget.check(view)
    validate({"components": view.to_components(), "flags": 1 << 15})
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay))
