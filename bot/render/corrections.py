"""What a server's managers did to a fact: who, when, and what it said before and after."""

from bot.domain import corrections as c
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import AnyRecorded, Deal, Fact, Invitation, Meeting, Party, Quote, fact_kind
from bot.domain.keys import short_id
from bot.domain.terms import kind_words
from bot.render import lines, quoting
from bot.render.text import clip, escape, plain
from bot.words import _

_MOST = 12
_VALUE = 150


def told(log: c.CorrectionLog) -> list[str]:
    """What the bot found, if it is said otherwise now, and the log, oldest first; nothing where nobody did anything."""
    if not log.entries:
        return []
    seen = c.apply(log.found, log.entries)
    found = ["**" + _("As the bot found it") + "**\n" + _found(log.found)] if seen.edited else []
    said = [_entry(log, place) for place in range(len(log.entries))]
    left = len(said) - _MOST
    shown = said if left <= 0 else ["-# " + _("{n} earlier").format(n=left), *said[left:]]
    return [*found, "**" + _("Corrected on this server") + "**\n" + "\n".join(shown)]


def _found(found: AnyRecorded) -> str:
    """The fact's own line, without its foot."""
    event: AnyEvent = merge([found])[0]
    match event.fact:
        case Quote():
            return f"> {quoting.words(found.article, event.fact, 300)}\n{quoting.said_by(event.fact.speaker, found.article.published_at.date())}"
        case Meeting():
            return lines.meeting(event.fact, [found])
        case Invitation():
            return lines.invitation(event.fact)
        case _:
            return lines.deal(event).rpartition("\n")[0]


def _entry(log: c.CorrectionLog, place: int) -> str:
    one = log.entries[place]
    who = f"<@{one.author_id}>" if one.author_id else _("a former manager")  # 0: the id was erased when they asked
    return f"• {_said(log, place)} · {who} · <t:{int(one.made_at.timestamp())}:f>"


def _said(log: c.CorrectionLog, place: int) -> str:
    """A line of the log with what stood before it; the log is read as it stood then."""
    one = log.entries[place]
    match one.change:
        case c.Approved():
            return _("approved")
        case c.Rejected():
            return _("rejected")
        case c.SameAs(other):
            beside = other if one.fact_id == log.found.id else one.fact_id
            known_as = short_id(fact_kind(log.found.fact), beside)
            return _("said to be the same event as {id}").format(id=f"`{known_as}`")
        case c.Undone(number):
            at = next((at for at, entry in enumerate(log.entries) if entry.id == number), None)
            return _("taken back: {what}").format(what=_said(log, at) if at is not None else "…")
        case _:
            before, after = (c.apply(log.found, log.entries[:upto]).fact for upto in (place, place + 1))
            changed = (
                f"{field(one.change)}: {value(before, log.found, one.change)} → {value(after, log.found, one.change)}"
            )
            return changed if before != after else changed + " " + _("(the article's present text does not have it)")


def field(change: c.Edit) -> str:
    """What of a fact a change is of."""
    return {
        c.SpeakerIs: _("speaker"),
        c.InviterIs: _("inviter"),
        c.SidesAre: _("participants"),
        c.KindIs: _("kind"),
        c.StageIs: _("stage"),
        c.DayIs: _("day"),
        c.AmountIs: _("amount"),
        c.WordsAre: _("extent"),
    }[type(change)]


def value(fact: Fact, found: AnyRecorded, change: c.Change) -> str:
    """What a fact says there."""
    match fact, change:
        case Quote(), c.SpeakerIs():
            speaker = fact.speaker
            if speaker is None:
                return _("not named")
            return lines.name(speaker.party) if speaker.party else escape(clip(plain(speaker.text), _VALUE))
        case Quote(), c.WordsAre():
            return quoting.words(found.article, fact, _VALUE)
        case ((Quote() | Meeting()), c.KindIs()):
            return kind_words(fact.kind)
        case Invitation(), c.InviterIs():
            return lines.name(fact.inviter) if fact.inviter else _("not named")
        case ((Meeting() | Invitation() | Deal()), c.SidesAre()):
            return _names(fact)
        case Deal(), c.AmountIs():
            return " · ".join(escape(clip(plain(one.verbatim), _VALUE)) for one in fact.claims) or _("none")
        case ((Meeting() | Invitation() | Deal()), c.StageIs()):
            return lines.stage(fact.stage)
        case ((Meeting() | Invitation() | Deal()), c.DayIs()):
            return lines.dated(fact.date).removeprefix(", ") or _("none")
        case _:
            return "…"


def _names(fact: Meeting | Invitation | Deal) -> str:
    parties: tuple[Party, ...] = (
        fact.participants
        if isinstance(fact, Meeting)
        else fact.invitees
        if isinstance(fact, Invitation)
        else fact.parties
    )
    return lines.names(parties[:6]) or _("none")
