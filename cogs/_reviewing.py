"""The buttons and the form of a review, which go on working after a restart: their custom_ids name the fact, and hold no right."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self, cast

import discord

from bot.domain.errors import NotFound, Refused
from bot.domain.facts import AnyRecorded, FactKind, fact_kind
from bot.domain.keys import short_id
from bot.domain.ladders import stage_words
from bot.domain.review import ReviewCard, ReviewPage
from bot.domain.terms import kind_words
from bot.rights import is_text, require_manager
from bot.services.edits import KINDS, STAGES, Typed
from bot.words import _
from cogs._asked import filled_in, form
from cogs._asking import Interaction, pressed
from cogs._managing import changed

if TYPE_CHECKING:
    from cogs.review import Review

Row = discord.ui.ActionRow[discord.ui.LayoutView]
_OF_KIND: tuple[FactKind | None, ...] = (None, "quote", "meeting", "invitation", "deal")
EDIT = "edit"
_LONGEST_FIELD = 4000
_FORM = re.compile(r"([0-9]{1,18}):([0-9a-f]{12})")


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


def edit_form(who: int, fact: AnyRecorded, typed: Typed) -> discord.ui.Modal:
    """A field for each value of the fact, filled in with what it says, and in its custom_id the fact and what it said."""
    kind = fact_kind(fact.fact)
    title = _("Correct {id}").format(id=short_id(kind, fact.id))
    fields: list[discord.ui.Label[Any]] = []
    known = {"kind": (KINDS.get(kind, ()), kind_words), "stage": (STAGES.get(kind, ()), stage_words)}
    for name, value in _filled(typed).items():
        label, hint = _labels()[name]
        field = _choice(name, *known[name], value) if name in known else _text(name, value)
        fields.append(discord.ui.Label(text=label, description=hint, component=field))
    return form(who, EDIT, f"{fact.id}:{_mark(typed)}", title, *fields)


def sent(rest: str, interaction: Interaction) -> tuple[int, str]:
    """(the fact whose form was sent, what it said when the form was opened)."""
    found = _FORM.fullmatch(rest)
    if found is None or interaction.type is not discord.InteractionType.modal_submit:
        raise NotFound(_("This button leads nowhere. Ask with the command again."))
    return int(found[1]), found[2]


def changed_fields(interaction: Interaction, typed: Typed, mark: str) -> dict[str, str]:
    """What was changed in the form; Refused if the fact says something else by now than the form was filled in with."""
    if mark != _mark(typed):
        raise Refused(_("The fact was changed while the form was open. Open it again to see what it says now."))
    was, now = _filled(typed), filled_in(interaction)
    if not all(is_text(value, _LONGEST_FIELD) for value in now.values() if value):
        raise Refused(_("That is not what this field takes."))
    return {
        name: value
        for name, value in now.items()
        if name in was and value is not None and value.strip() != was[name].strip()
    }


def _filled(typed: Typed) -> dict[str, str]:
    """The values that fit a field."""
    values: dict[str, str | None] = asdict(typed)
    return {name: value for name, value in values.items() if value is not None and len(value) <= _LONGEST_FIELD}


def _mark(typed: Typed) -> str:
    """The same for the same values."""
    return hashlib.sha256(repr(_filled(typed)).encode("utf-8", "replace")).hexdigest()[:12]


def _text(name: str, value: str) -> discord.ui.TextInput[Any]:
    style = discord.TextStyle.paragraph if name in ("words", "participants") else discord.TextStyle.short
    return discord.ui.TextInput(
        custom_id=name, style=style, default=value or None, required=False, max_length=_LONGEST_FIELD
    )


def _choice(name: str, words: tuple[str, ...], shown: Callable[[str], str], value: str) -> discord.ui.Select[Any]:
    options = [discord.SelectOption(label=shown(word), value=word, default=word == value) for word in words[:25]]
    return discord.ui.Select(custom_id=name, options=options, required=False)


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
