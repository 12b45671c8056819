"""Words that stand for sides named elsewhere: "both leaders", "the two countries", "he", "they", a quotation's "I"."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from bot.domain.facts import Party, Span
from bot.nlp.cast import Cast
from bot.nlp.clauses import ancestors, children, conjuncts, is_verbal, subjects, tokens_between
from bot.nlp.gazetteer import gazetteer
from bot.nlp.reading import Mention
from bot.nlp.world import load_world

_SAYING = frozenset(("say", "tell", "add", "write", "tweet", "recall", "explain", "note", "declare"))
# Words of a sentence that only goes on about those named before it.
_GOING_ON = frozenset(("he", "she", "they", "both", "two", "sides"))
_REACH = 1500  # characters before a sentence in which "the two countries" finds its nations
_TWO = re.compile(r"both|two|2")
_OFFICES = frozenset(("minister", "president", "ambassador", "secretary"))  # "the two ministers" are ministers
_ARTICLE = re.compile(r"the|these|those|both|all|two|their")


def nation(code: str) -> Party:
    """The party of an ISO code, or of a group by its id."""
    name = gazetteer().country_names.get(code)
    if name is None:
        return Party(kind="organisation", id=code, name=gazetteer().group_names.get(code, code))
    return Party(kind="country", id=code, name=name, country=code)


def pair(head: Token, cast: Cast, *, persons: bool) -> list[Party]:
    """Whom "both leaders" or "the two countries" mean: the two named last before it, or else the two after it."""
    before = [child for child in head.children if child.i < head.i]
    if not any(_ARTICLE.fullmatch(word.lower_) for word in before):
        return []
    is_two = head.lower_ == "two" or any(_TWO.fullmatch(word.lower_) for word in before)
    if not is_two and (not persons or head.lemma_.lower() not in {"leader", "president"} or len(before) > 1):
        return []
    if not persons and any(word.lower_ == "their" for word in before):
        return _of_subjects(head, cast)
    region = next((m.party.id for c in before if (m := cast.mention(c)) is not None and m.kind == "region"), None)
    start, end = cast.sentence(head)
    here = {m.party.id for m in cast.reading.mentions_in(start, end)} if persons and not region else set[str]()
    if is_two and persons and not region and (heads := _heads(head, cast)):
        return heads
    named = _named_last(head, cast) if is_two and persons and not region else []
    if len(named) > 1:
        return named if len(named) == 2 else []
    if not persons and not region and len(joint := _named_together(start, cast)) == 2:
        return joint
    windows = (
        cast.named_before(head.idx, start),
        cast.named_before(start, max(0, start - _REACH)),
        cast.named_after(head.idx, end),
    )
    for k, mentions in enumerate(windows):
        acting = _actors(mentions, cast, persons=persons, office=head.lemma_.lower())
        if k == 1:
            acting = [party for party in acting if party.id not in here]
        if region:
            acting = [party for party in acting if party.country in _members(region)]
        if len(acting) > 2 and is_two:
            acting = _most_named(acting, head.idx, cast)
        if len(acting) == 2:
            return acting
    return []


def _named_last(head: Token, cast: Cast) -> list[Party]:
    """Those who hold such an office whom the last sentences name, as far back as it takes to find two."""
    found: dict[str, Party] = {}
    first: dict[str, Party] = {}
    until, _ = cast.sentence(head)
    for party in _fitting(cast.named_before(head.idx, until), head, cast):
        found.setdefault(party.id, party)
    for _ in range(5):
        span = cast.sentence_before(until)
        if len(found) > 1 or span is None:
            break
        until = span[0]
        first = dict(found)
        for party in _fitting(cast.named_before(span[1], span[0]), head, cast):
            found.setdefault(party.id, party)
    if len(found) == 2 and len(first) == 1:  # put together from two sentences: a third may have been meant
        return list({party.id: party for party in _fitting(cast.named_before(head.idx, 0), head, cast)}.values())
    return list(found.values())


def _heads(leaders: Token, cast: Cast) -> list[Party]:
    """ "The two leaders" of a text with ministers and aides: its only two heads of state or government, of two nations."""
    named = cast.named_before(leaders.idx, 0) if leaders.lemma_.lower() == "leader" else []
    heads = {m.party.id: m.party for m in named if m.kind == "person" and cast.is_head(m.party)}
    return list(heads.values()) if len(heads) == len({party.country for party in heads.values()}) == 2 else []


def _named_together(start: int, cast: Cast) -> list[Party]:
    """ "The border between A and B. The two countries ...": the only nations of the sentence before `start`, joined by "and"."""
    span = cast.sentence_before(start)
    named = [m for m in cast.named_before(start, span[0]) if m.kind == "country"] if span is not None else []
    is_joint = len(named) == 2 and cast.reading.text[named[0].end : named[1].start] in {" and ", " and the "}
    return [m.party for m in named] if is_joint and named[0].party.id != named[1].party.id else []


def _fitting(mentions: list[Mention], head: Token, cast: Cast) -> list[Party]:
    people = {m.party.id: m.party for m in mentions if m.kind == "person"}
    lemma = head.lemma_.lower()
    is_any = lemma in {"leader", "side", "two", "official", "politician"}
    return [p for p in people.values() if (is_any and (p.country or cast.holds_office(p))) or cast.is_called(p, lemma)]


def _most_named(acting: list[Party], before: int, cast: Cast) -> list[Party]:
    """The two whom the text is about, where a third stands between: named more often than any other."""
    named = cast.named_before(before, 0)
    counts = {
        party.id: sum(party.id in {m.party.id, m.party.country} for m in named if m.word or m.kind == "person")
        for party in acting
    }
    ranked = sorted(acting, key=lambda party: -counts[party.id])
    return [p for p in acting if p in ranked[:2]] if counts[ranked[1].id] > counts[ranked[2].id] else []


def _of_subjects(head: Token, cast: Cast) -> list[Party]:
    """ "A and B committed their two nations": those of the clause's own subjects, or nobody's."""
    verb = next((a for a in ancestors(head) if is_verbal(a)), None)
    doing = [m for s in (subjects(verb) if verb is not None else []) for c in conjuncts(s) if (m := cast.mention(c))]
    acting = _actors(doing, cast, persons=False)
    return acting if len(acting) == 2 else []


def _members(region: str) -> frozenset[str]:
    """ISO codes of a region's countries."""
    return next((frozenset(group.members) for group in load_world().regions if group.id == region), frozenset[str]())


def _actors(mentions: list[Mention], cast: Cast, *, persons: bool, office: str = "") -> list[Party]:
    """Distinct leaders, or the nations that they and the text's other names stand for, in order of last mention."""
    last: dict[str, Party] = {}
    holders = cast.holders(office) if persons and office in _OFFICES else None
    for mention in mentions:
        party = mention.party
        if persons and (
            mention.kind != "person" or (party.country is None if holders is None else party.name not in holders)
        ):
            continue
        if not persons:
            code = party.country or (cast.governed_by(party) if mention.kind == "person" else None)
            if mention.kind not in {"person", "country"} or code is None:
                continue
            party = nation(code)
        last.pop(party.id, None)
        last[party.id] = party
    return list(last.values())


def they(head: Token, cast: Cast) -> list[Party]:
    """ "They met": the two of the sentence before, if it names two and no more."""
    start, _ = cast.sentence(head)
    here = cast.named_before(head.idx, start)
    previous = cast.sentence_before(start)
    named = here or (cast.named_before(start, previous[0]) if previous else [])
    people = {m.party.id: m.party for m in named if m.kind == "person"}
    return list(people.values()) if len(people) == 2 else []


def speaker(head: Token, cast: Cast) -> Party | None:
    """ "I" inside a quotation is whoever the governing "said" has for its subject."""
    for above in ancestors(head, limit=10):
        if is_verbal(above) and above.lemma_.lower() in _SAYING:
            for subject in children(above, "nsubj"):
                mention = cast.mention(subject)
                if mention is not None and mention.kind == "person":
                    return mention.party
    return None


def named_above(head: Token, cast: Cast) -> list[Mention]:
    """Subjects of the clauses above that of `head` and before it, nearest first: "X said it would"."""
    return [mention for subject in _subjects_above(head) if (mention := cast.mention(subject)) is not None]


def _subjects_above(head: Token) -> list[Token]:
    own_verb = next((a for a in ancestors(head) if is_verbal(a)), None)
    above = [a for a in ancestors(own_verb or head, limit=8) if is_verbal(a) and a != own_verb]
    return [subject for verb in above for subject in subjects(verb) if subject.i < head.i]


def _people_above(head: Token, cast: Cast) -> Iterator[Party]:
    """Those of `named_above` who are persons, by name or by an office."""
    for subject in _subjects_above(head):
        mention = cast.mention(subject)
        if mention is not None and mention.kind == "person":
            yield mention.party
        elif mention is None and (spoken_of := cast.spoken_of(subject)) is not None:
            yield spoken_of


def person_before(head: Token, cast: Cast) -> Party | None:
    """The subject above the pronoun's clause, else the only or the subject person of the sentence before."""
    own_verb = next((a for a in ancestors(head) if is_verbal(a)), None)
    not_he = set[str]()
    if head.dep_ in {"dobj", "pobj"} and own_verb is not None:  # "X rejects Y's remarks but will meet him": not X
        not_he = {m.party.id for s in subjects(own_verb) if (m := cast.mention(s)) is not None}
    above = [party for party in _people_above(head, cast) if party.id not in not_he]
    if above:
        return above[0]
    start, _ = cast.sentence(head)
    here = [m for m in cast.named_before(head.idx, start) if m.kind == "person" and m.party.id not in not_he]
    if here:
        return here[0].party if len({m.party.id for m in here}) == 1 else None
    previous = _last_with_person(start, cast)
    if previous is None:
        return None
    earlier = [m for m in cast.named_before(start, previous[0]) if m.kind == "person" and m.party.id not in not_he]
    for token in tokens_between(cast.reading.doc, previous):
        if (spoken_of := _main_office(token, cast)) is not None:
            return spoken_of  # "the minister met Premier X. His visit …"
    leading = [m for m in earlier if _is_subject(m, cast)]
    if leading and len({m.party.id for m in leading}) == 1:
        return leading[0].party
    earlier = [m for m in earlier if not _is_met(m, cast)]
    return earlier[0].party if len({m.party.id for m in earlier}) == 1 else None


def _main_office(token: Token, cast: Cast) -> Party | None:
    """Whom the office that is a sentence's subject means: "the minister said"."""
    is_main = token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and cast.mention(token) is None
    return cast.spoken_of(token) if is_main else None


def _is_met(mention: Mention, cast: Cast) -> bool:
    """ "During the meeting with X": whom the other, who is not named here, met."""
    tokens = tokens_between(cast.reading.doc, (mention.start, mention.end))
    return any(t.dep_ == "pobj" and t.head.lower_ == "with" for t in tokens)


def _last_with_person(start: int, cast: Cast) -> Span | None:
    """The sentence before `start` that names a person, over those that only go on about "he" or "she"."""
    previous = cast.sentence_before(start)
    for _ in range(3):
        if previous is None or any(m.kind == "person" for m in cast.named_before(start, previous[0])):
            return previous
        words = tokens_between(cast.reading.doc, previous)
        if any(_main_office(t, cast) is not None for t in words):
            return previous
        if not any(t.lower_ in _GOING_ON for t in words):
            return None
        previous = cast.sentence_before(previous[0])
    return None


def _is_subject(mention: Mention, cast: Cast) -> bool:
    """Whether it is a subject, of its own clause or of a "who" that follows it."""
    tokens = tokens_between(cast.reading.doc, (mention.start, mention.end))
    who = (s for t in tokens for c in children(t, "relcl") for s in children(c, "nsubj"))
    return any(t.dep_ == "nsubj" for t in tokens) or any(s.lower_ == "who" for s in who)
