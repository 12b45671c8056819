"""Why a feed or page could not be read, in words a manager can act on."""

from bot.domain.errors import SourceFailed
from bot.words import N_, _
from bot.work import WorkerDied, WorkError, WorkTimedOut

_STATUS_WORDS = {
    401: N_("asks for a password; the bot reads only what is public"),
    403: N_("refuses the bot (403); it may block readers like this one, so try another feed of this source"),
    404: N_("has nothing at this address (404); look for the feed's new address on the source's site"),
    410: N_("says this address is gone for good (410); remove it, or add the new one"),
    429: N_("says the bot asks too often (429); it will ask again later"),
    451: N_("may not show this for legal reasons (451)"),
}


class FetchFailed(SourceFailed):
    """A request without a usable answer. `status` is HTTP's, `retry_after` the seconds the server asked us to wait."""

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: int | None = None, **values: object
    ) -> None:
        super().__init__(message, **values)
        self.status = status
        self.retry_after = retry_after


class Poisonous(SourceFailed):
    """What a feed sent ended the process that read it. `is_last`: it has had its tries, and is asked no more by itself."""

    def __init__(self, reason: str, *, is_last: bool) -> None:
        words = _("the feed could not be read: {reason}").format(reason=reason)
        if is_last:
            words = _("{failure}. Three times running, so it is asked no more until it is resumed").format(
                failure=words
            )
        super().__init__(words)
        self.is_last = is_last


class NoFeed(SourceFailed):
    """A web page, or something else, is where a feed was expected."""


class RobotsRefused(FetchFailed):
    """The site's robots.txt keeps this page from the bot."""


class PrivateAddress(FetchFailed):
    """The address is not on the public internet, or is not one the bot may ask."""


def status_failed(host: str, status: int, retry_after: int | None) -> FetchFailed:
    """The failure for an HTTP status that is neither 200 nor an expected 304."""
    words = _(_STATUS_WORDS[status]) if status in _STATUS_WORDS else None
    if words is None and status >= 500:
        words = _("has trouble of its own ({status}); the bot will ask again later").format(status=status)
    if words is None:
        words = _("answered with status {status}, which brings no text").format(status=status)
    return FetchFailed(f"{host} {words}.", status=status, retry_after=retry_after)


def broken_off(error: WorkError) -> str:
    """Why what was sent could not be read, for managers; the trace is the operator's."""
    match error:
        case WorkTimedOut():
            return _("reading it took longer than {seconds:g} s and was stopped").format(seconds=error.seconds)
        case WorkerDied():
            return _("the program that reads ended in the middle of it, perhaps for want of memory")
        case _:
            return _("the program that reads stumbled over it; the operator's log says why")
