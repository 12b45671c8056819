"""What waits, what readers report, and how either is settled."""

from datetime import timedelta

import pytest

from bot.domain.errors import NotFound, Refused
from bot.domain.keys import short_id
from storage.belongings import BelongingStore
from tests import make
from tests.services.conftest import HERE, THERE, Desk
from tests.services.reviewed import BOSS, LATER, Review, reviewed


@pytest.fixture
async def review(desk: Desk) -> Review:
    return await reviewed(desk)


async def test_the_queue_has_what_readers_reported_first_and_then_what_waits_newest_first(review: Review) -> None:
    desk = review.desk
    waiting = [review.quote]
    for number in range(6):
        text = f"“Word {number} was said of the talks,” Tokayev said."
        quote = make.quote(text, f"Word {number} was said of the talks,", shown=False)
        waiting += (
            await make.saved(desk.db, desk.ours, text, f"https://wire.example/w{number}", quotes=[quote])
        ).new_facts
    await review.complaints.complain(HERE, short_id("deal", review.deal), "wrong value", "too much", 5, LATER)
    first, second = [await review.corrections.queue(HERE, number=number) for number in (0, 1)]
    assert [line.fact.id for line in first.lines] == [review.deal, *waiting[:2:-1]]
    assert [line.fact.id for line in second.lines] == waiting[2::-1]
    assert (first.complained, first.waiting, first.page.has_next, second.page.has_next) == (1, 7, True, False)
    assert [line.fact.id for line in (await review.corrections.queue(HERE, kind="deal")).lines] == [review.deal]
    assert (await review.corrections.queue(HERE, kind="meeting")).lines == ()
    assert [line.fact.id for line in (await review.corrections.queue(THERE)).lines] == waiting[:1:-1]
    assert (await review.corrections.queue(HERE, number=99)).page.number == 0, "a page that is gone shows the first"
    await review.corrections.approve(HERE, waiting[-1], BOSS, LATER)
    await review.corrections.reject(HERE, waiting[-2], BOSS, LATER)
    await review.edit(waiting[-3], speaker="Mirziyoyev")
    left = [line.fact.id for line in (await review.corrections.queue(HERE, kind="quote")).lines]
    assert left == waiting[-3::-1], "what was edited waits on; what was decided is gone"


async def test_a_report_is_settled_by_a_decision_and_open_again_when_that_is_taken_back(review: Review) -> None:
    known_as = short_id("deal", review.deal)
    assert await review.complaints.complain(HERE, known_as, "wrong value", "x" * 900, 5, LATER)
    assert not await review.complaints.complain(HERE, known_as, "wrong value", "again", 5, LATER)
    (report,) = (await review.corrections.card(HERE, review.deal)).complaints
    assert (report.problem, len(report.note), report.reader_id) == ("wrong value", 500, 5)
    assert (await review.corrections.card(THERE, review.deal)).complaints == ()
    await review.corrections.approve(HERE, review.deal, BOSS, LATER)
    assert (await review.corrections.card(HERE, review.deal)).complaints == ()
    with pytest.raises(Refused, match="shown already"):
        await review.corrections.approve(HERE, review.deal, BOSS, LATER)
    await review.corrections.undo(HERE, review.deal, BOSS, LATER)
    assert (await review.corrections.card(HERE, review.deal)).complaints == (report,)


async def test_a_reader_reports_at_most_five_a_minute_and_only_what_is_shown(review: Review) -> None:
    known_as, problems = (
        short_id("deal", review.deal),
        ("wrong speaker", "not said", "wrong value", "duplicate", "other"),
    )
    for problem in problems:
        await review.complaints.complain(HERE, known_as, problem, "", 5, LATER)
    with pytest.raises(Refused, match="5 reports in a minute"):
        await review.complaints.complain(HERE, short_id("meeting", review.meeting), "other", "", 5, LATER)
    await review.complaints.complain(HERE, short_id("meeting", review.meeting), "other", "", 6, LATER)
    await review.complaints.complain(
        HERE, short_id("meeting", review.meeting), "other", "", 5, LATER + timedelta(seconds=61)
    )
    for wrong in (short_id("quote", review.quote), "S-1", "what", short_id("meeting", review.deal)):
        with pytest.raises(NotFound, match="No answer of this server shows"):
            await review.complaints.complain(HERE, wrong, "other", "", 7, LATER)


async def test_who_reported_can_be_erased_and_what_was_reported_stays(review: Review) -> None:
    await review.complaints.complain(HERE, short_id("deal", review.deal), "other", "see the second page", 5, LATER)
    assert await review.desk.db.transaction(lambda tx: BelongingStore(review.desk.db).erase_person(tx, 5)) == 1
    (report,) = (await review.corrections.card(HERE, review.deal)).complaints
    assert (report.reader_id, report.note) == (None, "see the second page")
