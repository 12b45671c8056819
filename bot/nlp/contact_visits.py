"""Visits by the verb of the way: visited, travelled to, left for, arrived here."""

import re

from spacy.tokens import Token

from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, preposition_objects
from bot.nlp.contact_stays import here
from bot.nlp.contacts import Contact, all_sides, between

LEAVING = frozenset(("leave", "depart", "head"))
# By what preposition the place follows.
TRAVELLING: dict[str, frozenset[str]] = {
    **dict.fromkeys(("arrive", "travel", "fly", "come", "go"), frozenset(("in", "to", "at"))),
    **dict.fromkeys(LEAVING, frozenset(("for", "to"))),
    **dict.fromkeys(("continue", "proceed"), frozenset(("to",))),
    "stop": frozenset(("in",)),
}
# Whoever visits a parliament or a ministry is often in the country already; a head of state receives foreigners.
_NO_HOST = re.compile(r"(?:the )?(?:Capitol|Pentagon|Foggy Bottom|Westminster|Whitehall|Bundestag|Knesset|Duma)\b")


def visit(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Visited Oslo": whom or what nation."""
    hosts = _hosts(children(verb, "dobj"), acting, cast)
    return between("visit", verb, [s for s in acting if s.party.kind != "company"], hosts, "visit")


def _hosts(heads: list[Token], acting: list[Side], cast: Cast) -> list[Side]:
    """Countries and persons visited; nobody visits his own country."""
    home = {s.party.country for s in acting}
    return [s for s in all_sides(heads, cast) if is_host(s, cast) and s.party.country not in home]


def is_host(side: Side, cast: Cast) -> bool:
    """Whether one can visit it: a nation, a person, or a body such as NATO, not Capitol Hill.

    "Brussels" may be the Union or the city.
    """
    is_body = side.party.id in cast.groups and not cast.reading.text.startswith("Brussels", side.at)
    named = cast.reading.mentions_in(side.at, side.at + 1)
    is_house = any(_NO_HOST.match(cast.reading.text, mention.start) for mention in named)
    return (side.party.kind in {"country", "person"} and not is_house) or is_body


def travel(verb: Token, lemma: str, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Flew to Oslo", "left for Oslo", "arrived here"."""
    acting = [s for s in acting if s.party.kind == "person" or s.how == "description"]
    if lemma in {"come", "go"}:  # those who only "came to America" stayed there
        acting = [s for s in acting if s.party.country is not None]
    heads = preposition_objects(verb, TRAVELLING[lemma], depth=0)
    hosts = [s for s in _hosts(heads, acting, cast) if s.party.kind == "country"]
    hosts = hosts or [s for s in here(verb, cast) if s.party.id not in {a.party.country for a in acting}]
    return between("visit", verb, acting, hosts, "travel")
