"""What managers see of facts that wait, and of what readers reported."""

from dataclasses import dataclass, field

from bot.domain.answers import History, PageOf
from bot.domain.corrections import CorrectionLog, Report
from bot.domain.events import AnyEvent
from bot.domain.facts import AnyRecorded, FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A fact that waits, or that readers reported."""

    fact: AnyRecorded
    reports: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What was reported comes first. `waiting` is counted up to `most_counted`."""

    lines: tuple[ReviewLine, ...]
    page: PageOf
    kind: FactKind | None
    reported: int
    waiting: int
    most_counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A fact as this server sees it, as it was found, and all that was done to it here. `last` is what Undo would take back."""

    fact: AnyRecorded
    event: AnyEvent
    log: CorrectionLog
    reports: tuple[Report, ...] = ()
    history: History = field(default_factory=History)
    last: int | None = None
