"""A quote's words and who said them: marks stand only around the article's own characters."""

from datetime import date

from bot.domain.events import Event
from bot.domain.facts import Quote, Span, Speaker
from bot.domain.negation import negation_before, stance
from bot.domain.news import ArticleRef
from bot.domain.people import FRESH, called
from bot.render.lines import NAME, as_of, foot, name
from bot.render.text import clip, clip_told, clipped, escape, plain, verbatim
from bot.words import _, the

_MARKS = str.maketrans("", "", '“”„«»"″')


def quote(event: Event[Quote], limit: int = 600, *, short: bool = False) -> str:
    """What was said, then who."""
    fact = event.fact
    who = said_by(fact.speaker, event.article.published_at.date())
    return f"> {words(event.article, fact, limit)}\n{who}\n{foot(event, short=short)}"


def words(article: ArticleRef, fact: Quote, limit: int = 600) -> str:
    """Exact characters in marks; reported speech without; of a mixture only the quoted parts in marks."""
    each = max(60, limit // len(fact.segments))
    if fact.kind == "direct":
        return " … ".join(verbatim(article, span, each) for span in fact.segments)
    if fact.kind == "fragment":
        return "… " + " … ".join(_fragment(article, span, fact.cue, each) for span in fact.segments) + " …"
    how = stance(article.text, fact.cue, fact.start)
    return (
        _("*reported:* ")
        + _outside(article, how)
        + " … ".join(_mixed(article, span, fact.marked, each) for span in fact.segments)
    )


def _fragment(article: ArticleRef, span: Span, cue: Span | None, limit: int) -> str:
    """The marked words, and before them, without marks, a negation that stands right outside."""
    beside = negation_before(article.text, span[0]) or stance(article.text, cue, span[0])
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
    parts.append(escape(clip_told(rest, max(left, 20))))
    return " ".join(filter(None, parts))


def said_by(speaker: Speaker | None, on: date) -> str:
    """ "— **Kassym-Jomart Tokayev** 🇰🇿, President"; `on` is the day it was said."""
    if speaker is None:
        return _("— speaker not named")
    behalf = (
        _(", on behalf of {on_behalf_of}").format(on_behalf_of=the(escape(clip(plain(speaker.on_behalf_of), NAME))))
        if speaker.on_behalf_of
        else ""
    )
    if speaker.party is None:
        return f"— {clipped(speaker.text, NAME)}{behalf}"
    old = speaker.office_as_of if speaker.office_as_of and on - speaker.office_as_of > FRESH else None
    office = f", {clipped(called(speaker.office, speaker.party.country), NAME)}{as_of(old)}" if speaker.office else ""
    return f"— {name(speaker.party)}{office}{behalf}"
