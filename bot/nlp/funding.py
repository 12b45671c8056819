"""Sums that one side gives another, told by the verb: "will lend X €290m", "disbursed $40m to X", "put $200m into X's railways"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from bot.domain.facts import DealStage, Span
from bot.nlp.aid import AID, GETTING, STAGES
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, phrase, preposition_objects, subjects
from bot.nlp.confidence import DEALS
from bot.nlp.contacts import all_sides
from bot.nlp.deal_parties import Passage, states
from bot.nlp.deal_stages import StageFound, with_mood
from bot.nlp.money import find_amounts
from bot.nlp.parties import nations_of

_PAYING = "lend contribute allocate disburse pay transfer release channel inject put donate".split()
FUNDING: dict[str, DealStage] = {
    **STAGES,
    **dict.fromkeys(_PAYING, "awarded"),
    **dict.fromkeys(("earmark", "commit"), "pledged"),
}
# What a sum may be a sum of and still be given: "€12m in budget support", "a $5m package".
_FUNDS = frozenset(
    "package support funding financing fund credit relief contribution tranche deposit payment instalment money total sum".split()
)
_MORE = re.compile(r" (?:an? |another |further |additional |some )*")
_LEAST = 100_000
_TOWARDS = frozenset(("to", "for", "towards", "toward", "into", "in"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """`sum` is where the amount stands; `kind` the word for what it is, "aid" or "loans", if one is there."""

    passage: Passage
    stage: StageFound
    sum: Span
    kind: Token | None


def funding(verb: Token, cast: Cast) -> Funding | None:
    """The sum that `verb` gives, with its giver and receiver; None without both."""
    stage = FUNDING.get(verb.lemma_.lower()) if verb.pos_ == "VERB" else None
    thing = _sum_of(verb, cast) if stage is not None else None
    found = with_mood(stage, verb, DEALS["clause"]) if stage is not None and thing is not None else None
    if thing is None or found is None:
        return None
    if stage == "awarded" and found.stage in {"in_preparation", "announced"}:  # what one says one will pay is a pledge
        found = StageFound(stage="pledged", confidence=found.confidence)
    if found.stage == "hypothetical" and verb.dep_ == "acl" and verb.head.lemma_.lower() == "intention":
        found = StageFound(stage="announced", confidence=DEALS["state"])  # "set out its intention to provide"
    kinds = (kind for holder in (verb, thing) for kind in preposition_objects(holder, {"in", "of"}, depth=1))
    kind = next((kind for kind in kinds if kind.lemma_.lower() in _FUNDS | AID | {"loan"}), None)
    giving, getting = _sides(verb, (thing, kind) if kind else (thing,), cast)
    givers = {giver.party.id for giver in giving}
    getting = [
        side
        for side in getting
        if side.party.id not in givers and not (side.at > thing.idx and _gives_too(side, verb, cast))
    ]
    if len(giving) != 1 or not getting or any(side.party.kind == "person" for side in (*giving, *getting)):
        return None
    return Funding(
        passage=Passage.of(giving, getting),
        stage=found,
        sum=_span(thing),
        kind=kind,
    )


def _gives_too(side: Side, verb: Token, cast: Cast) -> bool:
    """ "Norway pledged $2m to Laos and Sweden $3m": Sweden gives, for a sum follows its name."""
    text, (_, end) = cast.reading.text, cast.sentence(verb)
    after = next((m.end for m in cast.reading.mentions_in(side.at, end) if m.start <= side.at < m.end), None)
    follows = _MORE.match(text, after) if after is not None else None
    return follows is not None and any(one.start == 0 for one in find_amounts(text[follows.end() : end]))


def _span(thing: Token) -> Span:
    listed = {t for other in children(thing, "conj") for t in other.subtree}
    words = [word for word in phrase(thing) if word not in listed]
    return words[0].idx, words[-1].idx + len(words[-1].text)


def _sum_of(verb: Token, cast: Cast) -> Token | None:
    """The sum that is given; not one that aid, a loan or a contract tells of itself."""
    things = children(verb, "nsubjpass") if is_passive(verb) else children(verb, "dobj")
    if verb.lemma_.lower() in {"provide", "supply"}:
        things += [held for holder in (verb, *things) for held in preposition_objects(holder, {"with"}, depth=0)]
    return next((thing for thing in things if _is_sum(thing, cast)), None)


def _is_sum(thing: Token, cast: Cast) -> bool:
    start, end = _span(thing)
    words = {t.lemma_.lower() for t in phrase(thing)}
    at = thing.idx - start
    return not words & (AID | {"loan", "agreement", "contract", "deal"}) and any(
        (one.high or one.low or 0) >= _LEAST and (one.start <= at < one.end or thing.lemma_.lower() in _FUNDS)
        for one in find_amounts(cast.reading.text[start:end])
    )


def _sides(verb: Token, things: tuple[Token, ...], cast: Cast) -> tuple[list[Side], list[Side]]:
    holders = (verb, *things)
    if verb.lemma_.lower() in GETTING:
        source = [head for holder in holders for head in preposition_objects(holder, {"from"}, depth=0)]
        return states(all_sides(source, cast), cast), states(all_sides(subjects(verb), cast), cast)
    acting = preposition_objects(verb, {"by"}, depth=0) if is_passive(verb) else subjects(verb)
    towards = [
        head for holder in holders for head in preposition_objects(holder, _TOWARDS, depth=0) if head not in things
    ]
    towards += children(verb, "dative") + [h for c in children(verb, "dative") for h in children(c, "pobj")]
    towards += [other for other in children(verb, "dobj") if other not in things]
    return states(all_sides(acting, cast), cast), states(_getting(towards, cast), cast)


def _getting(heads: Sequence[Token], cast: Cast) -> list[Side]:
    """Who is named himself, else whose thing it is for: "for Ukraine's air defence", "into the railways of Laos"."""
    named = [
        side for side in all_sides([h for h in heads if h.head.lower_ != "in"], cast) if side.party.kind != "person"
    ]
    things = [part for head in heads for part in (head, *preposition_objects(head, {"of", "in"}, depth=0))]
    return named or all_sides(list(heads), cast) or [side for thing in things for side in nations_of(thing, cast)]
