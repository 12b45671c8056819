"""Facts: what an article says, each with the characters it rests on.

All spans are [start, end) in characters of the article's text at one revision.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from bot.domain.news import ArticleRef

Span = tuple[int, int]

QuoteKind = Literal["direct", "mixed", "indirect", "fragment"]
MeetingKind = Literal["call", "visit", "meeting", "talks", "summit"]
MeetingStage = Literal["planned", "held", "postponed", "cancelled", "failed", "hypothetical"]
InvitationStage = Literal["intended", "extended", "accepted", "declined"]
DealStage = Literal[
    "mentioned",
    "hypothetical",
    "proposed",
    "pledged",
    "under_negotiation",
    "in_preparation",
    "announced",
    "agreed",
    "signed",
    "approved",
    "awarded",
    "ratified",
    "in_force",
    "under_way",
    "established",
    "imposed",
    "lifted",
    "suspended",
    "rejected",
    "cancelled",
]
PartyKind = Literal["country", "organisation", "company", "person"]
Standing = Literal["present", "acting", "designate", "former"]
FactKind = Literal["quote", "meeting", "invitation", "deal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side. `id` is an ISO code, a leader's slug, or a folded name; `country` is the nation it acts for."""

    kind: PartyKind
    id: str
    name: str
    country: str | None = None
    leader: str | None = None

    @property
    def lacks_nation(self) -> bool:
        """A person known by a full name, of whom the article does not say whom he acts for."""
        return self.kind == "person" and self.country is None and " " in self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeMention:
    """An office as the article gives it: "Kazakh President Kassym-Jomart Tokayev".

    `standing`: "then" and "late" are `former`; "-elect" and "incoming" are `designate`.
    """

    office: str
    country: str | None
    evidence: Span
    standing: Standing = "present"

    @property
    def former(self) -> bool:
        return self.standing == "former"

    @property
    def words(self) -> str:
        """ "former President", "acting President", "President-designate"."""
        return office_words(self.office, self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the article under the fullest name it gives; mentions leave out the title."""

    name: str
    leader: str | None
    mentions: tuple[Span, ...]
    offices: tuple[OfficeMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryMentions:
    code: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    name: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """`verbatim` as written; `start` and `end` are inclusive days, None when the words name no day we can tell."""

    verbatim: str
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it, as written at `span`. `party` is whom that names, if we can tell.

    `on_behalf_of` names the person or institution of "a spokesman for X". `office` is the one the text gives, in words;
    else, with `office_as_of`, the one we know the person to have held that day.
    """

    span: Span
    text: str
    party: Party | None = None
    on_behalf_of: str | None = None
    office: str | None = None
    office_as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Reported words. `segments` are the content around the cue; only `marked` stood in quotation marks.

    For `direct` and `fragment` the segments themselves are marked.
    """

    kind: QuoteKind
    segments: tuple[Span, ...]
    speaker: Speaker | None
    cue: Span | None
    confidence: float
    shown: bool
    marked: tuple[Span, ...] = ()

    @property
    def start(self) -> int:
        return self.segments[0][0]

    @property
    def end(self) -> int:
        return self.segments[-1][1]

    @property
    def evidence(self) -> tuple[Span, ...]:
        return self.segments


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A contact. `participants` is one list, each side once; `countries` names all nations involved."""

    kind: MeetingKind
    participants: tuple[Party, ...]
    countries: tuple[str, ...]
    stage: MeetingStage
    evidence: tuple[Span, ...]
    confidence: float
    shown: bool
    place: str | None = None
    date: DateSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    inviter: Party | None
    invitees: tuple[Party, ...]
    to: str
    stage: InvitationStage
    evidence: tuple[Span, ...]
    confidence: float
    shown: bool
    place: str | None = None
    date: DateSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An amount as one side stated it. `low` and `high` are in units of `currency`; None is an open end."""

    verbatim: str
    span: Span
    low: float | None
    high: float | None
    currency: str | None
    approximate: bool
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """`instrument` and `sectors` are the article's own words; `name` a proper name such as a treaty's.

    `towards` are the ids of those parties to whom it goes (aid, an investment) or upon whom it falls (a tariff), where that is told.
    """

    parties: tuple[Party, ...]
    instrument: str
    stage: DealStage
    evidence: tuple[Span, ...]
    confidence: float
    shown: bool
    name: str | None = None
    sectors: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    date: DateSpan | None = None
    towards: tuple[str, ...] = ()

    @property
    def direction(self) -> tuple[tuple[Party, ...], tuple[Party, ...]] | None:
        """Who gives or imposes, and to whom or upon whom; None for a deal between equals, or if one of the two is not told."""
        receiving = tuple(party for party in self.parties if party.id in self.towards)
        acting = tuple(party for party in self.parties if party.id not in self.towards)
        return (acting, receiving) if acting and receiving else None


Fact = Quote | Meeting | Invitation | Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was found in one text, in the order of the text."""

    people: tuple[Person, ...] = ()
    countries: tuple[CountryMentions, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    quotes: tuple[Quote, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    deals: tuple[Deal, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (*self.quotes, *self.meetings, *self.invitations, *self.deals)


F = TypeVar("F", bound=Quote | Meeting | Invitation | Deal, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Generic[F]):
    """A fact in the store, with the article it rests on, as the asking server's corrections leave it. `id` grows with time and is
    never reused.

    `rejected`, `edited`: what that server's managers did to it. `same_as`: facts that they say tell of the same event.
    """

    id: int
    fact: F
    article: ArticleRef
    stored_at: datetime
    withdrawn_at: datetime | None = None
    rejected: bool = False
    edited: bool = False
    same_as: tuple[int, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """For a manager's eye: it is in no answer until somebody approves it."""
        return not self.fact.shown and not self.rejected


AnyRecorded = Recorded[Fact]


def fact_kind(fact: Fact) -> FactKind:
    """The word the store and the short ids use for a fact's type."""
    match fact:
        case Quote():
            return "quote"
        case Meeting():
            return "meeting"
        case Invitation():
            return "invitation"
        case Deal():
            return "deal"


def office_words(office: str, standing: Standing) -> str:
    """An office with how it is held."""
    match standing:
        case "present":
            return office
        case "designate":
            return f"{office}-designate"
        case _:
            return f"{standing} {office}"


def parties_of(fact: Fact) -> tuple[Party, ...]:
    """Every side, in order; of a quote its speaker."""
    match fact:
        case Quote(speaker=speaker):
            return (speaker.party,) if speaker and speaker.party else ()
        case Meeting(participants=parties) | Deal(parties=parties):
            return parties
        case Invitation(inviter=inviter, invitees=invitees):
            return (*((inviter,) if inviter else ()), *invitees)


def with_parties(fact: Fact, change: Callable[[Party], Party]) -> Fact:
    """The fact with each side as `change` gives it; a meeting is of their nations too."""
    match fact:
        case Quote(speaker=speaker):
            if speaker is None or speaker.party is None:
                return fact
            return replace(fact, speaker=replace(speaker, party=change(speaker.party)))
        case Meeting():
            participants = tuple(map(change, fact.participants))
            nations = (*fact.countries, *(party.country for party in participants if party.country))
            return replace(fact, participants=participants, countries=tuple(dict.fromkeys(nations)))
        case Invitation(inviter=inviter):
            invitees = tuple(map(change, fact.invitees))
            return replace(fact, inviter=change(inviter) if inviter else None, invitees=invitees)
        case Deal():
            return replace(fact, parties=tuple(map(change, fact.parties)))
