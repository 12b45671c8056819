"""Each safeguard of delivery, left out in a bot's own process: the batteries must then find doubled digests, or they prove nothing."""

from collections.abc import Callable, Iterable
from typing import Any


def leave_out(names: Iterable[str]) -> None:
    for name in names:
        _SAFEGUARDS[name]()


def _nonce() -> None:
    """Messages are posted without a nonce, so Discord cannot tell a second time from the first."""
    import discord.http

    send: Any = discord.http.HTTPClient.send_message

    def bare(self: Any, channel_id: int, *, params: Any) -> Any:
        for name in ("nonce", "enforce_nonce"):
            params.payload.pop(name, None)
        return send(self, channel_id, params=params)

    discord.http.HTTPClient.send_message = bare  # type: ignore[method-assign]


def _history() -> None:
    """Nobody looks whether the message is there already."""
    from bot.postman import DiscordPostman

    async def nothing(self: Any, *args: Any, **kwargs: Any) -> None:
        return None

    DiscordPostman.find = nothing  # type: ignore[method-assign]


def _fence() -> None:
    """Whoever once held a delivery believes that he still does."""
    from datetime import UTC, datetime

    from storage.deliveries import DeliveryStore

    sending: Any = DeliveryStore.sending

    def believe(self: Any, *args: Any, **kwargs: Any) -> bool:
        sending(self, *args, **kwargs)
        return True

    async def forever(self: Any, *args: Any, **kwargs: Any) -> datetime:
        return datetime.max.replace(tzinfo=UTC)

    DeliveryStore.sending = believe  # type: ignore[method-assign]
    DeliveryStore.held_until = forever  # type: ignore[method-assign]


def _gate() -> None:
    """Bots connect at once, however often they were started: the batteries kill one every few minutes of their day."""
    from bot.services.identify import IdentifyGate

    async def at_once(self: Any, *args: Any, **kwargs: Any) -> None:
        return None

    IdentifyGate.wait = IdentifyGate.enter = at_once  # type: ignore[method-assign]


_SAFEGUARDS: dict[str, Callable[[], None]] = {
    "nonce": _nonce,
    "history": _history,
    "fence": _fence,
    "gate": _gate,
}
