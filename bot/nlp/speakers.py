"""Who spoke: from the words that name the speaker to a person or institution."""

import re

from spacy.tokens import Doc, Token

from bot.domain.facts import Party, Speaker
from bot.domain.keys import fold
from bot.nlp import cues
from bot.nlp.behalf import SPOKES, called, principal, spoken_for
from bot.nlp.bodies import Bodies, own_words
from bot.nlp.descriptions import Descriptions
from bot.nlp.institutions import described, is_bare, is_body
from bot.nlp.newsrooms import reporter
from bot.nlp.person_names import HONORIFIC, NAME
from bot.nlp.pronouns import Pronouns
from bot.nlp.reading import Mention, Reading
from bot.nlp.speech import Found, Range
from bot.nlp.titles import TITLE, office_of

_HE, _SHE = frozenset({"he", "his", "him"}), frozenset({"she", "her"})
_COMMA = re.compile(rf",\s+(?:{HONORIFIC})*$")
_INTO_NAME = re.compile(r",\s+(?:(?:[A-Z][\w.]+|Chief|Sir) ){0,3}")
_NAME_BESIDE = re.compile(rf",\s+(?:{HONORIFIC})*(?P<name>{NAME.pattern})$")
_SPOKE_BEFORE = re.compile(r"(?:the|that|this) (?:[\w’'-]+ ){0,3}[\w-]+", re.I)
_STANDINGS = frozenset("rival rivals host hosts ally neighbour neighbor champion champions".split())
_SIDES = ("person", "country", "organisation", "group", "company")
_LIST = 8  # tokens
_FAR = 80  # tokens


class SpeakerFinder:
    """Resolves the speakers of one text, in the order of the text."""

    def __init__(self, reading: Reading, in_marks: list[bool]) -> None:
        self._reading = reading
        self._doc: Doc = reading.doc
        self._in_marks = in_marks
        self._people = [m for m in reading.mentions if m.kind == "person"]
        self._described = Descriptions(reading)
        self._pronouns = Pronouns(reading, in_marks, self._pointed)
        self._bodies = Bodies(reading, in_marks, self._called)
        self._last: Party | None = None
        self._reporters: list[Party] = []
        self._statement_of: Party | None = None
        self._spoken: list[tuple[Party, str]] = []  # who spoke so far, and in what words he was named

    def speaker(self, found: Found) -> Speaker | None:
        """The speaker of one find; finds must come in order."""
        if found.speaker is None:
            return None
        start, end = self._chars(found.speaker)
        text = self._reading.text[start:end]
        party = self._party(found.speaker, text) or (self._turn_taker(text) if found.rule == "turn" else None)
        end = self._end_of_apposition(end, party)
        text = self._reading.text[start:end]
        if not found.from_previous and party is not None:
            self._last = party
            self._spoken.append((party, text))
            self._bodies.note(start, party)
        self._note_statement(found, party)
        behalf = spoken_for(self._reading, self._chars(found.speaker), end)
        if (
            behalf
            and is_bare(behalf.lower())
            and (body := self._bodies.whose(Party(kind="organisation", id=fold(behalf), name=behalf), start, end))
        ):
            behalf = body.name
        return Speaker(
            span=(start, end),
            text=text,
            party=party,
            on_behalf_of=behalf,
            office=self._office((start, end), party),
        )

    def _chars(self, span: Range) -> tuple[int, int]:
        last = self._doc[span[1] - 1]
        return self._doc[span[0]].idx, last.idx + len(last)

    def _party(self, span: Range, text: str) -> Party | None:
        words = text.lower().strip()
        head = self._doc[span[0] : span[1]].root
        if (own := reporter(text)) is not None:
            self._reporters.append(own)
            return own
        if words in _HE | _SHE and self._last in self._reporters:
            return self._last
        if words in _HE or words in _SHE:
            return self._pronouns.meant(span[0], "m" if words in _HE else "f", self._last)
        if words in ("who", "which", "that"):
            clause = next((a for a in head.ancestors if a.dep_ == "relcl"), None)
            return (self._called(clause.head) or self._owner(clause.head)) if clause is not None else None
        if words in ("it", "they", "we"):
            body = self._last if self._last and self._last.kind != "person" else None
            return (self._bodies.before(span[0]) if words == "it" else None) or body
        if words == "i" or self._are_several(span):
            return None
        if head.lemma_.lower() in cues.STATEMENTS:
            is_known = head.lemma_.lower() in cues.RELEASES
            return self._owner(head) or ((self._statement_of or self._issuer_before(head.i)) if is_known else None)
        if SPOKES.search(head.text):
            return self._named_after(span) or self._apposed(head) or self._spokesman(span, text)
        party = (
            self._named_after(span)
            or self._whose_body(self._named_by(head, span), head, span)
            or self._described.holder(text, self._chars(span)[0], self._last)
            or described(self._reading, head, *self._chars(span))
        )
        return self._bodies.whose(party, *self._chars(span))

    def _spokesman(self, span: Range, text: str) -> Party | None:
        """A spokesman without a name, if it is told whose he is; "the spokeswoman" is the one who spoke before."""
        place = self._chars(span)
        behalf, whom = principal(self._reading, place), spoken_for(self._reading, place, place[1])
        country = behalf.party.country if behalf else None
        if country is None and whom and is_bare(whom.lower()):
            body = self._bodies.whose(Party(kind="organisation", id=fold(whom), name=whom.lower()), *place)
            country = body.country if body else None
        if behalf is not None or country or (whom and not is_bare(whom)):
            beside = _NAME_BESIDE.search(text)
            inside = self._reading.mentions_in(place[0] + beside.start("name"), place[1]) if beside else ()
            is_another = any(mention.kind in ("country", "group", "region") for mention in inside)
            # "a spokesman for the trade minister, Ann Roe": whose name it is, the words do not tell
            is_another |= bool(beside and office_of(text[: beside.start()].rsplit(maxsplit=1)[-1]))
            name = beside["name"] if beside and " " in beside["name"] and not is_another else text
            return Party(kind="person", id=fold(name), name=name, country=country)
        if not _SPOKE_BEFORE.fullmatch(text):
            return None  # "a spokesman for the mayor's office" is another
        return next((p for p, words in reversed(self._spoken) if SPOKES.search(words)), None)

    def _whose_body(self, named: Party | None, head: Token, span: Range) -> Party | None:
        """ "Gaza's Health Ministry" is named in these words, not by "Health Ministry" alone."""
        if named is None or named.kind != "organisation" or named.country is not None or not is_body(named.name):
            return named
        nations = {m.party.id: m.party.name for m in self._mentions(span, "country")}
        if len(nations) == 1 and is_bare(named.name.lower()):  # "the Interior Ministry in Tbilisi"
            ((nation, called_so),) = nations.items()
            name = f"{named.name} of {called_so}"
            return Party(kind="organisation", id=fold(name), name=name, country=nation)
        own = described(self._reading, head, *self._chars(span))
        return own if own is not None and "’s " in own.name.replace("'", "’") else named

    def _are_several(self, span: Range) -> bool:
        """ "Ann Lind and Bo Krag said", "A, B and C said": one of them alone did not."""
        root = self._doc[span[0] : span[1]].root
        if any(c.dep_ in ("det", "poss") for t in root.conjuncts if t.i in range(*span) for c in t.children):
            return True  # "the king and his envoy"
        own = self._mentions((root.i, root.i + 1), *_SIDES)
        is_list = any(c.dep_ == "cc" for t in (root, *root.conjuncts) for c in t.children)
        is_list = is_list and not self._is_behind_a_list(span)
        beside = root.conjuncts if is_list else ()
        joined = [m for t in beside for m in self._mentions((t.i, t.i + 1), *_SIDES)]
        if own and any(m.party != own[0].party for m in joined):
            return True
        start = self._chars(span)[0]
        before = [m for m in self._reading.mentions_in(max(0, start - 90), start) if m.kind == "person"][-2:]
        text = self._reading.text
        gaps = [text[m.end : n] for m, n in zip(before, [*(m.full[0] for m in before[1:]), start], strict=False)]
        return len(gaps) == 2 and gaps[0] == ", " and gaps[1] in (" and ", ", and ")

    def _is_behind_a_list(self, span: Range) -> bool:
        """ "… between A and B, the ministry said": no third of the two, whatever the parser says."""
        before = self._doc[max(0, span[0] - _LIST) : span[0]]
        return len(before) > 1 and before[-1].text == "," and any(t.dep_ == "cc" for t in before)

    def _mentions(self, span: Range, *kinds: str) -> list[Mention]:
        start, end = self._chars(span)
        return [m for m in self._reading.mentions_in(start, end) if m.kind in kinds]

    def _named_by(self, head: Token, span: Range | None = None) -> Party | None:
        """The person, else the body, else the nation that a noun phrase names."""
        span = span or (head.left_edge.i, head.right_edge.i + 1)
        inside = self._mentions(span, "person")
        for mention in inside:
            if mention.start <= head.idx < mention.end or mention.full[0] <= head.idx < mention.full[1]:
                return mention.party
        apposed = self._apposed(head)
        if apposed is not None:
            return apposed
        if inside and _COMMA.search(self._reading.text[self._chars(span)[0] : inside[-1].full[0]]):
            return inside[-1].party
        if (
            inside
            and inside[-1].end >= self._chars(span)[1] - 1
            and not re.search(r"\b(?:of|for|to|and)\b", self._reading.text[self._chars(span)[0] : inside[-1].start])
        ):
            return inside[-1].party
        for mention in self._mentions(span, "organisation", "company", "group", "country"):
            title = TITLE.match(mention.party.name) if mention.kind == "organisation" else None
            is_office = title is not None and mention.party.name.startswith(" of ", title.end())
            is_whole = mention.start <= head.idx < mention.end and not is_office
            if is_whole and mention.kind == "country" and (firm := self._branch(mention)):
                return firm
            if is_whole and mention.word == "metonym":
                name = called(self._reading, mention)
                return Party(kind="organisation", id=fold(name), name=name, country=mention.party.country)
            if is_whole and (mention.kind != "country" or mention.word != "demonym"):
                return own_words(mention.party, self._reading.text, mention.start, mention.end)
        return None

    def _branch(self, mention: Mention) -> Party | None:
        """ "Caritas Peru" is no nation; "rival Peru" is."""
        words = self._doc.char_span(mention.start, mention.end)
        own = [c for c in words.root.lefts if c.dep_ == "compound" and c.idx < mention.start] if words else []
        if (
            mention.word not in ("name", "capital")
            or not own
            or any(c.tag_ != "NNP" or c.lower_ in _STANDINGS for c in own)
        ):
            return None
        name = self._reading.text[own[0].left_edge.idx : mention.end]
        return Party(kind="organisation", id=fold(name), name=name)

    def _apposed(self, head: Token) -> Party | None:
        """ "the spokeswoman, Dana Pike"."""
        for mention in self._mentions((head.left_edge.i, head.right_edge.i + 1), "person"):
            root = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
            if root is not None and root.root.dep_ == "appos" and root.root.head == head:
                return mention.party
        return None

    def _named_after(self, span: Range) -> Party | None:
        """ "the Minister of Trade, Chief Ade Ola, said": a title, a comma, then the name up to the next comma or the end."""
        start, end = self._chars(span)
        if not TITLE.search(self._reading.text, start, end) or self._mentions(span, "person"):
            return None
        return next((m.party for m in self._reading.mentions_in(end, end + 40) if self._is_apposition(end, m)), None)

    def _is_apposition(self, end: int, mention: Mention) -> bool:
        text = self._reading.text
        between, follows = text[end : mention.start], text[mention.end : mention.end + 1]
        return (
            mention.kind == "person"
            and bool(_INTO_NAME.fullmatch(between))
            and (follows in ",.;:" or not follows.strip())
        )

    def _end_of_apposition(self, end: int, party: Party | None) -> int:
        """Behind the name that stands beside the words: "the envoy, Dana Pike"."""
        if party is None or party.kind != "person":
            return end
        beside = (m for m in self._reading.mentions_in(end, end + 40) if m.party == party)
        return next((m.end for m in beside if _INTO_NAME.fullmatch(self._reading.text[end : m.start])), end)

    def _pointed(self, head: Token) -> Party | None:
        words = self._doc[head.left_edge.i : head.i + 1]
        return self._described.holder(words.text, words.start_char, self._last, is_sole=True)

    def _owner(self, head: Token) -> Party | None:
        """ "a statement from the Kazakh presidency", "the ministry's statement"."""
        for child in head.children:
            is_by = child.dep_ == "prep" and child.lower_ in ("of", "from", "by")
            owners = [c for c in child.children if c.dep_ == "pobj"] if is_by else [child]
            for owner in owners:
                if is_by or owner.dep_ in ("poss", "compound", "nmod"):
                    party = self._bodies.whose(self._called(owner), owner.left_edge.idx, owner.idx + len(owner))
                    if party:
                        return party
        return None

    def _turn_taker(self, text: str) -> Party | None:
        """ "MS. LIND:" in a transcript: the person of that name or surname, else of these words if they are a whole name."""
        plain = re.sub(r"^(?:Mrs?|Ms|Dr)\.? ", "", text.title() if text.isupper() else text)
        surname = plain.split()[-1] if TITLE.match(plain) else plain  # "SECRETARY LIND"
        known = (m.party for m in self._people if fold(surname) in (fold(m.party.name), fold(m.party.name.split()[-1])))
        is_whole = not plain.startswith("The ") and (" " in plain or len(plain) < len(text))
        return next(known, Party(kind="person", id=fold(plain), name=plain) if is_whole else None)

    def _called(self, head: Token) -> Party | None:
        """The party of a noun phrase by name, else as an institution in its own words."""
        span = self._doc[head.left_edge.i : head.right_edge.i + 1]
        return self._named_by(head) or described(self._reading, head, span.start_char, span.end_char)

    def _issuer_before(self, i: int) -> Party | None:
        """ "The presidency issued a statement. … The statement said …": who issued the last one."""
        for token in reversed(self._doc[max(0, i - _FAR) : i]):
            if token.lemma_.lower() in cues.RELEASES and token.dep_ == "dobj" and not self._in_marks[token.i]:
                subject = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
                return self._owner(token) or (self._called(subject) if subject is not None else None)
        return None

    def _note_statement(self, found: Found, party: Party | None) -> None:
        """Remember whose statement was spoken of, for "the statement said" later on: its owner, else who said it in one."""
        at = found.cue[0] if found.cue else found.segments[0][0]
        sentence = self._doc[at].sent if self._doc[at].dep else None
        for token in sentence or ():
            if token.lemma_.lower() in cues.STATEMENTS and not self._in_marks[token.i]:
                spoke = party if party is not None and token.head.lower_ in ("in", "by") else None
                self._statement_of = self._owner(token) or spoke or self._statement_of

    def _office(self, span: tuple[int, int], party: Party | None) -> str | None:
        """The office the text gives the speaker, in these very words rather than elsewhere."""
        if party is None or party.kind != "person":
            return None
        given = [o.mention for o in self._reading.offices if o.person == party.name]
        here = [o for o in given if o.evidence[0] < span[1] and span[0] < o.evidence[1]]
        return (here or given)[0].words if given else None
