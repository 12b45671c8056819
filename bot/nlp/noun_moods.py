"""The mood a noun of contact or agreement has from the words before it and from what it is "of" or "for"."""

from spacy.tokens import Token

from bot.nlp.clauses import is_verbal
from bot.nlp.mood_words import ASKING, DENYING, PLANNED, PREPARING, RUMOURED, UNREAL_NOUN, WISHED, WISHING
from bot.nlp.stages import MoodKind, mood_of


def noun_mood(noun: Token) -> MoodKind | None:
    """The mood that words before a noun give it: "planned talks", "a possible visit"; None if they say nothing."""
    for child in noun.children:
        if child.i > noun.i or child.dep_ not in {"amod", "det", "compound", "neg", "nmod"}:
            continue
        if UNREAL_NOUN.fullmatch(child.lower_):
            return "negated" if child.lower_ == "no" else "hypothetical"
        if child.lower_ in PLANNED:
            return "future"
    return None


def mood_above(noun: Token) -> MoodKind | None:
    """ "No plans for a meeting", "called for talks", "reports of a visit", "the eve of a summit"; None if nothing is said."""
    if noun.dep_ == "dobj" and _denies(noun.head):
        return "denied"
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"for", "of", "about", "to", "on"}:
        return None
    above = noun.head.head
    lemma = above.lemma_.lower()
    if is_verbal(above):
        if noun.head.lower_ == "about" and lemma in ASKING:
            return "hypothetical"  # "asked about his trip": the answer says what became of it
        is_known = lemma == "ask" and any(child.lower_ == "the" for child in noun.children)  # the one told before
        is_wish = (noun.head.lower_ == "for" and lemma in WISHING and not is_known) or lemma == "invite"
        return "hypothetical" if is_wish else "future" if lemma == "prepare" and noun.head.lower_ == "for" else None
    words = PREPARING | WISHED if noun.head.lower_ != "about" else RUMOURED
    if lemma not in words | RUMOURED:
        return None
    if noun_mood(above) == "negated" or _is_denied(above):
        return "denied"
    return "future" if lemma in PREPARING else "hypothetical"


def _is_denied(noun: Token) -> bool:
    """ "Denied reports", "there were never plans"."""
    verb = noun.head
    return is_verbal(verb) and (_denies(verb) or mood_of(verb).kind in {"negated", "denied"})


def _denies(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    is_out = lemma == "rule" and any(child.lower_ == "out" for child in verb.children)
    return (lemma in DENYING or is_out) and verb.pos_ == "VERB"
