"""Nouns of contact: a meeting with, talks between, a phone call, a visit to, a summit."""

from itertools import pairwise

from spacy.tokens import Token

from bot.domain.facts import MeetingKind
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, governing_verb, preposition_objects, subjects, whole
from bot.nlp.contact_frames import frame
from bot.nlp.contact_verbs import PHONE
from bot.nlp.contact_visits import is_host
from bot.nlp.contact_words import ANOTHER, MEALS, NEUTRAL, NOUNS, OTHER_MEETINGS
from bot.nlp.contacts import Contact, all_sides, stage_of
from bot.nlp.parties import is_partial, sides, unique
from bot.nlp.stages import mood_of

_TOGETHER_IN = frozenset(("in", "by", "at", "during", "after", "following"))
_HOSTING = frozenset(("host", "convene", "arrange", "chair"))
_PRESENT_AT = frozenset(("attend", "join", "host"))


def contact_of_noun(noun: Token, cast: Cast) -> Contact | None:
    """The contact that a noun of `NOUNS` tells of, None if nobody takes part or it was denied."""
    lemma = noun.lemma_.lower()
    if noun.dep_ == "compound" or (lemma == "talk" and _is_a_speech(noun)):
        return None
    words = {c.lower_ for c in children(noun, "compound", "amod", "nmod")}
    if words & OTHER_MEETINGS or (lemma in MEALS and not _is_in_company(noun)):
        return None
    kind = NOUNS[lemma]
    if kind == "visit" and _is_recap(noun):
        return None
    if kind == "summit" and (hosted := _hosted(noun, cast)) is not None:
        return hosted
    start, end = cast.sentence(noun)
    by_phone = bool(words & {"phone", "telephone", "video"} or PHONE.search(cast.reading.text[start:end]))
    holders = (noun, noun.head) if noun.dep_ == "nsubj" else (noun,)
    has_other = any(preposition_objects(holder, {"with", "between"}) for holder in holders)
    if kind == "call" and "courtesy" in words:
        return _contact(noun, "meeting", cast)
    if kind == "call" and not by_phone and (lemma == "conversation" or not has_other):
        return None
    if kind == "talks" and words & {"phone", "telephone"}:
        kind = "call"
    return _contact(noun, kind, cast)


def _is_a_speech(talk: Token) -> bool:
    """ "Gave a talk"; "had a talk" and "held a telephone talk" are contacts."""
    is_call = any(c.lower_ in {"phone", "telephone"} for c in talk.children)
    return talk.tag_ != "NNS" and talk.head.lemma_ != "have" and not is_call


def _is_before(noun: Token) -> bool:
    """ "Before the talks", "ahead of the talks", "prior to the talks"."""
    return noun.head.lower_ == "before" or (
        noun.head.lower_ in {"of", "to"} and noun.head.head.lower_ in {"ahead", "prior"}
    )


def _is_recap(noun: Token) -> bool:
    """ "This is her second trip to Oslo this year": how many there were, told of one that is told elsewhere."""
    is_said = noun.dep_ == "attr" and any(s.lower_ in {"this", "it", "that"} for s in subjects(noun.head))
    return is_said and mood_of(noun.head).kind == "fact"


def _is_in_company(meal: Token) -> bool:
    """ "Had breakfast in Bonn with X"."""
    holders = (meal, meal.head) if meal.dep_ == "dobj" else (meal,)
    return any(preposition_objects(holder, {"with"}, depth=0) for holder in holders)


def _hosted(noun: Token, cast: Cast) -> Contact | None:
    """ "The G20 summit, which the US will host": a gathering of its group, whoever is invited to it."""
    groups = _groups(noun, cast)
    for clause in children(noun, "relcl"):
        stage = stage_of(clause, progressive="held")
        if groups and stage is not None and clause.lemma_.lower() in {"host", "hold", "take", "convene"}:
            hosts = all_sides([s for s in children(clause, "nsubj") if s.tag_ != "WDT"], cast)
            return Contact(
                kind="summit",
                token=noun,
                sides=tuple(groups),
                stage=stage,
                rule="subject",
                host=hosts[0].party if hosts else None,
            )
    return None


def _contact(noun: Token, kind: MeetingKind, cast: Cast) -> Contact | None:
    own = _owners(noun, kind, cast)
    part = whole(noun)
    verb = governing_verb(part)
    with_whom = preposition_objects(noun, {"with", "between"}, depth=0)
    if part.dep_ == "dobj":
        with_whom += preposition_objects(part.head, {"with", "between"}, depth=0)
    if is_partial(with_whom, cast):
        return None
    stage, acting, rule = frame(part, verb, cast)
    others = _others(noun, kind, cast) or _capital(noun, own or acting, cast)
    whose = next((c for c in noun.children if c.tag_ == "PRP$"), None)
    if kind in {"summit", "meeting"} and whose is not None and whose.lower_ == "its":
        own = _its_group(whose, verb, cast)
    if verb is not None and not own and whose is not None:
        if any(s.pos_ == "PROPN" and cast.mention(s) is None for s in subjects(verb)):
            return None  # "his trip", and the name that says whose is not known
        acting = _whose(whose, acting or all_sides(subjects(verb), cast), cast)
        if not others and whose.lower_ == "their":
            others = all_sides(children(verb, "dobj"), cast)
    if len(between := all_sides(preposition_objects(noun, {"between"}, depth=0), cast)) > 1:
        own, acting, others = [], [], between  # they are all who talk, whoever is told of it
    if _is_unsure(part, verb, acting, own + others):
        return None
    if kind == "visit":
        acting = _visitors(noun, own, acting)
        others = _abroad(others, acting)
        if not others or not acting:
            return None
    is_hosted = verb is not None and verb.lemma_.lower() in _HOSTING and len(others) > 1 and part.head == verb
    host = acting[0].party if is_hosted and acting else None  # "X hosted talks between A and B": X is no side
    everyone = unique([*(own or ([] if is_hosted else acting)), *others])
    if stage is None or not _is_whole(noun, own or acting, others, rule, cast):
        return None
    words = {c.lower_ for c in noun.children}
    return Contact(
        kind=kind,
        token=noun,
        sides=tuple(everyone),
        stage=stage,
        rule=rule,
        host=host,
        is_separate=(bool(words & {"separate", "two"}) and kind in {"call", "meeting"})
        or ((kind == "call" or "bilateral" in words) and noun.tag_ == "NNS" and len(own or acting) == 1),
        is_another=bool(words & ANOTHER),
        is_anaphoric=bool(words & {"the", "that", "this", "those"}) and not others and not own and rule == "after",
    )


def _visitors(noun: Token, own: list[Side], acting: list[Side]) -> list[Side]:
    """Whose visit it is. "In response to the visit by X": not who responds; "A and B prepared his visit": of them nobody's."""
    is_others = bool(preposition_objects(noun, {"by"}, depth=0))
    is_his = any(c.lower_ in {"his", "her"} for c in noun.children) and len(acting) > 1
    return own or ([] if is_others or is_his else acting)


def _is_unsure(noun: Token, verb: Token | None, acting: list[Side], others: list[Side]) -> bool:
    """Who attends, joins or hosts talks may be one of many, or a go-between. "During the meeting with X, both sides agreed":
    who met X was told before, if at all. "A and B agreed to it before the summit": whose, is not told."""
    is_object = noun.dep_ != "nsubjpass" or noun.lemma_.lower() != "summit"  # "the summit was attended by all" tells it
    is_present = verb is not None and noun.head == verb and is_object and verb.lemma_.lower() in _PRESENT_AT
    is_told = bool(preposition_objects(noun, {"with", "between", "by"}, depth=0)) or bool(
        others and noun.head.lemma_.lower() == "host"
    )
    is_anybodys = _is_before(noun) and not others and not any(c.tag_ == "PRP$" for c in noun.children)
    return is_anybodys or (is_present and not is_told) or (bool(others) and any(side.how == "pair" for side in acting))


def _its_group(pronoun: Token, verb: Token | None, cast: Cast) -> list[Side]:
    """ "NATO at its summit in Oslo", "At its summit in Oslo, NATO": the group that the nearest clause has for subject."""
    start, _ = cast.sentence(pronoun)
    before = [m for m in cast.named_before(pronoun.idx, start) if m.kind == "group"]
    acting = all_sides(subjects(verb), cast) if verb is not None else []
    found = [s for s in acting if s.party.id in cast.groups]
    return found or [Side(party=m.party, how="pronoun", at=m.start) for m in before[-1:]]


def _whose(pronoun: Token, acting: list[Side], cast: Cast) -> list[Side]:
    """ "After her meeting with X, the White House said": hers is not the White House's."""
    if pronoun.lower_ in {"his", "her"} and not any(s.party.kind == "person" for s in acting):
        return sides(pronoun, cast)
    return acting


def _is_whole(noun: Token, acting: list[Side], others: list[Side], rule: str, cast: Cast) -> bool:
    """Both sides are known: one of a meeting "with the police" is not enough, nor who spoke "ahead of the meeting"."""
    with_whom = preposition_objects(noun, {"with"}, depth=0)
    if with_whom:
        return bool(acting and others)
    if any(c.lower_ in {"their", "its"} for c in noun.children) or others:
        return bool(acting or others)
    is_own = len(acting) == 1 and acting[0].party.id in cast.groups  # "after a meeting, the EU said"
    is_joint = len(acting) == 2 and noun.head.lower_ in _TOGETHER_IN and all(s.party.kind == "person" for s in acting)
    if is_joint and acting[0].party.country != acting[1].party.country:
        return True  # "A and B discussed it in a phone call"
    return bool(acting) and (rule != "after" or bool(others) or _is_definite(noun) or is_own)


def _is_definite(noun: Token) -> bool:
    return any(c.lower_ in {"the", "that", "this", "those"} for c in noun.children)


def _abroad(hosts: list[Side], visitors: list[Side]) -> list[Side]:
    """Nobody visits his own country."""
    home = {s.party.country for s in visitors if s.party.country}
    return [s for s in hosts if s.party.country not in home]


def _owners(noun: Token, kind: MeetingKind, cast: Cast) -> list[Side]:
    """Whose meeting it is: "Obama's meeting with", "a visit by"."""
    own = all_sides([c for c in children(noun, "poss") if c.tag_ != "PRP$"], cast)
    if kind == "visit":
        agents = preposition_objects(noun, {"by", "of"}, depth=0)
        guests = [s for s in all_sides(preposition_objects(noun, {"from"}, depth=0), cast) if s.party.kind == "person"]
        if noun.dep_ == "dobj":
            agents += preposition_objects(noun.head, {"by"}, depth=0)
        return own + guests + all_sides(agents, cast)
    return own + [s for c in children(noun, "compound") for s in sides(c, cast) if s.party.kind == "person"]


def _others(noun: Token, kind: MeetingKind, cast: Cast) -> list[Side]:
    """With whom, or to where."""
    if kind == "visit":
        noun = _other_visit(noun) or noun
        hosts = all_sides(preposition_objects(noun, {"to", "with", "in"}, depth=0) + children(noun, "compound"), cast)
        return [s for s in hosts if is_host(s, cast)]
    words = {"with", "between", "among", "amongst"} | ({"from", "to"} if kind == "call" else set[str]())
    is_courtesy = noun.lemma_.lower() == "call" and kind == "meeting"
    if is_courtesy:  # "paid a courtesy call on X", "received a courtesy call from X"
        words |= {"on", "upon", "to", "from"}
    heads = preposition_objects(noun, words, depth=0)
    if is_courtesy and noun.dep_ == "dobj":
        heads = heads + preposition_objects(noun.head, words, depth=0)
    if not heads:  # "talks in Paris with X", "held a meeting on Monday with X"
        for place in preposition_objects(noun, {"in", "at", "on"}, depth=0):
            heads += preposition_objects(place, {"with", "between"}, depth=0)
    part = whole(noun)
    is_subject = part.dep_ == "nsubj" and part.head.lemma_.lower() in {"take", "happen", "occur"}
    if not heads and (part.dep_ == "dobj" or is_subject):
        heads = preposition_objects(part.head, {"with", "between"}, depth=0)
    if not heads and kind == "call" and noun.dep_ == "pobj" and noun.head.lower_ in {"in", "during"}:
        heads = preposition_objects(noun.head.head, {"with"})  # "discussed it with X in a phone call"
        heads += [
            w for thing in children(noun.head.head, "dobj") for w in preposition_objects(thing, {"with"}, depth=0)
        ]
    if not heads and noun.lemma_.lower() != "negotiation":  # "the negotiation of a treaty" is about it
        heads = preposition_objects(noun, {"of"}, depth=0)
    found = all_sides(heads, cast) or _joined_by_hyphen(noun, cast)
    if kind == "summit" and noun.dep_ in {"dobj", "nsubj", "nsubjpass"}:  # not "on the sidelines of the G7 summit"
        found += _groups(noun, cast)
    return found


def _joined_by_hyphen(noun: Token, cast: Cast) -> list[Side]:
    """ "The Peru-Chile summit"."""
    text = cast.reading.text
    named = [m for m in cast.reading.mentions_in(noun.left_edge.idx, noun.idx) if m.kind in {"country", "group"}]
    for one, other in pairwise(named):
        if text[one.end : other.start] in {"-", "–"} and text[other.end : other.end + 1] != "-":
            return [Side(party=m.party, how="description", at=m.start) for m in (one, other)]
    return []


def _other_visit(noun: Token) -> Token | None:
    """ "A's visit to X was followed by a trip by B": the visit that says where both went."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "by" or verb.lemma_.lower() not in {"precede", "follow"}:
        return None
    return next((s for s in subjects(verb) if NOUNS.get(s.lemma_.lower()) == "visit"), None)


def _groups(noun: Token, cast: Cast) -> list[Side]:
    """ "The G20 summit"."""
    named = [s for c in children(noun, "compound", "nmod", "amod") for s in sides(c, cast)]
    return [s for s in named if s.party.id in cast.groups]


def _capital(noun: Token, acting: list[Side], cast: Cast) -> list[Side]:
    """ "Will hold talks in Beijing" is with the Chinese, if no more than one is told; Vienna and Doha lend their tables to all."""
    if len(acting) > 1 or noun.dep_ != "dobj":
        return []
    if noun.head.lemma_.lower() not in {"hold", "have"} or noun.lemma_.lower() != "talk":
        return []
    for place in preposition_objects(noun, {"in"}, depth=0) + preposition_objects(noun.head, {"in"}, depth=0):
        mention = cast.mention(place)
        if mention is not None and mention.word == "capital" and mention.party.id not in NEUTRAL:
            return [Side(party=mention.party, how="description", at=mention.start)]
    return []
