"""Words that a user sees. English stands in the code; gettext looks for another language's under `bot/locale`.

from bot.words import _, ngettext
_("Nothing is kept of {name}.").format(name=name)            never an f-string inside: the catalogue could not hold it
ngettext("{n} deal", "{n} deals", n).format(n=n)
"""

import gettext
from pathlib import Path

DOMAIN = "communique"
LOCALES = Path(__file__).resolve().parent / "locale"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use(catalogue: gettext.NullTranslations) -> None:
    """Speak another language from now on."""
    global _catalogue  # noqa: PLW0603 - the process has one language
    _catalogue = catalogue


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """As `_`, by number."""
    return _catalogue.ngettext(one, many, n)
