"""Aid, grants, credit lines and arms sales: who gives what to whom. "Pledged $5m in aid to X", "approved the sale of jets to X"."""

import re

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects, subjects
from bot.nlp.confidence import DEALS
from bot.nlp.contacts import all_sides
from bot.nlp.deal_parties import Passage, states
from bot.nlp.deal_stages import StageFound, with_mood
from bot.nlp.money import find_amounts

_ARMS = re.compile(
    r"(?i)arms|weapons?|weaponry|missiles?|jets?|fighters?|warplanes?|tanks?|helicopters?|drones?|submarines?|frigates?|warships?"
    r"|howitzers?|ammunition|munitions|rockets?|radars?|artillery|shells|bombs|military"
)
_AID = frozenset(("aid", "grant", "assistance"))
AID = _AID | {"line", "sale", "pledge", "promise"}
_GETTING = frozenset(("receive", "get", "secure", "obtain"))
_STAGES: dict[str, DealStage] = {
    **dict.fromkeys(("pledge", "promise"), "pledged"),
    **dict.fromkeys(("announce", "unveil"), "announced"),
    **dict.fromkeys(("approve", "authorise", "authorize", "clear", "okay"), "approved"),
    **dict.fromkeys(("suspend", "freeze", "halt", "pause", "withhold"), "suspended"),
    **dict.fromkeys(("cancel", "scrap", "end"), "cancelled"),
    **dict.fromkeys(("block", "reject", "veto"), "rejected"),
    **dict.fromkeys(("give", "grant", "provide", "extend", "award", "donate", *_GETTING), "awarded"),
    "offer": "proposed",
}


def transfer(word: Token, cast: Cast) -> tuple[Passage, StageFound] | None:
    """Giver, receiver and stage where `word` is a noun of aid, an arms sale, or "pledged" with a sum; None without both."""
    is_verb = word.pos_ == "VERB"
    thing = _pledged_sum(word, cast) if is_verb else _whole(word) if _is_aid(word) else None
    verb = word if is_verb else thing.head if thing is not None else None
    if thing is None or verb is None or (not is_verb and thing.dep_ not in {"dobj", "nsubjpass"}):
        return None
    stage = _STAGES.get(verb.lemma_.lower())
    found = with_mood(stage, verb, DEALS["clause"]) if stage is not None else None
    giving, getting = _sides(word, thing, verb, cast)
    if found is None or len(giving) != 1 or not getting or any(s.party.kind == "person" for s in (*giving, *getting)):
        return None
    return Passage.of(giving, getting), found


def _is_aid(noun: Token) -> bool:
    lemma, words = noun.lemma_.lower(), [t for t in noun.subtree if t != noun and t.ent_type_ != "GPE"]
    if lemma == "line":
        return any(child.lower_ == "credit" for child in children(noun, "compound"))
    return lemma in _AID or (lemma == "sale" and any(_ARMS.fullmatch(t.text) for t in words))


def _whole(noun: Token) -> Token:
    """ "5m kroner in aid", "a package of aid": what is given."""
    above = noun.head
    return above.head if noun.dep_ == "pobj" and above.lower_ in {"in", "of"} and above.head.dep_ == "dobj" else noun


def _pledged_sum(verb: Token, cast: Cast) -> Token | None:
    """ "Pledged $2bn to X": the sum, if it is of nothing else."""
    for thing in children(verb, "dobj") if verb.lemma_.lower() in {"pledge", "promise"} else []:
        start, end = thing.left_edge.idx, thing.idx + len(thing.text)
        is_bare = all(t.dep_ in {"nmod", "quantmod", "nummod", "compound", "det", "amod"} for t in thing.lefts)
        is_aid = any(t.lemma_.lower() in _AID for t in thing.subtree)  # told by its own noun
        if is_bare and not is_aid and find_amounts(cast.reading.text[start:end]):
            return thing
    return None


def _sides(noun: Token, thing: Token, verb: Token, cast: Cast) -> tuple[list[Side], list[Side]]:
    holders = list(dict.fromkeys((noun, thing, verb)))
    towards = [head for holder in holders for head in preposition_objects(holder, {"to", "for"}, depth=0)]
    towards += children(verb, "dative") + [h for c in children(verb, "dative") for h in children(c, "pobj")]
    source = [head for holder in holders for head in preposition_objects(holder, {"from"}, depth=0)]
    acting = preposition_objects(verb, {"by"}, depth=0) if is_passive(verb) else subjects(verb)
    if verb.lemma_.lower() in _GETTING:
        towards, acting = acting, source
    giving = states(
        all_sides(acting, cast) + (all_sides(children(noun, "poss"), cast) if is_passive(verb) else []), cast
    )
    return giving, states(all_sides(towards, cast), cast)
