"""Being somewhere: "was in Oslo on Monday", "will be in Lima", "is due in Rome", "is expected here", "is here on a visit"."""

from spacy.tokens import Token

from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects
from bot.nlp.contact_words import NOUNS
from bot.nlp.contacts import Contact, stage_of
from bot.nlp.parties import nations_of, unique

STAYING = frozenset(("be", "expect"))
_DUE = frozenset(("due", "expected"))
_LASTING = frozenset(("since",))


def contact_of_stay(verb: Token, acting: list[Side], cast: Cast) -> Contact | None:
    """A visit told by where an official is, was, will be or is expected; nobody visits his own country."""
    waiting = [c for c in children(verb, "acomp") if c.lower_ in _DUE]
    is_expected = verb.lemma_.lower() == "expect"
    if children(verb, "attr", "oprd", "dobj", "ccomp", "xcomp") or is_expected != is_passive(verb):
        return None
    if (children(verb, "acomp") and not waiting) or any(c.lower_ in _LASTING for c in verb.children):
        return None
    if any(_is_for_talks(holder) for holder in (verb, *waiting)):
        return None
    guests = [s for s in acting if s.party.kind == "person" and (s.party.leader or cast.holds_office(s.party))]
    homes = {s.party.country for s in guests}
    hosts = [s for holder in (verb, *waiting) for s in _where(holder, cast)]
    hosts = [s for s in unique(hosts) if s.party.id not in homes and not (None in homes and _is_here(s, cast))]
    stage = stage_of(verb)
    if stage is None or not hosts or not guests or len(guests) < len(acting):
        return None
    if stage == "held" and (waiting or is_expected):
        stage = "planned"
    return Contact(kind="visit", token=verb, sides=tuple(unique([*guests, *hosts])), rule="stay", stage=stage)


def here(verb: Token, cast: Cast) -> list[Side]:
    """ "Arrived here on Friday": the nation of the town in the dateline."""
    words = [c for c in children(verb, "advmod") if c.lower_ == "here"]
    if not words or cast.dateline is None:
        return []
    return [Side(party=cast.dateline, how="description", at=words[0].idx)]


def _is_here(side: Side, cast: Cast) -> bool:
    return cast.dateline is not None and side.party.id == cast.dateline.id


def _is_for_talks(holder: Token) -> bool:
    """ "Was due in Oslo for talks with X": told by the talks."""
    aims = preposition_objects(holder, {"for"}, depth=0)
    return any(t.lemma_.lower() in NOUNS and preposition_objects(t, {"with"}, depth=0) for t in aims)


def _where(holder: Token, cast: Cast) -> list[Side]:
    found: list[Side] = []
    for thing in preposition_objects(holder, {"in"}, depth=0):
        mention = cast.mention(thing)
        if mention is not None and mention.kind == "country" and mention.word in {"capital", "name"}:
            found.append(Side(party=mention.party, how="name", at=mention.start))
        elif thing.lemma_.lower() == "capital":
            found += nations_of(thing, cast)
    is_visit = any(NOUNS.get(t.lemma_.lower()) == "visit" for t in preposition_objects(holder, {"on"}, depth=0))
    return found + (here(holder, cast) if is_visit or holder.lemma_.lower() != "be" else [])
