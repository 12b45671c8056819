"""From a candidate to the deal that is kept: its words, stage, day, amounts, and how sure it is."""

from dataclasses import dataclass

from spacy.tokens import Token

from bot.domain.facts import Claim, DateSpan, Deal, DealStage, Span
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, governing_verb, participles, phrase
from bot.nlp.confidence import MANY, SHOWN_FROM, of_people, of_sides
from bot.nlp.deal_claims import claims_near, in_money_of
from bot.nlp.deal_names import instrument_words, is_vague, lifting, name_of
from bot.nlp.deal_stages import StageFound
from bot.nlp.instruments import STAGE_OF_VERB, Family
from bot.nlp.lists import is_cut
from bot.nlp.occasions import date_of
from bot.nlp.sectors import sectors_of
from bot.nlp.signing import Item

_STATE_SUM = 500_000_000
_GIVING_ONES_WORD = frozenset(("pledge", "promise", "vow", "commit", "earmark", "offer", "propose"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An instrument, or the verb that tells of it, with its sides and stage."""

    noun: Token
    family: Family
    sides: tuple[Side, ...]
    stage: StageFound
    sentence: Span
    towards: tuple[str, ...] = ()
    item: Item | None = None
    opening: Deal | None = None
    """Where it is one of a list of papers: which, and what the sentence that opens the list tells."""
    sum: Span | None = None
    """Where its amount stands, if the verb tells which it is."""


def _confidence(found: Candidate, claims: tuple[Claim, ...], cast: Cast) -> float:
    """How often such a deal is right: by its stage's construction and by how its parties were found."""
    value = found.stage.confidence * of_sides(side.how for side in found.sides)
    parties = [side.party for side in found.sides]
    people = [party for party in parties if party.kind == "person"]
    if people:
        beside = any(party.kind == "country" or party.id in cast.groups for party in parties)
        value *= of_people(
            is_public=beside or all(cast.is_head(party) or cast.holds_office(party) for party in parties),
            is_official=all(cast.holds_office(party) for party in people),
            is_large=any((claim.low or claim.high or 0) >= _STATE_SUM for claim in claims),
        )
    if len(parties) > 4:
        value *= MANY
    return round(value, 2)


def deal_of(found: Candidate, cast: Cast) -> Deal:
    """The candidate with all that its sentence tells of it; shown if sure enough and between two sides."""
    text, noun = cast.reading.text, found.noun
    inside = [t for t in phrase(noun) if t.dep_ not in {"relcl"}]
    start, end = inside[0].idx, inside[-1].idx + len(inside[-1].text)
    near = claims_near(noun, found.sentence, cast, within=found.sum) if found.family != "talks" else ()
    claims = tuple(in_money_of(c, found.sides) for c in near)
    confidence = _confidence(found, claims, cast)
    easing = lifting(noun, found.stage.stage, cast)
    stage: DealStage = "announced" if easing else found.stage.stage
    return Deal(
        parties=tuple(side.party for side in found.sides),
        instrument=easing or instrument_words(noun, cast),
        stage=stage,
        evidence=(*(found.opening.evidence[-1:] if found.opening else ()), found.sentence),
        confidence=confidence,
        name=found.item.name(text) if found.item else name_of(noun, cast),
        shown=stage not in {"mentioned", "hypothetical"}
        and len(found.sides) > 1
        and confidence >= SHOWN_FROM
        and not (found.item is None and is_vague(noun, cast))
        and not is_cut([side.party for side in found.sides], found.sentence, cast),
        sectors=sectors_of(noun, found.sentence, "" if cast.mention(noun) else text[start:end], cast),
        claims=claims,
        date=found.opening.date if found.opening else _date(noun, stage, cast),
        towards=found.towards,
    )


def _date(noun: Token, stage: DealStage, cast: Cast) -> DateSpan | None:
    verb = noun if noun.pos_ == "VERB" else governing_verb(noun)
    is_done = verb is not None and verb.tag_ == "VBD" and verb.lemma_.lower() in _GIVING_ONES_WORD
    ahead = is_ahead(stage) and not is_done
    return None if stage == "under_negotiation" else date_of(_event(noun, stage), cast, is_ahead=ahead)


def _event(noun: Token, stage: DealStage) -> Token:
    """What the date belongs to: in "a treaty signed in May was ratified on Monday" the ratifying."""
    verb = noun.head
    is_news = noun.dep_ in {"dobj", "nsubjpass"} and STAGE_OF_VERB.get(verb.lemma_.lower()) == stage
    return verb if is_news and (participles(noun) or children(noun, "relcl")) else noun


def is_ahead(stage: DealStage) -> bool:
    return stage in {"in_preparation", "proposed", "under_negotiation", "pledged"}
