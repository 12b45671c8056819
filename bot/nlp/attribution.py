"""A reporting verb with who speaks and what stands around it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Token

from bot.nlp import cues

if TYPE_CHECKING:
    from bot.nlp.speech import Range, SpeechFinder

_ASPECTS = frozenset({"continue", "go", "begin", "start"})
_SPLICE = 14
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """ "the minister said on Monday": `hull` covers verb and speaker, `before` and `after` are the quotations that touch it."""

    verb: Token
    lemma: str
    speaker: "Range | None"
    hull: "Range"
    before: "Range | None"
    after: "Range | None"

    @property
    def cue(self) -> "Range":
        """The verb's own tokens."""
        return self.verb.i, self.verb.i + 1

    @property
    def is_inverted(self) -> bool:
        """ "said the minister"."""
        return self.speaker is not None and self.verb.i < self.speaker[0]


def attribution(finder: "SpeechFinder", verb: Token) -> Attribution | None:
    """What `verb` attributes, or None where nobody is said to speak."""
    lemma = verb.lemma_.lower()
    if verb.lower_ in ("quoted", "cited") and any(map(_is_quoted_as, verb.subtree)):
        return None  # "the envoy quoted the king as saying": whose words they are, the saying tells
    if any(child.dep_ in ("neg", "auxpass") and not finder.in_marks[child.i] for child in verb.children):
        return None
    loose = _spliced_subject(finder, verb)
    subject = subject_of(finder, verb) if loose is None else None
    loose = loose or (_loose_subject(finder, verb) if subject is None else None)
    subject = subject or loose
    if subject is None:
        return None
    speaker = finder.noun_phrase(subject)
    is_own = subject.head == verb or loose is not None or _is_quoted_as(verb)
    hull = (min(speaker[0], verb.i), max(speaker[1], verb.i + 1)) if is_own else (verb.i, verb.i + 1)
    if _is_quoted_as(verb):
        hull = (_quoter(finder, verb.head.head, hull[0]), hull[1])
    before, after = finder.near_quotations(*hull, finder.paragraph(verb.i))
    is_person = subject.lower_ not in ("i", "we", "you", "it", "there")
    is_person = is_person or (lemma in cues.STRONG and _is_tag(subject, verb))
    if not is_person and lemma not in ("say", "tell", "write") and not before and not after:
        return None
    return Attribution(verb=verb, lemma=lemma, speaker=speaker, hull=hull, before=before, after=after)


def _is_tag(subject: Token, verb: Token) -> bool:
    """ "…, it added." """
    is_end = verb.i + 1 < len(verb.doc) and verb.nbor().text == "."
    return is_end and subject.i == verb.i - 1 and subject.i > 0 and subject.nbor(-1).text == ","


def _is_quoted_as(verb: Token) -> bool:
    """ "the envoy was quoted as saying"."""
    return (
        verb.lemma_.lower() in cues.SAY
        and verb.tag_ == "VBG"
        and verb.head.lower_ == "as"
        and verb.head.head.lower_ in ("quoted", "cited")
    )


def _quoter(finder: "SpeechFinder", quoted: Token, low: int) -> int:
    """ "…," the aide quoted the king as saying: where the attribution begins, with him who quotes."""
    agents = (c for c in quoted.children if c.dep_ == "nsubj" and c.i < low)
    return min((finder.noun_phrase(c)[0] for c in agents), default=low)


def subject_of(finder: "SpeechFinder", verb: Token) -> Token | None:
    """Who says: the verb's own subject, or that of the verb it leans on, or the phrase the parser failed to hang on it."""
    own = [c for c in verb.children if c.dep_ == "nsubj" and not finder.in_marks[c.i]]
    if not own and _is_quoted_as(verb):  # "the agency quoted the envoy as saying"
        own = [c for c in verb.head.head.children if c.dep_ == "dobj" and not finder.in_marks[c.i]]
    if own:
        return _apposed(min(own, key=lambda c: abs(c.i - verb.i)))
    leaning = _leans_on(verb)
    if leaning is not None:
        return leaning if leaning.pos_ not in ("VERB", "AUX") else _subject_above(finder, leaning)
    return None


def _apposed(subject: Token) -> Token:
    """ "Replying, the minister, Ann Lind, said": not the participle speaks but whom the parser sets beside it."""
    is_participle = subject.tag_ == "VBG" and not any(
        c.dep_ in ("det", "poss", "amod", "compound") for c in subject.lefts
    )
    return next((c for c in subject.rights if c.dep_ == "appos"), subject) if is_participle else subject


def _leans_on(verb: Token) -> Token | None:
    """The verb, or the noun, whose subject a coordinated verb or a participle shares: "… and added", "by saying", "those saying"."""
    above = verb.head
    if verb.dep_ == "conj" and above.i != verb.i and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return _reporter(above) if verb.tag_ in ("VBD", "VBZ") and above.tag_ == "VB" else above
    if verb.dep_ == "xcomp" and verb.tag_ == "VB" and above.lemma_.lower() in _ASPECTS:
        return above
    if verb.tag_ != "VBG":
        return None
    if verb.dep_ == "acl":
        return _reporter_above(verb) or _issuer(above)
    if verb.dep_ == "pcomp":
        above = past_prepositions(above)
    if verb.dep_ == "advcl" and verb.i and verb.nbor(-1).text == "," and verb.lower_ in cues.TRAILING:
        above = _reporter(above)
    return above if verb.dep_ in ("xcomp", "advcl", "pcomp") and above.pos_ in ("VERB", "AUX") else None


def _reporter(verb: Token) -> Token:
    """ "She said the port would close and added …", "…, adding that …": not the port adds but she."""
    here = verb
    while here.dep_ in ("ccomp", "conj", "advcl", "xcomp") and here.head.pos_ in ("VERB", "AUX"):
        is_reported = here.dep_ == "ccomp" and here.head.i < here.i
        here = here.head
        if is_reported and here.lemma_.lower() in cues.SAY:
            return here
    return verb


def _reporter_above(verb: Token) -> Token | None:
    """ "The ministry rejected the reports, calling them …": a remark of its own that the parser hangs on the noun before it."""
    if verb.lower_ not in cues.TRAILING or verb.i == 0 or verb.nbor(-1).text != ",":
        return None
    above = next((a for a in verb.ancestors if a.pos_ == "VERB" and a.i < verb.i), None)
    return _reporter(above) if above is not None else None


def _issuer(noun: Token) -> Token:
    """ "She released a statement saying …": not the statement speaks but she."""
    if noun.lemma_.lower() not in cues.STATEMENTS or noun.dep_ not in ("dobj", "pobj"):
        return noun
    above = past_prepositions(noun.head)
    return above if above.pos_ == "VERB" and above.tag_ != "VBN" else noun


def past_prepositions(token: Token) -> Token:
    """The word that a chain of prepositions hangs on; a sentence may have one for its root."""
    while token.head.i != token.i and (token.dep_ == "prep" or token.pos_ == "ADP"):
        token = token.head
    return token


def _subject_above(finder: "SpeechFinder", verb: Token) -> Token | None:
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass" and not finder.in_marks[c.i]), None)
    return passive or subject_of(finder, verb)


def _spliced_subject(finder: "SpeechFinder", verb: Token) -> Token | None:
    """ "It has offered talks to A and B, the ministry said on Monday.": whom the parser takes for one more of the list, or for what explains B."""
    doc, start = finder.doc, finder.sentence_start(verb)
    is_root = verb.dep_ == "ROOT" and any(c.dep_ == "ccomp" for c in verb.lefts)
    if (
        not (is_root or verb.dep_ == "conj")
        or verb.tag_ not in ("VBD", "VBZ")
        or verb.lemma_.lower() not in cues.STRONG
    ):
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in verb.children):
        return None
    comma = next((k for k in range(verb.i - 1, max(verb.i - _SPLICE, start), -1) if doc[k].text == ","), verb.i)
    phrase = doc[comma + 1 : verb.i]
    if not len(phrase) or phrase[0].pos_ not in _NOMINAL or phrase.root.pos_ not in ("NOUN", "PROPN"):
        return None
    is_broken = any(t.pos_ in ("VERB", "AUX") or t.tag_ in ("WDT", "WP") or finder.in_marks[t.i] for t in phrase)
    return None if is_broken else phrase.root


def _loose_subject(finder: "SpeechFinder", verb: Token) -> Token | None:
    """ "…, said X" and "X, who …, said", where the parser hangs X elsewhere."""
    doc, i = finder.doc, verb.i
    while verb.tag_ == "VBN" and i and doc[i - 1].lower_ in ("have", "has", "had", "also"):
        i -= 1
    is_finite = verb.tag_ in ("VBD", "VBZ", "VBP") or i < verb.i
    if not is_finite or verb.dep_ == "conj" or i == 0 or verb.i + 1 >= len(doc):
        return None
    if verb.tag_ == "VBD" and doc[i - 1].pos_ == "PROPN" and _opens_after_and(doc[i - 1]):
        return doc[i - 1]
    if doc[i - 1].text not in ",)" and not finder.in_marks[i - 1]:
        return None
    head = doc[verb.i + 1]
    while (
        head.head.i != head.i and verb.i < head.head.i < i + 8 and head.pos_ in _NOMINAL and head.head.pos_ in _NOMINAL
    ):
        head = head.head
    if (
        head.pos_ in _NOMINAL
        and not finder.in_marks[head.i]
        and (head.pos_ != "PRON" or head.lower_ in ("he", "she", "they"))
    ):
        return head
    if doc[i - 1].text not in ",)":
        return None
    for token in doc[finder.sentence_start(verb) : i]:
        if token.dep_ in ("nsubj", "nsubjpass", "ROOT", "dep") and token.pos_ in ("NOUN", "PROPN"):
            behind = finder.noun_phrase(token)[1]
            return token if doc[behind : behind + 1].text in (",", "(") else None
        is_named = _is_person(finder, token) and token.nbor().text == "," and not finder.in_marks[token.i]
        if is_named and token.dep_ != "pobj":  # "in her talks with Larsen, Mao Ling, also of the board, said"
            return token
    return None


def _is_person(finder: "SpeechFinder", token: Token) -> bool:
    """By the recogniser, or by what the rest of the text tells."""
    named = finder.reading.mentions_in(token.idx, token.idx + len(token))
    return token.ent_type_ == "PERSON" or any(mention.kind == "person" for mention in named)


def _opens_after_and(name: Token) -> bool:
    """ "… on the peninsula and Krag replied": a name that the parser adds to the words before "and"."""
    first = name.left_edge
    return first.i > 0 and name.dep_ == "conj" and first.nbor(-1).lower_ in ("and", "but")
