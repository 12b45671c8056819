"""When and where: the date and the place that belong to an event word."""

import re
from datetime import timedelta

from spacy.tokens import Token

from bot.domain.facts import DateSpan
from bot.nlp.cast import Cast
from bot.nlp.clauses import children, phrase
from bot.nlp.dates import DatePhrase, Tense, find_dates, resolve
from bot.nlp.instruments import STAGE_OF_VERB

# "In 2009" is a date of what it stands by; "the 2015 deal", "November's election" and "since Monday" are not.
_NOT_WHEN = re.compile(
    r"(?:\b(?:since|until|till|the|from|than|through|before|after|that|of|between|by|effective|effective from|starting|as of)|[-–'’])\s?$",
    re.IGNORECASE,
)
_LATER = re.compile(r"(?i)(?:the )?(?:(?P<same>same)|following|next) day|the day after")
_RANGE = re.compile(r"(?i).*\w\s?(?:-|–|to|and|through)\s?\w")
_LASTING = re.compile(r"\b(?:until|till|through|since)\s$", re.IGNORECASE)
_PLACE = frozenset(("GPE", "FAC", "LOC"))
_OCCASIONS = frozenset(("visit", "trip", "meeting", "summit", "call"))
_SAYING = frozenset(
    ("say", "tell", "announce", "report", "confirm", "add", "note", "state", "write", "tweet", "declare")
)
_LEAVING = frozenset(("leave", "depart", "head"))
_REACH = 14  # tokens between an event word and its date


def date_of(
    event: Token, cast: Cast, *, is_ahead: bool, is_off: bool = False, until: int | None = None
) -> DateSpan | None:
    """The date phrase nearest to `event` in its sentence, before the character `until`, that no other clause claims.

    `is_off`: put off or called off, so that "Friday's meeting" is ahead, but "on Friday cancelled" is behind.
    """
    start, end = cast.sentence(event)
    text = cast.reading.text
    near: list[tuple[int, DatePhrase, bool]] = []
    for phrase_found in find_dates(text[start:end]):
        at = start + phrase_found.start
        is_whole = re.match(r"(?i)\b(?:the|weekend|early|late)", phrase_found.verbatim) or (
            text[start:at].endswith("from ") and _RANGE.match(phrase_found.verbatim)
        )
        if _LASTING.search(text[start:at]) or (until is not None and at >= until):
            continue
        if _NOT_WHEN.search(text[start:at]) and not is_whole:
            continue
        token = _token_at(event, at)
        if token is None or not _belongs(token, event):
            continue
        if abs(token.i - event.i) <= _REACH or _is_adverbial(token, event):
            is_own = event in _up(token) and event.pos_ == "NOUN"
            near.append((_steps(token, event) * _REACH + abs(token.i - event.i), phrase_found, is_own))
    if not near:
        return None
    _, best, is_own = min(near, key=lambda one: one[0])
    if is_off and not is_own and event.pos_ == "NOUN":
        return None  # "on Friday cancelled the trip": when it was to be, is not told
    tense: Tense = "future" if is_ahead or (is_off and is_own) else "past"
    before = [one for one in find_dates(text[start:end]) if one.end <= best.start]
    if (later := _LATER.fullmatch(best.verbatim)) and before:
        return _shifted(best.verbatim, dated(before[-1].verbatim, cast, tense), 0 if later["same"] else 1)
    return dated(best.verbatim, cast, tense)


def _shifted(verbatim: str, known: DateSpan, by: int) -> DateSpan:
    """ "The following day" after the day `known`."""
    day = known.start + timedelta(by) if known.start and known.start == known.end else None
    return DateSpan(verbatim=verbatim, start=day, end=day)


def dated(verbatim: str, cast: Cast, tense: Tense) -> DateSpan:
    """`verbatim` with its days, if the publication day is known."""
    published_on = cast.reading.published_on
    days = resolve(verbatim, published_on, tense) if published_on else None
    return DateSpan(verbatim=verbatim, start=days[0] if days else None, end=days[1] if days else None)


def place_of(event: Token, cast: Cast) -> str | None:
    """The place after "in" or "at" under the event word or its verb.

    "Met Chancellor X in Strasbourg": the parser hangs the town on the name, but a name of a person has no place.
    """
    people = [thing for thing in children(event, "dobj") if thing.ent_type_ == "PERSON"]
    for holder in (event, *children(event, "relcl"), *people, event.head):
        for preposition in children(holder, "prep"):
            if preposition.lower_ not in ({"for"} if event.lemma_.lower() in _LEAVING else {"in", "at", "to"}):
                continue
            for thing in children(preposition, "pobj"):
                mention = cast.mention(thing)
                if thing.ent_type_ in _PLACE or (mention is not None and mention.kind in {"country", "place"}):
                    return _place_words(thing, cast)
    return None


def place_near(event: Token, cast: Cast) -> str | None:
    """ "In Luanda, where he met X"; "received X in the capital Ankara": what the parser hangs on others of the clause."""
    if event.dep_ == "relcl" and any(c.lower_ == "where" for c in event.children):
        return _place_words(event.head, cast) if _is_place(event.head, cast) else None
    doc, end = event.doc, cast.sentence(event)[1]
    for word in doc[event.i + 1 : event.i + _REACH + 10]:
        if word.idx >= end or word.pos_ in {"VERB", "AUX"} or word.lower_ in {"who", "which", "where"}:
            return None
        if word.lower_ == "in" and word.dep_ == "prep":
            things = children(word, "pobj")
            found = next(
                (t for thing in things for t in (thing, *children(thing, "appos")) if _is_place(t, cast)), None
            )
            if found is not None:
                return _place_words(found, cast)
    return None


def _is_place(thing: Token, cast: Cast) -> bool:
    mention = cast.mention(thing)
    if mention is not None:
        return mention.kind == "place" or (mention.kind == "country" and mention.word == "capital")
    return thing.ent_type_ in _PLACE and thing.pos_ == "PROPN"


def _place_words(head: Token, cast: Cast) -> str:
    """ "Miami, Florida": the name and the wider place after its comma."""
    words = [t for t in phrase(head) if t.ent_type_ in _PLACE or t == head]
    mention = cast.mention(head)
    first, last = words[0], words[-1]
    start, end = first.idx, last.idx + len(last.text)
    if mention is not None:
        start, end = min(start, mention.start), max(end, mention.end)
    found = cast.reading.text[start:end]
    return found if len(found) <= 60 and "\n" not in found else head.text


def _token_at(event: Token, at: int) -> Token | None:
    found = event.doc.char_span(at, at + 1, alignment_mode="expand")
    return found[0] if found is not None and len(found) else None


def _belongs(date: Token, event: Token) -> bool:
    """Whether the date's clause is the event's own: not that of another verb or visit that stands between them."""
    above = _up(date)
    at = next((k for k, a in enumerate(above) if a.pos_ in {"VERB", "AUX"}), None)
    if at is None:
        return True
    if any(a.lemma_.lower() in _OCCASIONS and a != event for a in above[1:at]) and event.pos_ == "NOUN":
        return event in above[1:at]  # "a visit from X in May and a trip by Y": only the visit was in May
    if above[at] != event and above[at].lemma_.lower() in _SAYING and _is_reported(event, above[at]):
        return False  # "said on Thursday that they will meet": when it was said
    if _was_before(event, above[at]):
        return False
    if (later := _opened(date, above[at])) is not None:
        return later in {event, *_up(event)}  # "suspended A and, in May, reduced B": only B was in May
    if above[at] in (path := _up(event)) and _is_later_clause(path, above[at], date):
        return False
    if event in above:
        below = above[: above.index(event)]
        is_aside = any(a.dep_ == "pcomp" and a.pos_ in {"VERB", "AUX"} for a in below)  # "since taking office in May"
        is_aside = is_aside or any(_is_apart(a) for a in below)
        return not is_aside and not any(a.dep_ == "relcl" and a.head != event for a in below)
    is_aside = above[at].dep_ == "advcl" and any(c.dep_ == "mark" for c in above[at].children)
    return above[at] in set(_up(event)) or (abs(date.i - event.i) <= 3 and not is_aside)


def _was_before(event: Token, verb: Token) -> bool:
    """ "Came on Friday from Lima, where he had met X": the day is that of the coming."""
    path = _up(event)
    below = path[: path.index(verb)] if verb in path else []
    return any(a.dep_ == "relcl" and any(c.lower_ == "had" for c in children(a, "aux")) for a in below)


def _is_later_clause(path: list[Token], verb: Token, date: Token) -> bool:
    """ "Imposed A in July and extended B", "lifted A on Monday, while Yland imposed B": the day is that of the first.

    But who "held talks in July and signed B" did both then.
    """
    below = path[path.index(verb) - 1] if path.index(verb) else verb
    is_other = below.dep_ == "advcl" and any(c.lower_ in {"while", "whereas"} for c in children(below, "mark"))
    return (
        (is_other or (below.dep_ == "conj" and verb.lemma_.lower() in STAGE_OF_VERB))
        and below.tag_ in {"VBD", "VBN", "VBZ"}
        and verb.i < date.i < below.i
        and any(_up(date)[k] == verb for k in (1, 2, 3) if k < len(_up(date)))
    )


def _opened(date: Token, verb: Token) -> Token | None:
    """The verb coordinated with `verb` whose clause the date opens, though the parser hangs it on `verb`."""
    later = next((c for c in children(verb, "conj") if c.i > date.i and c.pos_ == "VERB"), None)
    before = date.i - 1
    while before > verb.i and date.doc[before].pos_ in {"PUNCT", "ADP", "DET", "ADV"}:
        before -= 1
    return later if later is not None and date.doc[before].dep_ == "cc" else None


def _is_apart(verb: Token) -> bool:
    """ "Have spoken often but have met once, in May": a clause beside the event's with a subject or an auxiliary of its own."""
    is_beside = verb.dep_ == "conj" and verb.pos_ in {"VERB", "AUX"}
    return is_beside and any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children)


def _is_adverbial(date: Token, event: Token) -> bool:
    """ "On May 21, after a long delay, …, X held a meeting": of the event's own verb, however far."""
    own = {event, event.head} if event.dep_ in {"dobj", "nsubj", "nsubjpass"} else {event}
    return next((a for a in _up(date)[1:] if a.pos_ in {"VERB", "AUX"}), None) in own


def _is_reported(event: Token, saying: Token) -> bool:
    """Whether the event's clause is what was said."""
    above = _up(event)
    return saying in above and any(a.dep_ in {"ccomp", "xcomp"} and a.head == saying for a in above)


def _steps(date: Token, event: Token) -> int:
    """How far above the event the date's own verb or noun stands; 0 if it hangs on the event itself."""
    above = _up(event)
    return next((above.index(a) for a in _up(date)[1:] if a in above), len(above))


def _up(token: Token) -> list[Token]:
    found, here = [token], token
    while here.head != here and len(found) < 12:
        here = here.head
        found.append(here)
    return found
