"""`/digest`: when and where digests come, what they tell, and what became of them. For managers."""

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Literal, get_args

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import Refused
from bot.render import digest as page
from bot.render import filters, schedule
from bot.services.delivery import DeliveryService
from bot.services.digests import DigestService
from bot.services.filtering import FilterService
from bot.services.subscriptions import SubscriptionService, read_sections
from bot.words import _
from bot.words import day as day_words
from cogs._asking import Clock, Interaction, choices, read_day, show, show_all
from cogs._exporting import ask_first
from cogs._filters import FilterQuestion
from cogs._managing import LOOKS, asks, changed, for_managers, require_room, say
from cogs._resending import ResendQuestion

REMOVE = "remove"
Name = app_commands.Range[str, 1, 40]
Typed = app_commands.Range[str, 1, 300]
Cadence = Literal["daily", "weekly"]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


@for_managers
class Digest(commands.GroupCog, group_name="digest", group_description="The digests of this server"):
    def __init__(
        self,
        subscriptions: SubscriptionService,
        digests: DigestService,
        delivery: DeliveryService,
        filtering: FilterService,
        clock: Clock,
    ) -> None:
        super().__init__()
        self._filters = filtering
        self.filter_question = FilterQuestion(subscriptions, filtering, clock)
        self.resend_question = ResendQuestion(subscriptions, digests, delivery)
        self._subscriptions, self._digests, self._delivery, self._clock = subscriptions, digests, delivery, clock

    @app_commands.command(description="Make or change a digest: its channel, local hour and time zone.")
    @app_commands.describe(
        channel="Where the digest is posted",
        hour="0 to 23",
        zone="Such as Europe/Berlin or Asia/Almaty",
        digest="Its name; a new name makes one more digest",
        cadence="Every day, or once a week",
        weekday="Of a weekly one",
    )
    async def schedule(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | discord.Thread,
        hour: app_commands.Range[int, 0, 23],
        zone: app_commands.Range[str, 1, 60],
        digest: Name | None = None,
        cadence: Cadence | None = None,
        weekday: Weekday | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction)
        require_room(channel, guild.me)
        answer = await self._subscriptions.schedule(
            guild.id,
            channel.id,
            hour,
            zone,
            self._clock(),
            name=digest,
            cadence=cadence,
            weekday=_WEEKDAYS.index(weekday) if weekday else None,
        )
        await show(interaction, schedule.saved(answer))

    @app_commands.command(description="Post a digest in another channel from now on.")
    @app_commands.describe(channel="Where the digest is posted", digest="Its name, if the server has several")
    async def channel(
        self, interaction: Interaction, channel: discord.TextChannel | discord.Thread, digest: Name | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        guild = _guild(interaction)
        require_room(channel, guild.me)
        wish = await self._subscriptions.one(guild.id, digest)
        await show(
            interaction,
            schedule.saved(await self._subscriptions.keep(replace(wish, channel_id=channel.id), self._clock())),
        )

    @app_commands.command(description="Which sections a digest has, in which order, and how many lines of each.")
    @app_commands.describe(
        sections="Such as: top 3, deals 10, quotes. Left out: what it has now",
        digest="Its name, if the server has several",
    )
    async def sections(
        self,
        interaction: Interaction,
        sections: app_commands.Range[str, 1, 100] | None = None,
        digest: Name | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        wish = await self._subscriptions.one(_guild(interaction).id, digest)
        if not sections:
            asks(interaction)
        else:
            wish = replace(wish, sections=read_sections(sections))
            await self._subscriptions.keep(wish, self._clock())
        await show(interaction, filters.sections(wish))

    @app_commands.command(
        name="filter",
        description="What a digest tells; you see what it would have kept before it is saved.",
        extras=LOOKS,
    )
    @app_commands.describe(
        countries="Separated by commas; `all` for every country",
        leaders="Separated by commas; `all` for everybody",
        sectors="Words such as railways, energy; `all` for every sector",
        topics="Of the sources, such as energy, un; `all` for every source",
        owners="How many owners of sources must tell it",
        digest="Its name, if the server has several",
    )
    async def filter_(
        self,
        interaction: Interaction,
        countries: Typed | None = None,
        leaders: Typed | None = None,
        sectors: Typed | None = None,
        topics: Typed | None = None,
        owners: app_commands.Range[int, 1, 10] | None = None,
        digest: Name | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        guild_id = _guild(interaction).id
        wish = await self._subscriptions.one(guild_id, digest)
        new = await self._filters.read(
            wish.filters, guild_id, topics=topics, countries=countries, leaders=leaders, sectors=sectors, owners=owners
        )
        await self.filter_question.ask(interaction, wish, new)

    @app_commands.command(description="What a digest would hold now; only you see it.", extras=LOOKS)
    @app_commands.describe(digest="Its name, if the server has several")
    async def preview(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        guild_id = _guild(interaction).id
        known = await self._subscriptions.of_server(guild_id)
        wish = await self._subscriptions.one(guild_id, digest) if known or digest else None
        await show_all(interaction, page.layouts(await self._digests.preview(guild_id, "UTC", self._clock(), wish)))

    @app_commands.command(description="Post today's digest at once instead of at its hour.")
    @app_commands.describe(digest="Its name, if the server has several")
    async def now(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        wish, moment = await self._subscriptions.one(_guild(interaction).id, digest), self._clock()
        day = self._digests.today(wish, moment)
        if await self._digests.exists(wish, day):
            raise Refused(
                _(
                    "Today's digest was made already; the next one comes at its hour. `/digest preview` shows what is new since."
                )
            )
        if wish.paused_at is not None:
            raise Refused(_("This digest is paused. `/digest resume` starts it again."))
        edition = await self._digests.compile(wish, day, moment)
        parts = await self._delivery.deliver(edition.id)
        if all(part.state == "sent" for part in parts):
            await say(
                interaction,
                _("Posted. This was the digest of {day}; it does not come again at its hour that day.").format(
                    day=day_words(day)
                ),
            )
        elif any(part.state == "failed" for part in parts):
            raise Refused(parts[0].error or _("Discord refused it."))
        else:
            await say(interaction, _("Discord did not take it yet; the bot goes on trying."))

    @app_commands.command(
        description="The last editions: when, where, how many facts, and why one did not come.", extras=LOOKS
    )
    @app_commands.describe(digest="Its name, if the server has several")
    async def history(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        wish = await self._subscriptions.one(_guild(interaction).id, digest)
        await show_all(interaction, filters.history(wish, await self._delivery.history(wish.id)))

    @app_commands.command(
        description="Post the digest of a day again. Asks first; the message says that it is a repeat."
    )
    @app_commands.describe(date="Such as 2026-03-10, today or yesterday", digest="Its name, if the server has several")
    async def resend(
        self, interaction: Interaction, date: app_commands.Range[str, 1, 20], digest: Name | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        wish, moment = await self._subscriptions.one(_guild(interaction).id, digest), self._clock()
        today = self._digests.today(wish, moment)
        day = read_day(date, datetime.combine(today, time(12), UTC)) or today
        await self.resend_question.ask(interaction, wish, day)

    @app_commands.command(description="When a digest comes next, and why the last one did not.", extras=LOOKS)
    @app_commands.describe(digest="Its name, if the server has several")
    async def status(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        answer = await self._subscriptions.status(_guild(interaction).id, self._clock(), digest)
        await show(interaction, schedule.saved(answer, await self._delivery.last_error(answer.subscription.id)))

    @app_commands.command(description="Stop a digest until you resume it.")
    @app_commands.describe(digest="Its name, if the server has several")
    async def pause(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        await show(
            interaction, schedule.saved(await self._subscriptions.pause(_guild(interaction).id, self._clock(), digest))
        )

    @app_commands.command(description="Start a paused digest again.")
    @app_commands.describe(digest="Its name, if the server has several")
    async def resume(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        await show(
            interaction, schedule.saved(await self._subscriptions.resume(_guild(interaction).id, self._clock(), digest))
        )

    @app_commands.command(description="Give a digest another name.")
    @app_commands.describe(name="Its new name", digest="Its name now, if the server has several")
    async def rename(self, interaction: Interaction, name: Name, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        await show(
            interaction,
            schedule.saved(await self._subscriptions.rename(_guild(interaction).id, digest, name, self._clock())),
        )

    @app_commands.command(description="Take a digest away for good. Asks again first; what it posted stays.")
    @app_commands.describe(digest="Its name, if the server has several")
    async def remove(self, interaction: Interaction, digest: Name | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        wish = await self._subscriptions.one(_guild(interaction).id, digest)
        editions = await self._subscriptions.editions(wish.id)
        await ask_first(interaction, schedule.removal(wish, editions), REMOVE, str(wish.id), _("Remove it"))

    async def removed(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the question's button does."""
        await interaction.response.defer()
        wish = await self._subscriptions.numbered(_guild(interaction).id, rest)
        await self._subscriptions.remove(wish.guild_id, wish.name)
        changed(interaction, f"/digest remove digest:{wish.name} → {_('Remove it')}")
        await say(interaction, _("{name} is gone. What it posted stays in its channel.").format(name=wish.name))

    @schedule.autocomplete("zone")
    async def _zones_like(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(self._subscriptions.zone_choices(typed))

    @rename.autocomplete("digest")
    @remove.autocomplete("digest")
    @schedule.autocomplete("digest")
    @channel.autocomplete("digest")
    @sections.autocomplete("digest")
    @filter_.autocomplete("digest")
    @preview.autocomplete("digest")
    @now.autocomplete("digest")
    @history.autocomplete("digest")
    @resend.autocomplete("digest")
    @status.autocomplete("digest")
    @pause.autocomplete("digest")
    @resume.autocomplete("digest")
    async def _digests_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._subscriptions.names(interaction.guild_id or 0, typed))


def _guild(interaction: Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise Refused(_("This is asked in a server."))
    return interaction.guild
