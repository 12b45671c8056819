"""Setting a server up: what a manager has said so far, and how things stand."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digest import PastEdition
from bot.domain.managing import ScheduleAnswer, SourceList

_WRITTEN = re.compile(
    r"(?P<act>[a-z0-9]{1,8}):(?P<channel>[0-9]{1,20}):(?P<hour>[0-9]{0,2}):(?P<zone>[A-Za-z0-9_+/-]{0,40})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """It stands in the buttons of the message that asks, and nowhere else, until the last step saves it."""

    channel_id: int = 0
    hour: int | None = None
    zone: str = ""

    def written(self, act: str) -> str:
        """With what a button does, for its custom_id."""
        return f"{act}:{self.channel_id}:{'' if self.hour is None else self.hour}:{self.zone}"


def read_draft(written: str) -> tuple[str, Draft] | None:
    """(what the button does, the draft); None for what `written` never writes."""
    found = _WRITTEN.fullmatch(written)
    if found is None or (found["hour"] and int(found["hour"]) > 23):
        return None
    hour = int(found["hour"]) if found["hour"] else None
    return found["act"], Draft(channel_id=int(found["channel"]), hour=hour, zone=found["zone"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestState:
    """A digest with its next runs and what became of its last edition."""

    schedule: ScheduleAnswer
    last: PastEdition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupState:
    """How a server is set up. `answered`: how many of its sources answered in the last day."""

    digests: tuple[DigestState, ...]
    sources: SourceList
    answered: int
    notices_channel: int | None
    notices_error: str | None
    now: datetime
