"""Expected failures, sorted by who can act on them. Each message is shown to that person as it stands.

raise NotFound(_("Nobody is called {name}.").format(name=name))
raise SourceFailed(N_("Port {port} is not asked."), port=port)    in a worker, which knows no catalogue: said where it is caught
"""

from typing import Any

from bot.words import _


class BotError(Exception):
    """A failure that has words for a person; anything else is a bug."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.values = values

    def __str__(self) -> str:
        words = _(self.args[0])
        return words.format(**self.values) if self.values else words


class NotFound(BotError):
    """A reader asked for what is not here; `near` names what is close to it."""

    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.near = near


def no_page(number: int) -> NotFound:
    """For a page, counted from 0, behind the last: facts went, or its button was tampered with."""
    return NotFound(_("There is no page {number} any more. Ask with the command again.").format(number=number + 1))


class Refused(BotError):
    """The asker may not do this, or not so; the message says what would work."""


class SourceFailed(BotError):
    """A feed or page could not be read; the message is for the manager who added it."""


class OperatorError(BotError):
    """Only who runs the process can mend this: disk, token, model, a newer store."""


class StoreFull(OperatorError):
    """The store has no room to write; it tells its log once, so those who meet this need not."""
