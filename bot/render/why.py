"""Why the bot says so: the fact, and the sentences it rests on with the fact marked in them."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

import discord

from bot.domain.answers import DealAnswer, History, WhyAnswer
from bot.domain.events import AnyEvent, Event, Figure, merge
from bot.domain.facts import AnyRecorded, Claim, Deal, Invitation, Meeting, Quote, Span, fact_kind
from bot.domain.keys import short_id
from bot.domain.ladders import stage_of
from bot.domain.news import ArticleRef
from bot.render import budget, corrections, lines, quoting
from bot.render.text import clip, clipped, escape, link, plain
from bot.words import N_, _

_AROUND = 200
_ENDS = re.compile(r"[.!?]['”\"]?\s*\Z")
_MOST_REPORTS, _MOST_STATING = 8, 3
_CHANGED = {
    "stage": N_("the stage moved from {before} to {after}"),
    "amount": N_("the amount changed from {before} to {after}"),
    "withdrawn": N_("the article no longer said so, and this was withdrawn"),
    "back": N_("the article said so again"),
}


def why(answer: WhyAnswer) -> list[discord.ui.LayoutView]:
    """The fact, its evidence, its article and times, how sure the bot is, and who else tells of the event."""
    fact = answer.fact
    blocks = [
        f"### {_head(fact)}\n" + line(merge([fact])[0]),
        *evidence(fact),
        *(corrections.told(answer.log) if answer.log else ()),
        *changes(answer.history),
        about(fact),
        *_moved_on(answer.event, fact),
        *others(answer.event, fact),
        *_story(fact),
    ]
    return budget.pages(blocks)


def _head(fact: AnyRecorded) -> str:
    if fact.rejected:
        return _("Rejected on this server: in none of its answers")
    return _("Not shown: it waits for a manager's review") if fact.is_waiting else _("Why the bot says so")


def others(event: AnyEvent, fact: AnyRecorded) -> list[str]:
    """The other articles that report a fact's event."""
    found = [one for one in _one_an_article(event.reports) if one.article.id != fact.article.id]
    return [_("**Also told by**\n") + "\n".join(map(report, found[:_MOST_REPORTS]))] if found else []


def _one_an_article(reports: Sequence[AnyRecorded]) -> list[AnyRecorded]:
    """An article may report an event twice; its last word on it stands."""
    return list({one.article.id: one for one in reports}.values())


def _moved_on(event: AnyEvent, fact: AnyRecorded) -> list[str]:
    """What the line in lists and digests rests on, where a later report says another stage than this one."""
    lead = event.lead
    if lead.id == fact.id or stage_of(lead) == stage_of(fact):
        return []
    words = _("**Now shown as {stage}, after {told}**\n> {sentence}")
    return [
        words.format(
            stage=lines.stage(stage_of(lead)), told=told(lead), sentence=marked(lead.article, lead.fact.evidence[0])
        )
    ]


def deal(answer: DealAnswer) -> list[discord.ui.LayoutView]:
    """One deal: its amounts side by side, the ladder it climbed, who tells of it, and its evidence."""
    event = answer.deal
    blocks = [_("### Deal\n") + f"{lines.what_was_agreed(event, answer.now)}\n{lines.foot(event)}"]
    if event.figures:
        head = _("**Figures differ**") if event.figures_differ else _("**Amounts, as stated**")
        blocks.append(f"{head}\n" + "\n".join(_figure_line(event, figure) for figure in event.figures))
    told_by = _one_an_article(event.reports)
    if len(told_by) > 1:
        steps = [f"{lines.stage(step.stage)} · {told(step.report)}" for step in event.history]
        if len(steps) > 1:
            blocks.append(_("**How it came**\n") + "\n".join(steps))
        blocks.append(_("**Told by**\n") + "\n".join(map(report, told_by[-_MOST_REPORTS:])))
    return budget.pages(
        [*blocks, *evidence(event.lead), about(event.lead), *_others_stating(event), *_story(event.lead)]
    )


def _others_stating(event: Event[Deal]) -> list[str]:
    """Where figures differ, the first sentence of each report but the lead that states one."""
    stating = {figure.report.id: figure.report for figure in event.figures if event.figures_differ}
    stating.pop(event.lead.id, None)
    return [
        _("**In {source}**\n> {sentence}").format(
            source=link(one.article.source or _("source"), one.article.url),
            sentence=marked(one.article, one.fact.evidence[0]),
        )
        for one in list(stating.values())[:_MOST_STATING]
    ]


def _story(fact: AnyRecorded) -> list[str]:
    number = fact.article.story
    return (
        [_("-# `/story id:{id}` shows the story it is part of.").format(id=short_id("story", number))] if number else []
    )


def _figure_line(event: Event[Deal], figure: Figure) -> str:
    return lines.amount(event, figure) + _band(figure.claim)


def report(one: AnyRecorded) -> str:
    """A report of an event: whose, when, at what stage, and the id under which `/why` shows its sentence."""
    known_as = short_id(fact_kind(one.fact), one.id)
    stage = f" · {lines.stage(stage_of(one))}" if stage_of(one) else ""
    return f"{told(one)}{stage} · `{known_as}`"


def told(report: AnyRecorded) -> str:
    """Whose it is, and when."""
    return f"{link(report.article.source or _('source'), report.article.url)}, {lines.when(report.article)}"


def line(event: AnyEvent) -> str:
    """Any event's own line."""
    match event.fact:
        case Quote():
            return quoting.quote(event)
        case Meeting() | Invitation():
            return lines.contact(event)
        case _:
            return lines.deal(event)


def _band(claim: Claim) -> str:
    """That a band such as “tens of billions” is one. It stays in its own words: no number of ours stands for it."""
    is_band = claim.low is not None and claim.high is not None and claim.low != claim.high
    return _("\n-# a band, not a figure") if is_band else ""


def evidence(fact: AnyRecorded) -> list[str]:
    """The sentences that the fact rests on."""
    sentences = "\n> ".join(marked(fact.article, span) for span in fact.fact.evidence[:3])
    return [_("**In the article**\n> {sentence}").format(sentence=sentences)]


def marked(article: ArticleRef, span: Span, around: int = _AROUND, most: int = 900) -> str:
    """The characters in bold, in their sentence; shown as they are, so the bot adds no marks of its own. A whole sentence is not bold."""
    text, (start, end) = article.text, span
    before, after = text[max(0, start - around) : start], text[end : end + around]
    begin = max((m.end() for m in re.finditer(r"[.!?]['”\"]?\s+|\n", before)), default=0)
    ends = not after[:1].strip() and _ENDS.search(text, start, end)
    stop = 0 if ends else next((m.end() for m in re.finditer(r"[.!?]['”\"]?(?=\s|$)|\n", after)), len(after))
    ahead, behind = (" " if side.isspace() else "" for side in (before[-1:], after[:1]))
    words = escape(clip(plain(text[start:end]), most))
    cut = "…" if stop == len(after) and end + around < len(text) else ""
    if ends and not before[begin:].strip():
        return words
    return f"{escape(before[begin:])}{ahead}**{words}**{behind}{escape(after[:stop])}{cut}".strip()


def changes(history: History) -> list[str]:
    """What edits of the article did; nothing for one that was never edited."""
    edits: list[tuple[datetime, str]] = []
    for one in history.changes:
        before, after = (escape(clip(plain(words), 150)) or _("none") for words in (one.before, one.after))
        edits.append((one.changed_at, _(_CHANGED[one.what]).format(before=before, after=after)))
    for before, after in pairwise(history.revisions):
        words = _("the article was edited")
        if before.title != after.title:
            words += _("; its title was {title}").format(title=escape(clip(plain(before.title), 150)))
        edits.append((after.stored_at, words))
    edits.sort(key=lambda one: one[0])
    shown = [f"• <t:{int(at.timestamp())}:f> {words}" for at, words in edits[-8:]]
    return [_("**Changes**\n") + "\n".join(shown)] if shown else []


def about(fact: AnyRecorded) -> str:
    """Its article, when it was read, and how sure the bot is."""
    article = fact.article
    sure = round(fact.fact.confidence * 100)
    gone = (
        _("\nWithdrawn <t:{withdrawn_at}:f>: the article no longer says so.").format(
            withdrawn_at=int(fact.withdrawn_at.timestamp())
        )
        if fact.withdrawn_at
        else ""
    )
    return _(
        "{title}\n-# {source} · published <t:{published_at}:f> · read <t:{stored_at}:f>{edited} · of facts found "
        "this way about {sure} in 100 were right in the texts it was tried on{gone}"
    ).format(
        title=link(article.title, article.url, 150),
        source=clipped(article.source or _("source"), 80),
        published_at=int(article.published_at.timestamp()),
        stored_at=int(article.stored_at.timestamp()),
        edited=_(" · revision {n}").format(n=article.revision) if article.revision > 1 else "",
        sure=sure,
        gone=gone,
    )
