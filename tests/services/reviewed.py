"""A store with one article that two servers read, and all that a review is made with."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.answers import Scope
from bot.domain.digest import Edition, Subscription
from bot.domain.facts import Fact
from bot.domain.keys import short_id
from bot.render import why
from bot.services.complaints import ComplaintService
from bot.services.corrections import CorrectionService
from bot.services.digests import DigestService
from bot.services.edits import Typed
from bot.services.events import EventReader
from bot.services.stories import StoryService
from storage.corrections import CorrectionStore
from storage.facts import FactStore
from storage.sources import SourceStore
from storage.story_reading import StoryReader
from storage.subscriptions import SubscriptionStore
from tests import make
from tests.desk import check
from tests.services.conftest import HERE, Desk

TEXT = (
    "“We begin in May,” Tokayev said. Trump called Tokayev. The deal on rail is worth $4 billion, or $5 billion with the port. "
    "Jane Doe, an envoy, spoke of “a bridge” between two seas."
)
BOSS, LATER = 77, make.NOW + timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The desk's store with one article that both servers read: `quote` waits, `meeting` and `deal` are shown."""

    desk: Desk
    facts: FactStore
    corrections: CorrectionService
    complaints: ComplaintService
    stories: StoryService
    digests: DigestService
    subscriptions: SubscriptionStore
    quote: int
    meeting: int
    deal: int

    async def why(self, number: int, kind: str = "quote", scope: Scope = HERE) -> str:
        answer = await self.desk.evidence.answer(scope, short_id(kind, number))  # type: ignore[arg-type]
        return "\n".join(map(check, why.why(answer)))

    async def edit(self, number: int, **typed: str) -> Fact:
        """The fact as it stands here then."""
        await self.corrections.edit(HERE, number, Typed(**typed), BOSS, LATER)
        found = await self.facts.by_id(HERE, number)
        assert found is not None
        return found.fact


async def reviewed(desk: Desk) -> Review:
    """The article is stored, and nothing was decided."""
    db, facts, store = desk.db, FactStore(desk.db), CorrectionStore(desk.db)
    events, subscriptions, sources = EventReader(facts), SubscriptionStore(db), SourceStore(db)
    await db.transaction(lambda tx: sources.attach(tx, 2, make.source(id=desk.ours[0]), 1, make.NOW))
    saved = await make.saved(
        db,
        desk.ours,
        TEXT,
        quotes=[make.quote(TEXT, "We begin in May,", shown=False)],
        meetings=[make.meeting(TEXT, "Trump", "Tokayev")],
        deals=[make.deal(TEXT, "US", "KZ", amount="$4 billion", sectors=("rail",))],
    )
    desk.names.invalidate()
    quote, meeting, deal = saved.new_facts
    return Review(
        desk=desk,
        facts=facts,
        corrections=CorrectionService(db, store, facts=facts, events=events, names=desk.names),
        complaints=ComplaintService(db, store, facts),
        stories=StoryService(StoryReader(db), facts, events, desk.names),
        digests=make.digests(db),
        subscriptions=subscriptions,
        quote=quote,
        meeting=meeting,
        deal=deal,
    )


async def subscribed(review: Review) -> Subscription:
    wish = make.subscription(1)
    number = await review.desk.db.transaction(lambda tx: review.subscriptions.save(tx, wish, make.NOW, make.NOW))
    return replace(wish, id=number)


async def first_edition(review: Review, wish: Subscription) -> Edition:
    return await review.digests.compile(wish, make.NOW.date(), make.NOW + timedelta(minutes=1))
