"""Words for kinds, as they are shown and typed."""

from bot.words import N_, _

_KINDS = {
    "quote": N_("quote"),
    "meeting": N_("meeting"),
    "invitation": N_("invitation"),
    "deal": N_("deal"),
    "direct": N_("direct"),
    "mixed": N_("mixed"),
    "indirect": N_("indirect"),
    "fragment": N_("fragment"),
    "call": N_("call"),
    "visit": N_("visit"),
    "talks": N_("talks"),
    "summit": N_("summit"),
}


def kind_words(kind: str) -> str:
    """A kind of fact, of quote or of meeting."""
    return _(_KINDS[kind])
