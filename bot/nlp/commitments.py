"""What two sides agreed to do, and what one buys of another, told by the verb: "agreed to share radar data", "ordered 12 jets from X"."""

import re

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, phrase, preposition_objects, subjects
from bot.nlp.confidence import DEALS
from bot.nlp.contacts import all_sides
from bot.nlp.deal_parties import Passage, states
from bot.nlp.deal_stages import StageFound, with_mood
from bot.nlp.instruments import INSTRUMENTS
from bot.nlp.money import find_amounts

# What commits nobody to anything: "agreed to deepen cooperation".
_VAGUE = frozenset(
    """advance accelerate address be boost build coordinate collaborate consider consolidate continue cooperate consult
    deepen develop diversify disagree discuss do elevate encourage engage enhance ensure examine expand explore facilitate
    focus foster further go have hold improve increase intensify join keep maintain make meet move negotiate promote pursue put
    reach redouble reinforce remain review seek sign speak stay step strengthen strive study support take talk try uphold
    use work""".split()
)
_LONGEST = 110
BUYING = frozenset(("buy", "purchase", "order", "acquire", "procure"))
COMMITTING = BUYING | {"agree"}
_GOODS = re.compile(
    r"(?i)aircraft|jets?|planes?|airliners?|helicopters?|drones?|tanks?|howitzers?|missiles?|frigates?|submarines?|warships?|ships?|vessels?"
    r"|batteries|radars?|rockets?|ammunition|engines?|locomotives?|trains?|buses|vehicles|gas|lng|oil|crude|grain|wheat|soybeans|power|electricity"
    r"|uranium|fertili[sz]ers?|vaccines?|doses|tons|tonnes|barrels|megawatts|gigawatts|kits|reactors?|satellites?"
)


def commitment(verb: Token, cast: Cast) -> tuple[Passage, StageFound, str] | None:
    """Sides, stage and the article's words, where two sides agreed to do a thing or one buys from another."""
    if verb.pos_ != "VERB":
        return None
    return _agreed(verb, cast) if verb.lemma_.lower() == "agree" else _bought(verb, cast)


def _agreed(verb: Token, cast: Cast) -> tuple[Passage, StageFound, str] | None:
    aims = [c for c in children(verb, "xcomp") if c.tag_ == "VB"]
    if verb.tag_ == "VBG" or len(aims) != 1 or _is_vague(aims[0]):
        return None
    found = with_mood("agreed", verb, DEALS["clause"])
    sides = states(all_sides(subjects(verb), cast), cast)
    if found is None or found.stage != "agreed" or not 1 < len(sides) < 4:
        return None
    return Passage(sides=tuple(sides), towards=()), found, _words(verb, aims[0], cast)


def _is_vague(aim: Token) -> bool:
    """Nothing definite, or what an instrument under it tells by itself."""
    inner = next(iter(children(aim, "xcomp")), aim) if aim.lemma_.lower() in {"begin", "start", "let"} else aim
    told = any(INSTRUMENTS.get(t.lemma_.lower()) for t in aim.subtree if t.dep_ in {"dobj", "pobj"})
    return inner.lemma_.lower() in _VAGUE or told or not any(children(aim, "dobj", "xcomp", "ccomp"))


def _words(verb: Token, aim: Token, cast: Cast) -> str:
    """ "Agreed to begin sharing satellite data": up to the end of the object, without what is only said of it."""
    things = children(aim, "dobj") or [
        t for inner in children(aim, "xcomp", "ccomp") for t in (inner, *children(inner, "dobj"))
    ]
    last = max((word for thing in things for word in phrase(thing)), key=lambda t: t.i, default=aim)
    words = cast.reading.text[verb.idx : last.idx + len(last.text)]
    return words if len(words) <= _LONGEST else cast.reading.text[verb.idx : aim.idx + len(aim.text)]


def _bought(verb: Token, cast: Cast) -> tuple[Passage, StageFound, str] | None:
    thing = next(iter(children(verb, "dobj", "nsubjpass")), None)
    terms = preposition_objects(verb, {"in", "under"}, depth=0)
    if thing is None or not _is_large(thing, verb, cast) or any(t.lemma_.lower() in INSTRUMENTS for t in terms):
        return None
    stage: DealStage = "agreed"
    found = with_mood(stage, verb, DEALS["clause"])
    above = verb.head.lemma_.lower() if verb.dep_ == "xcomp" else ""
    if (
        found is not None
        and above in {"commit", "pledge", "promise", "vow"}
        and found.stage in {"in_preparation", "announced"}
    ):
        found = StageFound(stage="pledged", confidence=found.confidence)
    elif found is not None and found.stage == "announced":  # what one plans to buy is not bought yet
        found = StageFound(stage="in_preparation", confidence=found.confidence)
    if found is None or found.stage == "hypothetical":
        return None
    acting = preposition_objects(verb, {"by"}, depth=0) if is_passive(verb) else subjects(verb)
    source = [h for holder in (verb, thing) for h in preposition_objects(holder, {"from"}, depth=0)]
    buying, selling = _sides(acting, cast), _sides(source, cast)
    if len(buying) != 1 or len(selling) != 1 or buying[0].party.id == selling[0].party.id:
        return None
    start, end = verb.idx, thing.idx + len(thing.text)
    text = cast.reading.text[min(start, thing.left_edge.idx) if is_passive(verb) else start : end]
    return Passage(sides=(buying[0], selling[0]), towards=()), found, text


def _sides(heads: list[Token], cast: Cast) -> list[Side]:
    return [side for side in states(all_sides(heads, cast), cast) if side.party.kind != "person"]


def _is_large(thing: Token, verb: Token, cast: Cast) -> bool:
    """Arms, planes, fuel and the like in some number, or a sum beside."""
    start, end = cast.sentence(verb)
    is_counted = any(t.like_num or t.lower_ in {"dozens", "hundreds", "more"} for t in thing.subtree)
    is_goods = any(_GOODS.fullmatch(t.text) for t in phrase(thing))
    return is_goods and (is_counted or bool(find_amounts(cast.reading.text[start:end])))
