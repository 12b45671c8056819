"""Finds that no reader may take as they stand: kept for review, however sure their construction is."""

import re
from typing import TYPE_CHECKING

from bot.domain.facts import Party, QuoteKind, Speaker
from bot.nlp import cues
from bot.nlp.attribution import past_prepositions
from bot.nlp.behalf import SPOKES
from bot.nlp.institutions import is_bare
from bot.nlp.reading import Reading
from bot.nlp.speech import Found
from bot.nlp.titles import office_of

if TYPE_CHECKING:
    from bot.nlp.speech import SpeechFinder

_NEEDED = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "mark", "poss", "det", "expl"})
_COMPLETING = frozenset({"xcomp", "ccomp", "dobj", "attr", "acomp", "oprd"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_RELATIVE = frozenset({"WDT", "WP", "WP$"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_ASKING = frozenset({"ask", "comment", "joke"})
_BROKEN = frozenset({"clause", "parenthetical", "clause before", "lost clause", "according to"})
_DID = frozenset({"has", "did", "declined", "refused", "declines", "refuses"})
_PRONOUNS = frozenset("he she it they we i this that who which".split())
_PAPERS = cues.STATEMENTS - {"statement", "communique", "communiqué", "readout", "release"}
_NEWSROOM = re.compile(r"\b(?:news|agency|press|times|post|daily|herald|tv|television|radio|media)\b", re.I)


def is_doubtful(finder: "SpeechFinder", found: Found, kind: QuoteKind, speaker: Speaker | None) -> bool:
    """Whether the words are no statement, are cut in two, or are a newsroom's own background."""
    if found.rule == "turn" and _has_no_verb(finder, found):
        return True
    if kind in ("direct", "fragment"):
        return False
    is_cut = _has_no_subject(finder, found) or _is_broken(finder, found) or _is_half(finder, found)
    is_cut |= _is_refused(finder, found)
    return (
        is_cut
        or _is_mere_topic(finder, found)
        or _is_background(finder, found, kind, speaker.party if speaker else None)
    )


def _lemma(finder: "SpeechFinder", found: Found) -> str:
    return finder.doc[found.cue[0]].lemma_.lower() if found.cue else ""


def _has_no_verb(finder: "SpeechFinder", found: Found) -> bool:
    """ "Mr President, colleagues": only addressed."""
    return not any(t.pos_ in ("VERB", "AUX") for low, high in found.segments for t in finder.doc[low:high])


def _is_mere_topic(finder: "SpeechFinder", found: Found) -> bool:
    """ "commenting on the loan"; "agreed to meet", which is an act."""
    lemma, first = _lemma(finder, found), finder.doc[found.segments[0][0]]
    return (found.rule == "topic" and lemma in _ASKING) or (lemma == "agree" and first.lower_ == "to")


def _has_no_subject(finder: "SpeechFinder", found: Found) -> bool:
    """ "a plan which he said had been drawn up", "stated that, as agreed by both, …": what had been, and what he stated, is lost."""
    words = [t for low, high in found.segments for t in finder.doc[low:high]]
    return found.rule == "clause" and words[0].lower_ != "to" and not any(t.dep_ in _SUBJECTS for t in words)


def _is_broken(finder: "SpeechFinder", found: Found) -> bool:
    """ "the yard, whose owner Ann Lind | he met": a word inside needs one outside, or the other way round."""
    inside = {i for low, high in found.segments for i in range(low, high)}
    end = found.segments[-1][1]
    doc, last = finder.doc, finder.doc[end - 1]
    if found.rule not in _BROKEN:
        return False
    after = [t for t in doc[end : min(finder.sentence_end(last), end + 12)] if not (found.cue and t.i == found.cue[0])]
    if doc[end : end + 2].text == ", whose":
        return True
    spoken = range(found.segments[-1][0], end if not finder.in_marks[end - 1] else found.segments[-1][0])
    relative = next((doc[i] for i in reversed(spoken) if doc[i].tag_ in _RELATIVE), None)
    if relative is not None and not any(t.tag_ in _FINITE for t in doc[relative.i : end]):
        return True
    opens = any(doc[i].dep_ in _NEEDED and doc[i].head.i >= end and doc[i].head in after for i in inside)
    return opens or any(t.dep_ in _COMPLETING and t.head.i in inside for t in after)


def _is_half(finder: "SpeechFinder", found: Found) -> bool:
    """ "admitted that it was late | , but it would come": shown alone the first half says something else. "… | , but did not say when" does not."""
    end = found.segments[-1][1]
    rest = [t for t in finder.doc[end : end + 8] if t.text != ","]
    if found.rule != "clause" or not rest or rest[0].lower_ != "but" or any(t.lower_ in _DID for t in rest[1:3]):
        return False
    return not any(t.lemma_.lower() in cues.REPORTING for t in rest)


def _is_refused(finder: "SpeechFinder", found: Found) -> bool:
    """ "rejected reports that the ferry was late": others say so."""
    if found.rule != "noun" or found.cue is None:
        return False
    above = past_prepositions(finder.doc[found.cue[0]].head)
    return above.lemma_.lower() == "reject"


def _is_background(finder: "SpeechFinder", found: Found, kind: QuoteKind, party: Party | None) -> bool:
    """ "…, according to the agency", "…, the agency reports": what a newsroom adds is nobody's statement."""
    if party is None or party.kind not in ("organisation", "company") or kind != "indirect":
        return False
    is_newsroom = bool(_NEWSROOM.search(party.name)) or (party.country is None and party.name.isupper())
    is_its_own = (
        found.rule in ("parenthetical", "clause")
        and bool(_NEWSROOM.search(party.name))
        and _lemma(finder, found) == "report"
    )
    return is_its_own or (found.rule == "according to" and is_newsroom)


def is_vague(reading: Reading, speaker: Speaker) -> bool:
    """ "it", "the ministry", "the PM": words that point at one told before, whom the text does not let us find."""
    words = speaker.text.lower()
    is_pointing = words in _PRONOUNS or is_bare(words) or bool(SPOKES.search(words))
    is_pointing |= words.removeprefix("the ") in _PAPERS  # whose, the text does not tell
    is_pointing |= words.startswith("the ") and office_of(words) not in (None, "Official")
    if speaker.party is not None:
        return speaker.party.country is None and is_bare(speaker.party.name.lower())
    return is_pointing and not reading.mentions_in(*speaker.span)
