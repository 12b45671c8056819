"""What the bot must be allowed to do, in Discord's own words."""

import discord

from bot.words import N_, _

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
_WORDS = {
    "view_channel": N_("View Channel"),
    "send_messages": N_("Send Messages"),
    "embed_links": N_("Embed Links"),
    "attach_files": N_("Attach Files"),
    "read_message_history": N_("Read Message History"),
    "send_messages_in_threads": N_("Send Messages in Threads"),
}


def invite_url(application_id: int) -> str:
    """The link that adds the bot with exactly the permissions it needs."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))


def missing_permissions(channel: discord.abc.GuildChannel | discord.Thread, me: discord.Member) -> tuple[str, ...]:
    """What the bot lacks to post a digest in a channel, in Discord's own words."""
    have = channel.permissions_for(me)
    needed = ["view_channel", "embed_links", "read_message_history"]
    needed.append("send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages")
    return tuple(_(_WORDS[name]) for name in needed if not getattr(have, name))


def how_to_grant() -> str:
    """What a manager clicks."""
    return _(
        "How to grant: right-click the channel (of a thread: the channel it is in) → Edit Channel → Permissions → add the bot under "
        "Roles/Members → set each of these to ✓ → Save."
    )
