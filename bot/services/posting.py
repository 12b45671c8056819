"""What delivery asks of whoever posts, and what it may hear."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.answers import DigestAnswer
from bot.domain.digest import Delivery, Edition
from bot.domain.notices import NoticeBatch, ReviewNotice


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call broke off, or Discord is away: the message may exist or not."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Discord wants nothing for `seconds`, from anybody if `is_global`; nothing was posted."""

    seconds: float
    reason: str
    is_global: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Discord said no; `reason` says to a manager which channel, which permission, and what to do."""

    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody else holds it now, or the lease ran out: nothing was posted."""


Outcome = Sent | Unknown | Wait | Refusal | Lost


Page = object
"""A message as the postman makes it of an edition's part."""


class Postman(Protocol):
    """Knows Discord; implemented by `bot.postman`."""

    def pages(self, answer: DigestAnswer) -> Sequence[Page]:
        """The edition's messages, one a part."""
        ...

    async def send(self, delivery: Delivery, page: Page, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        """Post it, once, if `may_go` says so just before."""
        ...

    async def edit(self, delivery: Delivery, page: Page, may_go: Callable[[], Awaitable[bool]]) -> Outcome:
        """Put another page in the place of one that was sent. Refused if its message is gone; nothing is ever posted."""
        ...

    async def find(self, delivery: Delivery, edition: Edition, *, must: bool) -> Outcome | None:
        """The part, if the channel's history has it already. Refused if it cannot be looked for and must be."""
        ...

    async def tell(self, batch: NoticeBatch | ReviewNotice, nonce: str) -> Outcome:
        """Post notices to managers."""
        ...

    async def find_notice(self, batch: NoticeBatch | ReviewNotice) -> Outcome | None:
        """As `find`, for notices."""
        ...
