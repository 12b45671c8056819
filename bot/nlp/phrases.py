"""Reported words that are no clause: "described the talks as “candid”"."""

from typing import TYPE_CHECKING

from bot.nlp import cues
from bot.nlp.attribution import Attribution
from bot.nlp.complements import clause_of
from bot.nlp.extents import extend

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_OBJECTS = frozenset({"dobj", "oprd", "prep", "attr", "dative", "advcl"})


def marked_phrase(finder: "SpeechFinder", said: Attribution) -> bool:
    """ "described the talks as “candid”": a phrase with marks in it, where there is no clause."""
    verb = said.verb
    if said.lemma in cues.MENTAL or said.before or clause_of(finder, verb, said.lemma) is not None:
        return False
    for child in verb.children:
        if child.dep_ not in _OBJECTS or child.i < verb.i:
            continue
        marked = [x.i for x in child.subtree if finder.in_marks[x.i]]
        if not any(not finder.doc[i].is_punct for i in marked):
            continue
        low = child.i + 1 if child.dep_ == "prep" else child.left_edge.i
        high = extend(finder, max(low, verb.i + 1), child.right_edge.i + 1, verb)
        outside = [i for i in range(low, high) if not finder.in_marks[i] and not finder.doc[i].is_punct]
        segment = (low, high) if outside and said.lemma not in cues.NEEDS_MARKS else (min(marked), max(marked) + 1)
        finder.emit([segment], said.speaker, said.cue, "marked phrase")
        return True
    return False
