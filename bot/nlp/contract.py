"""The extractor's output as JSON lines: the form in which it is measured and in which other programs read it."""

import json
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from bot import log
from bot.domain.errors import BotError
from bot.domain.facts import Claim, DateSpan, Deal, Extraction, Invitation, Meeting, Party, Person, Quote, Span, Speaker
from bot.domain.people import Tenure, office_on
from bot.nlp.extract import extract
from bot.nlp.load import DEFAULT_MODEL
from bot.nlp.world import load_world

_log = log.get(__name__)


def lines(documents: Iterable[Mapping[str, Any]], model: str = DEFAULT_MODEL) -> Iterator[str]:
    """One JSON line a document, in order. A document that cannot be read becomes {"id", "error"}, and the rest goes on."""
    for document in documents:
        yield json.dumps(_answer(document, model), ensure_ascii=False).encode("utf-8", "replace").decode()


def _answer(document: Mapping[str, Any], model: str) -> dict[str, Any]:
    number = document.get("id")
    if "error" in document:
        return {"id": number, "error": document["error"]}
    text = document.get("text")
    if not isinstance(text, str):
        return {"id": number, "error": 'no "text"'}
    published = _day(document.get("published"))
    try:
        found = extract(text, title=str(document.get("title") or ""), published_on=published, model=model)
    except BotError as error:
        return {"id": number, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - a rim: one text must not end the run
        _log.error("a text broke the extractor", id=number, trace=traceback.format_exc())
        return {"id": number, "error": f"{type(error).__name__}: {error}"}
    return {"id": number, **to_json(found, published)}


def _day(published: object) -> date | None:
    """A day from `2025-12-23`, a full ISO time, or nothing."""
    try:
        return datetime.fromisoformat(str(published)).date() if published else None
    except ValueError:
        return None


def to_json(found: Extraction, on: date | None = None) -> dict[str, Any]:
    """The object of the contract, without its id; `on` is the day by which a speaker's office is looked up."""
    return {
        "people": [_person(person) for person in found.people],
        "countries": [{"code": c.code, "mentions": _spans(c.mentions)} for c in found.countries],
        "organisations": [{"name": o.name, "mentions": _spans(o.mentions)} for o in found.organisations],
        "quotes": [_quote(quote, on) for quote in found.quotes],
        "meetings": [_meeting(meeting) for meeting in found.meetings],
        "invitations": [_invitation(invitation) for invitation in found.invitations],
        "deals": [_deal(deal) for deal in found.deals],
    }


def _spans(spans: Sequence[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "leader": person.leader,
        "mentions": _spans(person.mentions),
        "offices": [
            {
                "office": o.office,
                "country": o.country,
                "former": o.former,
                "standing": o.standing,
                "evidence": list(o.evidence),
            }
            for o in person.offices
        ],
    }


def _speaker(speaker: Speaker, on: date | None) -> dict[str, Any]:
    """Whom the mention names: full name, nation, leader, and the office the text gives, else the one held on the day `on`."""
    party = speaker.party
    leader = party.leader if party else None
    held = office_on(_tenures().get(leader, ()), on) if leader and on and not speaker.office else None
    return {
        "start": speaker.span[0],
        "end": speaker.span[1],
        "text": speaker.text,
        "name": party.name if party else None,
        "country": party.country if party else None,
        "leader": leader,
        "office": held.office if held else speaker.office,
        "office_as_of": held.as_of.isoformat() if held else None,
        "on_behalf_of": speaker.on_behalf_of,
    }


@cache
def _tenures() -> dict[str, tuple[Tenure, ...]]:
    return {leader.id: leader.tenures for leader in load_world().leaders}


def _quote(quote: Quote, on: date | None) -> dict[str, Any]:
    speaker = _speaker(quote.speaker, on) if quote.speaker else None
    return {
        "start": quote.start,
        "end": quote.end,
        "segments": _spans(quote.segments),
        "kind": quote.kind,
        "speaker": speaker,
        "cue": {"start": quote.cue[0], "end": quote.cue[1]} if quote.cue else None,
        "marked": _spans(quote.marked),
        "confidence": quote.confidence,
        "shown": quote.shown,
    }


def side(party: Party) -> str:
    """A person's full name, a country's code, else the organisation's name."""
    return party.id if party.kind == "country" else party.name


def _date(span: DateSpan | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {
        "verbatim": span.verbatim,
        "start": span.start and span.start.isoformat(),
        "end": span.end and span.end.isoformat(),
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind,
        "participants": [side(p) for p in meeting.participants],
        "countries": list(meeting.countries),
        "place": meeting.place,
        "date": _date(meeting.date),
        "stage": meeting.stage,
        "evidence": _spans(meeting.evidence),
        "confidence": meeting.confidence,
        "shown": meeting.shown,
    }


def _invitation(invitation: Invitation) -> dict[str, Any]:
    return {
        "inviter": side(invitation.inviter) if invitation.inviter else None,
        "invitees": [side(p) for p in invitation.invitees],
        "to": invitation.to,
        "place": invitation.place,
        "date": _date(invitation.date),
        "stage": invitation.stage,
        "evidence": _spans(invitation.evidence),
        "confidence": invitation.confidence,
        "shown": invitation.shown,
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "verbatim": claim.verbatim,
        "low": claim.low,
        "high": claim.high,
        "currency": claim.currency,
        "approximate": claim.approximate,
        "by": claim.by,
    }


def _deal(deal: Deal) -> dict[str, Any]:
    return {
        "parties": [{"kind": p.kind, "id": p.id, "name": p.name, "country": p.country} for p in deal.parties],
        "instrument": deal.instrument,
        "name": deal.name,
        "stage": deal.stage,
        "sectors": list(deal.sectors),
        "claims": [_claim(c) for c in deal.claims],
        "date": _date(deal.date),
        "evidence": _spans(deal.evidence),
        "confidence": deal.confidence,
        "shown": deal.shown,
    }
