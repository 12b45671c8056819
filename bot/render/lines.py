"""One fact, one line: who, what, the stage in words, the source's link, the day, and the id for `/why`."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.facts import (
    AnyRecorded,
    Claim,
    DateSpan,
    Deal,
    Invitation,
    Meeting,
    Party,
    Quote,
    Recorded,
    Span,
    Speaker,
    fact_kind,
)
from bot.domain.keys import short_id
from bot.domain.negation import denial, negation_before
from bot.domain.news import ArticleRef
from bot.domain.people import FRESH, Country
from bot.render.text import clip, escape, link, plain, verbatim

_KINDS = {"call": "📞 Call", "visit": "✈️ Visit", "meeting": "🤝 Meeting", "talks": "💬 Talks", "summit": "🏛️ Summit"}
_INVITED = {"intended": "means to invite", "extended": "invited", "accepted": "invited", "declined": "invited"}
_MARKS = str.maketrans("", "", '“”„«»"″')
_NAME = 120


def flag(code: str | None) -> str:
    """The flag of an ISO code, with a blank before it; nothing for what has none."""
    return (
        " " + Country(code=code, name="").flag if code and len(code) == 2 and code.isascii() and code.isalpha() else ""
    )


def when(article: ArticleRef) -> str:
    """The day of publication, in the reader's own zone and language."""
    return f"<t:{int(article.published_at.timestamp())}:D>"


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def foot(recorded: AnyRecorded) -> str:
    """Source, day and id: what every line ends with."""
    article = recorded.article
    gone = " · **withdrawn**" if recorded.withdrawn_at else ""
    return f"-# {link(article.source or 'source', article.url)} · {when(article)} · `{short_id(fact_kind(recorded.fact), recorded.id)}`{gone}"


def name(party: Party) -> str:
    own = party.id if party.id in ("EU", "UN") else party.country
    return f"**{escape(clip(plain(party.name), _NAME))}**{flag(own)}"


def names(parties: Iterable[Party]) -> str:
    """ "A, B and C"."""
    shown = [name(party) for party in parties]
    return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else "".join(shown)


def quote(recorded: Recorded[Quote], limit: int = 600) -> str:
    """What was said, then who."""
    fact = recorded.fact
    return f"> {words(recorded.article, fact, limit)}\n{said_by(fact.speaker, recorded.article.published_at.date())}\n{foot(recorded)}"


def words(article: ArticleRef, fact: Quote, limit: int = 600) -> str:
    """Exact characters in marks; reported speech without; of a mixture only the quoted parts in marks."""
    each = max(60, limit // len(fact.segments))
    if fact.kind == "direct":
        return " … ".join(verbatim(article, span, each) for span in fact.segments)
    if fact.kind == "fragment":
        return "… " + " … ".join(_fragment(article, span, fact.cue, each) for span in fact.segments) + " …"
    taken_back = denial(article.text, fact.cue, fact.start)
    return (
        "*reported:* "
        + _outside(article, taken_back)
        + " … ".join(_mixed(article, span, fact.marked, each) for span in fact.segments)
    )


def _fragment(article: ArticleRef, span: Span, cue: Span | None, limit: int) -> str:
    """The marked words, and before them, without marks, a negation that stands right outside."""
    beside = negation_before(article.text, span[0]) or denial(article.text, cue, span[0])
    return _outside(article, beside) + verbatim(article, span, limit)


def _outside(article: ArticleRef, span: Span | None) -> str:
    """The article's words at `span` without marks, and a blank; nothing for None."""
    return f"{escape(article.text[slice(*span)])} " if span else ""


def _mixed(article: ArticleRef, span: Span, marked: tuple[Span, ...], limit: int) -> str:
    parts: list[str] = []
    at, left = span[0], limit
    for start, end in (m for m in marked if span[0] <= m[0] and m[1] <= span[1]):
        between = plain(article.text[at:start].translate(_MARKS).strip(" ‘’'`"))
        parts += [escape(clip(between, max(left, 20))), verbatim(article, (start, end), max(left, 40))]
        left -= len(between) + end - start
        at = end
        if left <= 0:
            return " ".join(filter(None, parts)) + " …"
    rest = plain(article.text[at : span[1]].translate(_MARKS).strip(" ‘’'`,"))
    parts.append(escape(clip(rest, max(left, 20))))
    return " ".join(filter(None, parts))


def said_by(speaker: Speaker | None, on: date) -> str:
    """ "— **Kassym-Jomart Tokayev** 🇰🇿, President"; `on` is the day it was said."""
    if speaker is None:
        return "— speaker not named"
    behalf = f", on behalf of {escape(clip(plain(speaker.on_behalf_of), _NAME))}" if speaker.on_behalf_of else ""
    if speaker.party is None:
        return f"— {escape(clip(plain(speaker.text), _NAME))}{behalf}"
    old = speaker.office_as_of if speaker.office_as_of and on - speaker.office_as_of > FRESH else None
    office = f", {escape(speaker.office)}{as_of(old)}" if speaker.office else ""
    return f"— {name(speaker.party)}{office}{behalf}"


def as_of(value: date | None) -> str:
    """ " (as of 17 January 2026)" behind an office whose source is old; nothing for a fresh one."""
    return f" (as of {day(value)})" if value else ""


def contact(recorded: Recorded[Meeting] | Recorded[Invitation]) -> str:
    fact = recorded.fact
    return f"{meeting(fact) if isinstance(fact, Meeting) else invitation(fact)}\n{foot(recorded)}"


def meeting(fact: Meeting) -> str:
    place = f" in {escape(clip(plain(fact.place), 60))}" if fact.place else ""
    return f"{_KINDS[fact.kind]}: {names(fact.participants)}{place} — {stage(fact.stage)}{dated(fact.date)}"


def invitation(fact: Invitation) -> str:
    inviter = name(fact.inviter) if fact.inviter else "Somebody"
    to = escape(clip(plain(fact.to), 120))
    to = to if to.lower().startswith(("to ", "for ")) else f"to {to}"
    return f"✉️ Invitation: {inviter} {_INVITED[fact.stage]} {names(fact.invitees)} {to} — {stage(fact.stage)}{dated(fact.date)}"


def deal(recorded: Recorded[Deal]) -> str:
    """Parties, instrument, the amount in the article's own words, and how far it has come."""
    fact = recorded.fact
    what = escape(clip(plain(fact.name or fact.instrument), 160))
    sectors = f" ({escape(clip(plain(', '.join(fact.sectors)), 120))})" if fact.sectors else ""
    amounts = "".join(f"\n{claim(recorded.article, one)}" for one in fact.claims[:3])
    return f"{names(fact.parties)}: {what}{sectors} — {stage(fact.stage)}{dated(fact.date)}{amounts}\n{foot(recorded)}"


def claim(article: ArticleRef, one: Claim) -> str:
    by = f", as stated by {escape(clip(plain(one.by), _NAME))}" if one.by else ""
    return f"Amount: {verbatim(article, one.span, 120)}{by}"


def stage(word: str) -> str:
    """A stage in words; every line says one."""
    return f"*{word.replace('_', ' ')}*"


def dated(span: DateSpan | None) -> str:
    """The article's words for the day, and the day they mean."""
    if span is None:
        return ""
    said = escape(clip(plain(span.verbatim), 60))
    if span.start is None or span.end is None:
        return f", {said}"
    if span.start == span.end:
        return f", {day(span.start)}"
    if span.end - span.start > timedelta(days=360):
        return f", {span.start:%Y}" if span.start.year == span.end.year else f", {said}"
    return f", {day(span.start)} to {day(span.end)}"
