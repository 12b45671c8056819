"""Whether the text says that something happened, will happen, might happen or did not.

"If they met", "refused to sign", "denied any talks" are no facts. The mood of an event word is read from the verbs
above it: its auxiliaries, its negation, the verb it is an infinitive of, and the clause's conjunction.
"""

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from bot.nlp.clauses import is_verbal
from bot.nlp.mood_words import (
    AGREEING,
    CAUSING,
    DENYING,
    DOUBTED,
    FUTURE_GOVERNORS,
    GOING,
    IF,
    IS,
    NEGATING,
    NOT_TRUE,
    RUMOURED,
    SUGGESTED,
    TOLD,
    TRANSPARENT,
    TRYING,
    UNREAL_GOVERNORS,
    UNREAL_MODALS,
    UNREAL_OVER_NOUNS,
    WEIGHING,
)

_RANKS = frozenset(("first", "second", "third", "fourth", "fifth", "latest", "last"))
MoodKind = Literal["fact", "future", "hypothetical", "negated", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """`is_progressive` is "is visiting"; `is_trying` an effort under way."""

    kind: MoodKind
    is_progressive: bool = False
    is_trying: bool = False


def mood_of(verb: Token) -> Mood:
    """The mood of the clause of `verb`, with those above it taken into account."""
    here, kind, trying = verb, _own_mood(verb), verb.lemma_.lower() in TRYING
    has_condition = False
    if verb.tag_ == "VBG" and verb.dep_ == "csubj":
        return Mood(kind="hypothetical")  # "lifting the ban is under consideration"
    if _is_first_to(verb):
        return mood_of(verb.head if is_verbal(verb.head) else verb.head.head)
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
        has_condition = has_condition or (here.dep_ in {"xcomp", "acomp"} and _has_condition(above))
        trying = trying or (here.dep_ in {"xcomp", "acl", "pcomp", "dobj"} and above.lemma_.lower() in TRYING)
        if is_done:
            break
        here = above
    if kind == "future" and (has_condition or _has_condition(verb)):
        kind = "hypothetical"  # "is ready to host talks if both ask for them"
    if kind in {"fact", "future"} and _is_question(verb):
        kind = "hypothetical"
    return Mood(kind=kind, is_progressive=_is_progressive(verb), is_trying=trying)


def _is_first_to(verb: Token) -> bool:
    """ "Became the second member to ratify it": it did."""
    holders = [verb.head, *verb.head.children] if is_verbal(verb.head) else [verb.head]
    is_ranked = any(c.lower_ in _RANKS for holder in holders if holder.i < verb.i for c in (holder, *holder.children))
    above = verb.head if is_verbal(verb.head) else verb.head.head
    return _is_infinitive(verb) and above.lemma_.lower() in {"become", "be"} and above != verb and is_ranked


def _raised(here: Token, above: Token, kind: MoodKind) -> tuple[MoodKind, bool]:
    """The mood one step up, and whether nothing further up can change it."""
    lemma = above.lemma_.lower()
    if here.dep_ == "prep" and here.lower_ == "before" and kind == "fact" and is_verbal(above):
        coming = mood_of(above).kind  # "will speak before leaving for Oslo"
        return coming if coming in {"future", "hypothetical"} else kind, True
    if here.dep_ in {"acl", "relcl"} and lemma in RUMOURED and above.head.lemma_.lower() != "confirm":
        return "hypothetical", True  # "rejected a claim that they had met"
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
    if here.dep_ in {"pcomp", "dobj", "prep", "pobj", "nsubj"} and lemma in UNREAL_OVER_NOUNS:
        return "hypothetical", True
    return kind, not is_verbal(above) and here.dep_ not in {"prep", "pcomp", "pobj", "attr"}


def _governed(here: Token, above: Token, lemma: str, kind: MoodKind) -> MoodKind:
    """An infinitive under `above`: "plans to", "refused to", "is to"."""
    is_to_be = here.tag_ == "VBN" and {"to", "be"} <= {c.lower_ for c in here.children if c.dep_ in {"aux", "auxpass"}}
    if here.tag_ != "VB" and not is_to_be:
        return _weighed(above, lemma, kind) if here.tag_ == "VBG" else kind
    if lemma in CAUSING:
        return kind  # "prompting the union to suspend trade": it did
    if any(child.lower_ == "to" for child in here.children) or here.dep_ == "xcomp":
        if lemma in UNREAL_GOVERNORS:
            return "hypothetical"
        if lemma in FUTURE_GOVERNORS or lemma in {"be", "go"}:
            if lemma not in AGREEING and lemma != "be" and _is_long_past(above):
                return "hypothetical"  # "had been due to meet him": it came to nothing
            return "future" if _own_mood(above) in {"fact", "future"} else _own_mood(above)
        if here.dep_ in {"advcl", "xcomp"} and lemma in GOING:
            return "future" if _own_mood(above) == "fact" else _own_mood(above)  # "has come to meet" has not met yet
        if here.dep_ == "advcl" and lemma not in TRANSPARENT:
            return "future"
        if here.dep_ == "acl":
            return "hypothetical"
    above_mood = _own_mood(above)
    return above_mood if above_mood != "fact" else kind


def _weighed(above: Token, lemma: str, kind: MoodKind) -> MoodKind:
    """ "Denied meeting", "considered meeting", "put off signing": a gerund that nobody carried out."""
    if lemma in DENYING:
        return "denied"
    is_off = lemma == "put" and any(child.lower_ == "off" for child in above.children)
    return "hypothetical" if is_off or lemma in WEIGHING else kind


def _reported(here: Token, above: Token, lemma: str, kind: MoodKind) -> MoodKind:
    if lemma in DOUBTED:
        return "denied"
    if kind == "future" and lemma in TOLD | FUTURE_GOVERNORS:
        return kind
    if lemma in SUGGESTED:
        return "hypothetical"
    above_mood = _own_mood(above)
    return above_mood if above_mood == "negated" else kind


def _own_mood(verb: Token) -> MoodKind:
    """From the verb's own auxiliaries, negation and conjunction."""
    kind: MoodKind = "fact"
    has_to = has_be = has_have = False
    for child in verb.children:
        word = child.lower_
        if child.dep_ == "neg" or (word in NOT_TRUE and child.dep_ in NEGATING and child.i < verb.i):
            return "negated"
        if child.dep_ == "mark" and word in IF:
            return "hypothetical"
        if child.dep_ == "aux":
            if word in UNREAL_MODALS:
                kind = "hypothetical"
            elif word in {"will", "shall", "'ll", "wo"}:
                kind = "future"
            elif word in {"would", "'d"} and child.tag_ == "MD":
                kind = "future" if _is_told(verb) else "hypothetical"
            has_to, has_be = has_to or word == "to", has_be or child.lemma_.lower() == "be"
            has_have = has_have or word == "have"
    if has_to and has_have and verb.dep_ == "xcomp":
        return "hypothetical"  # "was to have flown to Oslo", "is said to have met him"
    if kind == "fact" and verb.dep_ == "advcl" and _is_when_ahead(verb):
        return "future"
    if kind == "fact" and has_to and verb.dep_ in {"ROOT", "relcl"} and verb.tag_ == "VB":
        return "hypothetical" if verb.dep_ == "relcl" and verb.head.lemma_.lower() in UNREAL_GOVERNORS else "future"
    if verb.tag_ == "VB" and kind == "fact" and verb.dep_ == "ROOT" and not has_to and not verb.children:
        return "hypothetical"
    return kind


def _is_when_ahead(verb: Token) -> bool:
    """ "When the minister visits in May, they will ...": a present whose main clause lies ahead."""
    is_when = any(c.lower_ in {"when", "once", "before", "until"} and c.i < verb.i for c in verb.children)
    return (
        is_when
        and verb.tag_ in {"VBZ", "VBP"}
        and any(c.lower_ in {"will", "shall", "'ll"} for c in verb.head.children)
    )


def _is_told(verb: Token) -> bool:
    """ "Said they would sign": the future seen from the past, if nothing conditional stands beside it."""
    above = verb.head.lemma_.lower()
    if verb.head == verb or (above not in TOLD and above not in {"announcement", "promise", "decision", "statement"}):
        return False
    if verb.dep_ not in {"ccomp", "advcl", "acl", "conj"}:
        return False
    return not any(c.dep_ == "advcl" and any(m.lower_ in IF for m in c.children) for c in verb.children)


def _has_condition(verb: Token) -> bool:
    return any(
        mark.lower_ in {"if", "unless", "provided"}
        for clause in verb.children
        if clause.dep_ == "advcl"
        for mark in (clause, *clause.children)
    )


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _is_progressive(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.lower_ in IS for c in verb.children)


def _is_long_past(governor: Token) -> bool:
    """ "Had been scheduled", "had been due"."""
    verbs = (governor, governor.head) if governor.dep_ == "acomp" else (governor,)
    aux = {child.lower_ for verb in verbs for child in verb.children if child.dep_ == "aux"}
    return "had" in aux and (governor.tag_ == "VBN" or governor.dep_ == "acomp")


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
