"""`/setup`: from invitation to first digest in five steps, whether all is well, and taking everything away. For managers.

The steps are one message that changes. What was said so far stands in its buttons (`bot.domain.setup.Draft`), so a restart in the
middle loses nothing, and who leaves it leaves nothing behind.
"""

from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import NotFound, Refused
from bot.domain.managing import PackOutcome
from bot.domain.setup import Draft, SetupState, read_draft
from bot.render import digest, setup, setup_state
from bot.render.permissions import missing_permissions
from bot.rights import is_text
from bot.services.exports import ExportService
from bot.services.names import NameIndex
from bot.services.setup import SetupService, likely_zones
from bot.services.sources import SourceService
from bot.services.subscriptions import SubscriptionService
from bot.words import _, ngettext
from cogs._asked import Row, button, channel_menu, form, menu, put, row
from cogs._asking import Clock, Interaction, show_all
from cogs._exporting import send_export
from cogs._limits import Limits
from cogs._managing import LOOKS, asks, changed, for_managers, say

_GREEN, _RED = discord.ButtonStyle.success, discord.ButtonStyle.danger
_MOST_TOPICS, _LONGEST_ZONE = 5, 60


@for_managers
class Setup(commands.GroupCog, group_name="setup", group_description="Set this server up, and see whether all is well"):
    def __init__(
        self,
        service: SetupService,
        subscriptions: SubscriptionService,
        sources: SourceService,
        names: NameIndex,
        exports: ExportService,
        limits: Limits,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._limits = limits
        self._service, self._subscriptions, self._sources = service, subscriptions, sources
        self._names, self._exports, self._clock = names, exports, clock
        self._shown: dict[tuple[int, int], object] = {}

    @app_commands.command(description="From here to your first digest in five steps. Only you see them.", extras=LOOKS)
    async def start(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await self._where(interaction, await self._service.draft(_guild(interaction).id))

    @app_commands.command(
        description="Whether permissions, sources, schedule and the last digest are well, and what to do if not.",
        extras=LOOKS,
    )
    async def check(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        state = await self._service.state(_guild(interaction).id, self._clock())
        await show_all(interaction, setup_state.check(state, _lacking(interaction, state)))

    @app_commands.command(name="show", description="How this server is set up.", extras=LOOKS)
    async def show_(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        state = await self._service.state(_guild(interaction).id, self._clock())
        await show_all(interaction, setup_state.overview(state))

    @app_commands.command(description="Take digests, sources and notices of this server away. Asks again first.")
    async def reset(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        who, state = interaction.user.id, await self._service.state(_guild(interaction).id, self._clock())
        asks(interaction)
        rows = [
            row(
                button(who, "reset", "export", _("Export first")),
                button(who, "reset", "yes", _("Reset"), _RED),
                button(who, "reset", "no", _("Keep everything")),
            )
        ]
        await put(interaction, setup_state.reset(state, rows))

    async def reset_asked(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the buttons of `/setup reset` do."""
        if rest == "export":
            await interaction.response.defer(ephemeral=True, thinking=True)
            return await send_export(interaction, self._exports, self._clock)
        await interaction.response.defer()
        if rest != "yes":
            return await say(interaction, _("Everything stays as it was."))
        digests, sources = await self._service.reset(_guild(interaction).id, self._clock())
        self._names.invalidate()
        changed(interaction, f"/setup reset → {_('Reset')}")
        gone = [
            ngettext("{n} digest", "{n} digests", digests).format(n=digests),
            ngettext("{n} source", "{n} sources", sources).format(n=sources),
        ]
        return await say(
            interaction,
            _("Gone: {gone}, and the notices channel. /setup start sets this server up anew.").format(
                gone=", ".join(gone)
            ),
        )

    async def step(self, interaction: Interaction, rest: str, values: tuple[str, ...]) -> None:
        """What the buttons and menus of the five steps do."""
        act, draft = read_draft(rest) or ("", Draft())
        if act == "other":
            await interaction.response.send_modal(_zone_form(interaction.user.id, draft))
            return
        await interaction.response.defer()
        self._shown[_guild(interaction).id, interaction.user.id] = object()
        match act:
            case "again":
                await self._where(interaction, draft, moved=True)
            case "where":
                await self._where(
                    interaction, replace(draft, channel_id=int(values[0])) if values else draft, moved=bool(values)
                )
            case "time":
                await self._when(interaction, draft)
            case "zone" | "typed" if values:
                await self._zoned(interaction, draft, values[0])
            case "hour" if values and values[0].isdecimal() and int(values[0]) <= 23:
                await self._when(interaction, replace(draft, hour=int(values[0])))
            case "packs":
                await self._packs(interaction, draft, values)
            case "sample":
                await self._sample(interaction, draft)
            case "confirm":
                await self._confirm(interaction, draft)
            case "live":
                await self._live(interaction, draft)
            case "cancel":
                await say(
                    interaction,
                    _("Left. No digest was set up or changed; sources that you added stay until you remove them."),
                )
            case _:
                raise NotFound(_("This button leads nowhere. Type `/setup start` again."))

    async def _where(self, interaction: Interaction, draft: Draft, *, moved: bool = False) -> None:
        lacking = _missing(interaction, draft.channel_id) if draft.channel_id else ()
        if moved and lacking == ():
            return await self._when(interaction, draft)
        who = interaction.user.id
        known = await self._service.known(_guild(interaction).id)
        is_fine = bool(draft.channel_id) and lacking == ()
        buttons = [button(who, "setup", draft.written("time"), _("Next"), _GREEN)] if is_fine else []
        if draft.channel_id and not is_fine:
            buttons = [button(who, "setup", draft.written("again"), _("Check again"), _GREEN)]
        rows = [row(channel_menu(who, "setup", draft.written("where"), _("Choose a channel or thread")))]
        return await put(interaction, setup.channel(draft, lacking, known, [*rows, row(*buttons, _cancel(who, draft))]))

    async def _zoned(self, interaction: Interaction, draft: Draft, typed: str) -> None:
        if not is_text(typed, _LONGEST_ZONE):
            raise Refused(_("Zones are called after a place, such as Europe/Berlin or Asia/Almaty."))
        await self._when(interaction, replace(draft, zone=self._subscriptions.zone(typed)))

    async def _when(self, interaction: Interaction, draft: Draft) -> None:
        who, locale = interaction.user.id, str(_guild(interaction).preferred_locale)
        zones = tuple(dict.fromkeys((*filter(None, [draft.zone]), *likely_zones(locale))))
        answer = await self._service.runs(_guild(interaction).id, draft, self._clock())
        rows = [
            row(menu(who, "setup", draft.written("zone"), _("Time zone"), _options(zones, draft.zone))),
            row(menu(who, "setup", draft.written("hour"), _("Hour"), _hours(draft.hour))),
            row(
                button(who, "setup", draft.written("packs"), _("Next"), _GREEN, disabled=answer is None),
                button(who, "setup", draft.written("other"), _("Another time zone")),
                button(who, "setup", draft.written("where"), _("◀ Back")),
                _cancel(who, draft),
            ),
        ]
        await put(interaction, setup.time(draft, answer, rows))

    async def _packs(self, interaction: Interaction, draft: Draft, topics: tuple[str, ...]) -> None:
        guild, who = _guild(interaction), interaction.user.id
        self._subscriptions.zone(draft.zone)
        outcomes: list[PackOutcome] = []
        if topics:
            self._limits.take(interaction)
        for topic in topics[:_MOST_TOPICS]:
            await put(interaction, setup.packs(len((await self._sources.reading(guild.id)).lines), [], asking=topic))
            outcomes.append(await self._sources.add_pack(guild.id, topic, who, self._clock()))
            changed(interaction, f"/source add pack:{topic}")
        if outcomes:
            self._names.invalidate()
        here = len((await self._sources.reading(guild.id)).lines)
        options = [discord.SelectOption(label=one.name, value=one.value) for one in self._sources.topics()]
        rows = [
            *(
                [row(menu(who, "setup", draft.written("packs"), _("Choose topics"), options, _MOST_TOPICS))]
                if options
                else []
            ),
            row(
                button(who, "setup", draft.written("sample"), _("Next") if here else _("Later"), _GREEN),
                button(who, "setup", draft.written("time"), _("◀ Back")),
                _cancel(who, draft),
            ),
        ]
        await put(interaction, setup.added(outcomes, here, rows) if outcomes else setup.packs(here, rows))

    async def _sample(self, interaction: Interaction, draft: Draft) -> None:
        guild, who = _guild(interaction), interaction.user.id
        rows = self._sample_rows(who, draft, _("Go on without waiting"))
        key = guild.id, who
        mine = self._shown[key]
        async for asked, of in self._service.asking(guild.id, self._clock()):
            if self._shown.get(key) is not mine:
                return  # they went on
            await put(interaction, setup.reading(asked, of, rows))
        self._names.invalidate()
        if self._shown.get(key) is not mine:
            return
        answer = await self._service.sample(guild.id, draft, self._clock())
        sources, waiting = len((await self._sources.reading(guild.id)).lines), await self._sources.waiting(guild.id)
        rows = self._sample_rows(who, draft, _("Next"), again=answer.is_empty or bool(waiting))
        await put(interaction, setup.sample(sources, waiting, rows, is_empty=answer.is_empty))
        for view in digest.layouts(answer) if not answer.is_empty else []:
            await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())

    @staticmethod
    def _sample_rows(who: int, draft: Draft, on: str, *, again: bool = False) -> list[Row]:
        look = [button(who, "setup", draft.written("sample"), _("Look again"))] if again else []
        back = button(who, "setup", draft.written("packs"), _("◀ Back"))
        return [row(button(who, "setup", draft.written("confirm"), on, _GREEN), *look, back, _cancel(who, draft))]

    async def _confirm(self, interaction: Interaction, draft: Draft) -> None:
        answer = await self._service.runs(_guild(interaction).id, draft, self._clock())
        lacking = _missing(interaction, draft.channel_id)
        if answer is None:
            return await self._when(interaction, draft)
        if lacking is None or lacking:
            return await self._where(interaction, draft)
        who = interaction.user.id
        rows = [
            row(
                button(who, "setup", draft.written("live"), _("Go live"), _GREEN),
                button(who, "setup", draft.written("time"), _("◀ Change the time")),
                button(who, "setup", draft.written("where"), _("◀ Change the channel")),
                _cancel(who, draft),
            )
        ]
        sources = len((await self._sources.reading(_guild(interaction).id)).lines)
        return await put(interaction, setup.confirm(answer, lacking, sources, rows))

    async def _live(self, interaction: Interaction, draft: Draft) -> None:
        if _missing(interaction, draft.channel_id) != ():
            return await self._where(interaction, draft)
        answer = await self._service.live(_guild(interaction).id, draft, self._clock())
        changed(interaction, f"/setup start → {_('Go live')}")
        return await put(interaction, setup.live(answer))


def _guild(interaction: Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise Refused(_("This is asked in a server."))
    return interaction.guild


def _missing(interaction: Interaction, channel_id: int) -> tuple[str, ...] | None:
    """What the bot lacks in a channel of this server; None if there is none that it sees."""
    guild = _guild(interaction)
    channel = guild.get_channel_or_thread(channel_id)
    return missing_permissions(channel, guild.me) if isinstance(channel, discord.TextChannel | discord.Thread) else None


def _lacking(interaction: Interaction, state: SetupState) -> setup.Lacking:
    asked = {one.schedule.subscription.channel_id for one in state.digests} | {state.notices_channel}
    return {number: _missing(interaction, number) for number in asked if number is not None}


def _cancel(who: int, draft: Draft) -> discord.ui.Button[discord.ui.LayoutView]:
    return button(who, "setup", draft.written("cancel"), _("Leave"))


def _zone_form(who: int, draft: Draft) -> discord.ui.Modal:
    """Asks for a time zone that no menu holds."""
    place: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id="zone", placeholder="Asia/Almaty", max_length=_LONGEST_ZONE
    )
    field: discord.ui.Label[Any] = discord.ui.Label(
        text=_("A city, or the zone's name"), description=_("Almaty, or Asia/Almaty"), component=place
    )
    return form(who, "setup", draft.written("typed"), _("Another time zone"), field)


def _options(zones: tuple[str, ...], chosen: str) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=zone, value=zone, default=zone == chosen) for zone in zones]


def _hours(chosen: int | None) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=f"{hour:02}:00", value=str(hour), default=hour == chosen) for hour in range(24)]
