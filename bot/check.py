"""`python -m bot check`: what is wrong with token, permissions, database, model or clock, in words."""

import importlib.util
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import discord

from bot import app
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import BotError
from bot.render.permissions import invite_url, missing_permissions

_MOST_CLOCK_SECONDS = 60


def _say(good: bool, what: str, words: str) -> bool:
    print(f"{'ok   ' if good else 'WRONG'}  {what}: {words}")
    return good


async def check(settings: Settings, *, feeds: bool) -> int:
    """0 if nothing is wrong. Nothing is changed but what opening the store changes."""
    good = _model(settings)
    _allowances(settings)
    try:
        async with app.open_core(settings) as core:
            _say(True, "database", f"{settings.database}: whole")  # opening it looked at every page
            good &= await _discord(settings, core)
            if feeds:
                good &= await _feeds(core)
    except BotError as error:
        good = _say(False, "database", str(error))
    return 0 if good else 1


def _model(settings: Settings) -> bool:
    if importlib.util.find_spec(settings.model) is None:
        return _say(
            False, "model", f"the package {settings.model} is not installed; `make run` installs it, or set MODEL"
        )
    return _say(True, "model", settings.model)


def _allowances(settings: Settings) -> None:
    if settings.fetch_allow:
        print(f"note   fetch_allow: may be fetched although private: {', '.join(settings.fetch_allow)}")
    if not settings.contact_url:
        print("note   contact_url: empty; set CONTACT_URL so that publishers can reach you")


async def _discord(settings: Settings, core: app.Core) -> bool:
    if not settings.discord_token:
        return _say(True, "token", "DISCORD_TOKEN is not set: `run` starts the demo")
    client = Client()
    await app.attach(core, client)
    try:
        await client.login(settings.discord_token)
    except discord.LoginFailure:
        return _say(False, "token", "Discord does not take DISCORD_TOKEN; make a new one on the application's Bot page")
    except (discord.HTTPException, OSError) as error:
        return _say(False, "token", f"Discord cannot be reached: {error}")
    try:
        _say(True, "token", f"{client.user}; invite it with {invite_url(client.application_id or 0)}")
        return await _clock(core) & await _channels(client, core)
    finally:
        await client.close()


async def _clock(core: app.Core) -> bool:
    """Against Discord's own: a wrong clock posts at the wrong hour."""
    try:
        answer = await core.fetcher.get("https://discord.com/api/v10/gateway")
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (BotError, KeyError, ValueError):
        return _say(True, "clock", "Discord does not say its time; not compared")
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > _MOST_CLOCK_SECONDS:
        return _say(False, "clock", f"this machine's clock is {off:.0f} s off; set it by NTP")
    return _say(True, "clock", f"within {max(off, 1):.0f} s of Discord's")


async def _channels(client: Client, core: app.Core) -> bool:
    good = True
    async for guild in client.fetch_guilds():
        for wish in await core.subscriptions.of_server(guild.id):
            try:
                channel = await client.fetch_channel(wish.channel_id)
                whole = await client.fetch_guild(guild.id)
                me = await whole.fetch_member(client.user.id if client.user else 0)
            except discord.HTTPException as error:
                good = _say(
                    False,
                    f"digest of {guild.name}",
                    f"its channel cannot be seen ({error.text}); grant View Channel or schedule anew",
                )
                continue
            if isinstance(channel, discord.TextChannel | discord.Thread):
                lacking = missing_permissions(channel, me)
                good &= _say(
                    not lacking,
                    f"digest of {guild.name}",
                    f"#{channel.name}: " + (f"lacks {', '.join(lacking)}" if lacking else "may post"),
                )
    return good


async def _feeds(core: app.Core) -> bool:
    answers = await core.sources.ask_all(datetime.now(UTC))
    for name, url, reason in answers:
        _say(reason is None, name, reason or url)
    print(f"{sum(reason is None for *_, reason in answers)} of {len(answers)} feeds answer.")
    return True
