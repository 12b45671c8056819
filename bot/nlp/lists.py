"""Lists of names: whether all that stand side by side in a sentence were taken in, or the parser lost some of them."""

from collections.abc import Collection, Mapping
from itertools import pairwise
from types import MappingProxyType

from spacy.tokens import Token

from bot.domain.facts import Party, Span
from bot.nlp.cast import Cast
from bot.nlp.clauses import is_verbal
from bot.nlp.companions import BETWEEN
from bot.nlp.reading import Mention

_NATIONS = frozenset(("country", "group"))


def is_cut(
    parties: Collection[Party], sentence: Span, cast: Cast, hosts: Mapping[str, int] = MappingProxyType({})
) -> bool:
    """ "Met X, Premier Y and Chancellor Z" of which only X was found: some of a list are sides, and one beside them is not.

    `hosts`: nations that are sides, by the character they stand at; elsewhere in the sentence they are no sides.
    """
    start, end = sentence
    found = [m for m in cast.reading.mentions_in(*sentence) if m.kind in {"person", *_NATIONS} and m.word != "capital"]
    found = [m for m in found if m.start not in cast.along]
    titles = [m.full for m in found if m.kind == "person"]
    named = [m for m in found if m.kind == "person" or not any(start <= m.start < end for start, end in titles)]
    here = {mention.party.id for mention in named}
    # "The presidents of A, B and C": who is not named here himself stands in it by his nation.
    sides = {party.id for party in parties} | {party.country for party in parties if party.id not in here}
    elsewhere = {
        m.start
        for m in named
        if m.party.id in hosts and start <= hosts[m.party.id] < end and not m.start <= hosts[m.party.id] < m.end
    }
    nations = {party.id for party in parties if party.kind == "country" and party.id not in here}

    def is_in(mention: Mention) -> bool:  # who signs for his nation is in it by that
        return mention.party.id in sides or (mention.kind == "person" and mention.party.country in nations)

    return any(
        is_in(one) != is_in(other)
        and not elsewhere & {one.start, other.start}
        and _are_listed(one, other, cast)
        and not (_speaks(one, cast) or _speaks(other, cast))
        for one, other in pairwise(named)
    )


def _are_listed(one: Mention, other: Mention, cast: Cast) -> bool:
    """Side by side, and of one sort: two people with their titles, or two nations."""
    if (one.kind == "person") != (other.kind == "person"):
        return False
    start = other.full[0] if other.kind == "person" else other.start
    is_owner = other.kind != "person" and (one.word == "demonym" or other.word == "demonym")
    gap = BETWEEN.fullmatch(cast.reading.text, one.end, max(one.end, start))
    word = _head(other, cast)
    opens = word is not None and word.dep_ in {"nsubj", "nsubjpass"}  # "At the invitation of X, Y will visit"
    return gap is not None and not is_owner and (not opens or gap[0].strip() not in {",", ", and", ", and the"})


def _speaks(mention: Mention, cast: Cast) -> bool:
    """ "…, Premier Y said": who only tells of it."""
    word = _head(mention, cast)
    return (
        word is not None
        and word.dep_ == "nsubj"
        and is_verbal(word.head)
        and word.head.i > word.i
        and any(child.dep_ in {"ccomp", "parataxis"} for child in (word.head, *word.head.children))
    )


def _head(mention: Mention, cast: Cast) -> Token | None:
    span = cast.reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None
