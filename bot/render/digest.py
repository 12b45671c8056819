"""A digest as one message: head, top lines, sections, corrections, foot. What does not fit stands behind its buttons."""

from collections.abc import Sequence

import discord

from bot.domain.answers import DigestAnswer
from bot.domain.digest import REPEAT, Edition, Section, SectionWish
from bot.domain.events import AnyEvent
from bot.domain.facts import Deal, Quote
from bot.domain.ranking import speaker_of
from bot.render import budget, digest_words, lines, quoting
from bot.words import N_, _, ngettext

MARKER = "edition"
HEADINGS: dict[Section, str] = {
    "top": N_("⭐ Top lines"),
    "meetings": N_("🤝 Meetings and calls"),
    "deals": N_("📄 Deals"),
    "quotes": N_("💬 Quotes"),
    "upcoming": N_("🗓️ Upcoming"),
    "pledges": N_("⏳ Open pledges"),
}
BUTTONS: dict[Section, str] = {
    "meetings": N_("Meetings"),
    "deals": N_("Deals"),
    "quotes": N_("Quotes"),
    "upcoming": N_("Upcoming"),
    "pledges": N_("Pledges"),
}
Shown = dict[Section, dict[int, str]]
_ROOM = budget.LIMITS["layout texts"] - 100
_LONGEST, _A_ROW, _QUOTE = 900, 5, 280
_MORE = 66  # characters kept free for a section's marks and "and n more"


def marker(edition: Edition, part: int) -> str:
    """The custom_id by which a posted part is found again in a channel's history, by a store that was restored too:
    an edition made anew for the same day has another id."""
    return f"{MARKER}:{edition.subscription_id}:{edition.local_date:%Y%m%d}:{part}"


def layouts(answer: DigestAnswer, taken: int = 0) -> list[discord.ui.LayoutView]:
    """One message, of which so many characters are `taken` by what stands above it. A preview carries no buttons."""
    rows = [] if answer.preview else _rows(answer)
    again = [_("-# Posted again by a manager of this server.")] if answer.repeat else []
    return [budget.layout([*_blocks(answer, taken), *again], rows)]


def _rows(answer: DigestAnswer) -> list[discord.ui.ActionRow[discord.ui.LayoutView]]:
    """A button for each section that holds something, and one for the edition itself, by which it is found again."""
    whole = marker(answer.edition, REPEAT * answer.repeat)
    asked = [(f"{whole}:{name}", _(label)) for name, label in BUTTONS.items() if answer.of(name)]
    asked.append((whole, _("About this digest")))
    rows: list[discord.ui.ActionRow[discord.ui.LayoutView]] = []
    for start in range(0, len(asked), _A_ROW):
        row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
        for number, label in asked[start : start + _A_ROW]:
            row.add_item(discord.ui.Button(label=label, style=discord.ButtonStyle.secondary, custom_id=number))
        rows.append(row)
    return rows


def _blocks(answer: DigestAnswer, taken: int) -> list[str]:
    if answer.is_empty:
        return [digest_words.nothing(answer)]
    shown = _fitted(answer, min(_ROOM, budget.LIMITS["layout texts"] - taken))
    hidden = {wish.name: _hidden(answer, wish.name, shown) for wish in answer.edition.sections}
    blocks = [
        f"### {_(HEADINGS[wish.name])}\n"
        + "\n".join(shown[wish.name].values())
        + _more(answer, wish.name, hidden[wish.name])
        for wish in answer.edition.sections
        if shown[wish.name]
    ]
    unsaid = sum(hidden[wish.name] for wish in answer.edition.sections if not shown[wish.name])
    foot = digest_words.foot(answer, unsaid)
    return [digest_words.head(answer), *blocks, *digest_words.changes(answer), foot]


def _more(answer: DigestAnswer, section: Section, n: int) -> str:
    if not n:
        return ""
    if answer.preview:
        return "\n" + ngettext("-# and {n} more", "-# and {n} more", n).format(n=n)
    words = ngettext("-# and {n} more under “{button}”", "-# and {n} more under “{button}”", n)
    return "\n" + words.format(n=n, button=_(BUTTONS[section]))


def _hidden(answer: DigestAnswer, section: Section, shown: Shown) -> int:
    """How many of a section's events the message does not show, there or on top."""
    if section == "top":
        return 0
    told = shown[section].keys() | shown.get("top", {}).keys()
    kept = answer.of(section)
    return max(answer.edition.totals.get(section, 0), len(kept)) - sum(event.id in told for event in kept)


def _fitted(answer: DigestAnswer, room: int) -> Shown:
    """The lines that fit, by section and event: the top ones first, then one of each section in turn.

    A top line links all who tell it. In the others only the first is linked, unless room is left in the end.
    """
    names: list[Section] = [wish.name for wish in answer.edition.sections]
    fixed = [digest_words.head(answer), *digest_words.changes(answer), digest_words.foot(answer, 999)]
    fixed += [_(HEADINGS[name]) + " " * _MORE for name in names if answer.of(name)]
    room -= sum(map(len, fixed))
    shown: Shown = {name: {} for name in names}
    for event in answer.top:
        most = min(_LONGEST, room - 1)
        whole = _line(answer, event, short=False)
        line = whole if len(whole) <= most else shorten(_line(answer, event), most)
        if line is not None:
            shown["top"][event.id] = line
            room -= len(line) + 1
    on_top = set(shown.get("top", ()))
    waiting: dict[Section, list[AnyEvent]] = {
        wish.name: _wished(answer, wish, on_top) for wish in answer.edition.sections if wish.name != "top"
    }
    for turn in range(max(map(len, waiting.values()), default=0)):
        for name, events in waiting.items():
            line = shorten(_line(answer, events[turn], name), min(_LONGEST, room - 1)) if turn < len(events) else None
            if line is not None:
                shown[name][events[turn].id] = line
                room -= len(line) + 1
    for name, events in waiting.items():
        for event in events:
            room -= _linked(answer, event, name, shown[name], room)
    return shown


def _linked(answer: DigestAnswer, event: AnyEvent, section: Section, shown: dict[int, str], room: int) -> int:
    """Link all who tell a shown event, if there is room; the room it took."""
    line = shown.get(event.id)
    if line is None:
        return 0
    whole = _line(answer, event, section, short=False)
    more = len(whole) - len(line)
    if not 0 < more <= room or len(whole) > _LONGEST:
        return 0
    shown[event.id] = whole
    return more


def _wished(answer: DigestAnswer, wish: SectionWish, on_top: set[int]) -> list[AnyEvent]:
    """A section's own lines: what is on top is not said again, and of a speaker there is one quote."""
    said = {speaker_of(one) for one in answer.top if one.id in on_top and isinstance(one.fact, Quote)}
    events: list[AnyEvent] = []
    for event in answer.of(wish.name):
        speaker = speaker_of(event) if isinstance(event.fact, Quote) else ""
        if event.id not in on_top and (not speaker or speaker not in said):
            events.append(event)
            said.add(speaker)
    return events[: wish.most]


def _line(
    answer: DigestAnswer, event: AnyEvent, section: Section = "top", *, limit: int = _QUOTE, short: bool = True
) -> str:
    since = answer.edition.window_from
    match event.fact:
        case Quote():
            return quoting.quote(event, limit, short=short)
        case Deal() if section == "pledges":
            return lines.deal(event, answer.edition.window_to, short=short)
        case Deal():
            return lines.deal(event, since=since, short=short)
        case _:
            return lines.contact(event, since, short=short)


def shorten(line: str, most: int) -> str | None:
    """A line of at most so many characters: its amounts go first, its foot and a quote's speaker never; None if it still is too long."""
    rows = line.split("\n")
    is_quote = line.startswith("> ")
    while not is_quote and len(rows) > 2 and len("\n".join(rows)) > most:
        del rows[-2]
    short = "\n".join(rows)
    return short if len(short) <= most else None


def section_pages(answer: DigestAnswer, section: Section) -> list[list[str]]:
    """All that the edition keeps of a section, whole, dealt out to as many pages as it needs."""
    blocks = [_line(answer, event, section, limit=600, short=False) for event in answer.of(section)]
    beyond = answer.edition.totals.get(section, 0) - len(blocks)
    if beyond > 0:
        blocks.append(
            ngettext(
                "-# {n} more was found that day and is not kept with the digest.",
                "-# {n} more were found that day and are not kept with the digest.",
                beyond,
            ).format(n=beyond)
        )
    return budget.deal(blocks, room=budget.LIMITS["layout texts"] - 400, pieces=6)


def section_page(
    answer: DigestAnswer,
    section: Section,
    number: int,
    rows: Sequence[discord.ui.ActionRow[discord.ui.LayoutView]] = (),
) -> discord.ui.LayoutView:
    """One page of a section of a posted edition."""
    pages = section_pages(answer, section)
    head = f"### {_(HEADINGS[section])} · {digest_words.title(answer)}"
    if len(pages) > 1:
        head += "\n" + _("-# Page {number} of {pages}").format(number=number + 1, pages=len(pages))
    return budget.layout([head, *pages[min(number, len(pages) - 1)]], rows)


def about(answer: DigestAnswer) -> discord.ui.LayoutView:
    """How an edition came about, for a reader who presses its button."""
    return budget.page(digest_words.about(answer))
