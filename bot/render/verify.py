"""What was found of a quotation. Never that it is false, never that it was not said: only what stands where, and what differs."""

import discord

from bot.domain.facts import Span
from bot.domain.news import ArticleRef
from bot.domain.verdicts import InText, Match, Verdict, VerifyAnswer
from bot.domain.verifying import Run
from bot.render import budget, lines, quoting
from bot.render.text import clip, escape, link, plain
from bot.render.why import marked
from bot.words import _, ngettext

_TYPED, _WORDS, _AROUND, _NAME = 300, 900, 160, 100


def verify(answer: VerifyAnswer) -> list[discord.ui.LayoutView]:
    """The verdict, what it rests on with link and id, and how far was looked."""
    blocks = [f"### {_head(answer)}\n-# {_('You asked about:')} {escape(clip(plain(answer.typed), _TYPED))}"]
    blocks += [_in_text(one) for one in answer.texts]
    if answer.verdict == "joined":
        blocks += [block for match in answer.matches for block in _match(answer, match)]
    elif answer.matches:
        blocks += _match(answer, answer.matches[0])
        others = [lines.foot(one.quote) for one in answer.matches[1:]]
        if others and answer.matches[0].verdict not in ("altered", "respelt"):
            blocks.append("**" + _("Also on other occasions") + "**\n" + "\n".join(others))
    return budget.pages([*blocks, *_limits(answer)])


def _head(answer: VerifyAnswer) -> str:
    match = answer.matches[0] if answer.matches else None
    negation = match.comparison.negation if match and match.verdict == "altered" else None
    heads: dict[Verdict, str] = {
        "verbatim": _("Verbatim"),
        "joined": _("Verbatim sentence by sentence, but not as one quotation"),
        "respelt": _("The same words, otherwise written"),
        "fragment": _("A fragment of a longer quotation"),
        "reported": _("Reported in other words: not a quotation"),
        "misattributed": _("Attributed to someone else"),
        "altered": _("Altered"),
        "in_text": _("In the article, but not as anybody's words we recognised"),
        "not_found": _("Not found"),
    }
    if answer.verdict == "altered" and negation == "lost":
        return _("Altered: a negation of the stored words is missing in yours")
    if answer.verdict == "altered" and negation == "added":
        return _("Altered: yours has a negation that the stored words do not have")
    if answer.verdict == "altered" and match and match.comparison.is_more:
        return _("Found in part: a whole quotation stands within yours")
    return heads[answer.verdict]


def _match(answer: VerifyAnswer, match: Match) -> list[str]:
    """What there is to know of the stored quotation, then the quotation."""
    told = [note for note in (_said(match), _attributed(answer, match)) if note]
    if answer.verdict in ("in_text", "not_found"):
        told.insert(0, "**" + _("The nearest quotation") + "**")
    fact, article = match.quote.fact, match.quote.article
    if match.verdict in ("altered", "respelt", "not_found"):
        told.append(_difference(article, match.comparison.runs))
    blocks = ["\n".join(told)] if told else []
    if match.verdict == "fragment" and len(fact.segments) == 1 and fact.kind == "direct":
        said = f"> {_within(article, fact.segments[0], match.comparison.spans)}"
    else:
        said = f"> {quoting.words(article, fact, _WORDS)}"
    who = quoting.said_by(fact.speaker, article.published_at.date())
    return [*blocks, f"{said}\n{who}\n{lines.foot(match.quote)}"]


def _said(match: Match) -> str:
    comparison = match.comparison
    if comparison.negation == "outside":
        return _("**Mind the rest:** in the longer quotation a negation stands before or between these words.")
    if comparison.negation and not match.is_marked:
        return _("The article reports it, and not in quotation marks.")
    if match.verdict == "reported":
        return _("The article tells it in its own words, or partly so; these are not, word for word, the speaker's.")
    if comparison.has_omission and match.verdict == "fragment":
        return _("Your omission leaves words out.")
    return ""


def _attributed(answer: VerifyAnswer, match: Match) -> str:
    """Whom it is of, beside whom it was said to be of; nothing where they agree or nobody was named."""
    if answer.claimed is None or match.said_by in ("same", "unasked"):
        return ""
    name = f"**{escape(clip(plain(answer.claimed.name), _NAME))}**"
    if match.said_by == "unclear":
        return _("You have it from {name}; the article names the speaker in a way that we cannot match.").format(
            name=name
        )
    speaker = match.quote.fact.speaker
    other = lines.name(speaker.party) if speaker and speaker.party else "?"
    return _("You have it from {name}; what was read gives it to {other}.").format(name=name, other=other)


def _difference(article: ArticleRef, runs: tuple[Run, ...]) -> str:
    """Both in one line. It mixes the asker's words with the article's, so it stands in no quotation marks."""
    shown = [part for run in runs if (part := _run(article, run))]
    return f"{' '.join(shown)}\n-# " + _("~~struck out~~: only in yours · **bold**: only in the stored words")


def _run(article: ArticleRef, run: Run) -> str:
    if run.kind == "added":
        return f"~~{escape(clip(plain(run.asked), _AROUND))}~~"
    text = article.text[slice(*run.stored)] if run.stored else ""
    if run.kind == "omitted":
        return "…"
    shown = escape(_middle(plain(text)))
    return f"**{shown}**" if run.kind == "lost" else shown


def _middle(words: str) -> str:
    """A long stretch by its beginning and its end."""
    if len(words) <= 2 * _AROUND:
        return words
    return f"{clip(words[:_AROUND], _AROUND - 1)} … {words[-_AROUND:].partition(' ')[2]}"


def _within(article: ArticleRef, segment: Span, spans: tuple[Span, ...]) -> str:
    """The stored characters in quotation marks, those asked for in bold; far ends are cut outside the marks."""
    text, (start, end) = article.text, segment
    first, last = max(start, spans[0][0] - _WORDS // 2), min(end, spans[-1][1] + _WORDS // 2)
    first = start if first == start else text.index(" ", first) + 1
    last = end if last == end else text.rindex(" ", 0, last)
    parts: list[str] = []
    at = first
    for begin, stop in spans:
        parts += [_kept(text[at:begin]), f"**{escape(clip(plain(text[begin:stop]), _WORDS))}**"]
        at = stop
    parts.append(_kept(text[at:last].rstrip(" ,")))
    before, after = "… " if first > start else "", " …" if last < end else ""
    return f"{before}“{''.join(parts).strip()}”{after}"


def _kept(text: str) -> str:
    """Escaped, with the blanks at its ends."""
    return f"{' ' * text[:1].isspace()}{escape(text)}{' ' * (text[-1:].isspace() and bool(text.strip()))}"


def _in_text(one: InText) -> str:
    article = one.article
    told = f"-# {link(article.source or _('source'), article.url)} · {lines.when(article)} · {link(article.title, article.url, 150)}"
    return "\n".join([*(f"> {marked(article, span)}" for span in one.spans[:2]), told])


def _limits(answer: VerifyAnswer) -> list[str]:
    """How far was looked, and that this is all it says."""
    told: list[str] = []
    if answer.near:
        names = _(" or ").join(f"**{escape(clip(plain(name), 80))}**" for name in answer.near[:3])
        told.append(
            _("Nobody by that name is in the news this server reads; did you mean {names}?").format(names=names)
        )
    reach = answer.reach
    if reach.since is None:
        told.append(_("No article has been read for this server yet."))
        return ["\n".join(told)]
    count = ngettext("{n} article", "{n} articles", reach.articles).format(n=f"{reach.articles:,}")
    where = _("{count} read for this server since {day}").format(
        count=count, day=f"<t:{int(reach.since.timestamp())}:D>"
    )
    if answer.verdict in ("not_found", "altered", "misattributed"):
        told.append(_("As you have it, it is not found in the {where}.").format(where=where))
    elif answer.verdict == "in_text":
        told.append(_("As a quotation it is not found in the {where}.").format(where=where))
    else:
        told.append(_("Looked up in the {where}.").format(where=where))
    if answer.has_brackets:
        told.insert(0, _("Words in square brackets are taken for a reporter's, and were not looked up."))
    if answer.verdict == "not_found":
        told.append(_("Whether it was said elsewhere, or at all, this cannot tell."))
    return [f"-# {line}" for line in told]
