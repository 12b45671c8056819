"""The buttons and the form of a review. Buttons go on working after a restart: their custom_id names the fact, and holds no right."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self, cast

import discord

from bot.client import say_failure
from bot.domain.errors import Refused
from bot.domain.facts import AnyRecorded, FactKind, fact_kind
from bot.domain.keys import short_id
from bot.domain.ladders import stage_words
from bot.domain.review import ReviewCard, ReviewPage
from bot.domain.terms import kind_words
from bot.rights import is_text, require_manager
from bot.services.edits import KINDS, STAGES, Typed
from bot.words import _
from cogs._asking import Interaction, pressed
from cogs._managing import changed

if TYPE_CHECKING:
    from cogs.review import Review

Row = discord.ui.ActionRow[discord.ui.LayoutView]
_OF_KIND: tuple[FactKind | None, ...] = (None, "quote", "meeting", "invitation", "deal")
_LONGEST_FIELD = 4000


class ReviewButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]],
    template=r"review:(?P<act>queue|open|approve|edit|reject|undo):(?P<number>[0-9]{1,18}):(?P<more>[0-9]{1,18})",
):
    """`number` is a fact's; of the queue a page's. `more` is what Undo takes back; of the queue the kind."""

    def __init__(
        self,
        act: str,
        number: int,
        more: int = 0,
        *,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        custom_id = f"review:{act}:{number}:{more}"
        super().__init__(discord.ui.Button(label=label, style=style, disabled=disabled, custom_id=custom_id))
        self._act, self._number, self._more = act, number, more

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[discord.Client],
        item: discord.ui.Item[discord.ui.LayoutView],
        match: re.Match[str],
        /,
    ) -> Self:
        return cls(match["act"], int(match["number"]), int(match["more"]))

    async def callback(self, interaction: discord.Interaction[discord.Client]) -> None:
        async with pressed(interaction) as own:
            await self._press(own)

    async def _press(self, own: Interaction) -> None:
        cog = cast("Review", own.client.get_cog("Review"))
        require_manager(own)
        if self._act == "edit":
            return await cog.open_form(own, self._number)
        await own.response.defer()
        match self._act:
            case "queue":
                kind = _OF_KIND[self._more] if self._more < len(_OF_KIND) else None
                await cog.show_queue(own, kind, min(self._number, 200))
            case "approve" | "reject" | "undo" as how:
                known_as = await cog.decide(own, how, self._number, self._more if how == "undo" else None)
                changed(own, f"/review {how} id:{known_as}")
            case _:
                await cog.show_card(own, self._number)
        return None


def queue_rows(answer: ReviewPage) -> list[Row]:
    """A button a fact, and the pages."""
    rows: list[Row] = []
    if answer.lines:
        facts: Row = discord.ui.ActionRow()
        for one in answer.lines:
            facts.add_item(ReviewButton("open", one.fact.id, label=short_id(fact_kind(one.fact.fact), one.fact.id)))
        rows.append(facts)
    if answer.page.number or answer.page.has_next:
        kind, page = _OF_KIND.index(answer.kind), answer.page
        turn: Row = discord.ui.ActionRow()
        newer = max(page.number - 1, 0)
        turn.add_item(ReviewButton("queue", newer, kind, label=_("◀ Newer"), disabled=page.number == 0))
        turn.add_item(ReviewButton("queue", page.number + 1, kind, label=_("Older ▶"), disabled=not page.has_next))
        rows.append(turn)
    return rows


def card_rows(answer: ReviewCard) -> list[Row]:
    """What can be done to the fact as it stands, and the way back."""
    fact = answer.fact
    is_over = fact.withdrawn_at is not None
    settled = fact.fact.shown and not answer.complaints
    row: Row = discord.ui.ActionRow()
    approve, styles = _("It is right") if fact.fact.shown else _("Approve"), discord.ButtonStyle
    row.add_item(ReviewButton("approve", fact.id, label=approve, style=styles.success, disabled=is_over or settled))
    row.add_item(ReviewButton("edit", fact.id, label=_("Edit"), style=styles.primary, disabled=is_over))
    row.add_item(
        ReviewButton("reject", fact.id, label=_("Reject"), style=styles.danger, disabled=is_over or fact.rejected)
    )
    row.add_item(ReviewButton("undo", fact.id, answer.last or 0, label=_("Undo"), disabled=answer.last is None))
    row.add_item(ReviewButton("queue", 0, label=_("Queue")))
    return [row]


class EditForm(discord.ui.Modal):
    """A field for each value of the fact, filled in with what it says; only what was changed is sent on."""

    def __init__(
        self,
        fact: AnyRecorded,
        typed: Typed,
        then: Callable[[Interaction, int, Typed], Awaitable[None]],
    ) -> None:
        kind = fact_kind(fact.fact)
        super().__init__(title=_("Correct {id}").format(id=short_id(kind, fact.id)), timeout=1800.0)
        self._fact, self._then = fact, then
        self._was: dict[str, str] = {name: value for name, value in asdict(typed).items() if value is not None}
        self._fields: dict[str, discord.ui.TextInput[Self] | discord.ui.Select[Self]] = {}
        known = {"kind": (KINDS.get(kind, ()), kind_words), "stage": (STAGES.get(kind, ()), stage_words)}
        for name, value in self._was.items():
            if len(value) <= _LONGEST_FIELD:
                field = _choice(name, *known[name], value) if name in known else _text(name, value)
                self._fields[name] = field
                label, hint = _labels()[name]
                self.add_item(discord.ui.Label(text=label, description=hint, component=field))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        await interaction.response.defer(ephemeral=True, thinking=interaction.message is None)
        require_manager(interaction)
        now = {name: _value(field) for name, field in self._fields.items()}
        if not all(is_text(value, _LONGEST_FIELD) for value in now.values() if value):
            raise Refused(_("That is not what this field takes."))
        other = {n: value for n, value in now.items() if value is not None and value.strip() != self._was[n].strip()}
        await self._then(interaction, self._fact.id, Typed(**other))
        known_as = short_id(fact_kind(self._fact.fact), self._fact.id)
        changed(interaction, " ".join(["/review edit", f"id:{known_as}", *(f"{n}:{v}" for n, v in other.items())]))

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        await say_failure(interaction, error)


def _text(name: str, value: str) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.paragraph if name in ("words", "participants") else discord.TextStyle.short
    return discord.ui.TextInput(
        custom_id=name, style=style, default=value or None, required=False, max_length=_LONGEST_FIELD
    )


def _choice(name: str, words: tuple[str, ...], shown: Callable[[str], str], value: str) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=shown(word), value=word, default=word == value) for word in words[:25]]
    return discord.ui.Select(custom_id=name, options=options, required=False)


def _value(field: discord.ui.TextInput[Any] | discord.ui.Select[Any]) -> str | None:
    """None where nothing was chosen: then it stays as it is."""
    if isinstance(field, discord.ui.TextInput):
        return field.value
    return field.values[0] if field.values else None


def _labels() -> dict[str, tuple[str, str]]:
    """Each field's name and what may stand in it."""
    return {
        "speaker": (_("Who said it"), _("A name; empty: not named")),
        "kind": (_("Kind"), _("Quotation marks only around what stands in them in the article")),
        "words": (_("How far it goes"), _("The article's own words; they can be cut or lengthened, not changed")),
        "participants": (_("Who takes part"), _("All sides, separated by commas")),
        "inviter": (_("Who invites"), _("A name; empty: not named")),
        "stage": (_("Stage"), _("How far it has come")),
        "amount": (_("Amount"), _("As it stands in the article; empty: none")),
        "day": (_("Day"), _("Such as 2026-03-01; empty: none")),
    }
