"""What the demo's channel says last: what to type first."""

import re

from bot.words import _

_OPTION = re.compile(r" (\w+):")

TRIES = (
    "/leader name:Tokayev",
    "/deals stage:pledged",
    "/verify text:The Caspian is a bridge and not a border",
    "/verify text:The Caspian is a bridge and a border",
    "/upcoming",
    "/brief country:Kazakhstan",
)
"""Each can be typed as it stands; a test does."""
EDITORS = ("/review queue", "/setup start", "/digest preview")
"""The same, for those who manage the server."""


def text() -> str:
    """A message of the channel's editor."""
    return _(
        "**Welcome.** This server has read four outlets for three days. Above are its digests, one a morning; the first was corrected later. "
        "The news is invented.\nPress a digest's buttons, or type a command's name below, choose it from the list that opens, and fill in "
        "what it asks for:\n{tries}\n\n"
        "What only managers may, as **editor** (“Viewing as”, at the top):\n{editors}"
    ).format(tries=_lines(TRIES), editors=_lines(EDITORS))


def _lines(commands: tuple[str, ...]) -> str:
    """ "`/leader` name: **Tokayev**": a line pasted whole would be no command on the page."""
    parts = [_OPTION.split(command, maxsplit=1) for command in commands]
    return "\n".join(f"- `{name}`" + (f" {rest[0]}: **{rest[1]}**" if rest else "") for name, *rest in parts)
