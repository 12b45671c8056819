"""Which institution "the ministry", "it" and "the Foreign Ministry" of no nation mean in one text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Doc, Token

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.gazetteer import gazetteer
from bot.nlp.home import dateline_of, land_of
from bot.nlp.institutions import is_bare, is_body
from bot.nlp.reading import Reading
from bot.nlp.titles import office_of

_NAME = re.compile(r"[\w-]+")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OF_A_STATE = re.compile(r"\w+ ministry|ministry of .+|presidency|foreign office", re.I)
_SHORT = 5
_MORE = re.compile(r"(?:, [A-Z][\w-]+)*,? and [A-Z][\w-]+(?: [A-Z][\w-]+)*")


class Bodies:
    """The institutions of one text, in the order in which they speak. `called` tells whom a noun phrase names."""

    def __init__(self, reading: Reading, in_marks: Sequence[bool], called: Callable[[Token], Party | None]) -> None:
        self._reading = reading
        self._doc: Doc = reading.doc
        self._in_marks = in_marks
        self._called = called
        self._spoken: list[tuple[int, Party]] = []

    def note(self, at: int, party: Party) -> None:
        """That `party` spoke at the character `at`."""
        if party.kind == "organisation":
            self._spoken.append((at, party))

    def whose(self, party: Party | None, at: int, end: int = 0) -> Party | None:
        """A body by name; "the ministry" is the one spoken of before, without which it is nobody; a ministry to which the words
        up to `end` and the text give no nation is that of the capital it reports from."""
        if party is None or party.kind != "organisation" or party.country is not None:
            return party
        own = self._own_nation(party.name, at, end)
        if own is not None and is_bare(party.name.lower()):
            return _of(party, own)
        if own is not None:
            return replace(party, country=own.id)
        known = self.of_words(party.name.lower(), at) if is_bare(party.name.lower()) else party
        if self._home is None or not _OF_A_STATE.fullmatch((known or party).name):
            return known
        return _of(party, self._home) if known is None else replace(known, country=known.country or self._home.id)

    def _own_nation(self, name: str, at: int, end: int) -> Party | None:
        """Whose the body `name` is by the words that speak of it: "the Chilean Ministry of Roads", "the embassy of Chile in Lima"."""
        words = self._reading.text[at:end]
        hits = [hit for hit in gazetteer().find(words) if hit.kind == "country" or hit.party.id in ("EU", "UN")]
        if not is_bare(name.lower()):
            hits = [hit for hit in hits if not words[: hit.start].endswith((" in ", " to "))]
        is_such = is_institution(name[:1].upper() + name[1:]) or (name.isupper() and len(name) <= _SHORT)
        return hits[0].party if is_such and len({hit.party.id for hit in hits}) == 1 else None

    def of_words(self, words: str, at: int) -> Party | None:
        """The last body before the character `at` that spoke, or that a sentence is about, with all these words in its name; else the only one named."""
        asked = set(words.removeprefix("the ").split())
        subjects, others = self._named(words.rsplit(maxsplit=1)[-1], at)
        told = sorted([*((i, p) for i, p in self._spoken if i < at), *subjects], key=lambda one: one[0])
        fits = [party for _, party in told if asked <= set(_NAME.findall(party.name.lower()))]
        if fits:
            return fits[-1]
        alone = {party.id: party for party in others if asked <= set(_NAME.findall(party.name.lower()))}
        return next(iter(alone.values())) if len(alone) == 1 else None

    def before(self, i: int) -> Party | None:
        """ "The ministry closed the route. It said …": the institution that the sentence before is about."""
        here = self._doc[i].sent.start
        if here == 0:
            return None
        subjects = [t for t in self._doc[here - 1].sent if t.dep_ in _SUBJECTS and not self._in_marks[t.i]]
        party = self._called(subjects[0]) if subjects and subjects[0].head.dep_ == "ROOT" else None
        return party if party is not None and party.kind in ("organisation", "company") else None

    def _named(self, noun: str, at: int) -> tuple[list[tuple[int, Party]], list[Party]]:
        """The bodies called `noun` before `at`: what sentences are about, with their places, and all."""
        subjects: list[tuple[int, Party]] = []
        every: list[Party] = []
        for token in self._doc:
            if token.idx >= at:
                break
            if token.lower_ != noun or self._in_marks[token.i]:
                continue
            party = self._called(token)
            if party is not None and party.kind == "organisation" and not is_bare(party.name.lower()):
                every.append(party)
                subjects += [(token.idx, party)] if token.dep_ in _SUBJECTS else []
        return subjects, every

    @cached_property
    def _home(self) -> Party | None:
        return land_of(dateline_of(self._reading.text, self._reading.paragraphs))


def _of(party: Party, nation: Party) -> Party:
    """ "foreign ministry": that of a nation."""
    name = f"{party.name.title()} of {nation.name}"
    return Party(kind="organisation", id=fold(name), name=name, country=nation.id)


def own_words(party: Party, text: str, start: int, end: int) -> Party:
    """ "The European Commission" is called so, and not by the union it belongs to; "Ministry of Roads | and Rivers" is whole."""
    words = re.sub(r"^the\s+", "", text[start:end], flags=re.I)
    if party.kind == "country" or not is_institution(words):
        return party
    more = _MORE.match(text, end) if words == party.name and " of " in words else None
    if more is not None and office_of(more[0]) is None:
        words += more[0]
    elif is_institution(party.name):
        return party
    nation = party.id if party.id in ("EU", "UN") else party.country
    return Party(kind="organisation", id=fold(words), name=words, country=nation)


def is_institution(words: str) -> bool:
    """Whether a proper name ends, or begins, in what an institution is called: "Xish Commission", "Ministry of Roads"."""
    return words[:1].isupper() and (is_body(words) or (" of " in words and is_body(words.split(" of ", maxsplit=1)[0])))
