"""Deals: agreements, measures and joint ventures, with their parties, stage, sectors and amounts."""

import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.domain.facts import Claim, DateSpan, Deal, DealStage, Span
from bot.nlp.aid import AID, transfer
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import governing_verb, participles, phrase, whole
from bot.nlp.confidence import DEALS, MANY, SHOWN_FROM, of_people, of_sides
from bot.nlp.deal_claims import claims_near, in_money_of
from bot.nlp.deal_names import instrument_words, is_definite, lifting, name_of
from bot.nlp.deal_nouns import is_inside_name, is_nominal, is_topic, tells_of_deal, words_before
from bot.nlp.deal_parties import Passage, counterparts, in_name, sides_of_deal, struck
from bot.nlp.deal_stages import StageFound, stage_of_deal
from bot.nlp.deal_telling import NEAR, add
from bot.nlp.funding import FUNDING, funding
from bot.nlp.instruments import INSTRUMENTS, STAGE_OF_VERB, Family
from bot.nlp.investments import investment, words
from bot.nlp.lists import is_cut
from bot.nlp.occasions import date_of
from bot.nlp.reading import Reading
from bot.nlp.sectors import sectors_of
from bot.nlp.signing import Item, is_included, item_of, sides_of_item

_STATE_SUM = 500_000_000
_MEDIATING = re.compile(r"\b(?:alongside|mediat\w+|broker\w*|intermediar\w+|facilitat\w+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
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


def find_deals(reading: Reading) -> tuple[Deal, ...]:
    """Every deal of the body text with a nation, organisation or company to it, in order."""
    cast = Cast(reading)
    found: list[Deal] = []
    opened: list[Deal] = []  # "signed four papers:", whose items tell of each
    last: _Found | None = None
    for token in reading.doc:
        if token.lemma_.lower() == "invest" and cast.is_body(token):
            _add_told(found, token, investment(token, cast), cast)
        if token.lemma_.lower() in AID and cast.is_body(token):
            _add_told(found, token, transfer(token, cast), cast)
        if token.lemma_.lower() in FUNDING and cast.is_body(token) and (told := funding(token, cast)) is not None:
            _add_told(found, told.kind or token, (told.passage, told.stage), cast, of=told.sum)
        family = INSTRUMENTS.get(token.lemma_.lower()) if is_nominal(token) else None
        if family is None or not cast.is_body(token) or is_inside_name(token, cast) or is_topic(token):
            continue
        if (listed := _listed(token, family, cast, [*found, *opened])) is not None:
            opened += [deal for deal in found if deal == listed.opening]
            found = [*(deal for deal in found if deal not in opened), _deal(listed, cast)]
            continue
        candidate = _candidate(token, family, cast, last) or _again(token, family, cast, found)
        if candidate is not None:
            last = candidate
            add(found, _deal(candidate, cast), is_that=is_definite(token))
        elif found:
            _add_claims(found, token, cast)
    return tuple(found)


def _add_told(
    found: list[Deal], word: Token, told: tuple[Passage, StageFound] | None, cast: Cast, *, of: Span | None = None
) -> None:
    """An investment, a grant or the sum at `of`, told by a verb or a noun that is no instrument."""
    if told is not None and len(told[0].sides) > 1:
        passage, stage = told
        candidate = _Found(
            noun=word,
            family="venture",
            sides=passage.sides,
            stage=stage,
            sentence=cast.sentence(word),
            towards=passage.towards,
            sum=of,
        )
        deal = _deal(candidate, cast)
        add(found, replace(deal, instrument=words(word), name=None) if word.pos_ == "VERB" else deal)


def _candidate(noun: Token, family: Family, cast: Cast, last: _Found | None) -> _Found | None:
    words = words_before(noun)
    if not tells_of_deal(noun, family, words):
        return None
    verb = _verb_of(noun)
    stage = stage_of_deal(noun, verb, family)
    if stage is None:
        return None
    if "draft" in words:
        stage = StageFound(
            stage="under_negotiation" if verb and verb.lemma_ == "exchange" else "mentioned", confidence=DEALS["state"]
        )
    if stage.stage == "mentioned" and is_included(noun, verb, cast):
        stage = StageFound(stage="signed", confidence=DEALS["clause"])
    if noun.lemma_.lower() == "declaration" and stage.stage not in {"signed", "in_preparation"}:
        return None  # a declaration is between those who sign it
    sides = sides_of_deal(noun, verb, family, cast)
    is_body = noun.lemma_.lower() in {"commission", "council", "alliance"}
    if family == "venture" and not is_body and stage.stage == "mentioned" and len(in_name(noun, cast)) > 1:
        stage = StageFound(stage="under_way", confidence=DEALS["existing"])  # what bears two nations' names exists
    if (
        family == "venture"
        and len(sides) < 2
        and "joint" in words
        and last is not None
        and last.sentence == cast.sentence(noun)
    ):
        sides = [Side(party=s.party, how="pair", at=s.at) for s in last.sides]
    if family == "request" and len(sides) < 2:
        return None
    if not sides or (family in {"venture", "paper"} and len(sides) < 2):
        return None
    if family == "paper" and stage.stage in {"mentioned", "hypothetical"}:
        return None
    if stage.stage == "under_negotiation" and _is_by_mediators(noun, verb, cast):
        return None
    towards = struck(noun, verb, cast) if family == "measure" else ()
    return _Found(
        noun=noun, family=family, sides=tuple(sides), stage=stage, sentence=cast.sentence(noun), towards=towards
    )


def _listed(noun: Token, family: Family, cast: Cast, found: list[Deal]) -> _Found | None:
    """An item of a list of signed papers, between those who signed them by the sentence that opens the list."""
    is_paper = family in {"agreement", "paper", "award"} and noun.dep_ != "compound"
    item = item_of(noun, cast) if is_paper else None
    known = next((deal for deal in reversed(found) if item and _tells(deal, item.opening)), None)
    if item is None or known is None:
        return None
    sides = tuple(Side(party=party, how="description", at=noun.idx) for party in known.parties)
    return _Found(
        noun=noun,
        family=family,
        sides=sides_of_item(noun, item, cast) or sides,
        stage=StageFound(stage="signed", confidence=DEALS["clause"]),
        sentence=cast.sentence(noun),
        item=item,
        opening=known,
    )


def _tells(deal: Deal, opening: Span) -> bool:
    start, end = deal.evidence[-1]
    return deal.stage == "signed" and len(deal.parties) > 1 and start < opening[1] and opening[0] < end


def _is_by_mediators(noun: Token, verb: Token | None, cast: Cast) -> bool:
    """ "Working alongside X to reach a truce", "mediators hope for a deal": whose it would be is not told, unless "between" says so."""
    start, end = cast.sentence(noun)
    return not counterparts(noun, verb, cast) and _MEDIATING.search(cast.reading.text[start:end]) is not None


def _again(noun: Token, family: Family, cast: Cast, found: list[Deal]) -> _Found | None:
    """ "The tariffs were lifted": a measure told of before, by whom and upon whom."""
    is_that = any(child.lower_ in {"the", "those", "these", "its", "their"} for child in noun.children)
    verb = _verb_of(noun) if family == "measure" and is_that else None
    stage = stage_of_deal(noun, verb, family) if verb is not None else None
    if (
        stage is None
        or stage.stage not in {"lifted", "suspended", "cancelled"}
        or sides_of_deal(noun, verb, family, cast)
    ):
        return None
    for known in reversed(found):
        is_same = known.instrument.split()[-1].lower().rstrip("s") == noun.lemma_.lower()
        if is_same and known.stage in {"imposed", "in_force", "announced"} and len(known.parties) > 1:
            sides = tuple(Side(party=party, how="pair", at=noun.idx) for party in known.parties)
            return _Found(
                noun=noun,
                family=family,
                sides=sides,
                stage=stage,
                sentence=cast.sentence(noun),
                towards=known.towards,
            )
    return None


def _verb_of(noun: Token) -> Token | None:
    """The verb that brings the instrument about: over it, or its own participle."""
    if noun.head.lower_ == "worth":  # "projects worth billions are under way": the parser makes a clause of "worth"
        above = noun.head.head
        if noun.head.dep_ in {"nsubj", "nsubjpass"}:
            return above
        return next((c for c in above.children if c.dep_ == "ccomp" and c.i > noun.head.i), above)
    if noun.dep_ == "nsubjpass" and noun.head.dep_ == "ccomp" and any(c.lower_ == "being" for c in noun.head.children):
        return noun.head.head  # "announced a tariff on steel being dumped": the tariff is announced, not dumped
    if noun.head.lower_ == "including":
        return governing_verb(noun.head)
    if noun.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "oprd", "dative"}:
        return noun.head
    if (part := whole(noun)) != noun:
        return _verb_of(part)
    if noun.dep_ == "conj":
        above = noun.head
        while above.dep_ == "conj":
            above = above.head
        return above.head if above.dep_ in {"dobj", "nsubj", "nsubjpass"} else governing_verb(noun)
    return governing_verb(noun)


def _confidence(found: _Found, claims: tuple[Claim, ...], cast: Cast) -> float:
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


def _deal(found: _Found, cast: Cast) -> Deal:
    text, noun = cast.reading.text, found.noun
    inside = [t for t in phrase(noun) if t.dep_ not in {"relcl"}]
    start, end = inside[0].idx, inside[-1].idx + len(inside[-1].text)
    claims = tuple(in_money_of(c, found.sides) for c in claims_near(noun, found.sentence, cast, within=found.sum))
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
        and not is_cut([side.party for side in found.sides], found.sentence, cast),
        sectors=sectors_of(noun, found.sentence, "" if cast.mention(noun) else text[start:end], cast),
        claims=claims,
        date=found.opening.date if found.opening else _date(noun, stage, cast),
        towards=found.towards,
    )


def _date(noun: Token, stage: DealStage, cast: Cast) -> DateSpan | None:
    return None if stage == "under_negotiation" else date_of(_event(noun, stage), cast, is_ahead=_is_ahead(stage))


def _event(noun: Token, stage: DealStage) -> Token:
    """What the date belongs to: in "a treaty signed in May was ratified on Monday" the ratifying."""
    verb = noun.head
    is_news = noun.dep_ in {"dobj", "nsubjpass"} and STAGE_OF_VERB.get(verb.lemma_.lower()) == stage
    return verb if is_news and participles(noun) else noun


def _is_ahead(stage: DealStage) -> bool:
    return stage in {"in_preparation", "proposed", "under_negotiation", "pledged"}


def _add_claims(found: list[Deal], noun: Token, cast: Cast) -> None:
    """ "The agreement, worth $340 million, covers": what a later sentence says of the deal told last."""
    known, here = found[-1], cast.sentence(noun)
    is_same = known.instrument.split()[-1].lower() == noun.lower_ and not known.claims
    is_near = known.evidence[-1][1] <= here[0] < known.evidence[-1][1] + NEAR
    if not (is_same and is_near and any(child.lower_ == "the" for child in noun.children)):
        return
    claims = tuple(claims_near(noun, here, cast))
    if claims:
        found[-1] = replace(known, claims=claims, evidence=(*known.evidence, here))
