"""Who gets a loan or a contract, to whom a treaty is proposed, where an investment goes."""

from spacy.tokens import Token

from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects, subjects
from bot.nlp.contacts import all_sides
from bot.nlp.instruments import Family


def by_family(noun: Token, verb: Token | None, family: Family, cast: Cast) -> list[Side]:
    """Who gets a loan or a contract, to whom a treaty is proposed, where an investment goes."""
    is_proposed = family == "agreement" and verb is not None and verb.lemma_.lower() in {"propose", "offer"}
    if is_proposed or noun.lemma_.lower() in {"loan", "bailout"}:
        return all_sides(_receivers(noun, verb), cast)
    if family == "award":
        return _awarded(noun, verb, cast)
    is_investment = family == "venture" and noun.lemma_.lower() == "investment"
    return all_sides(preposition_objects(noun, {"in"}, depth=0), cast) if is_investment else []


def _receivers(noun: Token, verb: Token | None) -> list[Token]:
    """ "Offered X a loan", "a loan from Y to X", "proposed a treaty to X"."""
    heads = preposition_objects(noun, {"to", "for", "from"}, depth=0)
    return heads + (children(verb, "dative") + preposition_objects(verb, {"to"}, depth=0) if verb is not None else [])


def _awarded(noun: Token, verb: Token | None, cast: Cast) -> list[Side]:
    """ "Awarded contracts to X"; "X was awarded contracts in Egypt": the winner, and the land it is for."""
    if verb is None:
        return []
    heads = preposition_objects(verb, {"to"}, depth=0) + preposition_objects(noun, {"to", "for", "from"}, depth=0)
    heads += children(verb, "dative")
    if is_passive(verb):
        heads += [s for s in subjects(verb) if s != noun]
        heads += preposition_objects(verb, {"in"}, depth=0) + preposition_objects(noun, {"in"}, depth=0)
    return all_sides(heads, cast)
