"""People we follow, the offices they hold, and the countries of the world."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A row of `seeds/countries.toml`; `code` is ISO 3166 alpha-2 (with `EU` and `XK` added)."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The flag as two regional indicator letters."""
        return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """States that act under one name (G7, European Union, Central Asia); `members` are ISO codes."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person in one office. `as_of` is the day the source was true; `until_on` is None while it lasts."""

    office: str
    country: str | None
    as_of: date
    source: str
    since_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A person we follow. `id` is a slug of the name and never changes; `aliases` are other spellings and scripts."""

    id: str
    name: str
    country: str | None
    aliases: tuple[str, ...] = ()
    tenures: tuple[Tenure, ...] = ()
