"""`/review`: managers look at what waits and at what readers reported, and correct it for their server."""

from collections.abc import Callable
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.answers import Choice, Scope
from bot.domain.errors import Refused
from bot.domain.facts import FactKind, fact_kind
from bot.domain.keys import read_short_id, short_id
from bot.domain.ladders import stage_words
from bot.domain.terms import kind_words
from bot.render import review as pages
from bot.render.permissions import missing_permissions
from bot.services.corrections import CorrectionService
from bot.services.edits import KINDS, STAGES, Typed
from bot.services.notices import NoticeService
from bot.words import N_, _
from cogs._asking import Clock, Interaction, choices, show
from cogs._managing import LOOKS, asks, changed, for_managers, say
from cogs._reviewing import card_rows, changed_fields, edit_form, queue_rows, sent

_Id = app_commands.Range[str, 1, 20]
_Name = app_commands.Range[str, 1, 100]
_ID = N_("The id at the end of a line, such as Q-41K")


@for_managers
class Review(
    commands.GroupCog, group_name="review", group_description="Facts that wait for you, and what readers report"
):
    def __init__(self, service: CorrectionService, notices: NoticeService, clock: Clock) -> None:
        super().__init__()
        self._service, self._notices, self._clock = service, notices, clock

    @app_commands.command(description="What readers reported, then what waits, newest first.", extras=LOOKS)
    @app_commands.describe(kind="Only facts of this kind")
    async def queue(self, interaction: Interaction, kind: FactKind | None = None) -> None:
        await interaction.response.defer(ephemeral=True)
        await self.show_queue(interaction, kind, 0)

    @app_commands.command(name="open", description="One fact with its evidence, and buttons to decide.", extras=LOOKS)
    @app_commands.rename(short_id="id")
    @app_commands.describe(short_id=_ID)
    async def open_(self, interaction: Interaction, short_id: _Id) -> None:
        await interaction.response.defer(ephemeral=True)
        await self.show_card(interaction, await self._service.named(_scope(interaction), short_id))

    @app_commands.command(description="Say that a fact is right: what waited is shown from now on.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(short_id=_ID)
    async def approve(self, interaction: Interaction, short_id: _Id) -> None:
        await interaction.response.defer(ephemeral=True)
        await self.decide(interaction, "approve", await self._service.named(_scope(interaction), short_id))

    @app_commands.command(description="Say that a fact is wrong: it is gone from this server's answers.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(short_id=_ID)
    async def reject(self, interaction: Interaction, short_id: _Id) -> None:
        await interaction.response.defer(ephemeral=True)
        await self.decide(interaction, "reject", await self._service.named(_scope(interaction), short_id))

    @app_commands.command(description="Take back the last thing that was decided on a fact.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(short_id=_ID)
    async def undo(self, interaction: Interaction, short_id: _Id) -> None:
        await interaction.response.defer(ephemeral=True)
        await self.decide(interaction, "undo", await self._service.named(_scope(interaction), short_id))

    @app_commands.command(description="Say that two facts tell of the same event.")
    @app_commands.rename(short_id="id", other_id="with")
    @app_commands.describe(short_id=_ID, other_id="The id of the other fact")
    async def merge(self, interaction: Interaction, short_id: _Id, other_id: _Id) -> None:
        await interaction.response.defer(ephemeral=True)
        scope = _scope(interaction)
        number = await self._service.named(scope, short_id)
        other = await self._service.named(scope, other_id)
        await self._service.merge(scope, number, other, interaction.user.id, self._clock())
        await self.show_card(interaction, number)

    @app_commands.command(description="Correct what a fact says; with nothing but the id, a form opens.")
    @app_commands.rename(short_id="id")
    @app_commands.describe(
        short_id=_ID,
        speaker="Of a quote: who said it, or none",
        kind="Of a quote: direct, mixed, indirect, fragment; of a meeting: call, visit, …",
        stage="How far it has come",
        participants="All sides, separated by commas",
        inviter="Of an invitation: who invites, or none",
        amount="As it stands in the article, or none",
        day="2026-03-01, or none",
        words="How far a quote goes: its words, copied from the article",
    )
    async def edit(  # noqa: PLR0913, PLR0917 - each is an option of the command
        self,
        interaction: Interaction,
        short_id: _Id,
        speaker: _Name | None = None,
        kind: _Name | None = None,
        stage: _Name | None = None,
        participants: app_commands.Range[str, 1, 500] | None = None,
        inviter: _Name | None = None,
        amount: _Name | None = None,
        day: app_commands.Range[str, 1, 20] | None = None,
        words: app_commands.Range[str, 1, 4000] | None = None,
    ) -> None:
        typed = Typed(
            speaker=speaker,
            kind=kind,
            stage=stage,
            participants=participants,
            inviter=inviter,
            amount=amount,
            day=day,
            words=words,
        )
        if typed == Typed():  # a form must be the first answer: this is one read of the store
            asks(interaction)
            return await self.open_form(interaction, await self._service.named(_scope(interaction), short_id))
        await interaction.response.defer(ephemeral=True)
        return await self.edited(interaction, await self._service.named(_scope(interaction), short_id), typed)

    @app_commands.command(description="Where to say that facts wait and that readers reported something.")
    @app_commands.describe(channel="Left out: nowhere")
    async def channel(
        self, interaction: Interaction, channel: discord.TextChannel | discord.Thread | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True)
        assert interaction.guild is not None
        lacking = missing_permissions(channel, interaction.guild.me) if channel else ()
        if channel and lacking:
            raise Refused(
                _(
                    "The bot may not post in #{channel}: it lacks {permissions}. Open that channel's settings, Permissions, add the bot and allow them; then name the channel again."
                ).format(channel=channel.name, permissions=", ".join(lacking))
            )
        await self._notices.set_channel(interaction.guild.id, channel.id if channel else None, self._clock())
        words = _("Nothing of the review queue is told in any channel now; `/review queue` shows it.")
        if channel:
            words = _(
                "What readers report is told in #{channel}, at most one message an hour; what waits, in one message a day."
            ).format(channel=channel.name)
        await say(interaction, words)

    async def show_queue(self, interaction: Interaction, kind: FactKind | None, number: int) -> None:
        """A page in place of what was there."""
        answer = await self._service.queue(_scope(interaction), kind=kind, number=number)
        await show(interaction, pages.queue(answer, queue_rows(answer)))

    async def show_card(self, interaction: Interaction, number: int) -> str:
        """The id under which the fact is known."""
        answer = await self._service.card(_scope(interaction), number)
        await show(interaction, pages.card(answer, card_rows(answer)))
        return short_id(fact_kind(answer.fact.fact), number)

    async def decide(
        self,
        interaction: Interaction,
        how: Literal["approve", "reject", "undo"],
        number: int,
        correction: int | None = None,
    ) -> str:
        """Do it, and show the fact as it stands then; the id under which it is known."""
        scope, author, now = _scope(interaction), interaction.user.id, self._clock()
        match how:
            case "approve":
                await self._service.approve(scope, number, author, now)
            case "reject":
                await self._service.reject(scope, number, author, now)
            case "undo":
                await self._service.undo(scope, number, author, now, correction)
        return await self.show_card(interaction, number)

    async def open_form(self, interaction: Interaction, number: int) -> None:
        """A form filled in with what the fact says."""
        fact, typed = await self._service.typed(_scope(interaction), number)
        await interaction.response.send_modal(edit_form(interaction.user.id, fact, typed))

    async def form_sent(self, interaction: Interaction, rest: str, _values: tuple[str, ...]) -> None:
        """What the form does; only what was changed in it is sent on."""
        await interaction.response.defer(ephemeral=True, thinking=interaction.message is None)
        number, mark = sent(rest, interaction)
        fact, typed = await self._service.typed(_scope(interaction), number)
        other = changed_fields(interaction, typed, mark)
        await self.edited(interaction, number, Typed(**other))
        known_as = short_id(fact_kind(fact.fact), number)
        changed(interaction, " ".join(["/review edit", f"id:{known_as}", *(f"{n}:{v}" for n, v in other.items())]))

    async def edited(self, interaction: Interaction, number: int, typed: Typed) -> None:
        await self._service.edit(_scope(interaction), number, typed, interaction.user.id, self._clock())
        await self.show_card(interaction, number)

    @open_.autocomplete("short_id")
    @approve.autocomplete("short_id")
    @reject.autocomplete("short_id")
    @undo.autocomplete("short_id")
    @edit.autocomplete("short_id")
    @merge.autocomplete("short_id")
    @merge.autocomplete("other_id")
    async def _facts_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.choices(_scope(interaction), typed))

    @edit.autocomplete("speaker")
    @edit.autocomplete("inviter")
    @edit.autocomplete("participants")
    async def _names_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(await self._service.editor.names(_scope(interaction), typed))

    @edit.autocomplete("kind")
    async def _kinds_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _words(KINDS, kind_words, interaction, typed)

    @edit.autocomplete("stage")
    async def _stages_like(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return _words(STAGES, stage_words, interaction, typed)


def _words(
    known: dict[FactKind, tuple[str, ...]], shown: Callable[[str], str], interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Words that fit the kind of fact whose id was typed; all of them before."""
    read = read_short_id(str(getattr(interaction.namespace, "id", "") or ""))
    words = known.get(read[0], ()) if read and read[0] != "story" else [word for of in known.values() for word in of]
    said = [shown(word) for word in dict.fromkeys(words)]
    return choices([Choice(name=word, value=word) for word in said if typed.lower() in word.lower()][:25])


def _scope(interaction: Interaction) -> Scope:
    assert interaction.guild_id is not None
    return Scope(guild_id=interaction.guild_id)
