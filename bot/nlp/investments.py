"""Investments told by a verb: "has pledged to invest $12 billion in solar parks in Ruritania"."""

import re

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.cast import Cast
from bot.nlp.clauses import children, preposition_objects, subjects
from bot.nlp.confidence import DEALS
from bot.nlp.contacts import all_sides
from bot.nlp.deal_parties import Passage, states
from bot.nlp.deal_stages import StageFound
from bot.nlp.instruments import INSTRUMENTS
from bot.nlp.parties import nations_of
from bot.nlp.stages import mood_of

_PLEDGING = frozenset(("pledge", "promise", "commit", "vow"))
_SUM = re.compile(r"\d|billions?|millions?|trillions?", re.IGNORECASE)


def investment(verb: Token, cast: Cast) -> tuple[Passage, StageFound] | None:
    """Investor, land and stage of a verb "invest" with a sum; None without a sum or an asserted mood."""
    if verb.pos_ != "VERB" or not any(
        _SUM.search(t.text)
        for thing in [*children(verb, "dobj"), *preposition_objects(verb, {"between"}, depth=0)]
        for t in thing.subtree
    ):
        return None
    if any(
        INSTRUMENTS.get(thing.lemma_.lower()) == "agreement" for thing in preposition_objects(verb, {"in", "under"})
    ):
        return None  # told by the agreement itself
    mood = mood_of(verb).kind
    stage: DealStage = "pledged" if verb.head.lemma_.lower() in _PLEDGING else "announced"
    if mood not in {"fact", "future"}:
        return None
    if mood == "fact" and stage != "pledged":
        stage = "under_way"
    lands = preposition_objects(verb, {"in"}, depth=0)
    for thing in [*lands, *children(verb, "dobj")]:
        lands = [*lands, *preposition_objects(thing, {"in"}, depth=0)]
        for inner in preposition_objects(thing, {"in"}, depth=0):
            lands = [*lands, *preposition_objects(inner, {"in"}, depth=0)]
    there = all_sides(lands, cast) or [side for land in lands for side in nations_of(land, cast)]
    passage = Passage.of(states(all_sides(subjects(verb), cast), cast), states(there, cast))
    return passage, StageFound(stage=stage, confidence=DEALS["clause"])


def words(verb: Token) -> str:
    """The article's words for it: "pledged to invest"."""
    first = verb.head if verb.dep_ == "xcomp" and verb.head.i >= verb.i - 3 else verb
    start = first.idx
    return verb.doc.text[start : verb.idx + len(verb.text)]
