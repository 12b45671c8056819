"""What services answer and render shows; render never imports a service. `bot.domain.managing` has what only managers ask."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.corrections import CorrectionLog
from bot.domain.digest import Edition, Section
from bot.domain.events import AnyEvent, Event
from bot.domain.facts import AnyRecorded, Deal, Invitation, Meeting, Quote, Standing, office_words
from bot.domain.people import Leader, Ruling
from bot.domain.stories import StoryArticle

Contact = Event[Meeting] | Event[Invitation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose sources a question may see: a server's, or with guild_id 0 the operator's default pack."""

    guild_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOf:
    """Where a page stands: `number` counts from 0; `has_next` says whether the store holds more."""

    number: int
    has_next: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """An office an article gave a person, newest first in a leader's answer."""

    office: str
    country: str | None
    standing: Standing
    article_url: str
    source: str
    published_at: datetime

    @property
    def words(self) -> str:
        return office_words(self.office, self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderAnswer:
    """`leader` when we follow the person; else only the name the articles give. `rulings`: what this server's managers approved
    of the offices the person holds or held, whoever it names. `deals_of`: whose the deals are, if they are the nation's."""

    name: str
    country: str | None
    leader: Leader | None
    as_of: date
    sightings: tuple[Sighting, ...]
    quotes: tuple[Event[Quote], ...]
    meetings: tuple[Contact, ...]
    deals: tuple[Event[Deal], ...]
    rulings: tuple[Ruling, ...] = ()
    deals_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderLine:
    """`as_of` is set when the office comes from a source so old that its day must be said."""

    name: str
    country: str | None
    office: str | None
    quotes: int
    last_seen_at: datetime
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPage:
    lines: tuple[LeaderLine, ...]
    page: PageOf
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePage:
    quotes: tuple[Event[Quote], ...]
    page: PageOf
    speaker: str | None = None
    about: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPage:
    meetings: tuple[Contact, ...]
    page: PageOf
    leader: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealPage:
    """`now` lets open deals say when they were last heard of."""

    deals: tuple[Event[Deal], ...]
    page: PageOf
    country: str | None = None
    with_country: str | None = None
    sector: str | None = None
    stage: str | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAnswer:
    deal: Event[Deal]
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """What an edit of its article did to a fact: `stage` or `amount` moved, it was `withdrawn`, it came `back`."""

    what: str
    before: str
    after: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """An article as it was read at one time."""

    number: int
    title: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    changes: tuple[FactChange, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAnswer:
    """A fact with its evidence and its past; the article's stored text is in `fact.article.text`. `event` has the other reports,
    `log` what the asking server's managers did to it."""

    fact: AnyRecorded
    event: AnyEvent
    history: History = field(default_factory=History)
    log: CorrectionLog | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAnswer:
    """A story's articles, oldest first; its meetings, invitations and deals, and some of its quotes."""

    id: int
    articles: tuple[StoryArticle, ...]
    events: tuple[AnyEvent, ...]
    quotes: tuple[Event[Quote], ...]

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.owner for article in self.articles for c in article.carriers))

    @property
    def sides(self) -> tuple[str, ...]:
        """Sides that gave their account of one of its events."""
        return tuple(dict.fromkeys(side for event in self.events for side, _ in event.readouts))


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestAnswer:
    """An edition with its events read back from the store, in the edition's order and as told until its window closed."""

    edition: Edition
    zone: str
    name: str
    events: dict[Section, tuple[AnyEvent, ...]]
    preview: bool = False
    repeat: int = 0

    def of(self, section: Section) -> tuple[AnyEvent, ...]:
        """All that the edition keeps of a section."""
        return self.events.get(section, ())

    @property
    def top(self) -> tuple[AnyEvent, ...]:
        return self.of("top")

    @property
    def meetings(self) -> tuple[Contact, ...]:
        return self.of("meetings")

    @property
    def deals(self) -> tuple[Event[Deal], ...]:
        return self.of("deals")

    @property
    def quotes(self) -> tuple[Event[Quote], ...]:
        return self.of("quotes")

    @property
    def upcoming(self) -> tuple[Contact, ...]:
        return self.of("upcoming")

    @property
    def is_empty(self) -> bool:
        return not (any(self.events.values()) or self.edition.corrections or self.edition.revisions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An autocomplete line: what is shown, and what the command receives."""

    name: str
    value: str
