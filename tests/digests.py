"""Digest answers made by hand, for tests of what is chosen and shown."""

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.answers import DigestAnswer
from bot.domain.digest import SECTIONS, Edition, SectionWish
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import Fact, Recorded
from bot.domain.news import ArticleRef, Carrier
from bot.domain.ranking import choose, wished_of
from tests import make


def report(
    number: int,
    fact: Fact,
    text: str,
    *,
    source: str = "Steppe Wire",
    url: str = "",
    hours: float = -1,
    side: str | None = None,
) -> Recorded[Fact]:
    """A fact of an article of its own, stored so many hours after NOW."""
    at = make.NOW + timedelta(hours=hours)
    article = ArticleRef(
        id=number,
        url=url or f"https://wire.example/{number}",
        title="",
        source=source,
        published_at=at,
        stored_at=at,
        text=text,
        story=number,
        carriers=(Carrier(source=source, owner=source, side=side),),
    )
    return Recorded(id=number, fact=fact, article=article, stored_at=at)


def answer(
    reports: Sequence[Recorded[Fact]],
    *,
    sections: tuple[SectionWish, ...] = SECTIONS,
    preview: bool = False,
    **more: object,
) -> DigestAnswer:
    """A first digest of these reports, at NOW."""
    events = merge(reports)
    wished = wished_of(sections, "daily")
    facts, totals = choose(events, None, {}, wished)
    by_id: dict[int, AnyEvent] = {event.id: event for event in events}
    edition = Edition(
        id=41,
        subscription_id=7,
        local_date=make.NOW.date(),
        window_from=make.NOW - timedelta(days=1),
        window_to=make.NOW,
        compiled_at=make.NOW,
        facts=facts,
        sources_asked=3,
        sources_answered=2,
        sections=wished,
        totals=totals,
        **more,  # type: ignore[arg-type]
    )
    return DigestAnswer(
        edition=edition,
        zone="UTC",
        name="daily",
        events={wish.name: tuple(by_id[number] for name, number in facts if name == wish.name) for wish in wished},
        preview=preview,
    )
