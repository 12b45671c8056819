"""Deals: agreements, measures and joint ventures, with their parties, stage, sectors and amounts."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.domain.facts import Claim, Deal, DealStage, Span
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, governing_verb, phrase, whole
from bot.nlp.confidence import DEALS, MANY, SHOWN_FROM, of_people, of_sides
from bot.nlp.deal_claims import claims_near
from bot.nlp.deal_parties import in_name, sides_of_deal
from bot.nlp.deal_stages import StageFound, stage_of_deal
from bot.nlp.instruments import INSTRUMENTS, STAGE_OF_VERB, Family, find_sectors
from bot.nlp.investments import investment, words
from bot.nlp.occasions import date_of
from bot.nlp.reading import Reading

_KINDS_OF = frozenset(("joint", "free", "mutual", "bilateral", "preliminary", "nuclear", "retaliatory", "economic"))
_NOUN_PLACES = frozenset(("dobj", "pobj", "nsubj", "nsubjpass", "attr"))
_NEAR = 800  # characters over which "the agreement" still means the one just told of
_SYNONYMS = frozenset(("deal", "agreement", "pact", "accord", "megadeal"))
_STATE_SUM = 500_000_000
_NOT_A_DEAL = frozenset(
    (
        "great",
        "good",
        "big",
        "plea",
        "record",
        "book",
        "real",
        "raw",
        "new",
        "better",
        "bad",
        "worst",
        "best",
        "prenuptial",
        "divorce",
        "nondisclosure",
        "non-",
        "disclosure",
        "confidentiality",
        "package",
        "housing",
        "settlement",
        "city",
        "town",
        "tribal",
        "student",
        "home",
        "mortgage",
        "advisory",
        "super",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    noun: Token
    family: Family
    sides: tuple[Side, ...]
    stage: StageFound
    sentence: Span


def find_deals(reading: Reading) -> tuple[Deal, ...]:
    """Every deal of the body text with a nation, organisation or company to it, in order."""
    cast = Cast(reading)
    found: list[Deal] = []
    last: _Found | None = None
    for token in reading.doc:
        if token.lemma_.lower() == "invest" and cast.is_body(token):
            _add_investment(found, token, cast)
        family = INSTRUMENTS.get(token.lemma_.lower()) if _is_nominal(token) else None
        if family is None or not cast.is_body(token) or _is_inside_name(token, cast):
            continue
        candidate = _candidate(token, family, cast, last) or _again(token, family, cast, found)
        if candidate is not None:
            last = candidate
            _add(found, _deal(candidate, cast), is_that=_is_definite(token))
        elif found:
            _add_claims(found, token, cast)
    return tuple(found)


def _add_investment(found: list[Deal], verb: Token, cast: Cast) -> None:
    told = investment(verb, cast)
    if told is not None and len(told[0]) > 1:
        candidate = _Found(
            noun=verb, family="venture", sides=tuple(told[0]), stage=told[1], sentence=cast.sentence(verb)
        )
        _add(found, replace(_deal(candidate, cast), instrument=words(verb), name=None))


def _is_agreed_start(talks: Token) -> bool:
    """ "Have agreed to begin talks on X"."""
    verb = talks.head
    return (
        talks.dep_ == "dobj"
        and verb.lemma_.lower() in {"begin", "start", "open", "resume", "hold"}
        and verb.dep_ == "xcomp"
        and verb.head.lemma_.lower() == "agree"
    )


def _is_nominal(token: Token) -> bool:
    """A noun, or what the tagger took for a verb in a noun's place."""
    is_mistagged = token.pos_ == "VERB" and token.dep_ in _NOUN_PLACES
    return token.dep_ != "" and (token.pos_ in {"NOUN", "PROPN"} or is_mistagged)


def _is_inside_name(token: Token, cast: Cast) -> bool:
    """ "Investment" of an Investment Council."""
    mention = cast.mention(token)
    return mention is not None and token.idx + len(token.text) < mention.end


def _candidate(noun: Token, family: Family, cast: Cast, last: _Found | None) -> _Found | None:
    words = {child.lower_ for child in children(noun, "amod", "compound", "nmod", "det")}
    if noun.dep_ == "compound" or words & _NOT_A_DEAL - {"new", "great"} or "no" in words:
        return None
    if noun.lemma_.lower() == "deal" and "great" in words:
        return None
    if family == "talks" and not words & {"trade", "membership", "accession"} and not _is_agreed_start(noun):
        return None
    verb = _verb_of(noun)
    stage = stage_of_deal(noun, verb, family)
    if stage is None:
        return None
    sides = sides_of_deal(noun, verb, family, cast)
    if family == "venture" and stage.stage == "mentioned" and len(in_name(noun, cast)) > 1:
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
    if not sides or (family == "venture" and len(sides) < 2):
        return None
    return _Found(noun=noun, family=family, sides=tuple(sides), stage=stage, sentence=cast.sentence(noun))


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
            return _Found(noun=noun, family=family, sides=sides, stage=stage, sentence=cast.sentence(noun))
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
            is_public=beside or all(cast.is_head(party) for party in parties),
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
    claims = tuple(claims_near(noun, found.sentence, cast))
    confidence = _confidence(found, claims, cast)
    stage = found.stage.stage
    return Deal(
        parties=tuple(side.party for side in found.sides),
        instrument=_lifting(noun, stage, cast) or _instrument(noun, cast),
        stage=stage,
        evidence=(found.sentence,),
        confidence=confidence,
        name=_name(noun, cast),
        shown=stage not in {"mentioned", "hypothetical"} and len(found.sides) > 1 and confidence >= SHOWN_FROM,
        sectors=find_sectors(
            "" if cast.mention(noun) else text[start:end], text[found.sentence[0] : found.sentence[1]]
        ),
        claims=claims,
        date=date_of(noun, cast, is_ahead=_is_ahead(stage)),
    )


def _lifting(noun: Token, stage: DealStage, cast: Cast) -> str | None:
    """ "Ease trade sanctions", announced: what is announced is the easing, not the sanctions."""
    verb = noun.head
    if stage != "announced" or noun.dep_ != "dobj" or STAGE_OF_VERB.get(verb.lemma_.lower()) != "lifted":
        return None
    return cast.reading.text[verb.idx : noun.idx + len(noun.text)] if 0 < noun.i - verb.i <= 8 else None


def _is_ahead(stage: DealStage) -> bool:
    return stage in {"in_preparation", "proposed", "under_negotiation", "pledged"}


def _instrument(noun: Token, cast: Cast) -> str:
    """The article's word with the nouns before it: "oil supply deal", "memorandum of understanding"."""
    first, last = noun, noun
    mention = cast.mention(noun)
    if mention is not None:
        return noun.text
    for child in sorted(children(noun, "compound", "amod"), key=lambda t: -t.i):
        is_word = (child.dep_ == "compound" and child.is_alpha) or child.lower_ in _KINDS_OF
        if child.i == first.i - 1 and is_word and cast.mention(child) is None:
            edge = child.left_edge
            first = (
                edge
                if cast.mention(edge) is None and edge.i >= first.i - 3 and edge.is_alpha and edge.pos_ != "DET"
                else child
            )
    after = noun.i + 1
    if after + 1 < len(noun.doc) and noun.doc[after].lower_ == "of" and noun.doc[after + 1].lower_ == "understanding":
        last = noun.doc[after + 1]
    return cast.reading.text[first.idx : last.idx + len(last.text)]


def _name(noun: Token, cast: Cast) -> str | None:
    """A proper name such as a treaty's, from its mention or its capitals."""
    mention = cast.mention(noun)
    if mention is not None and mention.kind in {"organisation", "company"}:
        return cast.reading.text[mention.start : mention.end]
    if not noun.text[0].isupper():
        return None
    first = noun
    while first.i > 0 and noun.doc[first.i - 1].text[:1].isupper() and not first.is_sent_start:
        first = noun.doc[first.i - 1]
    name = cast.reading.text[first.idx : noun.idx + len(noun.text)]
    return name if first != noun and "\n" not in name else None


def _add_claims(found: list[Deal], noun: Token, cast: Cast) -> None:
    """ "The agreement, worth $340 million, covers": what a later sentence says of the deal told last."""
    known, here = found[-1], cast.sentence(noun)
    is_same = known.instrument.split()[-1].lower() == noun.lower_ and not known.claims
    is_near = known.evidence[-1][1] <= here[0] < known.evidence[-1][1] + _NEAR
    if not (is_same and is_near and any(child.lower_ == "the" for child in noun.children)):
        return
    claims = tuple(claims_near(noun, here, cast))
    if claims:
        found[-1] = replace(known, claims=claims, evidence=(*known.evidence, here))


def _is_same(known: Deal, new: Deal) -> bool:
    """The same parties and stage, and a word of the same name or, a few lines on, of the same meaning."""
    if {p.id for p in known.parties} != {p.id for p in new.parties} or known.stage != new.stage:
        return False
    words = {deal.instrument.split()[-1].lower().rstrip("s") for deal in (known, new)}
    is_near = new.evidence[0][0] - known.evidence[-1][1] < _NEAR
    return len(words) == 1 or (words <= _SYNONYMS and is_near and not (known.name or new.name))


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "that", "this"} for child in noun.children)


def _is_told_again(known: Deal, new: Deal) -> bool:
    """ "The pact was inked by Secretary X and her Yish counterpart": those who signed for the sides told just before."""
    words = {deal.instrument.split()[-1].lower().rstrip("s") for deal in (known, new)}
    homes = {party.country for party in known.parties}
    are_of_them = all(party.country in homes or (party.kind == "person" and not party.country) for party in new.parties)
    is_near = 0 <= new.evidence[0][0] - known.evidence[-1][1] < _NEAR
    is_one = (len(words) == 1 or words <= _SYNONYMS) and known.stage == new.stage and None not in homes
    return is_near and is_one and are_of_them and any(party.kind == "person" for party in new.parties)


def _add(found: list[Deal], new: Deal, *, is_that: bool = False) -> None:
    """One deal told again is one."""
    for i, known in enumerate(found):
        if _is_same(known, new) or (is_that and _is_told_again(known, new)):
            found[i] = replace(
                known,
                evidence=tuple(sorted({*known.evidence, *new.evidence})),
                claims=known.claims or new.claims,
                sectors=known.sectors or new.sectors,
                name=known.name or new.name,
                date=known.date or new.date,
                confidence=max(known.confidence, new.confidence),
                shown=known.shown or new.shown,
            )
            return
    found.append(new)
