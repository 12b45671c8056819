"""The bot as a process: logged in, connected, watched, and brought to an end in order."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncGenerator

import aiohttp
import discord

from bot import app, front, jobs, log, signals, systemd
from bot.client import Client
from bot.config import Settings
from bot.domain.errors import OperatorError
from bot.health import Health
from bot.render.permissions import invite_url
from bot.schedule import Job, Schedule
from bot.services.delivery import DeliveryService
from bot.services.identify import IdentifyGate
from bot.words import _
from storage.figures import FigureStore
from storage.identifies import IdentifyStore
from storage.values import Values

_log = log.get(__name__)
_END_SECONDS, _SENDING_SECONDS, _CLOSE_SECONDS = 2.5, 20.0, 1.0
_AGAIN_SECONDS = 60.0
AWAY = (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError)
"""What a request raises while Discord, or the way to it, fails: later it may do."""


async def run(settings: Settings) -> int:
    """The bot on Discord, until a signal ends it."""
    with signals.stopping() as stop:
        async with app.open_core(settings) as core, _opened(Client()) as client, _watched(core, client):
            delivery = await front.attach(core, client)
            settle()
            client.gate = IdentifyGate(IdentifyStore(core.db))
            systemd.notify("READY=1\nSTATUS=Connecting to Discord.")
            registration = _Registration(core, client)
            if await signals.unless(stop, _log_in(core, client, registration)):
                again = Job(name="commands", seconds=_AGAIN_SECONDS, work=registration.attempt)
                async with Schedule(*jobs.table(core, delivery), again) as schedule:
                    await signals.unless(stop, _connect(client))
                    await _wind_down(schedule, delivery, client)
    _log.info("stopped")
    return 0


def settle() -> None:
    """What stands from the start is not looked through again each time that memory is tidied: it keeps readers waiting."""
    gc.collect()
    gc.freeze()


async def _wind_down(schedule: Schedule, delivery: DeliveryService, client: Client) -> None:
    """Five seconds with what closes after it, or twenty and some while a part of a digest is on its way."""
    _log.info("stopping: nothing new is begun, what runs is finished or given back")
    systemd.notify("STOPPING=1")
    delivery.stop()
    loop = asyncio.get_running_loop()
    end, leaving = loop.time() + _END_SECONDS, asyncio.create_task(client.leave())
    await schedule.finish(_END_SECONDS, longer=lambda: delivery.is_sending, most=_SENDING_SECONDS)
    await asyncio.wait((leaving,), timeout=max(_CLOSE_SECONDS, end - loop.time()))


@contextlib.asynccontextmanager
async def _watched(core: app.Core, client: Client) -> AsyncGenerator[None]:
    """The operator's tools may ask how it is, and systemd's watchdog is told."""

    def gateway() -> str | None:
        until = client.gate.waits_until if client.gate else None
        if until is not None:
            return (
                f"connecting is put off until {until:%Y-%m-%d %H:%M:%S} UTC, lest restarts spend the day's identifies"
            )
        return None if client.is_connected else "not connected"

    watchdog = asyncio.create_task(systemd.watch())
    try:
        async with Health(core.settings.health_address, FigureStore(core.db), gateway):
            yield
    finally:
        watchdog.cancel()


@contextlib.asynccontextmanager
async def _opened(client: Client) -> AsyncGenerator[Client]:
    await client.__aenter__()  # without it, closing what never logged in raises
    try:
        yield client
    finally:
        closing = asyncio.ensure_future(client.close())
        await asyncio.wait((closing,), timeout=_CLOSE_SECONDS)  # Discord may not answer
        closing.cancel()
        await asyncio.gather(closing, return_exceptions=True)


async def _connect(client: Client) -> None:
    assert client.gate is not None
    await client.gate.wait(client.session_limit, client.shard_count or 1)  # here the wait may be long
    try:
        await client.connect()
    except (discord.GatewayNotFound, discord.ConnectionClosed) as error:
        raise OperatorError(_("Discord ended the connection: {error}").format(error=error)) from error


async def _log_in(core: app.Core, client: Client, registration: "_Registration") -> None:
    await login(client, core.settings.discord_token)
    await registration.attempt()
    _log.info("invite the bot with this link", url=invite_url(application(client)))


async def login(client: Client, token: str) -> None:
    try:
        await client.login(token)
    except discord.LoginFailure:
        raise OperatorError(
            _("Discord does not take this DISCORD_TOKEN. Make a new one on the application's Bot page.")
        ) from None
    except (discord.HTTPException, *AWAY) as error:
        raise OperatorError(_("Discord cannot be reached: {error}").format(error=error)) from error


class _Registration:
    """The commands are registered at the start or, where Discord fails just then, at a later attempt: a bot whose newest commands
    are not known yet still answers the others, and posts."""

    def __init__(self, core: app.Core, client: Client) -> None:
        self._core, self._client, self._is_done = core, client, False

    async def attempt(self) -> None:
        if self._is_done:
            return
        try:
            await sync_changed(self._core, self._client, force=False)
        except AWAY as error:
            _log.warning("Discord did not register the commands; tried again in a minute", reason=repr(error))
        else:
            self._is_done = True


def application(client: Client) -> int:
    return client.application_id or 0


async def sync_changed(core: app.Core, client: Client, *, force: bool) -> bool:
    """Register the commands if they are not those registered last; Discord allows 200 new ones a day."""
    values, number = Values(core.db), await client.commands_hash()
    key = f"commands:{application(client)}"
    if not force and await values.get(key) == number:
        return False
    await client.tree.sync()
    await values.put(key, number)
    return True
