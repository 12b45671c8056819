"""What the loopback Discord holds: servers, channels, messages, and a log of all that was asked. It outlives every bot."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.crash.clock import Pace

BOT, APPLICATION, OWNER = 900_000_000_000_000_001, 900_000_000_000_000_001, 900_000_000_000_000_002
TOKEN = "loopback.token.that-no-log-may-hold"
NONCE_SECONDS = 60.0
DISCORD_EPOCH = 1_420_070_400.0
ALL_RIGHTS = (1 << 50) - 1
READ_HISTORY = 1 << 16


@dataclass(slots=True, kw_only=True)
class Channel:
    """A text channel. `denied` are the permission bits its server withholds; a gone one answers 404."""

    id: int
    guild_id: int
    name: str
    denied: int = 0
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    id: int
    channel_id: int
    at: float
    nonce: str | None
    body: dict[str, Any]

    @property
    def markers(self) -> tuple[str, ...]:
        """The custom_ids of its buttons."""
        return tuple(_custom_ids(self.body.get("components", ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a bot asked, and what it was told; status 0: the connection was dropped."""

    at: float
    method: str
    path: str
    status: int
    is_global: bool = False


@dataclass(slots=True)
class World:
    """`pace` is the clock that the bots have too: nonces age and messages are dated by it."""

    pace: Pace = field(default_factory=Pace)
    channels: dict[int, Channel] = field(default_factory=dict)
    messages: dict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))
    requests: list[Request] = field(default_factory=list)
    asked: dict[str, float] = field(default_factory=dict)
    """When an interaction was delivered, by its token."""
    replies: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    """What was answered to an interaction, by its token."""
    commands: list[dict[str, Any]] = field(default_factory=list)
    syncs: int = 0
    repeated: int = 0
    """Posts that the nonce turned into the message there already was."""
    _counter: Iterator[int] = field(default_factory=itertools.count)
    _nonces: dict[tuple[int, str], Message] = field(default_factory=dict)

    def open_servers(self, count: int, first: int = 1) -> list[Channel]:
        """As many servers with a text channel each; their numbers are theirs for good."""
        made = [
            Channel(id=2_000_000 + n, guild_id=1_000_000 + n, name=f"news-{n}") for n in range(first, first + count)
        ]
        self.channels |= {one.id: one for one in made}
        return made

    def snowflake(self) -> int:
        return (int((self.pace.now() - DISCORD_EPOCH) * 1000) << 22) | (next(self._counter) & 0x3FFFFF)

    def post(self, channel_id: int, body: dict[str, Any]) -> Message:
        """A new message, or the one that came with the same nonce a moment ago."""
        nonce, now = body.get("nonce"), self.pace.now()
        key = (channel_id, str(nonce))
        known = self._nonces.get(key) if nonce is not None and body.get("enforce_nonce") else None
        if known and now - known.at <= NONCE_SECONDS:
            self.repeated += 1
            return known
        message = Message(id=self.snowflake(), channel_id=channel_id, at=now, nonce=nonce, body=body)
        self.messages[channel_id].append(message)
        self._nonces[key] = message
        return message

    def history(
        self, channel: Channel, *, after: int | None, before: int | None, around: int | None, limit: int
    ) -> list[Message]:
        """Newest first, as Discord gives it; nothing at all without the right to read it."""
        if channel.denied & READ_HISTORY:
            return []
        found = self.messages[channel.id]
        if around is not None:
            nearest = sorted(found, key=lambda message: abs(message.id - around))[:limit]
            return sorted(nearest, key=lambda message: -message.id)
        if after is not None:
            return [message for message in found if message.id > after][:limit][::-1]
        return [message for message in found if before is None or message.id < before][::-1][:limit]

    def posted(self) -> Counter[str]:
        """How often each marker stands in a channel."""
        return Counter(marker for found in self.messages.values() for message in found for marker in message.markers)


def _custom_ids(components: Any) -> Iterator[str]:
    for one in components:
        if "custom_id" in one:
            yield one["custom_id"]
        yield from _custom_ids(one.get("components", ()))
