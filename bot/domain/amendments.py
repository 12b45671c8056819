"""What a told event said, and how it differs now that a manager corrected it or its article was edited. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.digest import AmendedIn
from bot.domain.events import AnyEvent
from bot.domain.facts import Deal, Invitation, Quote, parties_of
from bot.domain.ladders import stage_of

_LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as a digest told it. `gone`: a later revision said that it is withdrawn or rejected."""

    stage: str = ""
    amount: str = ""
    sides: str = ""
    words: str = ""
    gone: bool = False


def told(event: AnyEvent) -> Told:
    return Told(
        stage=stage_of(event.lead),
        amount=" · ".join(figure.claim.verbatim for figure in event.figures)[:_LONGEST],
        sides=", ".join(party.name for party in parties_of(event.fact))[:_LONGEST],
        words=_words(event)[:_LONGEST],
    )


def differences(before: Told, now: Told) -> Iterator[tuple[AmendedIn, str, str]]:
    """(what, how it was told, how it is now)."""
    if before.stage != now.stage:
        yield "stage", before.stage, now.stage
    if before.amount != now.amount:
        yield "amount", before.amount, now.amount
    if before.sides != now.sides:
        yield "sides", before.sides, now.sides
    if before.words != now.words:
        yield "words", before.words, now.words


def _words(event: AnyEvent) -> str:
    match event.fact:
        case Quote(segments=segments):
            return " … ".join(event.article.text[start:end] for start, end in segments)
        case Deal(name=name, instrument=instrument):
            return name or instrument
        case Invitation(to=to):
            return to
        case _:
            return ""
