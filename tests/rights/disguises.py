"""Ways in which somebody who is no manager may come over the wire. Each changes a reader's interaction."""

from typing import Any

import discord

from tests.rights.wire import Payload

FOREIGN = str(2**40)


def as_a_reader(_payload: Payload) -> None:
    """Discord's check passed by: a server's admins opened the command to everybody."""


def with_every_permission_but_manage_server(payload: Payload) -> None:
    all_but = discord.Permissions.all()
    all_but.update(manage_guild=False, administrator=False)
    payload["member"]["permissions"] = str(all_but.value)


def with_no_permissions_sent(payload: Payload) -> None:
    payload["member"]["permissions"] = "0"


def without_a_member(payload: Payload) -> None:
    del payload["member"]


def with_default_permissions_of_its_own(payload: Payload) -> None:
    payload["data"] |= {"default_member_permissions": "0", "default_permissions": None, "dm_permission": True}


def as_a_command_of_the_server_alone(payload: Payload) -> None:
    payload["data"]["guild_id"] = payload["guild_id"]


def in_a_dm(payload: Payload) -> None:
    """Also claims all permissions there are."""
    user = _all_permissions(payload)
    del payload["guild_id"], payload["member"]
    payload |= {"user": user, "context": 1, "channel": _private(user, 1)}


def in_a_group_of_friends(payload: Payload) -> None:
    user = _all_permissions(payload)
    del payload["guild_id"], payload["member"]
    payload |= {"user": user, "context": 2, "channel": _private(user, 3)}


def in_a_dm_that_names_the_server(payload: Payload) -> None:
    _all_permissions(payload)
    payload["context"] = 1


def by_an_app_of_their_own_in_a_server_without_the_bot(payload: Payload) -> None:
    """The caller may well be manager there: the bot is no member, so nothing there is its to manage."""
    user = _all_permissions(payload)
    payload |= {
        "guild_id": FOREIGN,
        "guild": {"id": FOREIGN, "locale": "en-US", "features": []},
        "authorizing_integration_owners": {"1": user["id"]},
    }


def by_an_app_of_their_own_in_this_server(payload: Payload) -> None:
    user = _all_permissions(payload)
    payload["authorizing_integration_owners"] = {"1": user["id"]}


ALL = (
    as_a_reader,
    with_every_permission_but_manage_server,
    with_no_permissions_sent,
    without_a_member,
    with_default_permissions_of_its_own,
    as_a_command_of_the_server_alone,
    in_a_dm,
    in_a_group_of_friends,
    in_a_dm_that_names_the_server,
    by_an_app_of_their_own_in_a_server_without_the_bot,
    by_an_app_of_their_own_in_this_server,
)


def _all_permissions(payload: Payload) -> Payload:
    payload["member"]["permissions"] = str(discord.Permissions.all().value)
    return payload["member"]["user"]


def _private(user: Payload, kind: int) -> dict[str, Any]:
    return {
        "id": "55",
        "type": kind,
        "recipients": [user],
        "last_message_id": None,
        "owner_id": user["id"],
        "name": "x",
    }
