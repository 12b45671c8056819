"""Words whose source is named beside them: "according to X"."""

from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder


def by_according(finder: "SpeechFinder", token: Token) -> None:
    """ "According to X, …" and "…, according to X"."""
    to = finder.doc[token.i + 1]
    named = next((c for c in to.children if c.dep_ == "pobj"), None)
    if named is None:
        return
    speaker, start, end = finder.noun_phrase(named), finder.sentence_start(token), finder.sentence_end(token)
    cue = (token.i, token.i + 2)
    if token.i - start <= 2:
        low = speaker[1]
        while low < end and finder.doc[low].text != ",":
            low += 1
        finder.emit([(low + 1 if low < end else speaker[1], end)], speaker, cue, "according to")
    elif not any(
        t.pos_ == "VERB" and t.lemma_.lower() in cues.STRONG and not finder.in_marks[t.i]
        for t in finder.doc[start : token.i]
    ):
        finder.emit([(start, token.i)], speaker, cue, "according to")
