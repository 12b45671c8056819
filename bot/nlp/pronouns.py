"""Whom "he" and "she" mean before a reporting verb."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp import cues
from bot.nlp.first_names import FEMALE, MALE
from bot.nlp.reading import Mention, Reading
from bot.nlp.titles import office_of

_FAR = 45  # tokens
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SOMEBODY = frozenset("counterpart man woman analyst expert resident professor economist lawyer candidate".split())


class Pronouns:
    """The persons of one text by where they stand and by gender. `pointed` tells whom "the minister" means."""

    def __init__(self, reading: Reading, in_marks: Sequence[bool], pointed: Callable[[Token], Party | None]) -> None:
        self._reading = reading
        self._doc: Doc = reading.doc
        self._in_marks = in_marks
        self._pointed = pointed
        self._people = [m for m in reading.mentions if m.kind == "person"]
        self._gender = self._genders()

    def meant(self, i: int, gender: str, last: Party | None) -> Party | None:
        """The person that the pronoun at token `i` names: whom the sentences just before are about, else `last`, who spoke last,
        else the nearest that fits. None where they are about somebody whom nothing names."""
        at = self._doc[i].idx
        before = [m for m in self._people if m.start < at and not self._in_marks[self._index(m)]]
        is_fit = last is not None and last.kind == "person" and self._fits(last.name, gender)
        for sentence in self._sentences(i):
            subject = next((t for t in sentence if self._is_main(t) and t.i < i), None)
            here = [m for m in before if sentence.start_char <= m.start < sentence.end_char]
            if subject is not None and (main := self._named(subject, here)):
                if self._fits(main.party.name, gender):
                    return main.party
            elif subject is not None and last is not None and subject.lower_ in last.name.lower().split():
                return last  # "an army spokeswoman", who spoke
            elif subject is not None and (_is_somebody(subject) or self._is_unknown(subject)):
                return self._pointed(subject)
            if is_fit and (chosen := self._subject_of_any(here, gender)):
                return chosen
            if is_fit and any(m.party == last for m in here):
                return last
        if is_fit:
            return last
        fits = [m for m in reversed(before) if self._gender.get(m.party.name) == gender]
        loose = [m for m in reversed(before) if m.party.name not in self._gender]
        return next((m.party for m in (*fits, *loose)), last)

    def _sentences(self, i: int) -> Iterator[Span]:
        """That of the token and those before it, as far as one looks back."""
        sentence = self._doc[i].sent
        while True:
            yield sentence
            if sentence.start == 0 or i - sentence.start > _FAR:
                return
            sentence = self._doc[sentence.start - 1].sent

    def _is_main(self, token: Token) -> bool:
        return token.dep_ in _SUBJECTS and token.head.dep_ == "ROOT" and not self._in_marks[token.i]

    def _named(self, subject: Token, here: Sequence[Mention]) -> Mention | None:
        """The person a subject names: by itself, by its title's words, or by what stands beside it."""
        for mention in here:
            if mention.start <= subject.idx < mention.end or mention.full[0] <= subject.idx < mention.full[1]:
                return mention
        return next((m for m in here if self._is_beside(m, subject)), None)

    def _is_beside(self, mention: Mention, subject: Token) -> bool:
        token = self._doc[self._index(mention)]
        follows_comma = self._reading.text[: mention.full[0]].endswith(", ")
        return subject.is_ancestor(token) and (token.dep_ == "appos" or follows_comma)

    def _is_unknown(self, subject: Token) -> bool:
        """A name that nothing is known of."""
        return subject.pos_ == "PROPN" and not self._reading.mentions_in(subject.idx, subject.idx + len(subject))

    def _subject_of_any(self, here: Sequence[Mention], gender: str) -> Party | None:
        for mention in reversed(here):
            token = self._doc[self._index(mention)]
            token = token.head if token.dep_ == "appos" else token
            if token.dep_ in _SUBJECTS and self._fits(mention.party.name, gender):
                return mention.party
        return None

    def _fits(self, name: str, gender: str) -> bool:
        return self._gender.get(name, gender) == gender

    def _index(self, mention: Mention) -> int:
        span = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return span.root.i if span is not None else 0

    def _genders(self) -> dict[str, str]:
        """From titles before the name, else from the first name."""
        genders: dict[str, str] = {}
        for mention in self._people:
            before = self._reading.text[max(0, mention.start - 25) : mention.start].lower().split()
            words = {word.strip(".,") for word in before[-2:]}
            if words & cues.FEMALE_TITLES:
                genders[mention.party.name] = "f"
            elif words & cues.MALE_TITLES:
                genders[mention.party.name] = "m"
            elif (first := fold(mention.party.name.split()[0])) in FEMALE | MALE:
                genders.setdefault(mention.party.name, "f" if first in FEMALE else "m")
        return genders


def _is_somebody(subject: Token) -> bool:
    """Whether the words speak of one person, whom nothing names: "a German official", "her Peruvian counterpart"."""
    is_one = subject.tag_ in ("NN", "NNP")
    return is_one and (subject.lower_ in _SOMEBODY or office_of(subject.text) is not None)
