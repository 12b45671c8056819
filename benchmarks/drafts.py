"""Invented articles with their facts, any number of them: what an extractor would have found stands in them at its characters."""

import bisect
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from benchmarks import phrases
from bot.domain.facts import (
    Claim,
    Deal,
    Extraction,
    Invitation,
    Meeting,
    OfficeMention,
    Party,
    Person,
    Quote,
    QuoteKind,
    Span,
    Speaker,
)
from bot.domain.keys import slug
from bot.domain.news import Article
from bot.domain.people import Leader, Tenure
from bot.nlp.world import load_world

START = datetime(2025, 3, 1, tzinfo=UTC)
END = START + timedelta(days=365)
SOURCES = 2000
_QUOTES_AN_ARTICLE = 4
_OFFICES = ("President", "Prime Minister", "Foreign Minister", "Finance Minister", "Trade Minister", "Ambassador")
_INSTRUMENTS = "agreement memorandum contract protocol loan treaty accord".split()
_SECTORS = "energy mining water transport trade defence health education fisheries grain telecommunications".split()
_STAGES = ("pledged", "under_negotiation", "announced", "agreed", "signed", "signed", "in_force")
_CONTACTS = ("call", "visit", "meeting", "talks", "summit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as it would be saved: `sources` carry it, `story` is its story's number, from 1 without gaps."""

    article: Article
    extraction: Extraction
    sources: tuple[int, ...]
    story: int


@dataclass(slots=True)
class _Page:
    text: str = ""
    quotes: list[Quote] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return start, len(self.text)


def leaders(count: int = 5000) -> tuple[Leader, ...]:
    """People of invented names, the same at every call."""
    draw = random.Random(7)
    ends = (
        "ov",
        "ani",
        "sson",
        "ez",
        "eva",
        "ko",
        "wick",
        "oglu",
        "ira",
        "mann",
        "ossi",
        "ueno",
        "adze",
        "elli",
        "ung",
    )
    starts = [a + b for a in ("Bar", "Kor", "Ol", "Tem", "Sal", "Ved", "Mir", "Han", "Lu", "Ras", "Dor", "Ny") for b in ("a", "en", "im", "ul", "oss", "il")]  # fmt: skip
    firsts = [a + b for a in ("An", "Bel", "Cor", "Dav", "El", "Fer", "Gus", "Ir", "Jor", "Kal") for b in ("a", "an", "ina", "os", "ur", "eth")]  # fmt: skip
    names = sorted({f"{first} {start}{end}" for first in firsts for start in starts for end in ends})
    draw.shuffle(names)
    codes = [country.code for country in load_world().countries]
    return tuple(
        Leader(
            id=slug(name),
            name=name,
            country=code,
            tenures=(Tenure(office=draw.choice(_OFFICES), country=code, as_of=START.date(), source="a register"),),
        )
        for name in names[:count]
        for code in [codes[int(len(codes) * draw.random() ** 2)]]
    )


class Press:
    """Draws articles; two of the same seed and size draw the same ones."""

    def __init__(self, quotes: int, seed: int = 1) -> None:
        self._draw = random.Random(seed)
        self._articles = max(1, quotes // _QUOTES_AN_ARTICLE)
        self._leaders = leaders()
        self._names = {country.code: country.name for country in load_world().countries}
        self._speaking = _weights(len(self._leaders), 40)
        self._carrying = _weights(SOURCES, 30)
        self._said: list[str] = []

    def drafts(self) -> Iterator[Draft]:
        story, draw = 0, self._draw
        for number in range(self._articles):
            if not number or draw.random() < 0.4:
                story += 1
            published = START + (END - START) * (number / self._articles)
            page, people = self._page()
            sources = {1 + _drawn(draw, self._carrying)}
            if draw.random() < 0.1:
                sources.add(1 + _drawn(draw, self._carrying))
            yield Draft(
                article=Article(
                    url=f"https://{min(sources)}.example/{number}",
                    title=page.text[:60].rsplit(" ", 1)[0],
                    text=page.text,
                    language="en",
                    published_at=published,
                ),
                extraction=Extraction(
                    people=people,
                    quotes=tuple(page.quotes),
                    meetings=tuple(page.meetings),
                    invitations=tuple(page.invitations),
                    deals=tuple(page.deals),
                ),
                sources=tuple(sorted(sources)),
                story=story if draw.random() < 0.8 else max(1, story - draw.randrange(20)),
            )

    def _page(self) -> tuple[_Page, tuple[Person, ...]]:
        draw, page = self._draw, _Page()
        speakers = [self._leaders[_drawn(draw, self._speaking)] for _ in range(2)]
        page.add(f"{phrases.sentence(draw)}, officials in {draw.choice(phrases.SLOTS['place'])} say.\n\n")
        people = tuple(_introduce(page, leader) for leader in dict.fromkeys(speakers))
        for _ in range(_QUOTES_AN_ARTICLE):
            self._quote(page, draw.choice(speakers))
        if draw.random() < 0.8:
            self._contact(page, speakers[0])
        if draw.random() < 0.4:
            self._deal(page)
        page.add(f"\n\n{phrases.sentence(draw)}. {phrases.sentence(draw)}.")
        return page, people

    def _words(self) -> str:
        """New ones, or every fifth time almost what somebody said before."""
        draw = self._draw
        if self._said and draw.random() < 0.2:
            return phrases.neighbour(draw, draw.choice(self._said))
        words = phrases.sentence(draw)
        self._said = [*self._said[-499:], words]
        return words

    def _quote(self, page: _Page, leader: Leader) -> None:
        draw, words = self._draw, self._words()
        kind: QuoteKind = draw.choices(("direct", "fragment", "mixed", "indirect"), (70, 10, 8, 12))[0]
        surname = leader.name.rsplit(" ", 1)[1]
        marked: tuple[Span, ...] = ()
        if kind == "direct":
            page.add("“")
            segments = (page.add(words + ","),)
            page.add("” ")
            who = page.add(surname)
            cue = page.add(" said")
        else:
            who = page.add(surname)
            cue = page.add(" spoke of " if kind == "fragment" else " said that ")
            if kind == "fragment":
                page.add("“")
                segments = (page.add(" ".join(words.split()[:6]).rstrip(",.;")),)
                page.add("”")
            elif kind == "mixed":
                head, tail = words[: len(words) // 2].rsplit(" ", 1)[0], words[len(words) // 2 :].split(" ", 1)[-1]
                start = page.add(f"{head} “")[0]
                marked = (page.add(tail),)
                segments = ((start, marked[0][1]),)
                page.add("”")
            else:
                segments = (page.add(words),)
        page.add(".\n")
        speaker = Speaker(span=who, text=surname, party=_party(leader), office=leader.tenures[0].office)
        page.quotes.append(
            Quote(
                kind=kind,
                segments=segments,
                speaker=speaker,
                cue=cue,
                confidence=0.9,
                shown=draw.random() < 0.97,
                marked=marked,
            )
        )

    def _contact(self, page: _Page, leader: Leader) -> None:
        draw, other = self._draw, self._leaders[_drawn(self._draw, self._speaking)]
        sides = (_party(leader), _party(other))
        if draw.random() < 0.1:
            span = page.add(f"{leader.name} invited {other.name} to visit.\n")
            page.invitations.append(
                Invitation(
                    inviter=sides[0],
                    invitees=sides[1:],
                    to="visit",
                    stage="extended",
                    evidence=(span,),
                    confidence=0.9,
                    shown=True,
                )
            )
            return
        kind = draw.choice(_CONTACTS)
        span = page.add(f"{leader.name} and {other.name} held a {kind} in {draw.choice(phrases.SLOTS['place'])}.\n")
        page.meetings.append(
            Meeting(
                kind=kind,  # type: ignore[arg-type]
                participants=sides,
                countries=tuple(dict.fromkeys(side.country for side in sides if side.country)),
                stage="held",
                evidence=(span,),
                confidence=0.9,
                shown=True,
            )
        )

    def _deal(self, page: _Page) -> None:
        draw = self._draw
        codes = sorted({self._leaders[_drawn(draw, self._speaking)].country or "FR" for _ in range(2)})
        parties = tuple(Party(kind="country", id=code, name=self._names[code], country=code) for code in codes)
        instrument, sector, amount = draw.choice(_INSTRUMENTS), draw.choice(_SECTORS), draw.randint(1, 900)
        start = page.add(f"{' and '.join(party.name for party in parties)}: a {sector} {instrument} worth ")[0]
        money = page.add(f"${amount} million")
        claim = Claim(
            verbatim=f"${amount} million", span=money, low=amount * 1e6, high=amount * 1e6, currency="USD", approximate=False
        )  # fmt: skip
        page.add(".\n")
        page.deals.append(
            Deal(
                parties=parties,
                instrument=instrument,
                stage=draw.choice(_STAGES),  # type: ignore[arg-type]
                evidence=((start, money[1]),),
                confidence=0.9,
                shown=True,
                sectors=(sector,),
                claims=(claim,),
            )
        )


def _party(leader: Leader) -> Party:
    return Party(kind="person", id=leader.id, name=leader.name, country=leader.country, leader=leader.id)


def _introduce(page: _Page, leader: Leader) -> Person:
    office = leader.tenures[0].office
    span = page.add(f"{office} {leader.name} spoke on the day.\n")
    held = OfficeMention(office=office, country=leader.country, evidence=(span[0], span[0] + len(office)))
    return Person(name=leader.name, leader=leader.id, mentions=(span,), offices=(held,))


def _weights(count: int, head: int) -> Sequence[float]:
    """Cumulative: a few turn up often, most seldom."""
    return tuple(itertools.accumulate(1 / (rank + head) for rank in range(count)))


def _drawn(draw: random.Random, cumulative: Sequence[float]) -> int:
    return bisect.bisect_left(cumulative, draw.random() * cumulative[-1])
