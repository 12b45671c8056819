"""Deals: agreements, measures and joint ventures, with their parties, stage, sectors and amounts."""

import re
from dataclasses import replace

from spacy.tokens import Token

from bot.domain.facts import Deal, Span
from bot.nlp.aid import AID, transfer
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, governing_verb, preposition_objects, whole
from bot.nlp.commitments import COMMITTING, commitment
from bot.nlp.confidence import DEALS, SHIFTED, SHOWN_FROM
from bot.nlp.contacts import all_sides
from bot.nlp.deal_claims import claims_near
from bot.nlp.deal_making import Candidate, deal_of, is_ahead
from bot.nlp.deal_names import is_definite
from bot.nlp.deal_nouns import is_inside_name, is_nominal, is_topic, tells_of_deal, words_before
from bot.nlp.deal_parties import Passage, counterparts, in_name, sides_of_deal, struck
from bot.nlp.deal_stages import StageFound, stage_of_deal, with_mood
from bot.nlp.deal_telling import NEAR, add
from bot.nlp.funding import FUNDING, funding
from bot.nlp.instruments import INSTRUMENTS, STAGE_OF_VERB, Family
from bot.nlp.investments import investment, words
from bot.nlp.occasions import date_of
from bot.nlp.reading import Reading
from bot.nlp.signing import is_included, item_of, sides_of_item

_OF_PAPERS = frozenset(("ratify", "renew", "prolong", "extend", "initial", "sign", "suspend", "terminate", "approve"))
_MEDIATING = re.compile(r"\b(?:alongside|mediat\w+|broker\w*|intermediar\w+|facilitat\w+)\b", re.IGNORECASE)


def find_deals(reading: Reading) -> tuple[Deal, ...]:
    """Every deal of the body text with a nation, organisation or company to it, in order."""
    cast = Cast(reading)
    found: list[Deal] = []
    opened: list[Deal] = []  # "signed four papers:", whose items tell of each
    last: Candidate | None = None
    for token in reading.doc:
        if token.lemma_.lower() == "invest" and cast.is_body(token):
            _add_told(found, token, investment(token, cast), cast)
        if token.lemma_.lower() in AID and cast.is_body(token):
            _add_told(found, token, transfer(token, cast), cast)
        if token.lemma_.lower() in FUNDING and cast.is_body(token) and (told := funding(token, cast)) is not None:
            _add_told(found, told.kind or token, (told.passage, told.stage), cast, of=told.sum)
        if token.lemma_.lower() in COMMITTING and cast.is_body(token) and (made := commitment(token, cast)) is not None:
            _add_told(found, token, made[:2], cast, called=made[2])
        if token.lower_ == "it" and cast.is_body(token) and (again := _told_of_it(token, found, cast)) is not None:
            add(found, again)
        family = INSTRUMENTS.get(token.lemma_.lower()) if is_nominal(token) else None
        if family is None or not cast.is_body(token) or is_inside_name(token, cast) or is_topic(token):
            continue
        if (listed := _listed(token, family, cast, [*found, *opened])) is not None:
            opened += [deal for deal in found if deal == listed.opening]
            found = [*(deal for deal in found if deal not in opened), deal_of(listed, cast)]
            continue
        candidate = _candidate(token, family, cast, last) or _again(token, family, cast, found)
        if candidate is not None:
            last = candidate
            add(found, deal_of(candidate, cast), is_that=is_definite(token))
        elif found:
            _add_claims(found, token, cast)
    return tuple(found)


def _add_told(
    found: list[Deal],
    word: Token,
    told: tuple[Passage, StageFound] | None,
    cast: Cast,
    *,
    of: Span | None = None,
    called: str | None = None,
) -> None:
    """An investment, a grant or the sum at `of`, told by a verb or a noun that is no instrument."""
    if told is not None and len(told[0].sides) > 1:
        passage, stage = told
        candidate = Candidate(
            noun=word,
            family="venture",
            sides=passage.sides,
            stage=stage,
            sentence=cast.sentence(word),
            towards=passage.towards,
            sum=of,
        )
        deal = deal_of(candidate, cast)
        add(found, replace(deal, instrument=called or words(word), name=None) if word.pos_ == "VERB" else deal)


def _candidate(noun: Token, family: Family, cast: Cast, last: Candidate | None) -> Candidate | None:
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
    return Candidate(
        noun=noun, family=family, sides=tuple(sides), stage=stage, sentence=cast.sentence(noun), towards=towards
    )


def _listed(noun: Token, family: Family, cast: Cast, found: list[Deal]) -> Candidate | None:
    """An item of a list of signed papers, between those who signed them by the sentence that opens the list."""
    is_paper = family in {"agreement", "paper", "award"} and noun.dep_ != "compound"
    item = item_of(noun, cast) if is_paper else None
    known = next((deal for deal in reversed(found) if item and _tells(deal, item.opening)), None)
    if item is None or known is None:
        return None
    sides = tuple(Side(party=party, how="description", at=noun.idx) for party in known.parties)
    return Candidate(
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


def _again(noun: Token, family: Family, cast: Cast, found: list[Deal]) -> Candidate | None:
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
            return Candidate(
                noun=noun,
                family=family,
                sides=sides,
                stage=stage,
                sentence=cast.sentence(noun),
                towards=known.towards,
            )
    return None


def _told_of_it(it: Token, found: list[Deal], cast: Cast) -> Deal | None:
    """ "Signed an accord in 2021 and renewed it last May", "It was ratified by A": what became of the deal just told."""
    verb, here = it.head, cast.sentence(it)
    stage = STAGE_OF_VERB.get(verb.lemma_.lower())
    known = found[-1] if found else None
    if known is None or it.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in _OF_PAPERS or stage is None:
        return None
    by = [*children(verb, "nsubj"), *preposition_objects(verb, {"by"}, depth=0)]
    parties = {code for party in known.parties for code in (party.id, party.country)}
    if any(code not in parties for side in all_sides(by, cast) for code in {side.party.country or side.party.id}):
        return None  # "Peru ratified it": that of another's treaty with the same body
    is_next = cast.sentence_before(here[0]) == known.evidence[-1]
    told = with_mood(stage, verb, DEALS["clause"]) if here == known.evidence[-1] or is_next else None
    if (
        told is None
        or is_ahead(told.stage)
        or INSTRUMENTS.get(known.instrument.split()[-1].lower()) != "agreement"
        or known.stage == told.stage
    ):
        return None
    confidence = round(min(known.confidence, told.confidence) * SHIFTED, 2)
    return replace(
        known,
        stage=told.stage,
        evidence=tuple(dict.fromkeys((known.evidence[-1], here))),
        confidence=confidence,
        shown=known.shown and told.stage != "hypothetical" and confidence >= SHOWN_FROM,
        date=date_of(verb, cast, is_ahead=is_ahead(told.stage)),
    )


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
