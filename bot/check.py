"""`python -m bot check`: what is wrong with token, permissions, database, model or clock, in words."""

import importlib.util
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import discord

from bot import app, front
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import BotError
from bot.render.permissions import invite_url, missing_permissions
from bot.words import _, ngettext

_MOST_CLOCK_SECONDS = 60


def _say(good: bool, what: str, words: str) -> bool:
    verdict = _("ok") if good else _("WRONG")
    print(f"{verdict:5}  {what}: {words}")
    return good


async def check(settings: Settings, *, feeds: bool) -> int:
    """0 if nothing is wrong. Nothing is changed but what opening the store changes."""
    good = _model(settings)
    _allowances(settings)
    try:
        async with app.open_core(settings) as core:
            whole = _("{database}: whole").format(database=settings.database)  # opening it looked at every page
            _say(True, _("database"), whole)
            good &= await _discord(settings, core)
            if feeds:
                good &= await _feeds(core)
    except BotError as error:
        good = _say(False, _("database"), str(error))
    return 0 if good else 1


def _model(settings: Settings) -> bool:
    if importlib.util.find_spec(settings.model) is None:
        return _say(
            False,
            _("model"),
            _("the package {model} is not installed; `make run` installs it, or set MODEL").format(
                model=settings.model
            ),
        )
    return _say(True, _("model"), settings.model)


def _allowances(settings: Settings) -> None:
    if settings.fetch_allow:
        print(
            _("note   fetch_allow: may be fetched although private: {fetch_allow}").format(
                fetch_allow=", ".join(settings.fetch_allow)
            )
        )
    if not settings.contact_url:
        print(_("note   contact_url: empty; set CONTACT_URL so that publishers can reach you"))


async def _discord(settings: Settings, core: app.Core) -> bool:
    if not settings.discord_token:
        return _say(True, _("token"), _("DISCORD_TOKEN is not set: `run` starts the demo"))
    client = Client()
    await front.attach(core, client)
    try:
        await client.login(settings.discord_token)
    except discord.LoginFailure:
        return _say(
            False, _("token"), _("Discord does not take DISCORD_TOKEN; make a new one on the application's Bot page")
        )
    except (discord.HTTPException, OSError) as error:
        return _say(False, _("token"), _("Discord cannot be reached: {error}").format(error=error))
    try:
        _say(
            True,
            _("token"),
            _("{user}; invite it with {url}").format(user=client.user, url=invite_url(client.application_id or 0)),
        )
        return await _clock(core) & await _channels(client, core)
    finally:
        await client.close()


async def _clock(core: app.Core) -> bool:
    """Against Discord's own: a wrong clock posts at the wrong hour."""
    try:
        answer = await core.fetcher.get("https://discord.com/api/v10/gateway")
        theirs = parsedate_to_datetime(answer.headers["date"])
    except (BotError, KeyError, ValueError):
        return _say(True, _("clock"), _("Discord does not say its time; not compared"))
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    if off > _MOST_CLOCK_SECONDS:
        return _say(False, _("clock"), _("this machine's clock is {off:.0f} s off; set it by NTP").format(off=off))
    return _say(True, _("clock"), _("within {off:.0f} s of Discord's").format(off=max(off, 1)))


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
                    _("digest of {name}").format(name=guild.name),
                    _("its channel cannot be seen ({text}); grant View Channel or schedule anew").format(
                        text=error.text
                    ),
                )
                continue
            if isinstance(channel, discord.TextChannel | discord.Thread):
                lacking = missing_permissions(channel, me)
                good &= _say(
                    not lacking,
                    _("digest of {name}").format(name=guild.name),
                    f"#{channel.name}: "
                    + (_("lacks {lacking}").format(lacking=", ".join(lacking)) if lacking else _("may post")),
                )
    return good


async def _feeds(core: app.Core) -> bool:
    answers = await core.sources.ask_all(datetime.now(UTC))
    for name, url, reason in answers:
        _say(reason is None, name, reason or url)
    n = sum(reason is None for *_rest, reason in answers)
    print(ngettext("{n} of {all} feeds answers.", "{n} of {all} feeds answer.", n).format(n=n, all=len(answers)))
    return True
