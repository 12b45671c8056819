"""Which nouns tell of a deal: "a joint action plan", "trade talks", but not "a great deal of", a draft or a statement of one side."""

from spacy.tokens import Token

from bot.nlp.cast import Cast
from bot.nlp.clauses import children, preposition_objects
from bot.nlp.instruments import INSTRUMENTS, Family

_NOUN_PLACES = frozenset(("dobj", "pobj", "nsubj", "nsubjpass", "attr"))
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


def is_nominal(token: Token) -> bool:
    """A noun, or what the tagger took for a verb in a noun's place."""
    is_mistagged = token.pos_ == "VERB" and token.dep_ in _NOUN_PLACES
    return token.dep_ != "" and (token.pos_ in {"NOUN", "PROPN"} or is_mistagged)


def is_inside_name(token: Token, cast: Cast) -> bool:
    """ "Investment" of an Investment Council; and a Fund that signs is no deal itself."""
    mention = cast.mention(token)
    if mention is None or token.idx + len(token.text) < mention.end:
        return mention is not None
    first = token
    while first.dep_ == "conj":
        first = first.head
    is_doing = first.dep_ == "nsubj" or (first.dep_ == "pobj" and first.head.lower_ in {"by", "with", "between"})
    return is_doing and mention.kind == "organisation" and INSTRUMENTS.get(token.lemma_.lower()) == "venture"


def is_topic(noun: Token) -> bool:
    """ "A declaration on partnership", "an accord on tariffs": what an agreement is about."""
    is_about = noun.dep_ == "pobj" and noun.head.lower_ in {"on", "about"}
    return is_about and INSTRUMENTS.get(noun.head.head.lemma_.lower()) == "agreement"


_STARTING = frozenset(
    ("begin", "start", "open", "reopen", "resume", "launch", "relaunch", "accelerate", "expedite", "hold")
)


def words_before(noun: Token) -> set[str]:
    return {child.lower_ for child in children(noun, "amod", "compound", "nmod", "det")}


def tells_of_deal(noun: Token, family: Family, words: set[str]) -> bool:
    """Whether `noun` with `words` before it is an instrument at all."""
    if noun.dep_ == "compound" or words & _NOT_A_DEAL - {"new", "great"} or "no" in words:
        return False
    lemma = noun.lemma_.lower()
    if (lemma == "deal" and "great" in words) or (lemma == "measure" and not words & {"restrictive", "punitive"}):
        return False
    if lemma == "fire":
        return "cease" in words
    if family == "paper":
        return _is_paper(noun, words)
    return family != "talks" or bool(words & {"trade", "membership", "accession"}) or _is_agreed_start(noun)


def _is_paper(noun: Token, words: set[str]) -> bool:
    """A plan of two sides or a letter of intent, not anybody's statement nor what is still a draft."""
    lemma = noun.lemma_.lower()
    if lemma == "exchange":
        return bool(words & {"note", "notes", "letter", "letters"})
    if lemma in {"letter", "note"}:
        return noun.tag_ in {"NNS", "NNPS"} or any(
            of.lower_ in {"intent", "intention", "understanding"} for of in preposition_objects(noun, {"of"}, depth=0)
        )
    return lemma != "statement" or bool(words & {"joint", "final"})


def _is_agreed_start(talks: Token) -> bool:
    """ "Have agreed to begin talks on X"; to hold talks every year is a way to meet."""
    verb = talks.head
    return (
        talks.dep_ == "dobj"
        and verb.lemma_.lower() in _STARTING
        and (verb.lemma_.lower() != "hold" or bool(preposition_objects(talks, {"on"}, depth=0)))
        and verb.dep_ == "xcomp"
        and verb.head.lemma_.lower() == "agree"
    )
