"""What the demo's channel says last: what to type first."""

from bot.words import _

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
        "**Welcome.** This server has read four outlets for three days; above are its digests, one a morning, and the first was corrected later. "
        "The news is invented. Type a command below, or press a digest's buttons:\n{tries}\n"
        "And as **editor** (“Viewing as”, at the top), what only managers may:\n{editors}"
    ).format(tries=_lines(TRIES), editors=_lines(EDITORS))


def _lines(commands: tuple[str, ...]) -> str:
    return "\n".join(f"- `{command}`" for command in commands)
