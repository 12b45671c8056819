"""Words that a user sees. English stands in the code; gettext looks for another language's under `bot/locale`.

from bot.words import _, ngettext
_("Nothing is kept of {name}.").format(name=name)            never an f-string inside: the catalogue could not hold it
ngettext("{n} deal", "{n} deals", n).format(n=n)
STATES = {"slow": N_("slow")}; _(STATES[state])              what a module holds is marked there and translated where it is shown
"""

import gettext
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
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


def translated(message: str, language: str, *, context: str | None = None, folder: Path = LOCALES) -> str | None:
    """A message in a language such as `de` or `pt-BR`; None where no catalogue has it."""
    catalogue = _catalogue_of(language.replace("-", "_"), folder)
    said = catalogue.pgettext(context, message) if context else catalogue.gettext(message)
    return None if said == message else said


@cache
def _catalogue_of(language: str, folder: Path) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, folder, [language], fallback=True)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a message for the catalogue; `_` translates it where it is shown."""
    return message


_MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)
_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def month(value: date) -> str:
    return _(_MONTHS[value.month - 1])


def weekday(value: date) -> str:
    return weekday_name(value.weekday())


def weekday_name(number: int) -> str:
    """0 is Monday."""
    return _(_WEEKDAYS[number])


def day(value: date) -> str:
    """ "1 March 2026"."""
    return _("{day} {month} {year}").format(day=value.day, month=month(value), year=value.year)


_WITH_ARTICLE = re.compile(
    r"^(?:United|Republic|Democratic Republic|Organi[sz]ation|Commonwealth|permanent members|Group of)\b"
    r"|\b(?:Ministry|Department|Directorate|Presidency|Embassy) of\b"
    r"|\b(?:Union|League|Council|Organi[sz]ation|Fund|Bank|Agency|Court|Republic|Islands|states|countries"
    r"|Ministry|Department|Commission|Authority|Parliament|Presidency|White House|Kremlin|Vatican|Pentagon"
    r"|Bahamas|Comoros|Gambia|Holy See|Maldives|Netherlands|Philippines|Balkans|Caucasus|Middle East|Quad|G7|G20|OECD|OSCE)$"
)
_HAS_ARTICLE = re.compile(r"^[Tt]he\b|\w['’]s? ")


def the(place: str, shown: str = "") -> str:
    """ "the United States", "France": the name of a country or body as it stands in a sentence; `shown` in place of the name itself."""
    takes = _WITH_ARTICLE.search(place) and not _HAS_ARTICLE.search(place)
    return _("the {place}").format(place=shown or place) if takes else shown or place


def of_the(body: str) -> str:
    """ "Energy Ministry of the United States", however the name was put together."""
    name, of, place = body.rpartition(" of ")
    return f"{name}{of}{the(place)}" if of else body


def listed(shown: Sequence[str]) -> str:
    """ "A, B and C"."""
    if len(shown) < 2:
        return "".join(shown)
    return _("{some} and {last}").format(some=", ".join(shown[:-1]), last=shown[-1])
