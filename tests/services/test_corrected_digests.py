"""What managers decide between two digests holds in the next one, and is told under the one that was posted."""

from datetime import timedelta

import pytest

from tests import make
from tests.services.conftest import HERE, THERE, Desk
from tests.services.reviewed import BOSS, LATER, Review, first_edition, reviewed, subscribed


@pytest.fixture
async def review(desk: Desk) -> Review:
    return await reviewed(desk)


async def test_the_next_digest_has_what_was_approved_meanwhile_and_the_editions_corrections_are_told(
    review: Review,
) -> None:
    wish = await subscribed(review)
    edition = await first_edition(review, wish)
    await review.desk.db.transaction(lambda tx: tx.execute("UPDATE delivery SET state = 'sent'"))
    assert {fact for _section, fact in edition.facts} == {review.meeting, review.deal}
    assert await review.corrections.of_edition(HERE, edition, make.NOW) == ()
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    await review.edit(review.quote, speaker="Mirziyoyev")
    await review.edit(review.meeting, kind="visit")
    await review.corrections.reject(THERE, review.deal, BOSS, LATER)
    found = await review.corrections.of_edition(HERE, edition, make.NOW)
    assert [(one.fact_id, one.author_id, one.made_at) for one in found] == [(review.meeting, BOSS, LATER)]
    assert await review.corrections.of_edition(HERE, edition, LATER + timedelta(seconds=1)) == ()
    following = await review.digests.compile(wish, LATER.date() + timedelta(days=1), LATER + timedelta(hours=20))
    assert {fact for _section, fact in following.facts} == {review.quote}
    answer = await review.digests.answer(following)
    assert answer.quotes[0].fact.speaker is not None
    assert answer.quotes[0].fact.speaker.text == "Shavkat Mirziyoyev"
    assert not (await review.digests.answer(edition)).quotes


async def test_an_event_whose_first_report_was_rejected_stays_in_the_digest_by_its_other_reports(
    review: Review,
) -> None:
    desk, text = review.desk, "Trump called Tokayev on Monday."
    saved = await make.saved(
        desk.db, desk.ours, text, "https://wire.example/2", meetings=[make.meeting(text, "Trump", "Tokayev")]
    )
    edition = await first_edition(review, await subscribed(review))
    (told,) = (await review.digests.answer(edition)).meetings
    assert {report.id for report in told.reports} == {review.meeting, *saved.new_facts}
    assert told.id == review.meeting
    await review.corrections.reject(HERE, review.meeting, BOSS, LATER)
    (left,) = (await review.digests.answer(edition)).meetings
    assert [report.id for report in left.reports] == [*saved.new_facts]
    assert [one.fact_id for one in await review.corrections.of_edition(HERE, edition, make.NOW)] == [review.meeting]
    await review.corrections.reject(HERE, saved.new_facts[0], BOSS, LATER)
    assert not (await review.digests.answer(edition)).meetings


async def test_a_merged_report_of_a_source_that_digests_leave_out_is_in_answers_and_in_no_digest(
    review: Review,
) -> None:
    desk, text = review.desk, "Mirziyoyev spoke with Tokayev."
    background = await make.reading(desk.db, 1, "Background Wire")
    await desk.db.transaction(
        lambda tx: tx.execute(
            "UPDATE server_source SET weight = 'context' WHERE source_id = :source", {"source": background[0]}
        )
    )
    saved = await make.saved(
        desk.db, background, text, "https://back.example/1", meetings=[make.meeting(text, "Mirziyoyev", "Tokayev")]
    )
    desk.names.invalidate()
    await review.corrections.merge(HERE, saved.new_facts[0], review.meeting, BOSS, LATER)
    edition = await first_edition(review, await subscribed(review))
    (told,) = (await review.digests.answer(edition)).meetings
    assert [report.id for report in told.reports] == [review.meeting]
    (event,) = (await desk.meetings.page(HERE)).meetings
    assert {report.id for report in event.reports} == {review.meeting, *saved.new_facts}
