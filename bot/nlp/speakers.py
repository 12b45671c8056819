"""Who spoke: from the words that name the speaker to a person or institution."""

import re

from spacy.tokens import Doc, Token

from bot.domain.facts import Party, Speaker
from bot.domain.keys import fold
from bot.nlp import cues
from bot.nlp.reading import Mention, Reading
from bot.nlp.speech import Found, Range
from bot.nlp.titles import office_of

_HE, _SHE = frozenset({"he", "his", "him"}), frozenset({"she", "her"})
_FOR = re.compile(r"\s+(?:for|of|to)\s+(?:[\w-]+\s+){0,4}", re.I)
_SPOKES = re.compile(r"\b(?:spokes(?:man|woman|person)|representative|aide)\b", re.I)
_PREPOSITION = re.compile(r"\s(?:of|to|for|from|at|in)\s")
_WOULD_BE = re.compile(r"\b(?:nominee|candidate|contender|hopeful|front-?runner|aide|advis[eo]r|-elect)\b", re.I)


class SpeakerFinder:
    """Resolves the speakers of one text, in the order of the text."""

    def __init__(self, reading: Reading, in_marks: list[bool]) -> None:
        self._reading = reading
        self._doc: Doc = reading.doc
        self._in_marks = in_marks
        self._people = [m for m in reading.mentions if m.kind == "person"]
        self._gender = self._genders()
        self._last: Party | None = None
        self._statement_of: Party | None = None

    def speaker(self, found: Found) -> Speaker | None:
        """The speaker of one find; finds must come in order."""
        if found.speaker is None:
            return None
        start, end = self._chars(found.speaker)
        text = self._reading.text[start:end]
        party = self._party(found.speaker, text)
        if not found.from_previous and party is not None:
            self._last = party
        self._note_statement(found, party)
        behalf = self._behalf(found.speaker, text)
        return Speaker(
            span=(start, end),
            text=text,
            party=party,
            on_behalf_of=self._name_of(behalf) if behalf else None,
            office=self._office((start, end), party),
        )

    def _chars(self, span: Range) -> tuple[int, int]:
        last = self._doc[span[1] - 1]
        return self._doc[span[0]].idx, last.idx + len(last)

    def _party(self, span: Range, text: str) -> Party | None:
        words = text.lower().strip()
        head = self._doc[span[0] : span[1]].root
        if words in _HE or words in _SHE:
            return self._antecedent(span[0], "m" if words in _HE else "f")
        if words in ("who", "which", "that"):
            clause = next((a for a in head.ancestors if a.dep_ == "relcl"), None)
            return self._named_by(clause.head) if clause is not None else None
        if words in ("they", "it", "we", "i"):
            return self._last if words != "i" else None
        if head.lemma_.lower() in cues.STATEMENTS:
            return self._owner(head) or (self._statement_of if head.lemma_.lower() in cues.RELEASES else None)
        if _SPOKES.search(head.text):
            behalf = self._behalf(span, text)
            country = behalf.party.country if behalf else None
            return self._apposed(head) or Party(kind="person", id=fold(text), name=text, country=country)
        return self._named_by(head, span) or self._by_title(text, span[0])

    def _mentions(self, span: Range, *kinds: str) -> list[Mention]:
        start, end = self._chars(span)
        return [m for m in self._reading.mentions_in(start, end) if m.kind in kinds]

    def _named_by(self, head: Token, span: Range | None = None) -> Party | None:
        """The person, else the body, else the nation that a noun phrase names."""
        span = span or (head.left_edge.i, head.right_edge.i + 1)
        inside = self._mentions(span, "person")
        for mention in inside:
            if mention.start <= head.idx < mention.end:
                return mention.party
        apposed = self._apposed(head)
        if apposed is not None:
            return apposed
        if (
            inside
            and inside[-1].end >= self._chars(span)[1] - 1
            and not re.search(r"\b(?:of|for|to|and)\b", self._reading.text[self._chars(span)[0] : inside[-1].start])
        ):
            return inside[-1].party
        for mention in self._mentions(span, "organisation", "company", "group", "country"):
            is_whole = mention.start <= head.idx < mention.end
            if is_whole and (mention.kind != "country" or mention.word != "demonym"):
                return mention.party
        return None

    def _apposed(self, head: Token) -> Party | None:
        """ "the spokeswoman, Dana Pike"."""
        for mention in self._mentions((head.left_edge.i, head.right_edge.i + 1), "person"):
            root = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if root is not None and root.root.dep_ == "appos" and root.root.head == head:
                return mention.party
        return None

    def _by_title(self, text: str, at: int) -> Party | None:
        """ "the minister": the last person before that an office of that name was given to."""
        if not re.match(r"(?:the|that|this|both)\b", text, re.I):
            return None
        office = office_of(_PREPOSITION.split(text)[0])
        if office is None or _WOULD_BE.search(text):
            return None
        start = self._doc[at].idx
        nations = {m.party.id for m in self._mentions((at, at + len(text.split())), "country")}
        fits = [
            o
            for o in self._reading.offices
            if o.mention.office == office and (not nations or o.mention.country in nations)
        ]
        before = [o for o in fits if o.mention.evidence[0] < start]
        chosen = (before or fits)[-1:] if before else fits[:1]
        return next((m.party for o in chosen for m in self._people if m.party.name == o.person), None)

    def _owner(self, head: Token) -> Party | None:
        """ "a statement from the Kazakh presidency", "the ministry's statement"."""
        for child in head.children:
            is_by = child.dep_ == "prep" and child.lower_ in ("of", "from", "by")
            owners = [c for c in child.children if c.dep_ == "pobj"] if is_by else [child]
            for owner in owners:
                if is_by or owner.dep_ in ("poss", "compound", "nmod"):
                    party = self._named_by(owner)
                    if party:
                        return party
        return None

    def _note_statement(self, found: Found, party: Party | None) -> None:
        """Remember whose statement was spoken of, for "the statement said" later on: its owner, else who said it in one."""
        at = found.cue[0] if found.cue else found.segments[0][0]
        sentence = self._doc[at].sent if self._doc[at].dep else None
        for token in sentence or ():
            if token.lemma_.lower() in cues.STATEMENTS and not self._in_marks[token.i]:
                spoke = party if party is not None and token.head.lower_ in ("in", "by") else None
                self._statement_of = self._owner(token) or spoke or self._statement_of

    def _behalf(self, span: Range, text: str) -> Mention | None:
        """Whom a spokesman speaks for, named before him or after "for"; never the spokesman himself."""
        spokes = _SPOKES.search(text)
        if spokes is None:
            return None
        at = self._chars(span)[0] + spokes.start()
        mentions = self._mentions(span, "person", "organisation", "country", "company", "group")
        own = [m for m in mentions if not (m.kind == "person" and m.start < at + len(spokes[0]) + 2 and m.end > at)]
        after = [m for m in own if m.start > at and _FOR.fullmatch(self._reading.text, at + len(spokes[0]), m.full[0])]
        near = after or [m for m in own if m.end <= at]
        return next((m for m in near if m.kind != "country"), next(iter(near), None))

    def _name_of(self, mention: Mention) -> str:
        """A house stands for its nation by its own name: "the Kremlin" and not "Russia"."""
        return self._reading.text[mention.start : mention.end] if mention.word == "metonym" else mention.party.name

    def _office(self, span: tuple[int, int], party: Party | None) -> str | None:
        """The office the text gives the speaker, in these very words rather than elsewhere."""
        if party is None or party.kind != "person":
            return None
        given = [o.mention for o in self._reading.offices if o.person == party.name]
        here = [o for o in given if o.evidence[0] < span[1] and span[0] < o.evidence[1]]
        return (here or given)[0].words if given else None

    def _antecedent(self, i: int, gender: str) -> Party | None:
        """He or she: a near subject of that gender, else who spoke last, else the nearest that fits."""
        at = self._doc[i].idx
        before = [m for m in self._people if m.start < at and not self._in_marks[self._index(m)]]
        is_fit = (
            self._last is not None
            and self._last.kind == "person"
            and self._gender.get(self._last.name, "?") in (gender, "?")
        )
        if is_fit:
            for mention in reversed(before):
                if i - self._index(mention) > 45:
                    break
                if self._is_subject(mention) and self._gender.get(mention.party.name, "?") in (gender, "?"):
                    return mention.party
            return self._last
        fits = [m for m in reversed(before) if self._gender.get(m.party.name, "?") == gender]
        loose = [m for m in reversed(before) if self._gender.get(m.party.name, "?") == "?"]
        return next((m.party for m in (*fits, *loose)), self._last)

    def _index(self, mention: Mention) -> int:
        span = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return span.root.i if span is not None else 0

    def _is_subject(self, mention: Mention) -> bool:
        return self._doc[self._index(mention)].dep_ in ("nsubj", "nsubjpass")

    def _genders(self) -> dict[str, str]:
        """From titles before the name; most names tell nothing."""
        genders: dict[str, str] = {}
        for mention in self._people:
            before = self._reading.text[max(0, mention.start - 25) : mention.start].lower().split()
            words = {word.strip(".,") for word in before[-2:]}
            if words & cues.FEMALE_TITLES:
                genders[mention.party.name] = "f"
            elif words & cues.MALE_TITLES:
                genders[mention.party.name] = "m"
        return genders
