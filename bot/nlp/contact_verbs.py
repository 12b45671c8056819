"""Verbs of contact: met, dined with, spoke with, phoned, visited, travelled to, hosted."""

import re

from spacy.tokens import Token

from bot.domain.facts import MeetingKind
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects, subjects
from bot.nlp.contact_stays import STAYING, contact_of_stay
from bot.nlp.contact_visits import TRAVELLING, travel, visit
from bot.nlp.contacts import Contact, all_sides, between, stage_of
from bot.nlp.dates import find_dates
from bot.nlp.occasions import date_of
from bot.nlp.parties import is_partial, unique

VERBS = frozenset(
    (
        "meet",
        "see",
        "gather",
        "convene",
        "sit",
        "dine",
        "lunch",
        "breakfast",
        "huddle",
        "eat",
        "speak",
        "talk",
        "confer",
        "negotiate",
        "telephone",
        "phone",
        "call",
        "visit",
        "arrive",
        "travel",
        "fly",
        "come",
        "go",
        "leave",
        "depart",
        "head",
        "continue",
        "proceed",
        "stop",
        "host",
        "receive",
        "welcome",
    )
)
_TOGETHER = frozenset(("sit", "dine", "lunch", "breakfast", "huddle", "eat"))
_HABIT = frozenset(
    (
        "often",
        "regularly",
        "frequently",
        "usually",
        "sometimes",
        "always",
        "rarely",
        "routinely",
        "ever",
    )
)
PHONE = re.compile(r"\b(?:tele)?phone[ds]?\b|\bby phone\b|\bphone call|\bvideo (?:call|link)|\bhotline", re.IGNORECASE)


def contact_of_verb(verb: Token, cast: Cast) -> Contact | None:
    """The contact that a verb of `VERBS` tells of, None if it lacks a side."""
    lemma = verb.lemma_.lower()
    if any(child.lower_ in _HABIT for child in verb.children) or any(map(_is_count, verb.subtree)):
        return None
    acting = all_sides(subjects(verb), cast) or _just_before(verb, cast)
    if lemma in {"meet", "gather", "convene"}:
        is_many = _is_many(acting, cast) or (len(acting) > 1 and all(side.party.country for side in acting))
        is_one = lemma == "meet" or (is_many and not children(verb, "dobj"))
        return _meet(verb, acting, cast) if is_one else None
    if lemma == "see":
        return _see(verb, acting, cast)
    if lemma in _TOGETHER:
        return _sit_with(verb, acting, cast)
    if lemma == "negotiate":
        return _negotiate(verb, acting, cast)
    if lemma in {"speak", "talk", "confer"}:
        return _speak(verb, acting, cast)
    if lemma == "call":
        return _call_on(verb, acting, cast) or _call(verb, acting, cast)
    if lemma in {"telephone", "phone"}:
        return between("call", verb, acting, all_sides(children(verb, "dobj"), cast), "phone")
    if lemma == "visit":
        return visit(verb, acting, cast)
    if lemma in STAYING:
        return contact_of_stay(verb, acting, cast)
    if lemma in TRAVELLING:
        return travel(verb, lemma, acting, cast)
    return _receive(verb, lemma, acting, cast)


def _is_count(word: Token) -> bool:
    """ "Have spoken nine times": how many, and of none when."""
    return word.lower_ == "times" and any(c.dep_ in {"nummod", "amod"} for c in word.children)


def _just_before(verb: Token, cast: Cast) -> list[Side]:
    """ "Accompanied by A, B met C": the parser makes the participle the subject; it is the name before the verb."""
    if not any(subject.tag_ == "VBN" for subject in children(verb, "nsubj")):
        return []
    at = verb.i - 1
    while at > 0 and verb.doc[at].head == verb and verb.doc[at].pos_ in {"AUX", "ADV"}:
        at -= 1
    mention = cast.mention(verb.doc[at])
    is_person = mention is not None and mention.kind == "person"
    return [Side(party=mention.party, how="name", at=mention.start)] if mention is not None and is_person else []


def _meet(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    if is_passive(verb):
        return None
    objects = children(verb, "dobj")
    if not objects and (displaced := _displaced(verb, cast)):
        return between("meeting", verb, acting, displaced, "meet")
    met = [s for s in all_sides(objects, cast) if s.party.kind == "person" or s.how != "name"]
    met += all_sides(preposition_objects(verb, {"with"}), cast)
    if is_partial([*objects, *preposition_objects(verb, {"with"})], cast):
        return None
    if not met and not objects and _is_many(acting, cast) and not preposition_objects(verb, {"with"}):
        return _gathering(verb, acting)
    if not met and (objects or len(acting) < 2 or preposition_objects(verb, {"with"})):
        return None
    if not met and verb.tag_ == "VBG" and verb.dep_ in {"pcomp", "amod"}:
        return None
    return between("meeting", verb, acting, met or acting[1:], "meet" if met else "meet-plural")


def _see(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Will see Premier X on Friday": officials of two nations, and still ahead."""
    seen = all_sides(children(verb, "dobj"), cast)
    people = [s for s in (*acting, *seen) if s.party.kind == "person" and _is_known(s, cast)]
    is_between = len(people) == len(acting) + len(seen) and len({s.party.country for s in people}) > 1
    found = between("meeting", verb, acting, seen, "meet") if is_between else None
    return found if found is not None and found.stage == "planned" else None


def _displaced(verb: Token, cast: Cast) -> list[Side]:
    """ "Received on Wednesday Premier X": the parser hangs whoever stands after the day on the day."""
    end = cast.sentence(verb)[1]
    after = [m for m in cast.reading.mentions_in(verb.idx + len(verb), end) if m.kind == "person"]
    gap = cast.reading.text[verb.idx + len(verb) : after[0].full[0]] if after else ""
    days = find_dates(gap)
    rest = (gap[: days[0].start] + gap[days[0].end :]).split() if len(days) == 1 else ["?"]
    is_next = all(word.lower() in {"on", "here", "the", "with", "also", "separately", ","} for word in rest)
    return [Side(party=after[0].party, how="name", at=after[0].start)] if after and is_next else []


def _is_many(acting: list[Side], cast: Cast) -> bool:
    """ "EU leaders": one side that is a group."""
    return len(acting) == 1 and acting[0].party.id in cast.groups


def _gathering(verb: Token, acting: list[Side]) -> Contact | None:
    """ "EU leaders gathered in Riga on Friday"."""
    stage = stage_of(verb)
    if stage is None or verb.tag_ in {"VBG", "VBZ", "VBP"}:
        return None
    return Contact(kind="meeting", token=verb, sides=tuple(acting), rule="meet-plural", stage=stage)


def _sit_with(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Dined with X", "sat down with X"; an interviewer sits down with everybody."""
    if verb.lemma_.lower() == "sit" and not any(c.lower_ == "down" for c in verb.children):
        return None
    others = all_sides(preposition_objects(verb, {"with"}, depth=0), cast)
    people = [s for s in acting if s.party.kind == "person"]
    met = [s for s in others if s.party.kind == "person" or s.how != "name"]
    return between("meeting", verb, people, met, "sit")


def _negotiate(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Negotiates with X over Y": talks that are going on, or were."""
    if is_passive(verb) or children(verb, "dobj"):
        return None
    stage = stage_of(verb, progressive="held")
    others = all_sides(preposition_objects(verb, {"with"}, depth=0), cast)
    if stage not in {"held", "hypothetical"} or not acting or not others:
        return None
    return Contact(kind="talks", token=verb, sides=tuple(unique([*acting, *others])), rule="negotiate", stage=stage)


def _call(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Called X on Tuesday": on the telephone, if nothing says what he called him or for what he called."""
    objects = children(verb, "dobj", "oprd")
    is_one = len({cast.mention(c) for c in objects}) == 1  # the parser may part a title from its name
    is_other = children(verb, "xcomp", "ccomp", "prt", "acomp", "attr", "advcl", "dative")
    is_dated = date_of(verb, cast, is_ahead=False) is not None
    if is_passive(verb) or is_other or not is_one or not is_dated:
        return None
    people = [s for s in acting if s.party.kind == "person"]
    return between("call", verb, people, [s for s in all_sides(objects, cast) if s.party.kind == "person"], "call")


def _call_on(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "The premier called on the president on Monday": paid a visit; "called on him to resign" did not."""
    is_demand = any(t.lower_ in {"to", "for"} and t.i > verb.i for t in verb.subtree)
    hosts = all_sides(preposition_objects(verb, {"on"}, depth=0), cast)
    people = [s for s in (*acting, *hosts) if s.party.kind == "person" and cast.holds_office(s.party)]
    is_between = len(people) == len(acting) + len(hosts) and not _are_compatriots(people)
    if is_demand or is_passive(verb) or not is_between or verb.tag_ in {"VBZ", "VBP"}:
        return None
    return between("meeting", verb, acting, hosts, "receive")


def _speak(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    start, end = cast.sentence(verb)
    by_phone = bool(PHONE.search(cast.reading.text[start:end]))
    heard = all_sides(preposition_objects(verb, {"with", "to"}), cast)
    heard = [s for s in heard if s.party.kind in {"person", "country"}]
    acting = [s for s in acting if s.party.kind == "person" or (s.how != "name" and s.party.kind == "country")]
    if by_phone and not heard and len(acting) > 1:  # "the two ministers spoke by phone"
        heard = acting[1:]
    is_narrated = verb.tag_ in {"VBZ", "VBP", "VBG"} and not by_phone
    if is_narrated or not any(s.party.kind == "person" or s.how != "name" for s in heard):
        return None
    nations = {s.party.country for s in (*acting, *heard) if s.party.country}
    kind: MeetingKind = "call" if by_phone or (len(nations) > 1 and verb.lemma_.lower() == "speak") else "talks"
    loose = [c for c in children(verb, "conj") if c.pos_ in {"NOUN", "PROPN"}]  # "spoke to X, and the presidents of Y"
    return between(kind, verb, acting, [*heard, *all_sides(loose, cast)], "speak-phone" if by_phone else "speak")


def _receive(verb: Token, lemma: str, acting: list[Side], cast: Cast) -> Contact | None:
    if lemma == "receive" and (is_passive(verb) or not preposition_objects(verb, {"to", "at", "in"}, depth=0)):
        return _received(verb, acting, cast)
    if is_passive(verb) or (lemma != "host" and not preposition_objects(verb, {"to", "at", "in"}, depth=0)):
        return None
    home = {s.party.country for s in acting}
    received = all_sides(children(verb, "dobj"), cast)
    guests = [s for s in received if s.party.kind == "person" and s.party.country not in home]
    kind: MeetingKind = "meeting" if lemma == "receive" else "visit"
    hosts = [s for s in acting if s.party.kind in {"person", "country"}]
    return between(kind, verb, hosts, guests, "receive")


def _received(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """ "Was received by the king", "the president received Premier X": both known for an office, of two nations."""
    others = preposition_objects(verb, {"by"}, depth=0) if is_passive(verb) else children(verb, "dobj")
    hosts = all_sides(others, cast) or ([] if is_passive(verb) else _displaced(verb, cast))
    people = [s for s in (*acting, *hosts) if s.how != "name" or (s.party.kind == "person" and _is_known(s, cast))]
    if len(people) < len(acting) + len(hosts) or _are_compatriots([*acting, *hosts]):
        return None
    return between("meeting", verb, acting, hosts, "receive")


def _are_compatriots(people: list[Side]) -> bool:
    """All of one nation; of whom the text tells none, that is not known."""
    nations = {s.party.country for s in people}
    return len(nations) == 1 and None not in nations


def _is_known(side: Side, cast: Cast) -> bool:
    return cast.holds_office(side.party) or cast.is_head(side.party)
