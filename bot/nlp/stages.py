"""Whether the text says that something happened, will happen, might happen or did not.

"If they met", "refused to sign", "denied any talks" are no facts. The mood of an event word is read from the verbs
above it: its auxiliaries, its negation, the verb it is an infinitive of, and the clause's conjunction.
"""

import re
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from bot.nlp.clauses import is_verbal

MoodKind = Literal["fact", "future", "hypothetical", "negated", "denied"]

_FUTURE_GOVERNORS = frozenset(
    (
        "plan",
        "intend",
        "prepare",
        "schedule",
        "set",
        "expect",
        "agree",
        "decide",
        "arrange",
        "slate",
        "due",
        "about",
        "confirm",
        "ready",
        "promise",
        "vow",
        "pledge",
        "commit",
        "tap",
        "head",
    )
)
_UNREAL_GOVERNORS = frozenset(
    (
        "want",
        "hope",
        "seek",
        "urge",
        "ask",
        "call",
        "demand",
        "threaten",
        "offer",
        "refuse",
        "fail",
        "propose",
        "push",
        "press",
        "consider",
        "wish",
        "need",
        "like",
        "deny",
        "encourage",
        "suggest",
        "recommend",
        "require",
        "love",
        "wait",
        "decline",
        "hesitate",
        "willing",
        "able",
        "unable",
        "likely",
        "unlikely",
        "eager",
        "open",
        "reluctant",
        "prefer",
        "intention",
        "desire",
        "wonder",
        "dream",
        "imagine",
        "warn",
        "advise",
        "invite",
        "allow",
        "try",
        "attempt",
        "aim",
        "struggle",
        "work",
        "fight",
        "lobby",
        "request",
        "persuade",
        "convince",
        "get",
        "oppose",
        "have",
        "pressure",
        "beg",
        "pray",
        "look",
        "chance",
        "opportunity",
        "right",
        "ability",
        "effort",
        "bid",
        "failure",
        "authority",
        "power",
        "order",
        "help",
        "enable",
        "permit",
        "possible",
        "impossible",
        "important",
        "necessary",
        "choose",
        "tell",
        "instruct",
        "direct",
        "insist",
        "rather",
        "idea",
        "time",
        "way",
        "person",
        "reason",
        "forbid",
        "bar",
    )
)
_UNREAL_OVER_NOUNS = _UNREAL_GOVERNORS - {"have", "get", "work", "order"}
_TRYING = frozenset(("try", "seek", "attempt", "work", "struggle", "effort", "aim", "bid", "lobby", "hope", "push"))
_GOING = frozenset(("travel", "fly", "arrive", "go", "return", "come"))
_TRANSPARENT = frozenset(("begin", "start", "continue", "go", "come", "manage", "help", "be", "keep", "finish", "use"))
_DOUBTED = frozenset(("deny", "doubt", "dispute", "reject", "pretend", "imagine", "wonder", "suppose", "wish"))
_SUGGESTED = frozenset(
    (
        "suggest",
        "propose",
        "demand",
        "urge",
        "insist",
        "recommend",
        "hope",
        "request",
        "ask",
        "predict",
        "believe",
        "think",
        "argue",
        "speculate",
        "fear",
        "expect",
        "bet",
    )
)
_IF = frozenset(("if", "unless", "whether", "lest", "until", "once"))
_UNREAL_MODALS = frozenset(("could", "may", "might", "should", "can", "must", "ought", "need", "ca"))
_TOLD = frozenset(
    (
        "say",
        "announce",
        "tell",
        "add",
        "report",
        "confirm",
        "note",
        "promise",
        "vow",
        "pledge",
        "write",
        "declare",
        "agree",
        "state",
        "tweet",
    )
)
_IS = frozenset(("is", "are", "'s", "’s", "'re", "’re", "am"))
_NEGATING = frozenset(("advmod", "det", "preconj", "cc"))
_NOT_TRUE = frozenset(("never", "hardly", "neither", "nor", "no", "without"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """`is_progressive` is "is visiting"; `is_trying` an effort under way."""

    kind: MoodKind
    is_progressive: bool = False
    is_trying: bool = False


def mood_of(verb: Token) -> Mood:
    """The mood of the clause of `verb`, with those above it taken into account."""
    here, kind, trying = verb, _own_mood(verb), verb.lemma_.lower() in _TRYING
    for _ in range(6):
        above = here.head
        if above == here or kind in {"negated", "denied", "hypothetical"}:
            break
        if here.dep_ not in {
            "xcomp",
            "ccomp",
            "acl",
            "advcl",
            "conj",
            "pcomp",
            "dobj",
            "pobj",
            "prep",
            "acomp",
            "attr",
            "relcl",
            "oprd",
            "nsubj",
            "nsubjpass",
            "csubj",
        }:
            break
        kind, is_done = _raised(here, above, kind)
        trying = trying or (here.dep_ in {"xcomp", "acl", "pcomp", "dobj"} and above.lemma_.lower() in _TRYING)
        if is_done:
            break
        here = above
    if kind == "fact" and _is_question(verb):
        kind = "hypothetical"
    return Mood(kind=kind, is_progressive=_is_progressive(verb), is_trying=trying)


def _raised(here: Token, above: Token, kind: MoodKind) -> tuple[MoodKind, bool]:
    """The mood one step up, and whether nothing further up can change it."""
    lemma = above.lemma_.lower()
    if here.dep_ in {"xcomp", "acl", "acomp", "oprd"} or (here.dep_ in {"ccomp", "advcl"} and _is_infinitive(here)):
        if here.dep_ == "acl" and here.tag_ in {"VBN", "VBG"}:
            return kind, True
        return _governed(here, above, lemma, kind), False
    if here.dep_ == "ccomp":
        return _reported(here, above, lemma, kind), not is_verbal(above)
    if here.dep_ == "conj" and is_verbal(above):
        if _own_mood(here) == "fact" and here.tag_ == "VB" and not _subjects_of(here):
            return _own_mood(above), False
        return kind, here.tag_ != "VB" and bool(_subjects_of(here))
    if here.dep_ in {"advcl", "relcl"}:
        return kind, True
    if here.dep_ in {"pcomp", "dobj", "prep", "pobj", "nsubj"} and lemma in _UNREAL_OVER_NOUNS:
        return "hypothetical", True
    return kind, not is_verbal(above) and here.dep_ not in {"prep", "pcomp", "pobj", "attr"}


def _governed(here: Token, above: Token, lemma: str, kind: MoodKind) -> MoodKind:
    """An infinitive under `above`: "plans to", "refused to", "is to"."""
    if here.tag_ != "VB":
        return kind
    if any(child.lower_ == "to" for child in here.children) or here.dep_ == "xcomp":
        if lemma in _UNREAL_GOVERNORS:
            return "hypothetical"
        if lemma in _FUTURE_GOVERNORS or lemma in {"be", "go"}:
            return "future" if _own_mood(above) in {"fact", "future"} else _own_mood(above)
        if here.dep_ == "advcl" and lemma not in _TRANSPARENT and lemma not in _GOING:
            return "future"
        if here.dep_ == "acl":
            return "hypothetical"
    above_mood = _own_mood(above)
    return above_mood if above_mood != "fact" else kind


def _reported(here: Token, above: Token, lemma: str, kind: MoodKind) -> MoodKind:
    if lemma in _DOUBTED:
        return "denied"
    if kind == "future" and lemma in _TOLD | _FUTURE_GOVERNORS:
        return kind
    if lemma in _SUGGESTED:
        return "hypothetical"
    above_mood = _own_mood(above)
    return above_mood if above_mood == "negated" else kind


def _own_mood(verb: Token) -> MoodKind:
    """From the verb's own auxiliaries, negation and conjunction."""
    kind: MoodKind = "fact"
    has_to = has_be = False
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (word in _NOT_TRUE and child.dep_ in _NEGATING and child.i < verb.i):
            return "negated"
        if child.dep_ == "mark" and word in _IF:
            return "hypothetical"
        if child.dep_ == "aux":
            if word in _UNREAL_MODALS:
                kind = "hypothetical"
            elif word in {"will", "shall", "'ll", "wo"}:
                kind = "future"
            elif word in {"would", "'d"} and child.tag_ == "MD":
                kind = "future" if _is_told(verb) else "hypothetical"
            has_to, has_be = has_to or word == "to", has_be or child.lemma_.lower() == "be"
    if kind == "fact" and has_to and verb.dep_ in {"ROOT", "relcl"} and verb.tag_ == "VB":
        return "future"
    if verb.tag_ == "VB" and kind == "fact" and verb.dep_ == "ROOT" and not has_to and not verb.children:
        return "hypothetical"
    return kind


def _is_told(verb: Token) -> bool:
    """ "Said they would sign": the future seen from the past, if nothing conditional stands beside it."""
    above = verb.head.lemma_.lower()
    if verb.head == verb or (above not in _TOLD and above not in {"announcement", "promise", "decision", "statement"}):
        return False
    if verb.dep_ not in {"ccomp", "advcl", "acl", "conj"}:
        return False
    return not any(c.dep_ == "advcl" and any(m.lower_ in _IF for m in c.children) for c in verb.children)


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _is_progressive(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in _IS for c in verb.children)


def _is_question(verb: Token) -> bool:
    here = verb
    for _ in range(8):
        if here.head == here:
            return any(child.lower_ == "?" for child in here.children)
        if any(child.lower_ == "?" for child in here.children):
            return True
        here = here.head
    return False


def _subjects_of(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]


_PLANNED = frozenset(("upcoming", "planned", "future", "next", "scheduled", "forthcoming", "expected", "coming"))
_UNREAL_NOUN = re.compile(
    r"possible|potential|hypothetical|any|alleged|no|eventual|supposed|rumou?red|prospective|such|ideal"
)


def noun_mood(noun: Token) -> MoodKind | None:
    """The mood that words before a noun give it: "planned talks", "a possible visit"; None if they say nothing."""
    for child in noun.children:
        if child.i > noun.i or child.dep_ not in {"amod", "det", "compound", "neg", "nmod"}:
            continue
        if _UNREAL_NOUN.fullmatch(child.lower_):
            return "negated" if child.lower_ == "no" else "hypothetical"
        if child.lower_ in _PLANNED:
            return "future"
    return None
