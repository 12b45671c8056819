"""Upon whom a measure falls, by its own words or by the one nation that is left."""

from spacy.tokens import Token

from bot.nlp.cast import SECURITY_COUNCIL, Cast, How, Side
from bot.nlp.clauses import preposition_objects
from bot.nlp.contacts import all_sides
from bot.nlp.parties import nations_of, unique

_TRADED = frozenset(("sale", "export", "import", "delivery", "shipment", "supply", "transfer"))


def targets(noun: Token, verb: Token | None, cast: Cast) -> list[Side]:
    """Upon whom: "sanctions on Eritrea", "a tariff on Chinese steel", "Iran sanctions"."""
    heads = preposition_objects(noun, {"on", "against", "upon"}, depth=0)
    if verb is not None:
        heads += preposition_objects(verb, {"on", "against", "upon"}, depth=0)
        if any(head.lemma_.lower() in _TRADED for head in heads):  # the parser hangs "to X" of "sales to X" on the verb
            heads = [*heads, *preposition_objects(verb, {"to", "from"}, depth=0)]
    found = all_sides(heads, cast)
    for head in heads:
        found += [] if all_sides([head], cast) else nations_of(head, cast)
        for to in preposition_objects(head, {"to", "from", "of"}, depth=1):
            found += all_sides([to], cast) or nations_of(to, cast)
    return unique(found)


def _ids(known: list[Side]) -> set[str]:
    """Who is named already; with its Security Council, the United Nations."""
    return {side.party.id for side in known} | {"UN" for side in known if side.party == SECURITY_COUNCIL}


def others_in_sentence(noun: Token, cast: Cast, known: list[Side]) -> list[Side]:
    """The one other nation of the sentence, where a measure names no target: a guess, and marked as one."""
    start, end = cast.sentence(noun)
    have = _ids(known)
    how: How = "description"
    rest = {
        m.party.id: m
        for m in cast.reading.mentions_in(start, end)
        if m.kind in {"country", "group"} and m.party.id not in have
    }
    if len(rest) != 1:
        return []
    only = next(iter(rest.values()))
    return [Side(party=only.party, how=how, at=only.start)]


def regime(noun: Token, cast: Cast, known: list[Side]) -> list[Side]:
    """ "Sanctions that bar trading with the regime": the one nation of the sentence before."""
    is_told = any(
        t.lower_ in {"regime", "government", "country"} and any(c.lower_ == "the" for c in t.children)
        for t in noun.subtree
    )
    previous = cast.sentence_before(cast.sentence(noun)[0]) if is_told else None
    if previous is None:
        return []
    have = _ids(known)
    nations = {
        m.party.id: m for m in cast.reading.mentions_in(*previous) if m.kind == "country" and m.party.id not in have
    }
    return [Side(party=m.party, how="pair", at=m.start) for m in nations.values()] if len(nations) == 1 else []
