"""How one part of an edition reaches its channel once: the states, the moves between them, and what guards each.

Pure: the store's SQL and the service follow this table, and a test holds them to it. docs/delivery.md draws it and says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.domain.digest import Delivery, DeliveryState
from bot.domain.periods import GRACE

Event = Literal["lease", "take over", "begin", "found", "sent", "no answer", "wait", "refuse", "skip"]
Guard = Literal["open", "run out", "held", "fence", "behind"]
"""open: its time has come. run out: the holder's lease has. held: the fence is the holder's and its lease goes on.
fence: the fence is the holder's. behind: the holder's part of the same edition ended so, and this one waits behind it."""
Look = Literal["no", "if allowed", "must"]
"""Whether the channel's history is looked through before a part is posted; "if allowed": only if the bot may read it."""

OPEN: frozenset[DeliveryState] = frozenset({"due", "leased", "sending", "unknown"})
"""Not settled: sent, failed and skipped are ends."""
LEASE = timedelta(seconds=60)
POST_SECONDS = 25.0
"""The whole of one post, waiting included. It ends long before its lease does, so that whoever holds the part next looks at a
channel in which the post has arrived if it ever will."""
LOOK_SECONDS = 15.0
LATE = timedelta(seconds=60)
"""How long Discord is relied on to know a nonce again."""
RESTORED = timedelta(days=2)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=10), timedelta(minutes=5)


class IllegalMove(ValueError):
    """A state that does not know the event; always a fault of this program."""


@dataclass(frozen=True, slots=True)
class Move:
    to: DeliveryState
    guard: Guard


MOVES: Mapping[tuple[DeliveryState, Event], Move] = {
    ("due", "lease"): Move("leased", "open"),
    ("unknown", "lease"): Move("leased", "open"),
    ("leased", "take over"): Move("leased", "run out"),
    ("sending", "take over"): Move("leased", "run out"),
    ("leased", "begin"): Move("sending", "held"),
    ("leased", "found"): Move("sent", "fence"),
    ("sending", "sent"): Move("sent", "fence"),
    ("leased", "no answer"): Move("unknown", "fence"),
    ("sending", "no answer"): Move("unknown", "fence"),
    ("leased", "wait"): Move("due", "fence"),
    ("sending", "wait"): Move("due", "fence"),
    ("leased", "refuse"): Move("failed", "fence"),
    ("sending", "refuse"): Move("failed", "fence"),
    ("due", "refuse"): Move("failed", "behind"),
    ("leased", "skip"): Move("skipped", "fence"),
    ("due", "skip"): Move("skipped", "behind"),
}


def move(state: DeliveryState, event: Event) -> Move:
    """What an event makes of a state, or IllegalMove."""
    found = MOVES.get((state, event))
    if found is None:
        raise IllegalMove(f"{event} in state {state}")
    return found


def look(delivery: Delivery, now: datetime, *, started_at: datetime, restored_at: datetime | None) -> Look:
    """Whether a held part may be in its channel already.

    It must be looked for after an earlier attempt, and where an earlier process or a store that is gone may have posted it.
    Of a first attempt that is only late this process knows that nothing was posted; it looks where it may.
    """
    is_from_before = delivery.due_at < started_at or (restored_at and delivery.due_at < restored_at + RESTORED)
    if delivery.attempts > 1 or is_from_before:
        return "must"
    return "if allowed" if now - delivery.due_at > LATE else "no"


def is_too_late(delivery: Delivery, now: datetime) -> bool:
    """Past the grace a digest is not news: its facts come with the next one."""
    return now - delivery.due_at > GRACE


def wait_after(attempts: int) -> timedelta:
    """How long a part without an answer waits for its next attempt: 10 s, 20 s, ... five minutes."""
    return min(_FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 10), _LONGEST_WAIT)
