"""What managers see of facts that wait, and of what readers complained of."""

from dataclasses import dataclass, field

from bot.domain.answers import History, PageOf
from bot.domain.corrections import Complaint, CorrectionLog
from bot.domain.events import AnyEvent
from bot.domain.facts import AnyRecorded, FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A fact that waits, or of which readers complain."""

    fact: AnyRecorded
    complaints: tuple[Complaint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What readers complain of comes first. `waiting` is counted up to `most_counted`."""

    lines: tuple[ReviewLine, ...]
    page: PageOf
    kind: FactKind | None
    complained: int
    waiting: int
    most_counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A fact as this server sees it, as it was found, and all that was done to it here. `last` is what Undo would take back."""

    fact: AnyRecorded
    event: AnyEvent
    log: CorrectionLog
    complaints: tuple[Complaint, ...] = ()
    history: History = field(default_factory=History)
    last: int | None = None
