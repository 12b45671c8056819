"""Discord's objects as JSON, with no more than discord.py reads."""

from datetime import UTC, datetime
from typing import Any

from tests.crash.state import ALL_RIGHTS, APPLICATION, BOT, OWNER, Channel, Message

_NO_ONE: dict[str, Any] = {"avatar": None, "discriminator": "0", "public_flags": 0, "flags": 0}
READER_RIGHTS = 0x400 | 0x10000 | (1 << 31)
EVERYBODY_RIGHTS = 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000 | (1 << 31) | (1 << 38)


def bot_user() -> dict[str, Any]:
    return {
        **_NO_ONE,
        "id": str(BOT),
        "username": "Communiqué",
        "global_name": None,
        "bot": True,
        "verified": True,
        "mfa_enabled": False,
    }


def application() -> dict[str, Any]:
    return {
        "id": str(APPLICATION),
        "name": "Communiqué",
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "flags": 0,
        "verify_key": "0" * 64,
        "owner": {**_NO_ONE, "id": str(OWNER), "username": "owner", "global_name": None},
        "team": None,
    }


def channel(one: Channel) -> dict[str, Any]:
    overwrites = [{"id": str(one.guild_id), "type": 0, "allow": "0", "deny": str(one.denied)}] if one.denied else []
    return {
        "id": str(one.id),
        "guild_id": str(one.guild_id),
        "type": 0,
        "name": one.name,
        "position": 0,
        "permission_overwrites": overwrites,
        "nsfw": False,
        "parent_id": None,
        "topic": None,
        "rate_limit_per_user": 0,
        "last_message_id": None,
    }


def guild(one: Channel) -> dict[str, Any]:
    """The server of a channel, with that channel in it."""
    everybody = {
        "id": str(one.guild_id),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(EVERYBODY_RIGHTS),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(one.guild_id),
        "name": f"Server {one.guild_id}",
        "owner_id": str(OWNER),
        "member_count": 2,
        "roles": [everybody],
        "channels": [] if one.is_gone else [channel(one)],
        "members": [member(bot_user())],
        "threads": [],
        "emojis": [],
        "features": [],
        "unavailable": False,
    }


def member(user: dict[str, Any], permissions: int | None = None) -> dict[str, Any]:
    rights = {} if permissions is None else {"permissions": str(permissions)}
    joined = "2026-01-01T00:00:00+00:00"
    return {"user": user, "roles": [], "joined_at": joined, "deaf": False, "mute": False, "flags": 0, **rights}


def message(one: Message) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "author": bot_user(),
        "content": one.body.get("content") or "",
        "timestamp": datetime.fromtimestamp(one.at, UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": one.body.get("embeds") or [],
        "components": _numbered(one.body.get("components") or []),
        "flags": one.body.get("flags", 0),
        "pinned": False,
        "type": 0,
        "nonce": one.nonce,
    }


def _numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Components with the ids that Discord gives to those that have none."""
    number = 0

    def walk(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        nonlocal number
        made: list[dict[str, Any]] = []
        for one in found:
            number += 1
            inner = {"components": walk(one["components"])} if "components" in one else {}
            made.append({"id": number, **one, **inner})
        return made

    return walk(components)


def interaction(
    number: int, token: str, where: Channel, data: dict[str, Any], *, kind: int, rights: int
) -> dict[str, Any]:
    """A command (`kind` 2) or a press of a button (3) by a person with `rights` in the channel's server."""
    person = {**_NO_ONE, "id": str(OWNER + 7), "username": "reader", "global_name": None, "bot": False}
    return {
        "id": str(number),
        "application_id": str(APPLICATION),
        "type": kind,
        "token": token,
        "version": 1,
        "guild_id": str(where.guild_id),
        "guild": {"id": str(where.guild_id), "features": [], "locale": "en-US"},
        "channel_id": str(where.id),
        "channel": {**channel(where), "permissions": str(rights)},
        "member": member(person, rights),
        "app_permissions": str(ALL_RIGHTS),
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {"0": str(where.guild_id)},
        "context": 0,
        "data": data,
    }
