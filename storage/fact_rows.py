"""Facts to rows and back. Sides and amounts have tables of their own; what is only shown is JSON."""

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from bot.domain.facts import (
    AnyRecorded,
    Claim,
    DateSpan,
    Deal,
    Fact,
    Invitation,
    Meeting,
    Party,
    PartyKind,
    Quote,
    Recorded,
    Span,
    Speaker,
)
from bot.domain.keys import slug
from bot.domain.news import ArticleRef, Carrier
from storage.database import Row
from storage.times import day_text, from_text, maybe_day, maybe_time


def ref(party: Party) -> str:
    """How a side is found again: by the leader it is, else by its kind and id; a person's id is the slug of a name."""
    if party.leader:
        return f"leader:{party.leader}"
    return f"{party.kind}:{slug(party.id) if party.kind == 'person' else party.id}"


def sides(fact: Fact) -> list[tuple[str, Party]]:
    """Every side with its role, in order."""
    match fact:
        case Quote():
            return [("speaker", fact.speaker.party)] if fact.speaker and fact.speaker.party else []
        case Meeting():
            return [("participant", party) for party in fact.participants]
        case Invitation():
            inviter = [("inviter", fact.inviter)] if fact.inviter else []
            return inviter + [("invitee", party) for party in fact.invitees]
        case Deal():
            return [("party", party) for party in fact.parties]


def nations(fact: Fact) -> set[str]:
    """ISO codes a fact is found under."""
    own = set(fact.countries) if isinstance(fact, Meeting) else set[str]()
    return own | {party.country for _, party in sides(fact) if party.country}


def stage_or_kind(fact: Fact) -> str:
    """A quote has no stage; its kind stands there."""
    return fact.kind if isinstance(fact, Quote) else fact.stage


def columns(fact: Fact) -> dict[str, str | float | None]:
    """The columns of `fact` that follow from the fact alone."""
    date = None if isinstance(fact, Quote) else fact.date
    place = fact.place if isinstance(fact, Meeting | Invitation) else None
    return {
        "stage": stage_or_kind(fact),
        "confidence": fact.confidence,
        "shown": int(fact.shown),
        "place": place,
        "date_verbatim": date.verbatim if date else None,
        "date_start": day_text(date.start) if date else None,
        "date_end": day_text(date.end) if date else None,
        "evidence": json.dumps(fact.evidence),
        "detail": json.dumps(_detail(fact), ensure_ascii=False),
    }


def _detail(fact: Fact) -> dict[str, Any]:
    match fact:
        case Quote():
            speaker = fact.speaker
            return {
                "marked": fact.marked,
                "cue": fact.cue,
                "speaker": speaker
                and {
                    "span": speaker.span,
                    "text": speaker.text,
                    "on_behalf_of": speaker.on_behalf_of,
                    "office": speaker.office,
                },
            }
        case Meeting():
            return {"kind": fact.kind, "countries": fact.countries}
        case Invitation():
            return {"to": fact.to}
        case Deal():
            return {
                "instrument": fact.instrument,
                "name": fact.name,
                "sectors": fact.sectors,
                "towards": fact.towards,
            }


def claim_columns(claim: Claim) -> dict[str, str | float | None]:
    return {
        "verbatim": claim.verbatim,
        "span_start": claim.span[0],
        "span_end": claim.span[1],
        "low": claim.low,
        "high": claim.high,
        "currency": claim.currency,
        "approximate": int(claim.approximate),
        "by_whom": claim.by,
    }


def to_recorded(
    row: Row,
    parties: Sequence[Row],
    claims: Sequence[Row],
    carriers: Sequence[Carrier] = (),
    quoted: Sequence[str] = (),
) -> AnyRecorded:
    """A fact with its article from the rows that hold it."""
    detail = json.loads(row["detail"])
    by_role: dict[str, list[Party]] = {}
    for party in parties:
        by_role.setdefault(party["role"], []).append(to_party(party))
    article = ArticleRef(
        id=row["article_id"],
        url=row["url"],
        title=row["title"],
        source=row["source"] or "",
        published_at=from_text(row["published_at"]),
        stored_at=from_text(row["article_stored_at"]),
        revision=row["revision"],
        text=row["text"],
        story=row["story"],
        carriers=tuple(carriers),
        quoted=tuple(quoted),
    )
    return Recorded(
        id=row["id"],
        fact=_fact(row, detail, by_role, claims),
        article=article,
        stored_at=from_text(row["stored_at"]),
        withdrawn_at=maybe_time(row["withdrawn_at"]),
    )


def to_party(row: Row) -> Party:
    return _party(row["ref"], row["name"], row["country"])


@functools.lru_cache(maxsize=8192)
def _party(ref: str, name: str, country: str | None) -> Party:
    """The same few are on every page."""
    kind, _, number = ref.partition(":")
    if kind == "leader":
        return Party(kind="person", id=number, name=name, country=country, leader=number)
    return Party(kind=cast("PartyKind", kind), id=number, name=name, country=country)


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _fact(row: Row, detail: Mapping[str, Any], by_role: Mapping[str, list[Party]], claims: Sequence[Row]) -> Fact:
    spans = _spans(json.loads(row["evidence"]))
    common: dict[str, Any] = {"confidence": row["confidence"], "shown": bool(row["shown"])}
    if row["kind"] == "quote":
        cue = detail["cue"]
        return Quote(
            kind=row["stage"],
            segments=spans,
            marked=_spans(detail["marked"]),
            cue=(cue[0], cue[1]) if cue else None,
            speaker=_speaker(detail["speaker"], by_role),
            **common,
        )
    date = None
    if row["date_verbatim"] is not None:
        date = DateSpan(
            verbatim=row["date_verbatim"], start=maybe_day(row["date_start"]), end=maybe_day(row["date_end"])
        )
    common |= {"stage": row["stage"], "evidence": spans, "date": date}
    if row["kind"] == "meeting":
        return Meeting(
            kind=detail["kind"],
            participants=tuple(by_role.get("participant", ())),
            countries=tuple(detail["countries"]),
            place=row["place"],
            **common,
        )
    if row["kind"] == "invitation":
        return Invitation(
            inviter=next(iter(by_role.get("inviter", ())), None),
            to=detail["to"],
            invitees=tuple(by_role.get("invitee", ())),
            place=row["place"],
            **common,
        )
    return Deal(
        parties=tuple(by_role.get("party", ())),
        instrument=detail["instrument"],
        name=detail["name"],
        sectors=tuple(detail["sectors"]),
        claims=tuple(map(_claim, claims)),
        towards=tuple(detail.get("towards", ())),  # what was stored before it was found has none
        **common,
    )


def _speaker(detail: Mapping[str, Any] | None, by_role: Mapping[str, list[Party]]) -> Speaker | None:
    if detail is None:
        return None
    start, end = detail["span"]
    return Speaker(
        span=(start, end),
        text=detail["text"],
        party=next(iter(by_role.get("speaker", ())), None),
        on_behalf_of=detail["on_behalf_of"],
        office=detail["office"],
    )


def _claim(row: Row) -> Claim:
    return Claim(
        verbatim=row["verbatim"],
        span=(row["span_start"], row["span_end"]),
        low=row["low"],
        high=row["high"],
        currency=row["currency"],
        approximate=bool(row["approximate"]),
        by=row["by_whom"],
    )
