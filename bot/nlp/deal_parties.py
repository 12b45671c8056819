"""Between whom a deal is, upon whom a measure falls: the phrases around an instrument word."""

import re
from dataclasses import dataclass

from spacy.tokens import Token

from bot.domain.facts import Party
from bot.nlp.anaphora import nation
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import (
    ancestors,
    children,
    conjuncts,
    is_passive,
    participles,
    preposition_objects,
    subjects,
    whole,
)
from bot.nlp.contacts import all_sides
from bot.nlp.deal_receivers import by_family
from bot.nlp.deal_targets import others_in_sentence, regime, targets
from bot.nlp.gazetteer import gazetteer
from bot.nlp.instruments import CAME_ABOUT, CARRYING, Family, known_parties
from bot.nlp.parties import nations_of, unique
from bot.nlp.party_words import UNNAMED
from bot.nlp.signing import signers_beside

_MISLEADING = frozenset(("MONEY", "DATE", "CARDINAL"))
_FOR_THE_STATE = re.compile(r"(?:Parliament|Presidency|Government|Cabinet) of ")
_SIGNING = frozenset(("sign", "strike", "reach", "agree", "conclude", "negotiate", "ink"))
_BROKERING = frozenset(("broker", "mediate", "facilitate", "oversee", "host"))
_PASSING = frozenset(("ratify", "approve", "endorse"))
_WATCHING = frozenset(("witness", "attend", "oversee", "watch"))
REPORTING = frozenset(
    (
        "confirm",
        "report",
        "say",
        "note",
        "welcome",
        "hail",
        "praise",
        "thank",
        "discuss",
        "mention",
        "describe",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What goes from one side to another: all sides, the givers first, and the ids of those who get it."""

    sides: tuple[Side, ...]
    towards: tuple[str, ...]

    @classmethod
    def of(cls, giving: list[Side], getting: list[Side]) -> "Passage":
        givers = {side.party.id for side in giving}
        towards = tuple(side.party.id for side in getting if side.party.id not in givers)
        return cls(sides=tuple(unique([*giving, *getting])), towards=towards)


def states(found: list[Side], cast: Cast) -> list[Side]:
    """Sides with leaders as the nations they act for; where that of one is not known, each stays himself."""
    named = [side for side in found if side.party.id not in UNNAMED]
    people = [side for side in named if side.party.kind == "person" and cast.is_head(side.party)]
    if len(people) > 1 and any(cast.governed_by(side.party) is None for side in people):
        return unique(named)
    return unique([_as_state(side, cast) for side in named])


def _as_state(side: Side, cast: Cast) -> Side:
    """Who holds an office signs for his nation, and so does a parliament; a candidate or a banker does not."""
    code = side.party.country
    if side.party.kind == "organisation" and code is not None and _FOR_THE_STATE.match(side.party.name):
        return Side(party=nation(code), how=side.how, at=side.at)
    governed = cast.governed_by(side.party) if side.party.kind == "person" else None
    return Side(party=nation(governed), how=side.how, at=side.at) if governed else side


def in_name(noun: Token, cast: Cast) -> list[Side]:
    """Nations that the instrument's own name holds: "the China-Pakistan corridor", "the Iran deal"."""
    found = [side for side in nations_of(noun, cast) if not _is_owner(noun, side)]
    mention = cast.mention(noun)
    words = cast.reading.text[mention.start : mention.end] if mention is not None else noun.text
    for hit in gazetteer().find(words):
        if hit.kind in {"country", "group"} and hit.word != "capital" and hit.end < len(words):
            found += [Side(party=hit.party, how="name", at=noun.idx)]
    for child in children(noun, "compound", "nmod", "amod"):
        whole_name = cast.mention(child)
        if whole_name is not None and whole_name.kind in {"organisation", "company"}:
            found += [
                Side(party=hit.party, how="name", at=child.idx)
                for hit in gazetteer().find(whole_name.party.name)
                if hit.kind in {"country", "group"} and hit.word != "capital"
            ]
        for inner in (child, *children(child, "compound", "nmod", "amod")):
            named = cast.mention(inner)
            if named is not None and named.kind in {"country", "group"}:
                found.append(Side(party=named.party, how="name", at=inner.idx))
    if len({side.party.id for side in found}) == 1 and all(_is_town(side, cast) for side in found):
        found = []  # "the Oslo accord" was signed there
    holder = noun if mention is None else noun.doc[noun.i]
    known = known_parties(" ".join(t.text for t in holder.subtree) if mention is None else words)
    if known:
        found = [side for side in found if side.party.kind == "country" or side.party.id in cast.groups]
    return unique(found + [Side(party=nation(code), how="name", at=noun.idx) for code in known])


def _is_owner(noun: Token, side: Side) -> bool:
    return any(child.dep_ == "poss" and child.idx <= side.at <= child.idx + 40 for child in noun.children)


def _is_town(side: Side, cast: Cast) -> bool:
    return any(
        m.start <= side.at < m.end and m.word == "capital" for m in cast.reading.mentions_in(side.at, side.at + 1)
    )


def owners(noun: Token, cast: Cast) -> list[Side]:
    """ "The European Union's deal", "Washington's ban"."""
    return all_sides(children(noun, "poss"), cast)


def counterparts(noun: Token, verb: Token | None, cast: Cast) -> list[Side]:
    """ "With X", "between A and B", after the noun, its participle or its verb."""
    heads = preposition_objects(noun, {"with", "between", "among"}, depth=0)
    is_theirs = len(actors(noun, verb, cast)) > 1  # "A and B signed an accord on trade between X and Y"
    for about in preposition_objects(noun, {"of", "on", "for"}, depth=0):  # "a memorandum of understanding with X"
        is_topic = about.head.lower_ != "of"
        heads += preposition_objects(about, {"with"} if is_topic and is_theirs else {"with", "between"}, depth=0)
        for topic in preposition_objects(about, {"on"}, depth=0):  # "of understanding on ferries between X and Y"
            heads += [] if is_theirs else preposition_objects(topic, {"between"}, depth=0)
    for clause in participles(noun):
        is_mediated = clause.lemma_.lower() in _BROKERING and any(
            c.lower_ in {"between", "among"} for c in (*noun.children, *clause.children)
        )
        by = set[str]() if is_mediated else {"by"}
        heads += preposition_objects(clause, {"with", "between", "among"} | by, depth=0)
    if not heads:  # "a contract worth 2bn euros with X", "an agreement signed in March between X and Y"
        for below in noun.subtree:
            is_stray = below.head.ent_type_ in _MISLEADING or any(
                a.lower_ == "worth" for a in ancestors(below, limit=4)
            )
            if below.dep_ == "prep" and below.lower_ in {"with", "between"} and is_stray:
                heads += children(below, "pobj")
    if not heads and verb is not None:
        heads = preposition_objects(verb, {"with", "between", "among"}, depth=0)
    found = all_sides(heads, cast) + _unheard_of(heads, cast) + _places(heads, cast)
    parts = [part for head in heads for part in conjuncts(head) if head.head.lower_ == "between"]
    if len(found) < 2 and parts and parts[-1].tag_ == "NNS":  # "between Yish and Xish border guards"
        return unique([side for part in parts for side in _sides_or_nations(part, cast)])
    return found


def _sides_or_nations(part: Token, cast: Cast) -> list[Side]:
    return all_sides([part], cast) or nations_of(part, cast)


def _places(heads: list[Token], cast: Cast) -> list[Side]:
    """What was taken for a place and signs: a city, or a firm with an odd name."""
    found: list[Side] = []
    for part in [part for head in heads for part in conjuncts(head)]:
        mention = cast.mention(part)
        if mention is not None and mention.kind == "place" and not all_sides([part], cast):
            party = Party(kind="organisation", id=mention.party.id, name=mention.party.name)
            found.append(Side(party=party, how="description", at=mention.start))
    return found


def _unheard_of(heads: list[Token], cast: Cast) -> list[Side]:
    """Names that nothing knows, where only a party can stand: "between X and Y"."""
    found: list[Side] = []
    for part in [part for head in heads for part in conjuncts(head)]:
        is_bare = (
            part.pos_ in {"PROPN", "ADJ"}
            and cast.mention(part) is None
            and part.ent_type_ not in {"GPE", "LOC", "DATE"}
        )
        if is_bare and part.text[:1].isupper() and len(part.text) > 2:
            home = next((s.party.id for s in nations_of(part, cast) if s.party.kind == "country"), None)
            party = Party(kind="company", id=part.lower_, name=part.text, country=home)
            found.append(Side(party=party, how="description", at=part.idx))
    return found


def actors(noun: Token, verb: Token | None, cast: Cast) -> list[Side]:
    """Who signs, imposes or launches it: the subject of its verb, or the agent of a passive."""
    if verb is None:
        return []
    is_mediated = verb.lemma_.lower() in _BROKERING and any(c.lower_ in {"between", "among"} for c in noun.children)
    by = [] if is_mediated else all_sides(preposition_objects(verb, {"by"}, depth=0), cast)
    if is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
        beside = signers_beside(verb, cast) if verb.lemma_.lower() in _SIGNING else []
        return beside or by
    doing = [s for s in subjects(verb) if s != noun]
    found = all_sides(doing, cast)
    if verb.lemma_.lower() in _WATCHING:
        return found if _are_the_two(found, noun, cast) else []
    if verb.lemma_.lower() in _SIGNING:
        found += _places(doing, cast)
    if verb.lemma_.lower() == "commit":  # "committed their nations to the accord"
        found = all_sides(children(verb, "dobj"), cast) or found
    return found or _just_before(noun, verb, cast)


def _are_the_two(watching: list[Side], noun: Token, cast: Cast) -> bool:
    """ "The two sides witnessed the signing of an accord" is theirs; not where it is told whose it is, nor of anybody else who looked on."""
    start, end = noun.idx, cast.sentence(noun)[1]
    is_others = re.search(r"\b(?:between|among|by|with)\b", cast.reading.text[start:end]) is not None
    homes = states(watching, cast)
    return not is_others and all(side.how == "pair" and side.party.kind == "country" for side in homes)


def _just_before(noun: Token, verb: Token, cast: Cast) -> list[Side]:
    """A parse that lost the subject: the name that stands right before the verb."""
    at = verb.i - 1
    while at > 0 and verb.doc[at].pos_ in {"AUX", "ADV"} and verb.doc[at].head == verb:
        at -= 1
    mention = cast.mention(verb.doc[at]) if at >= 0 and not verb.doc[at + 1].is_sent_start else None
    if mention is None or mention == cast.mention(noun) or mention.kind in {"person", "place", "region"}:
        return []
    return [Side(party=mention.party, how="description", at=mention.start)]


def purpose(noun: Token, verb: Token | None, cast: Cast) -> tuple[list[Side], bool]:
    """Sides in the infinitive that says what for; True if they are the deal's own: "for X to sell planes to Y"."""
    clauses = children(noun, "acl", "relcl", "advcl") + (children(verb, "advcl", "xcomp") if verb is not None else [])
    found: list[Side] = []
    for clause in clauses:
        if clause.tag_ != "VB" or clause.lemma_.lower() not in CARRYING:
            continue
        doing = all_sides(children(clause, "nsubj"), cast)
        to = all_sides(preposition_objects(clause, {"to", "from"}, depth=0), cast)
        for thing in children(clause, "dobj"):
            to += all_sides(preposition_objects(thing, {"to", "from"}, depth=0), cast) + nations_of(thing, cast)
        if doing and to and clause.lemma_.lower() in {"sell", "supply", "buy", "build", "provide", "deliver"}:
            return unique(doing + to), True
        found += to
    return [Side(party=s.party, how="description", at=s.at) for s in found], False


def struck(noun: Token, verb: Token | None, cast: Cast) -> tuple[str, ...]:
    """Ids of those upon whom a measure falls, as its own words say; nobody where they do not, or name the acting side."""
    acting = {side.party.id for side in states([*owners(noun, cast), *actors(noun, verb, cast)], cast)}
    upon = states(targets(noun, verb, cast), cast)
    return tuple(side.party.id for side in upon if side.party.id not in acting) if acting else ()


def _is_of_others(talks: Token, verb: Token | None, told: list[Side]) -> bool:
    """ "Lifted its veto on Yland's accession talks with the Union": whose the talks are is told, or they hang on another noun."""
    above = whole(talks).head
    is_under = above.dep_ == "prep" and above.head != verb and above.head.lemma_.lower() not in CAME_ABOUT
    return len(told) > 1 or is_under


def _are_outsiders(acting: list[Side], named: list[Side], cast: Cast) -> bool:
    """ "Belgium ratified the Union's accord with Peru": one member's own step, and no stage of the treaty."""
    parties = {side.party.id for side in named}
    nations = states(acting, cast)
    return (
        len(parties) > 1
        and bool(nations)
        and all(n.party.kind == "country" and n.party.id not in parties for n in nations)
    )


def sides_of_deal(noun: Token, verb: Token | None, family: Family, cast: Cast) -> list[Side]:
    """All parties of the instrument `noun`, leaders as their nations, each once."""
    named, owned, beside = in_name(noun, cast), owners(noun, cast), counterparts(noun, verb, cast)
    if verb is not None and verb.lemma_.lower() in _PASSING and _are_outsiders(actors(noun, verb, cast), named, cast):
        return []
    if sum(side.at == noun.idx for side in named) > 1:
        return named  # a treaty whose parties everybody knows, whoever speaks of it
    acting = [] if family == "measure" and owned else actors(noun, verb, cast)
    if family == "talks" and _is_of_others(noun, verb, unique([*owned, *named])):
        acting = []
    if verb is not None and verb.lemma_.lower() in REPORTING and len(named) + len(beside) > 1:
        acting = []  # "the presidency confirmed the establishment of an A-B council"
    if family == "measure":
        acting = states([*owned, *acting], cast)
        upon = states([*targets(noun, verb, cast), *named], cast)
        if acting and not upon:
            upon = others_in_sentence(noun, cast, acting) or regime(noun, cast, acting)
        return unique([*acting, *upon])
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ in {"in", "under"}
        and verb is not None
        and verb.lemma_.lower() in CARRYING
    ):
        beside = [
            *beside,
            *all_sides(children(verb, "dobj", "dative"), cast),
            *all_sides(preposition_objects(verb, {"to", "from"}, depth=0), cast),
            *_lands(noun, verb, cast),
        ]
    aim, is_whole = purpose(noun, verb, cast)
    if is_whole:
        return aim
    between = children(noun, "prep") and preposition_objects(noun, {"between", "among"}, depth=0)
    if between and len(beside) > 1:
        return states([*beside], cast)
    beside = [*beside, *by_family(noun, verb, family, cast)]
    if family == "request":
        beside = owned
    found = states([*owned, *named, *([] if owned and beside and family != "request" else acting), *beside], cast)
    found = states([*found, *aim], cast) if len(found) < 2 else found
    if len(found) == 1 and verb is not None and verb.lemma_.lower() == "ratify":
        return unique([*found, *_of_its_own(noun, found, cast)])
    return found


def _of_its_own(noun: Token, known: list[Side], cast: Cast) -> list[Side]:
    """The one other nation in what a ratified agreement is about: with whom it is."""
    start, end = noun.left_edge.idx, noun.right_edge.idx + len(noun.right_edge.text)
    have = {side.party.country or side.party.id for side in known}
    rest = {
        m.party.id: m for m in cast.reading.mentions_in(start, end) if m.kind == "country" and m.party.id not in have
    }
    only = next(iter(rest.values())) if len(rest) == 1 else None
    return [Side(party=only.party, how="description", at=only.start)] if only and only.word != "capital" else []


def _lands(noun: Token, verb: Token, cast: Cast) -> list[Side]:
    """ "Will build a port in X under a contract", "invest in Xish ports": where, but not the town it was signed in."""
    lands = [h for h in preposition_objects(verb, {"in"}, depth=0) if h != noun]
    for thing in children(verb, "dobj") if verb.lemma_.lower() in {"build", "operate", "develop", "upgrade"} else []:
        lands += preposition_objects(thing, {"in"}, depth=0)
    named = [s for s in all_sides(lands, cast) if s.party.kind == "country" and not _is_town(s, cast)]
    return named or [side for land in lands for side in nations_of(land, cast)]
