"""Walks over a parse: who does what to whom, in which sentence. Knows grammar, not names."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from bot.domain.facts import Span
from bot.nlp.reading import Reading

_NOMINAL = {"NOUN", "PROPN", "PRON", "ADJ", "NUM"}
_TO_SUBJECT = {"conj", "xcomp", "advcl", "pcomp", "acl", "prep", "ccomp", "dobj", "auxpass", "aux", "attr", "acomp"}
_PORTIONS = frozenset(
    (
        "some",
        "most",
        "many",
        "series",
        "package",
        "set",
        "raft",
        "round",
        "rounds",
        "slew",
        "number",
        "dozens",
        "one",
        "two",
        "several",
        "day",
        "days",
        "hours",
        "chapter",
        "chapters",
        "text",
        "terms",
        "details",
        "draft",
        "version",
    )
)
_OUT_OF_PHRASE = {"relcl", "advcl", "acl", "ccomp", "punct", "parataxis"}
_JUDGING = frozenset(
    "commend praise thank congratulate applaud credit blame criticise criticize condemn accuse reward punish suspect".split()
)
_SUBJECT = {"nsubj", "nsubjpass", "csubj"}


def is_verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def children(token: Token, *deps: str) -> list[Token]:
    """Children of `token` with one of these relations, in order."""
    return [child for child in token.children if child.dep_ in deps]


def conjuncts(head: Token, depth: int = 8) -> list[Token]:
    """`head` and the nouns coordinated with it: "the leaders of A, B and C"."""
    found = [head]
    if depth:
        for child in head.children:
            # "Prime Minister X and President Y": the parser hangs X below Y
            is_before = child.dep_ == "nmod" and child.pos_ == "PROPN" and any(c.dep_ == "cc" for c in child.children)
            if (child.dep_ == "conj" and child.pos_ in _NOMINAL) or is_before:
                found += conjuncts(child, depth - 1)
            elif child.dep_ == "poss" and any(c.dep_ == "cc" for c in child.children) and not children(child, "case"):
                found.append(child)  # "between X and Ruritania's Y": the parser makes X own Y
    return found


def phrase(head: Token) -> list[Token]:
    """The noun phrase of `head` in order, without its clauses."""
    found, waiting = [head], [head]
    while waiting:
        for child in waiting.pop().children:
            if child.dep_ not in _OUT_OF_PHRASE:
                found.append(child)
                waiting.append(child)
    return sorted(found, key=lambda token: token.i)


def subjects(verb: Token) -> list[Token]:
    """Heads of the subject of `verb`, its own or the one it shares with its governor; "who" gives its antecedent."""
    here, is_effort = verb, False
    for _ in range(6):
        own = children(here, *_SUBJECT)
        own = own or [s for aux in children(here, "aux", "auxpass") for s in children(aux, *_SUBJECT)]
        if own:
            return [here.head if s.tag_ in {"WP", "WDT"} and here.dep_ == "relcl" else s for s in own]
        if here.dep_ == "acl" and here.tag_ in {"VBG", "VBN", "VBD"} and not is_verbal(here.head):
            return [] if here.tag_ == "VBN" else [here.head]
        # "asked Mr. X to meet": the one who is asked acts
        if here.dep_ in {"xcomp", "ccomp"} and is_verbal(here.head):
            controlled = children(here.head, "dobj")
            if controlled and here.dep_ == "xcomp" and controlled[0].i < here.i:
                return controlled
        is_why = here.dep_ == "pcomp" and here.head.lower_ in {"for", "of", "with"}
        if is_why and here.head.head.lemma_.lower() in _JUDGING and (judged := children(here.head.head, "dobj")):
            return judged  # "thanked X for paying": X paid
        if (here.dep_ not in _TO_SUBJECT and not (here.dep_ == "pobj" and is_effort)) or here.head == here:
            return []
        is_effort = here.dep_ == "acl" and here.tag_ == "VB"  # "is engaged in an effort to broker": he brokers
        here = here.head
    return []


def is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def preposition_objects(token: Token, words: Iterable[str], depth: int = 2) -> list[Token]:
    """Heads after these prepositions below `token`, through one preposition more: "spoke on the telephone to"."""
    wanted, found = set(words), list[Token]()
    for child in token.children:
        if child.dep_ not in {"prep", "agent", "dative"} or token.lower_ in {"along", "together"}:
            continue
        if child.lower_ in wanted:
            found += children(child, "pobj", "pcomp")
        if depth:
            found += preposition_objects(child, wanted, depth - 1)
            for inner in children(child, "pobj"):
                if child.lower_ not in wanted and inner.lower_ in {"phone", "telephone", "sidelines", "person"}:
                    found += preposition_objects(inner, wanted, 0)
    return found


def governing_verb(token: Token, limit: int = 5) -> Token | None:
    """The nearest verb above `token`."""
    here = token
    for _ in range(limit):
        if here.head == here:
            return None
        here = here.head
        if is_verbal(here):
            return here
    return None


def ancestors(token: Token, limit: int = 7) -> Iterator[Token]:
    """`token`, its head and so on, at most `limit` of them."""
    here = token
    for _ in range(limit):
        yield here
        if here.head == here:
            return
        here = here.head


def sentence(reading: Reading, token: Token) -> Span:
    """The characters of the sentence of `token`, within its paragraph, without surrounding space."""
    paragraph = reading.paragraph_at(token.idx)
    doc: Doc = token.doc
    first = token.i
    while first > 0 and not doc[first].is_sent_start and doc[first - 1].idx >= paragraph.start:
        first -= 1
    last = token.i
    while last + 1 < len(doc) and not doc[last + 1].is_sent_start and doc[last + 1].idx < paragraph.end:
        last += 1
    start, end = max(doc[first].idx, paragraph.start), min(doc[last].idx + len(doc[last].text), paragraph.end)
    while start < end and reading.text[start].isspace():
        start += 1
    while end > start and reading.text[end - 1].isspace():
        end -= 1
    return start, end


def tokens_between(doc: Doc, span: Span) -> list[Token]:
    """Tokens that begin in [start, end)."""
    found = doc.char_span(span[0], span[1], alignment_mode="expand")
    return [token for token in found if span[0] <= token.idx < span[1]] if found is not None else []


def participles(noun: Token) -> list[Token]:
    """ "A deal brokered by X"; "under the deal, signed by X, ...", where the parser hangs "signed" on the main verb."""
    found, verb = children(noun, "acl"), governing_verb(noun)
    for clause in children(verb, "advcl") if verb is not None and not found else []:
        if clause.tag_ == "VBN" and clause.i == noun.i + 2 and noun.doc[noun.i + 1].lower_ == ",":
            found.append(clause)
    return found


def whole(noun: Token) -> Token:
    """ "Some of the harshest sanctions", "a series of agreements": the word that stands for them in the clause."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "of" and above.head.lower_ in _PORTIONS:
        return above.head
    return noun
