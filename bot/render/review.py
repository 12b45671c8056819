"""What managers see of facts that wait and of what readers complained of: the queue, a card, and the message that tells of them."""

from collections.abc import Sequence

import discord

from bot.domain.corrections import Complaint, Problem
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import (
    AnyRecorded,
    Deal,
    Fact,
    FactKind,
    Invitation,
    Meeting,
    Quote,
    QuoteKind,
    fact_kind,
    parties_of,
)
from bot.domain.keys import short_id
from bot.domain.notices import ReviewNotice
from bot.domain.review import ReviewCard, ReviewLine, ReviewPage
from bot.render import budget, corrections, lines, quoting, why
from bot.render.text import clip, escape, plain
from bot.words import _, ngettext

Rows = Sequence[discord.ui.ActionRow[discord.ui.LayoutView]]
_MOST_COMPLAINTS = 6
_NOTE = 500


def queue(answer: ReviewPage, rows: Rows = ()) -> discord.ui.LayoutView:
    """How much there is, then each fact with the sentence it rests on."""
    many = f"{answer.waiting}+" if answer.waiting >= answer.most_counted else f"{answer.waiting}"
    counts = [_("**{n}** reported by readers").format(n=answer.complained)] if answer.complained else []
    counts.append(ngettext("**{n}** waits", "**{n}** wait", answer.waiting).format(n=many))
    of = f" · {_kinds()[answer.kind]}" if answer.kind else ""
    number = (
        " · " + _("page {n}").format(n=answer.page.number + 1) if answer.page.number or answer.page.has_next else ""
    )
    head = "### " + _("Review") + f"{of}\n-# {' · '.join(counts)}{number}"
    if not answer.lines:
        return budget.page(
            [head, _("Nothing waits for you. What the bot is not sure of comes here, and what readers report.")],
            rows,
        )
    told, room = [_line(one) for one in answer.lines], budget.ROOM - len(head)
    if sum(map(len, told)) > room:
        told = [lines.squeeze(one, room // len(told)) for one in told]
    return budget.page([head, *told], rows)


def _line(one: ReviewLine) -> str:
    fact = one.fact
    flag = (
        "🚩 " + "; ".join(f"**{_problems()[each.problem]}**{_note(each, 80)}" for each in one.complaints[:3])
        if one.complaints
        else "⏳ " + (_("corrected, but not yet approved") if fact.edited else reason(fact.fact))
    )
    known_as = short_id(fact_kind(fact.fact), fact.id)
    sentence = why.marked(fact.article, fact.fact.evidence[0], around=110, most=220)
    return f"`{known_as}` {_head(fact)}\n> {sentence}\n-# {why.told(fact)} · {flag}"


def _head(fact: AnyRecorded) -> str:
    """What the fact says, without the words that its sentence shows anyway."""
    match fact.fact:
        case Quote() as quote:
            speaker = quoting.said_by(quote.speaker, fact.article.published_at.date()).removeprefix("— ")
            return _said()[quote.kind].format(speaker=speaker)
        case Meeting() as meeting:
            return lines.meeting(meeting, [fact])
        case Invitation() as invitation:
            return lines.invitation(invitation)
        case Deal() as deal:
            what = escape(clip(plain(deal.name or deal.instrument), 120))
            amounts = "".join(f" · {escape(clip(plain(one.verbatim), 80))}" for one in deal.claims[:2])
            return f"{lines.between(deal)}: {what} — {lines.stage(deal.stage)}{lines.dated(deal.date)}{amounts}"


def reason(fact: Fact) -> str:
    """Why the bot does not show it by itself."""
    sure = round(fact.confidence * 100)
    guess = _("such facts are right about {sure} times in 100").format(sure=sure)
    match fact:
        case Quote(speaker=None):
            return _("no speaker was found")
        case Quote() if not parties_of(fact):
            return _("the speaker has no name that the bot knows")
        case Meeting(stage="hypothetical") | Deal(stage="hypothetical"):
            return _("it is only a possibility")
        case Deal(stage="mentioned"):
            return _("the article only mentions it")
        case Meeting() | Deal() | Invitation() if len(parties_of(fact)) < 2:
            return _("fewer than two sides are named")
        case _:
            return guess


def card(answer: ReviewCard, rows: Rows = ()) -> discord.ui.LayoutView:
    """A fact as readers see it or would, the sentence it rests on, what readers say of it, and what was done to it."""
    fact = answer.fact
    event: AnyEvent = merge([fact])[0]
    blocks = [
        "### " + _("Review") + f" `{short_id(fact_kind(fact.fact), fact.id)}` · {_state(answer)}\n{why.line(event)}",
        *why.evidence(fact),
        *_complaints(answer.complaints),
        *corrections.told(answer.log),
        *why.changes(answer.history),
        *why.others(answer.event, fact),
        why.about(fact),
    ]
    return budget.page(blocks, rows)


def _state(answer: ReviewCard) -> str:
    fact = answer.fact
    if fact.withdrawn_at:
        return _("withdrawn: its article no longer says so")
    if fact.rejected:
        return _("rejected here, in no answer")
    if fact.is_waiting and fact.edited:
        return _("corrected, but not yet approved")
    if fact.is_waiting:
        return _("waits: {reason}").format(reason=reason(fact.fact))
    return _("shown, and reported by readers") if answer.complaints else _("shown")


def _complaints(complaints: Sequence[Complaint]) -> list[str]:
    if not complaints:
        return []
    shown = [
        f"• **{_problems()[one.problem]}**{_note(one, 150 if len(complaints) > 2 else _NOTE)}"
        f" · {f'<@{one.reader_id}>' if one.reader_id else _('a reader')} · <t:{int(one.made_at.timestamp())}:R>"
        for one in complaints[-_MOST_COMPLAINTS:]
    ]
    left = len(complaints) - len(shown)
    more = ["-# " + _("and {n} more").format(n=left)] if left else []
    return ["**" + _("Readers say") + "**\n" + "\n".join([*shown, *more])]


def _note(one: Complaint, most: int) -> str:
    """A reader's own words; never in quotation marks, which are for articles."""
    note = escape(clip(plain(one.note), most))
    return f": {note}" if note else ""


def marker(number: int) -> str:
    """The words by which a posted message is found again in a channel's history."""
    return _("Review {number}").format(number=number)


def announcement(notice: ReviewNotice) -> discord.ui.LayoutView:
    """One message for all that came since the last."""
    said: list[str] = []
    if notice.complained:
        head = ngettext("Readers reported {n} fact:", "Readers made {n} reports:", notice.complained)
        said.append("🚩 " + head.format(n=f"**{notice.complained}**"))
        said += [
            f"• `{short_id(one.kind, one.fact_id)}` **{_problems()[one.problem]}**{_note(one, 120)}"
            for one in notice.complaints
        ]
        left = notice.complained - len(notice.complaints)
        said += ["-# " + _("and {n} more").format(n=left)] if left else []
    total = sum(n for _kind, n in notice.waiting)
    if total:
        of = ", ".join(f"{n} {_counted(kind, n)}" for kind, n in notice.waiting)
        words = ngettext("{n} new fact waits for review: {of}", "{n} new facts wait for review: {of}", total)
        said.append("⏳ " + words.format(n=f"**{total}**", of=of))
    foot = f"-# {marker(notice.id)} · " + _("`/review queue` shows them")
    said = said or [_("All of it has been decided meanwhile.")]
    return budget.page(["### " + _("Review") + "\n" + "\n".join(said), foot])


def _kinds() -> dict[FactKind, str]:
    return {"quote": _("quotes"), "meeting": _("meetings"), "invitation": _("invitations"), "deal": _("deals")}


def _counted(kind: FactKind, n: int) -> str:
    match kind:
        case "quote":
            return ngettext("quote", "quotes", n)
        case "meeting":
            return ngettext("meeting", "meetings", n)
        case "invitation":
            return ngettext("invitation", "invitations", n)
        case "deal":
            return ngettext("deal", "deals", n)


def _said() -> dict[QuoteKind, str]:
    return {
        "direct": _("Quote by {speaker}"),
        "mixed": _("Partly quoted words of {speaker}"),
        "indirect": _("Reported words of {speaker}"),
        "fragment": _("A few quoted words of {speaker}"),
    }


def _problems() -> dict[Problem, str]:
    return {
        "wrong speaker": _("wrong speaker"),
        "not said": _("not said"),
        "wrong value": _("wrong value"),
        "duplicate": _("duplicate"),
        "other": _("something else"),
    }
