"""What is asked, demanded or announced: infinitives, questions and things, which are reported like clauses."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues
from bot.nlp.attribution import Attribution
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_QUESTION = frozenset({"if", "whether", "how", "why", "what", "who", "which", "when", "where"})


def question(finder: "SpeechFinder", verb: Token) -> None:
    """ "Asked whether he would run, …": nobody is named who asks, except behind "by"."""
    if verb.lemma_.lower() != "ask" or verb.tag_ not in ("VBN", "VBD") or any(c.dep_ == "nsubj" for c in verb.children):
        return
    is_passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    if not is_passive and verb.dep_ not in ("advcl", "acl", "ccomp", "ROOT", "csubj", "amod", "dep", "relcl"):
        return
    agent = next((c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"), None)
    speaker = finder.noun_phrase(agent) if agent is not None else None
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in ("ccomp", "advcl", "xcomp") and finder.doc[child.left_edge.i].lower_ in _QUESTION:
            low, high = child.left_edge.i, child.right_edge.i + 1
        elif child.dep_ == "prep" and child.lower_ == "about":
            low, high = child.i + 1, child.right_edge.i + 1
        else:
            continue
        low = max(low, verb.i + 1)
        finder.emit([(low, extend(finder, low, high, verb))], speaker, (verb.i, verb.i + 1), "question")
        return


def topic(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "asked her about the loan"."""
    prepositions = cues.TOPICAL.get(said.lemma, ())
    for child in said.verb.children:
        if child.dep_ == "prep" and child.lower_ in prepositions and child.i > said.verb.i:
            low = child.i + 1
            high = extend(finder, low, child.right_edge.i + 1, said.verb)
            finder.emit([(low, high)], said.speaker, said.cue, "topic")
            return True
    return False


def order(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "urged the king to resign": what he is to do."""
    if said.lemma not in cues.WITH_ORDER:
        return False
    verb = said.verb
    for child in verb.children:
        is_infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in child.lefts)
        if child.i < verb.i or child.dep_ not in ("xcomp", "ccomp", "advcl") or not is_infinitive:
            continue
        low = max(child.left_edge.i, verb.i + 1)
        finder.emit([(low, extend(finder, low, child.right_edge.i + 1, verb))], said.speaker, said.cue, "order")
        return True
    return False


def news(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "announced the arrest of two men"."""
    if said.lemma not in cues.NEWS:
        return False
    verb = said.verb
    for child in verb.children:
        if child.dep_ == "dobj" and child.i > verb.i and child.pos_ in ("NOUN", "PROPN"):
            low, high = max(verb.i + 1, child.left_edge.i), child.right_edge.i + 1
            finder.emit([(low, high)], said.speaker, said.cue, "news")
            return True
    return False
