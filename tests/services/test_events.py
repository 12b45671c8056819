"""One event to a server that reads several of its reports, and no more of it than its own sources tell."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.errors import NotFound
from bot.domain.facts import Claim
from bot.domain.keys import short_id
from bot.services.digests import DigestService
from bot.services.events import EventReader
from storage.facts import FactQuery, FactStore
from storage.sources import SourceStore
from storage.subscriptions import SubscriptionStore
from tests import make
from tests.services.conftest import HERE, THERE, Desk

BOTH = Scope(guild_id=3)
ASTANA = "“Our uranium keeps lights on,” Tokayev said after Trump called him on Tuesday."
WASHINGTON = "“He has a lot of uranium,” Trump said after he called Tokayev on Tuesday."
PLEDGE = "The Emirates pledged to invest $12 billion, Cairo said; nearly $9 billion, said Abu Dhabi."
TUESDAY = date(2026, 3, 10)


@pytest.fixture
async def everywhere(desk: Desk) -> Desk:
    """A third server reads the sources of both others."""

    def work(tx) -> None:
        tx.execute(make.SERVER, {"guild": 3, "now": ""})
        for source_id in (desk.ours[0], desk.theirs[0]):
            tx.execute(make.READS, {"guild": 3, "source": source_id, "now": ""})

    await desk.db.transaction(work)
    return desk


async def call(
    desk: Desk, ids, text: str, speaker: str, *, hours: float = 0, day: date | None = TUESDAY, who="Tokayev"
):
    meeting = replace(make.meeting(text, "Trump", who), date=make.on(day) if day else None)
    words = text[1 : text.index("”")]
    moment = make.NOW + timedelta(hours=hours)
    return await make.saved(
        desk.db,
        ids,
        text,
        f"https://{ids[0]}.example/{hours}/{who}",
        now=moment,
        published_at=moment,
        quotes=[make.quote(text, words, speaker)],
        meetings=[meeting],
    )


def pledge(words: str, low: float, stage: str = "pledged"):
    claim = Claim(verbatim=words, span=make.span(PLEDGE, words), low=low, high=low, currency="USD", approximate=False)
    return replace(make.deal(PLEDGE, "AE", "EG", instrument="pledged to invest", stage=stage), claims=(claim,))


async def agreed(desk: Desk, ids, fact, *, days: float = 0) -> int:
    moment = make.NOW + timedelta(days=days)
    saved = await make.saved(
        desk.db, ids, PLEDGE, f"https://{ids[0]}.example/deal/{days}", now=moment, published_at=moment, deals=[fact]
    )
    desk.names.invalidate()
    return saved.new_facts[0]


async def test_two_reports_of_a_call_are_one_meeting_with_two_readouts_to_who_reads_both(everywhere: Desk) -> None:
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump", hours=3)
    (both,) = (await everywhere.meetings.page(BOTH)).meetings
    assert [side for side, _ in both.readouts] == ["KZ", "US"]
    for scope, side, source in ((HERE, "KZ", "Steppe Wire"), (THERE, "US", "Harbour Post")):
        (one,) = (await everywhere.meetings.page(scope)).meetings
        assert [side for side, _ in one.readouts] == [side]
        assert {report.article.source for report in one.reports} == {source}


async def test_calls_of_one_leader_on_one_day_stay_two(everywhere: Desk) -> None:
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump", hours=1, who="Mirziyoyev")
    assert len((await everywhere.meetings.page(BOTH)).meetings) == 2


async def test_a_deal_seen_again_is_the_same_deal_with_a_history_under_either_id(everywhere: Desk) -> None:
    first = await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9))
    later = await agreed(everywhere, everywhere.theirs, pledge("$12 billion", 12e9, "signed"), days=20)
    (deal,) = (await everywhere.deals.page(BOTH)).deals
    assert (deal.id, deal.fact.stage) == (first, "signed")
    for number in (first, later):
        answer = await everywhere.deals.answer(BOTH, short_id("deal", number))
        assert [step.stage for step in answer.deal.history] == ["pledged", "signed"]
    (alone,) = (await everywhere.deals.page(HERE)).deals
    assert (alone.fact.stage, len(alone.reports)) == ("pledged", 1)
    with pytest.raises(NotFound):
        await everywhere.deals.answer(HERE, short_id("deal", later))


async def test_a_pledge_that_was_signed_is_no_open_pledge_to_who_read_of_it(everywhere: Desk) -> None:
    await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9))
    await agreed(everywhere, everywhere.theirs, pledge("$12 billion", 12e9, "signed"), days=20)
    assert (await everywhere.deals.page(HERE, stage="pledged")).deals
    with pytest.raises(NotFound):
        await everywhere.deals.page(BOTH, stage="pledged")
    assert (await everywhere.deals.page(BOTH, stage="signed")).deals


async def test_figures_differ_only_to_who_reads_both_sides(everywhere: Desk) -> None:
    number = await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9))
    await agreed(everywhere, everywhere.theirs, pledge("$9 billion".replace("$", "nearly $"), 9e9), days=0.5)
    assert (await everywhere.deals.answer(BOTH, short_id("deal", number))).deal.figures_differ
    assert not (await everywhere.deals.answer(HERE, short_id("deal", number))).deal.figures_differ


async def test_why_names_the_other_reports_that_a_server_may_see(everywhere: Desk) -> None:
    saved = await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump", hours=3)
    known_as = short_id("meeting", saved.new_facts[1])
    assert len((await everywhere.evidence.answer(BOTH, known_as)).event.reports) == 2
    assert len((await everywhere.evidence.answer(HERE, known_as)).event.reports) == 1


async def test_pages_turn_by_events_however_many_report_each(everywhere: Desk) -> None:
    reader = EventReader(FactStore(everywhere.db))
    for day in range(7):
        for copy in range(12):
            await call(
                everywhere, everywhere.ours, ASTANA, "Tokayev", hours=96 * day + copy, day=TUESDAY + timedelta(4 * day)
            )
    query = FactQuery(kinds=("meeting",))
    first, more = await reader.page(HERE, query, number=0, size=5)
    second, end = await reader.page(HERE, query, number=1, size=5)
    assert [len(event.reports) for event in (*first, *second)] == [12] * 7
    assert (len(first), more, len(second), end) == (5, True, 2, False)


async def test_an_owner_named_by_a_label_counts_once_and_its_side_is_the_labels(everywhere: Desk) -> None:
    store = SourceStore(everywhere.db)

    def work(tx) -> None:
        for source_id in (everywhere.ours[0], everywhere.theirs[0]):
            store.label(tx, 3, source_id, country="US", owner="One House")

    await everywhere.db.transaction(work)
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump", hours=3)
    (event,) = (await everywhere.meetings.page(BOTH)).meetings
    assert event.owners == ("One House",)
    assert [side for side, _ in event.readouts] == ["US"]
    (theirs,) = (await everywhere.meetings.page(THERE)).meetings
    assert theirs.owners == ("Harbour Post",), "one server's label is not another's"


@pytest.mark.parametrize(
    ("homes", "owners"),
    [
        (("https://www.wire.example/en", "https://sport.wire.example/"), 1),
        (("https://www.post.co.uk/", "https://news.post.co.uk/"), 1),
        (("https://www.post.co.uk/", "https://www.mail.co.uk/"), 2),
        (("http://127.0.0.1:8000/a/", "http://127.0.0.1:8000/b/"), 2),
        (("", ""), 2),
    ],
)
async def test_desks_at_one_registered_name_are_one_owner(db, homes, owners: int) -> None:
    for number, home in enumerate(homes):
        ids = await make.reading(db, 1, f"Desk {number}", home=home)
        await make.saved(
            db, ids, ASTANA, f"https://{number}.example/", meetings=[make.meeting(ASTANA, "Trump", "Tokayev")]
        )
    (event,), _ = await EventReader(FactStore(db)).page(HERE, FactQuery(kinds=("meeting",)), number=0, size=5)
    assert (len(event.reports), len(event.owners)) == (2, owners)


# The digest.


@pytest.fixture
def digests(everywhere: Desk) -> DigestService:
    return make.digests(everywhere.db)


SENT = "UPDATE delivery SET state = 'sent'"


async def edition(desk: Desk, digests: DigestService, days: int):
    """The digest of a day, posted."""
    subscriptions = SubscriptionStore(desk.db)
    if not await subscriptions.of_server(3):
        wish = make.subscription(3)
        await desk.db.transaction(lambda tx: subscriptions.save(tx, wish, make.NOW, make.NOW))
    (wish,) = await subscriptions.of_server(3)
    now = make.NOW + timedelta(days=days, hours=12)
    made = await digests.compile(wish, now.date(), now)
    await desk.db.transaction(lambda tx: tx.execute(SENT))
    return await digests.answer(made)


async def test_a_digest_tells_an_event_once_and_not_again_next_day(everywhere: Desk, digests: DigestService) -> None:
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await call(everywhere, everywhere.theirs, ASTANA, "Tokayev", hours=2)
    first = await edition(everywhere, digests, 0)
    assert (len(first.meetings), len(first.quotes), len(first.meetings[0].reports)) == (1, 1, 2)
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev", hours=20)
    assert (await edition(everywhere, digests, 1)).is_empty


async def test_a_second_sides_readout_next_day_is_an_update(everywhere: Desk, digests: DigestService) -> None:
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev")
    await edition(everywhere, digests, 0)
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump", hours=20)
    (event,) = (await edition(everywhere, digests, 1)).meetings
    assert [side for side, _ in event.readouts] == ["KZ", "US"]


async def test_another_figure_or_a_further_stage_is_news(everywhere: Desk, digests: DigestService) -> None:
    await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9))
    await edition(everywhere, digests, 0)
    await agreed(everywhere, everywhere.theirs, pledge("nearly $9 billion", 9e9), days=1)
    (deal,) = (await edition(everywhere, digests, 1)).deals
    assert deal.figures_differ
    await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9, "signed"), days=2)
    (deal,) = (await edition(everywhere, digests, 2)).deals
    assert [step.stage for step in deal.history] == ["pledged", "signed"]


async def test_an_edition_stays_as_it_was_compiled_whatever_is_told_later(
    everywhere: Desk, digests: DigestService
) -> None:
    await agreed(everywhere, everywhere.ours, pledge("$12 billion", 12e9))
    before = await edition(everywhere, digests, 0)
    await agreed(everywhere, everywhere.theirs, pledge("nearly $9 billion", 9e9, "signed"), days=1)
    after = await digests.answer(before.edition)
    assert after.deals == before.deals


async def test_every_report_of_a_shown_event_is_read_whole(everywhere: Desk) -> None:
    """Many are compared by their outlines; what is shown has its text, its source and its side."""
    await call(everywhere, everywhere.theirs, WASHINGTON, "Trump")
    await call(everywhere, everywhere.ours, ASTANA, "Tokayev", hours=3)
    reader, query = EventReader(FactStore(everywhere.db)), FactQuery(kinds=("meeting",), refs=("leader:donald-trump",))
    (event,), _ = await reader.page(BOTH, query, number=0, size=5)
    assert [(one.article.text, one.article.source) for one in event.reports] == [
        (WASHINGTON, "Wire 2"),
        (ASTANA, "Wire 1"),
    ]
    assert [(one.article.quoted, len(one.article.carriers)) for one in event.reports] == [(("US",), 1), (("KZ",), 1)]
    (outline,), _ = await reader.outlines(BOTH, query, number=0, size=5)
    assert [one.id for one in outline.reports] == [one.id for one in event.reports]
    assert outline.fact == event.fact
