"""Who can take part in an event of this text: mentions by token, holders of offices, who was named last."""

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Literal

from spacy.tokens import Token

from bot.domain.facts import Party, Span
from bot.nlp.clauses import children, preposition_objects, sentence
from bot.nlp.companions import companions
from bot.nlp.descriptions import Descriptions
from bot.nlp.home import dateline_of, land_of
from bot.nlp.party_words import HIGHNESSES, PEOPLE, PRONOUNS, STYLES, UNNAMED
from bot.nlp.reading import Mention, Office, Reading
from bot.nlp.world import load_world

# How a side was found; the later, the more can go wrong.
How = Literal["name", "office", "description", "pair", "pronoun"]

_HEADS_OF_STATE = re.compile(
    r"president|prime minister|premier|chancellor|king|queen|[ea]mir|sultan|supreme leader|taoiseach|emperor|crown prince"
    r"|pope|leader",
    re.IGNORECASE,
)
# "the Trade and Transit Agreement (TTA)"
_SHORT_FOR = re.compile(
    r"\b(?:Agreement|Treaty|Pact|Accord|Convention|Protocol|Memorandum of Understanding) \(([A-Z][\w-]{1,9})\)"
)
_UNION = re.compile(r"\b(?:Council of the (?:EU|European Union)|European Commission)\b")
_OTHER_COUNCIL = re.compile(
    r"\b(?:Security|Human Rights|Cooperation|Nordic|Ministerial|National|Ocean|Arctic) Council\b|\bCouncil of Europe\b|\b[A-Z]\w+ Union Commission\b"
)
_MEDIA = re.compile(
    r"\b(?:news|times|post|journal|reuters|afp|agence france|associated press|ap|cnn|bbc|nbc|cbs|abc|msnbc|fox"
    r"|bloomberg|axios|politico|daily|tribune|herald|guardian|telegraph|gazette|magazine|radio|tv|television|xinhua|tass"
    r"|interfax|npr|truth social|newspaper|press|media|weekly|standard|yonhap|kyodo|anadolu|al jazeera)\b",
    re.IGNORECASE,
)
_NO_SIDE = re.compile(
    r"\b(?:party|democrats?|republicans?|gop|tea|congress|senate|house|campaign|committee|university|college|school"
    r"|hotel|tower|court|police|fbi|cia|nsa|act|bill|church|center|centre|hall|club|street|convention|caucus|foundation"
    r"|^hon|['’]s (?:foreign|external|home|internal) affairs$|airport|constitution|supreme|obamacare|medicare|internet|department|white house)\b",
    re.IGNORECASE,
)
# A list or a plan signs nothing.
_NO_BODY = re.compile(
    r"\b(?:List|Scheme|Plan|Roadmap|Package|Appeal|(?<!Food )(?<!Development )(?<!Environment )Program(?:me)?)$"
)


SECURITY_COUNCIL = Party(kind="organisation", id="un security council", name="UN Security Council")


@cache
def _in_office_since() -> dict[str, date]:
    """The day on which each leader we follow took the office he holds, where the seeds know it."""
    return {
        leader.id: tenure.since_on
        for leader in load_world().leaders
        for tenure in leader.tenures
        if tenure.since_on is not None and tenure.until_on is None
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One participant and how the words named it; `at` is the character they stand at."""

    party: Party
    how: How
    at: int


class Cast:
    """The mentions of one reading, indexed. Built once a finder."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._by_token: dict[int, Mention] = {}
        self._persons = {m.party.name: m.party for m in reading.mentions if m.kind == "person"}
        self._body: list[Mention] = [m for m in reading.mentions if reading.paragraph_at(m.start).role == "body"]
        self._officials = frozenset(o.person for o in reading.offices if not o.mention.former)
        self._administrations = frozenset(
            m.party.name
            for m in reading.mentions
            if m.kind == "person" and reading.text.startswith(" administration", m.end)
        )
        self.groups = frozenset(m.party.id for m in reading.mentions if m.kind == "group") | {SECURITY_COUNCIL.id}
        self.along = companions(self._body, reading.text)
        """Where those are named who only came along."""
        self.dateline = land_of(dateline_of(reading.text, reading.paragraphs))
        """The nation in whose capital the story was written."""
        self._described = Descriptions(reading)
        self.is_of_union = bool(_UNION.search(reading.text)) and not _OTHER_COUNCIL.search(reading.text)
        """Whether "the Council" of this text can only be the European Union's."""
        self._sentences: dict[int, Span] = {}
        words = [t for t in self.reading.doc if not t.is_space]
        # One sentence is torn out of its text, so that nobody could be named. No article is.
        self.is_sentence = len(words) > 1 and not any(t.is_sent_start for t in words[1:])
        self.is_excerpt = self.is_sentence and words[0].lower_ in {"he", "she"}
        self._index()

    def tells(self, party: Party) -> bool:
        """Whether a reader learns who `party` is: of an article "he" tells nothing, nor does "the prime minister" of no nation."""
        if party.id in PRONOUNS:
            return self.is_excerpt
        return self.is_sentence or party.id not in UNNAMED

    def _index(self) -> None:
        starts: list[int] = self.reading.doc.to_array("IDX").tolist()
        papers = {match[1] for match in _SHORT_FOR.finditer(self.reading.text)}
        mentions = [m for m in self.reading.mentions if m.start not in self.along and not self._is_nobody(m, papers)]
        offices = self._portfolios()
        mentions = [m for m in mentions if not any(since < m.start < until for since, until in offices)]
        titled = sorted(((m.full, m) for m in mentions if m.kind == "person"), key=itemgetter(0))
        # The first wins where titles overlap, and a name's own characters win over the title around another.
        for span, mention in [*reversed(titled), *(((m.start, m.end), m) for m in mentions)]:
            for i in range(bisect_left(starts, span[0]), bisect_left(starts, span[1])):
                self._by_token[i] = mention

    def _portfolios(self) -> list[Span]:
        """Where an office goes on behind a comma: "the Minister of Trade, Regional Affairs and Peruvians Abroad, NAME"."""
        titles = ((m, self.reading.text.find(", ", *m.full)) for m in self._body if m.kind == "person")
        return [(at, m.start - len(", ")) for m, at in titles if 0 < at < m.start - len(", ")]

    def _is_nobody(self, mention: Mention, papers: set[str]) -> bool:
        """ "@somebody" of a message; and "the ABC" that stands for an agreement."""
        text = self.reading.text
        is_handle = text[max(0, mention.start - 1)] in "@#" or text[mention.start] in "@#"
        return is_handle or text[mention.start : mention.end] in papers

    def mention(self, token: Token) -> Mention | None:
        """The mention that holds `token`, or whose title does."""
        return self._by_token.get(token.i)

    def mention_at(self, at: int) -> Mention | None:
        """The mention that holds the character `at`, if it can be a side."""
        found = self.reading.doc.char_span(at, at + 1, alignment_mode="expand")
        return self.mention(found[0]) if found is not None and len(found) else None

    def is_official(self, party: Party) -> bool:
        """Whether the text gives this person an office that is not a former one, or he held one that day."""
        if self.holds_office(party) or party.leader is None:
            return self.holds_office(party)
        since, published_on = _in_office_since().get(party.leader), self.reading.published_on
        return since is not None and published_on is not None and since <= published_on

    def holds_office(self, party: Party) -> bool:
        """Whether the text gives this person an office of today."""
        return party.name in self._officials

    def is_called(self, party: Party, noun: str) -> bool:
        """Whether an office of his is told by such a word, "minister", or by none: a counterpart."""
        titles = [o.title.lower() for o in self.reading.offices if o.person == party.name]
        return any(noun in title.split() or title == "counterpart" for title in titles) or (
            not titles and party.country is not None
        )

    def holders(self, office: str) -> frozenset[str]:
        """Names of those whom the text gives an office of today that ends in this word."""
        return frozenset(
            o.person
            for o in self.reading.offices
            if not o.mention.former
            and o.mention.office.lower().endswith(office)
            and not o.mention.office.lower().startswith("prime")
        )

    def is_head(self, party: Party) -> bool:
        """Whether the text calls him a president, a king or the like, or we follow him as one."""
        return party.leader is not None or any(
            o.person == party.name and _HEADS_OF_STATE.search(o.mention.office) for o in self.reading.offices
        )

    def governed_by(self, party: Party) -> str | None:
        """The nation for which this person signs: his own if he holds its office, or that of his "administration"."""
        if party.country is None:
            return "US" if party.name in self._administrations else None
        return party.country if self.is_official(party) else None

    def is_body(self, token: Token) -> bool:
        return self.reading.paragraph_at(token.idx).role == "body"

    def sentence(self, token: Token) -> Span:
        if token.i not in self._sentences:
            self._sentences[token.i] = sentence(self.reading, token)
        return self._sentences[token.i]

    def sentence_before(self, start: int) -> Span | None:
        """The last body sentence that ends before the character `start`."""
        doc = self.reading.doc
        span = doc.char_span(start, start + 1, alignment_mode="expand") if start else None
        at = span[0].i - 1 if span is not None and len(span) else -1
        while at >= 0 and (doc[at].is_space or not self.is_body(doc[at])):
            at -= 1
        return self.sentence(doc[at]) if at >= 0 else None

    def holder(self, words: str, country: str | None, before: int, beside: Collection[str] = ()) -> Party | None:
        """Who holds the office that `words` name ("foreign minister", "leader") for `country`, by the text itself.

        Without a country: the one named before the character `before`; of several the one last told of as a
        subject, and nobody `beside` it: "the minister will meet Ms Doe".
        """
        plain = re.sub(r"s$", "", words.lower().strip()).replace("-", " ")
        held = [
            o
            for o in self.reading.offices
            if not o.mention.former
            and o.person in self._persons
            and (country is None or o.mention.country == country)
            and (
                o.mention.office.lower().replace("-", " ") == plain
                or o.title.lower().replace("-", " ").endswith(plain)
                or (plain == "leader" and _HEADS_OF_STATE.search(o.mention.office))
            )
        ]
        if not held:
            return None
        if country is None:
            return self._meant([o for o in held if o.person not in beside], before)
        heads = [o for o in held if _HEADS_OF_STATE.search(o.mention.office)]
        return self._persons[(heads or held)[0].person]

    def _meant(self, held: list[Office], before: int) -> Party | None:
        """ "The minister": whom the text was last about, not whom he met; or the only one whom it names later, without a nation."""
        names = {o.person for o in held if o.mention.evidence[0] < before}
        last = [m for m in self._body if m.start < before and m.kind == "person" and m.party.name in names]
        if len({m.party.name for m in last}) > 1:
            last = [m for m in last if self._is_subject(m)]
        if last or names:
            return last[-1].party if last else None
        later = {o.person for o in held if o.mention.country is None}
        return self._persons[later.pop()] if len(later) == len({o.person for o in held}) == 1 else None

    def _is_subject(self, mention: Mention) -> bool:
        found = self.reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        return found is not None and found.root.dep_ in {"nsubj", "nsubjpass"}

    def spoken_of(self, head: Token) -> Party | None:
        """Whom an office that stands alone means: "the minister", "HH the Amir", "His Majesty"."""
        if head.lower_ in HIGHNESSES:
            start = next((c.idx for c in head.children if c.tag_ == "PRP$"), None)
            words = self.reading.text[start : head.idx + len(head)] if start is not None else ""
            return self._described.holder(words, start, None) if start is not None else None
        if head.lemma_.lower() not in PEOPLE or not any(c.dep_ == "det" and c.lower_ == "the" for c in head.children):
            return None
        beside = {m.party.name for m in self.named_after(head.idx, self.sentence(head)[1])}
        return self.holder(self.office(head), None, head.idx, beside)

    def leader_of(self, delegation: Token) -> Mention | None:
        """ "A delegation led by Senator X": he."""
        clauses = [c for c in children(delegation, "acl") if c.lemma_.lower() in {"lead", "led", "head"}]
        named = [self.mention(word) for clause in clauses for word in preposition_objects(clause, {"by"}, depth=0)]
        return next((m for m in named if m is not None and m.kind == "person"), None)

    def office(self, head: Token) -> str:
        """The office that the words before `head` make with it."""
        before = (c for c in children(head, "compound", "amod") if self.mention(c) is None)
        return " ".join((*(c.lower_ for c in before if c.lower_ not in STYLES), head.lemma_.lower()))

    def named_before(self, at: int, since: int) -> list[Mention]:
        """Mentions of body text in [since, at), latest last."""
        return [m for m in self._body if since <= m.start and m.end <= at]

    def has_person_before(self, at: int) -> bool:
        return any(m.kind == "person" and m.start < at for m in self._body)

    def named_after(self, at: int, until: int) -> list[Mention]:
        return [m for m in self._body if at <= m.start < until]


def is_medium(party: Party) -> bool:
    """A newspaper, agency or platform: it reports, and is no side of anything."""
    return party.kind not in {"country", "person"} and bool(_MEDIA.search(party.name))


def can_act(mention: Mention) -> bool:
    """Whether this mention can be a side of a meeting or deal between nations, organisations and leaders."""
    is_body = mention.kind not in {"organisation", "company"} or not _NO_BODY.search(mention.party.name)
    if mention.kind in {"region", "place"} or not is_body or is_medium(mention.party):
        return False
    if mention.kind == "organisation" and mention.party.country is not None:
        return True  # a ministry acts for its state, and is not that state
    return mention.kind in {"country", "group"} or not _NO_SIDE.search(mention.party.name)
