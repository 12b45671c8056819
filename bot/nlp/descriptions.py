"""Whom an office's words mean where no name stands beside them: "the minister", "Peru's energy minister", "the diplomat"."""

import re

from bot.domain.facts import OfficeMention, Party
from bot.nlp.reading import Office, Reading
from bot.nlp.titles import is_called, office_of

HIGHNESS = re.compile(r"(?:His|Her) (?:Royal )?(?:Highness|Majesty|Excellency)")
_HIGH_BEFORE = re.compile(rf"(?:{HIGHNESS.pattern}|H\.?R?\.?[HE]\.?) (?:[\w.’'-]+ ){{0,3}}$")
_POINTING = re.compile(rf"(?:{HIGHNESS.pattern} )?(?:the|that|this|both)\b\s*", re.I)
_PREPOSITION = re.compile(r"\s(?:of|to|for|from|at|in)\s")
_WOULD_BE = re.compile(r"\b(?:nominee|candidate|contender|hopeful|front-?runner|aide|advis[eo]r|-elect)\b", re.I)
# "the diplomat noted": whoever spoke before, in other words
AGAIN = re.compile(r"the (?:[\w’'-]+ ){0,3}(?P<noun>diplomat|official|politician|statesman|lawmaker)", re.I)
_DIPLOMATIC = re.compile(r"Foreign|External|Ambassador|Envoy|Representative|Spokes|Secretary of State")
_MEMBER = re.compile(r"lawmaker|senator|opposition", re.I)
"""Who sits in a parliament is no official."""
_MANY_HOLD = frozenset(
    {"Official", "Spokesperson", "Envoy", "Senator", "Adviser", "General", "Head", "Leader", "Prince"}
)


class Descriptions:
    """The holders of offices in one text."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._people = {m.party.name: m.party for m in reversed(reading.mentions) if m.kind == "person"}

    def holder(self, words: str, start: int, last: Party | None, *, is_sole: bool = False) -> Party | None:
        """The person whom `words`, which stand at character `start`, mean; `last` is who spoke last. With `is_sole` of
        several ministers none is "the minister"."""
        if HIGHNESS.fullmatch(words):
            return self._highness(words, start)
        return (
            self._by_title(words, start, is_sole)
            or self._same_again(words, start, last)
            or self._nations_own(words, start)
        )

    def _highness(self, words: str, start: int) -> Party | None:
        """ "His Highness": the only one before whose name such a title stands."""
        sort = words.rsplit(maxsplit=1)[-1][0]
        titled = (m for m in self._reading.mentions_in(0, start) if m.kind == "person")
        before = ((m, _HIGH_BEFORE.search(self._reading.text[max(0, m.start - 60) : m.start])) for m in titled)
        found = {m.party.name: m.party for m, title in before if title and _sort(title[0]) == sort}
        return next(iter(found.values())) if len(found) == 1 else None

    def _by_title(self, words: str, start: int, is_sole: bool) -> Party | None:
        """ "the minister": the last person before that an office of that name was given to."""
        pointing = _POINTING.match(words)
        title = _PREPOSITION.split(words[pointing.end() :])[0] if pointing else ""
        office = _office(title)  # "the official" is no lawmaker named before: see `_same_again`
        if office in (None, "Official") or _WOULD_BE.search(words):
            return None
        nations = self._nations(start, start + len(words))
        fits = [
            o
            for o in self._reading.offices
            if is_called(o.mention.office, office) and (not nations or o.mention.country in nations)
        ]
        if fits and not nations and self._is_spoken_of(title, fits[0].mention.evidence[0]):
            return None
        if is_sole and len({o.person for o in fits}) > 1:
            return None
        before = [o for o in fits if o.mention.evidence[0] < start]
        chosen = before[-1:] or fits[:1]
        return next((self._people[o.person] for o in chosen if o.person in self._people), None)

    def _is_spoken_of(self, title: str, until: int) -> bool:
        """Whether "the prime minister" stands before any is named: not whom the text names later."""
        bare = rf"\b[Tt]he {re.escape(title)}(?! (?:of|for|to)\b| [A-Z])\b"
        return bool(re.search(bare, self._reading.text[:until]))

    def _same_again(self, words: str, start: int, last: Party | None) -> Party | None:
        """ "the senior diplomat": the official who spoke last, unless the text speaks of any other "diplomat" before."""
        again = AGAIN.fullmatch(words)
        offices = self._present(last.name) if again and last else []
        nations = self._nations(start, start + len(words))
        if (
            again is None
            or last is None
            or not offices
            or (nations and all(o.country and o.country not in nations for o in offices))
        ):
            return None
        noun = again["noun"].lower()
        if noun == "diplomat" and not any(_DIPLOMATIC.search(o.office) for o in offices):
            return None
        if noun in ("official", "diplomat") and all(map(_MEMBER.search, self._titles(last.name))):
            return None
        other = rf"\b(?:an?|another|one|two|three|some|several|many|other) (?:[\w’'-]+ ){{0,4}}{noun}s?\b|\b{noun}s\b"
        return None if re.search(other, self._reading.text[:start], re.I) else last

    def _nations_own(self, words: str, start: int) -> Party | None:
        """ "Peru's energy minister": the only one whom the text gives such an office, there or in no nation told."""
        nation = next(iter(self._reading.mentions_in(start, start + 40)), None)
        if nation is None or nation.kind != "country" or nation.start - start > len("the "):
            return None
        title = re.sub(r"^['’]s?\s+", "", self._reading.text[nation.end : start + len(words)]).strip()
        office = _office(title)
        if office is None or office in _MANY_HOLD:
            return None
        fits = {o.person for o in self._reading.offices if _is_held(o, office, nation.party.id)}
        return self._people.get(next(iter(fits))) if len(fits) == 1 else None

    def _titles(self, name: str) -> list[str]:
        return [o.title for o in self._reading.offices if o.person == name and not o.mention.former]

    def _present(self, name: str) -> list[OfficeMention]:
        return [o.mention for o in self._reading.offices if o.person == name and not o.mention.former]

    def _nations(self, start: int, end: int) -> set[str]:
        return {m.party.id for m in self._reading.mentions_in(start, end) if m.kind == "country"}


def _office(title: str) -> str | None:
    """The office of a phrase that ends in its word: not of "presidential office"."""
    words = title.split()
    return office_of(title) if words and office_of(words[-1]) is not None else None


def _sort(title: str) -> str:
    """The letter that tells "H.R.H. Prince" from "H.E. Mr"."""
    words = re.match(r"(?:His|Her) (?:Royal )?(?P<sort>\w)|H\.?R?\.?(?P<letter>[HE])", title)
    return (words["sort"] or words["letter"]) if words else ""


def _is_held(given: Office, office: str, nation: str) -> bool:
    one = given.mention
    return one.office == office and not one.former and one.country in (nation, None)
