"""Stages told by more than one word: "put on hold", "turned down", "raised duties on", "is close to an agreement"."""

import re

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.clauses import children, phrase, preposition_objects
from bot.nlp.instruments import STAGE_OF_VERB, Family
from bot.nlp.stages import mood_of

_HOUSE = re.compile(
    r"(?i)parliament|senate|assembly|congress|lawmaker|legislat|chamber|cabinet|duma|diet|deput(?:y|ies)|mps|house"
)
_RETALIATING = frozenset(("hit", "retaliate", "respond", "strike"))
_RATES = frozenset(("duty", "tariff"))


def phrasal_stage(verb: Token, lemma: str, family: Family) -> tuple[DealStage, str] | None:
    """ "Put on hold", "turned down", "struck down", "backed by parliament", with a verb of the same meaning."""
    words = {child.lower_ for child in verb.children}
    if lemma == "put" and any(thing.lower_ in {"hold", "ice"} for thing in preposition_objects(verb, {"on"}, depth=0)):
        return "suspended", "suspend"
    if lemma in {"turn", "vote"} and "down" in words:
        return "rejected", "reject"
    if lemma == "strike" and "down" in words:
        return "cancelled", "cancel"
    if lemma == "adopt" and family in {"paper", "agreement"} and mood_of(verb).kind == "fact" and not _by_house(verb):
        return "agreed", "agree"
    if lemma == "put" and any(
        thing.lower_ in {"force", "effect"} for thing in preposition_objects(verb, {"into"}, depth=0)
    ):
        return "in_force", "extend"
    is_house = _by_house(verb)
    return ("approved", "approve") if lemma in {"back", "pass", "adopt"} and family != "measure" and is_house else None


def _by_house(verb: Token) -> bool:
    backers = [*children(verb, "nsubj"), *preposition_objects(verb, {"by"}, depth=0)]
    return any(_HOUSE.search(t.text) for backer in backers for t in phrase(backer))


def measure_stage(noun: Token, verb: Token, lemma: str) -> DealStage | None:
    """ "Placed sanctions on", "raised duties on", "cut tariffs on", "adopted sanctions against"."""
    holders = (noun, verb, *(inner for of in children(noun, "prep") for inner in children(of, "pobj")))
    if not any(preposition_objects(holder, {"on", "against"}, depth=0) for holder in holders):
        return None
    is_rate = noun.lemma_.lower() in _RATES
    if lemma in {"put", "place", "adopt"} or (is_rate and lemma in {"raise", "hike", "increase", "double"}):
        return "imposed"
    return "lifted" if is_rate and noun.dep_ == "dobj" and lemma in {"cut", "lower", "reduce", "slash"} else None


def stage_of_being(verb: Token) -> DealStage | None:
    """ "Has been in force since", "is ready to be signed"."""
    if any(thing.lower_ in {"force", "effect"} for thing in preposition_objects(verb, {"in"}, depth=0)):
        return "in_force"
    for word in children(verb, "acomp"):
        if word.lower_ in {"ready", "due", "set"} and any(
            STAGE_OF_VERB.get(clause.lemma_.lower()) in {"signed", "agreed"} for clause in children(word, "xcomp")
        ):
            return "in_preparation"
    return None


def stage_after_preposition(noun: Token, lemma: str, verb: Token, family: Family) -> DealStage | None:
    """ "Are close to an agreement", "hit back with duties on", "papers were signed, including an agreement"."""
    word, above = noun.head.lower_, noun.head.head
    ties = {thing.lemma_.lower() for thing in children(verb, "dobj", "nsubjpass")}
    if word == "to" and lemma in {"elevate", "upgrade", "raise"} and ties & {"tie", "relation", "relationship"}:
        return "agreed"
    if word == "to" and above.lower_ in {"close", "closer"} and mood_of(verb).kind == "fact":
        return "under_negotiation"
    if word == "down" and lemma in {"turn", "vote", "strike"}:
        return "cancelled" if lemma == "strike" else "rejected"
    is_upon = bool(preposition_objects(noun, {"on", "against"}, depth=0))
    if family == "measure" and word == "with" and lemma in _RETALIATING and is_upon:
        return "imposed"
    return "signed" if word == "including" and family == "agreement" and STAGE_OF_VERB.get(lemma) == "signed" else None
