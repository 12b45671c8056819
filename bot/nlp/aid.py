"""Aid, grants, credit lines and arms sales: who gives what to whom. "Pledged aid to X", "approved the sale of jets to X"."""

import re

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects, subjects
from bot.nlp.confidence import DEALS
from bot.nlp.contacts import all_sides
from bot.nlp.deal_parties import Passage, states
from bot.nlp.deal_stages import StageFound, with_mood

_ARMS = re.compile(
    r"(?i)arms|weapons?|weaponry|missiles?|jets?|fighters?|warplanes?|tanks?|helicopters?|drones?|submarines?|frigates?|warships?"
    r"|howitzers?|ammunition|munitions|rockets?|radars?|artillery|shells|bombs|military"
)
_AID = frozenset(("aid", "grant", "assistance"))
AID = _AID | {"line", "sale"}
GETTING = frozenset(("receive", "get", "secure", "obtain"))
STAGES: dict[str, DealStage] = {
    **dict.fromkeys(("pledge", "promise"), "pledged"),
    **dict.fromkeys(("announce", "unveil"), "announced"),
    **dict.fromkeys(("approve", "authorise", "authorize", "clear", "okay"), "approved"),
    **dict.fromkeys(("suspend", "freeze", "halt", "pause", "withhold"), "suspended"),
    **dict.fromkeys(("cancel", "scrap", "end"), "cancelled"),
    **dict.fromkeys(("block", "reject", "veto"), "rejected"),
    **dict.fromkeys(("give", "grant", "provide", "extend", "award", "donate", *GETTING), "awarded"),
    "offer": "proposed",
}


def transfer(word: Token, cast: Cast) -> tuple[Passage, StageFound] | None:
    """Giver, receiver and stage where `word` is a noun of aid or an arms sale; None without both."""
    thing = whole_gift(word) if _is_aid(word) else None
    if thing is None or thing.dep_ not in {"dobj", "nsubjpass"}:
        return None
    verb = thing.head
    stage = STAGES.get(verb.lemma_.lower())
    if stage == "awarded" and word.lemma_.lower() == "line" and verb.lemma_.lower() not in GETTING:
        stage = "agreed"  # credit that was extended is there to be drawn
    found = with_mood(stage, verb, DEALS["clause"]) if stage is not None else None
    passage = passage_of(word, thing, verb, cast)
    return (passage, found) if found is not None and passage is not None else None


def _is_aid(noun: Token) -> bool:
    lemma, words = noun.lemma_.lower(), [t for t in noun.subtree if t != noun and t.ent_type_ != "GPE"]
    if lemma == "line":
        return any(child.lower_ == "credit" for child in noun.subtree)
    return lemma in _AID or (lemma == "sale" and any(_ARMS.fullmatch(t.text) for t in words))


def whole_gift(noun: Token) -> Token:
    """ "5m kroner in aid", "a package of aid": what is given."""
    above = noun.head
    return above.head if noun.dep_ == "pobj" and above.lower_ in {"in", "of"} and above.head.dep_ == "dobj" else noun


def passage_of(noun: Token, thing: Token, verb: Token, cast: Cast) -> Passage | None:
    """Who gives and who gets `thing`, of which `noun` is the word, under `verb`; None unless one nation or body gives, and some get."""
    giving, getting = _sides(noun, thing, verb, cast)
    if len(giving) != 1 or not getting or any(side.party.kind == "person" for side in (*giving, *getting)):
        return None
    return Passage.of(giving, getting)


def _sides(noun: Token, thing: Token, verb: Token, cast: Cast) -> tuple[list[Side], list[Side]]:
    holders = list(dict.fromkeys((noun, thing, verb)))
    towards = [head for holder in holders for head in preposition_objects(holder, {"to", "for"}, depth=0)]
    towards += children(verb, "dative") + [h for c in children(verb, "dative") for h in children(c, "pobj")]
    source = [head for holder in holders for head in preposition_objects(holder, {"from"}, depth=0)]
    acting = preposition_objects(verb, {"by"}, depth=0) if is_passive(verb) else subjects(verb)
    if verb.lemma_.lower() in GETTING:
        towards, acting = acting, source
    giving = states(
        all_sides(acting, cast) + (all_sides(children(noun, "poss"), cast) if is_passive(verb) else []), cast
    )
    return giving, states(all_sides(towards, cast), cast)
