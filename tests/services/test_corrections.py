"""What one server's managers decide holds in all of that server's answers, and in no other's."""

import pytest

from bot.domain.answers import Scope
from bot.domain.corrections import Rejected
from bot.domain.errors import NotFound, Refused
from bot.domain.facts import Quote
from bot.domain.keys import short_id
from bot.nlp.stories import OpenStories, sign
from bot.services.edits import Typed
from storage.facts import FactQuery
from storage.sources import SourceStore
from storage.stories import StoryStore
from tests import make
from tests.services.conftest import HERE, THERE, Desk
from tests.services.reviewed import BOSS, LATER, TEXT, Review, first_edition, reviewed, subscribed


@pytest.fixture
async def review(desk: Desk) -> Review:
    return await reviewed(desk)


async def said_by(desk: Desk, scope: Scope, speaker: str) -> list[str]:
    try:
        page = await desk.quotes.page(scope, speaker=speaker)
    except NotFound:
        return []
    return [event.fact.speaker.party.name for event in page.quotes if event.fact.speaker and event.fact.speaker.party]


async def test_what_waits_is_in_no_answer_until_it_is_approved_and_then_in_those_of_that_server_alone(
    review: Review,
) -> None:
    desk = review.desk
    assert await said_by(desk, HERE, "Tokayev") == []
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    assert await said_by(desk, HERE, "Tokayev") == ["Kassym-Jomart Tokayev"]
    assert await said_by(desk, THERE, "Tokayev") == []
    assert [line.quotes for line in (await desk.leaders.page(HERE, country="Kazakhstan", on=LATER.date())).lines] == [1]
    assert [line.quotes for line in (await desk.leaders.page(THERE, country="Kazakhstan", on=LATER.date())).lines] == [
        0
    ]
    await review.corrections.undo(HERE, review.quote, BOSS, LATER)
    assert await said_by(desk, HERE, "Tokayev") == []


async def test_a_corrected_speaker_is_found_under_the_new_name_and_not_under_the_old(review: Review) -> None:
    desk = review.desk
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    await review.corrections.approve(THERE, review.quote, BOSS, LATER)
    await review.edit(review.quote, speaker="Mirziyoev")
    assert await said_by(desk, HERE, "Mirziyoyev") == ["Shavkat Mirziyoyev"]
    assert await said_by(desk, HERE, "Tokayev") == []
    assert (await desk.leaders.answer(HERE, "Mirziyoyev", LATER.date())).quotes
    assert await said_by(desk, THERE, "Tokayev") == ["Kassym-Jomart Tokayev"]
    assert await said_by(desk, THERE, "Mirziyoyev") == []
    people = [line.name for line in (await desk.leaders.page(HERE, on=LATER.date())).lines]
    assert "Shavkat Mirziyoyev" in people
    assert "Shavkat Mirziyoyev" not in [line.name for line in (await desk.leaders.page(THERE, on=LATER.date())).lines]


async def test_a_name_that_only_the_article_knows_can_be_a_speaker_and_is_offered_from_then_on(review: Review) -> None:
    await review.edit(review.quote, speaker="Jane Doe")
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    assert await said_by(review.desk, HERE, "Jane Doe") == ["Jane Doe"]
    assert [one.value for one in await review.desk.names.people(HERE, "jane")] == ["Jane Doe"]
    assert await review.desk.names.people(THERE, "jane") == []


async def test_a_rejected_fact_is_gone_from_every_answer_of_that_server(review: Review) -> None:
    desk = review.desk
    edition = await first_edition(review, await subscribed(review))
    assert (await review.digests.answer(edition)).deals
    assert [one.value for one in await desk.deals.deals(HERE, "rail")] or await desk.deals.deals(HERE, "")
    await review.corrections.reject(HERE, review.deal, BOSS, LATER)
    with pytest.raises(NotFound):
        await desk.deals.page(HERE)
    with pytest.raises(NotFound):
        await desk.deals.answer(HERE, short_id("deal", review.deal))
    assert (await desk.deals.deals(HERE, ""), await desk.deals.sectors(HERE, "")) == ([], [])
    assert not (await review.digests.answer(edition)).deals
    assert not (await review.digests.preview(1, "UTC", LATER)).deals
    assert (await desk.deals.page(THERE)).deals
    assert (await desk.deals.answer(THERE, short_id("deal", review.deal))).deal.id == review.deal
    assert "Rejected on this server" in await review.why(review.deal, "deal")
    assert "Rejected" not in await review.why(review.deal, "deal", THERE)


async def test_a_story_tells_what_the_server_corrected(review: Review) -> None:
    stories, mark = StoryStore(OpenStories), sign("Talks in Astana", TEXT)
    story = await review.desk.db.transaction(
        lambda tx: stories.place(tx, article_id=1, signature=mark, published_at=make.NOW, now=make.NOW)
    )
    known_as = short_id("story", story)
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    await review.corrections.reject(HERE, review.meeting, BOSS, LATER)
    here, there = [await review.stories.answer(scope, known_as) for scope in (HERE, THERE)]
    assert ([event.id for event in here.events], [event.id for event in here.quotes]) == ([review.deal], [review.quote])
    assert ({event.id for event in there.events}, there.quotes) == ({review.meeting, review.deal}, ())


async def test_corrections_hang_on_the_id_and_outlive_an_edit_of_the_article(review: Review) -> None:
    desk = review.desk
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    await review.edit(review.quote, speaker="Mirziyoyev", words="We begin")
    await review.edit(review.deal, amount="$5 billion")
    edited = "Astana, Tuesday. " + TEXT
    await make.saved(
        desk.db,
        desk.ours,
        edited,
        now=LATER,
        quotes=[make.quote(edited, "We begin in May,", shown=False)],
        deals=[make.deal(edited, "US", "KZ", amount="$4 billion")],
    )
    desk.names.invalidate()
    (event,) = (await desk.quotes.page(HERE, speaker="Mirziyoyev", about="begin")).quotes
    assert [event.article.text[a:b] for a, b in event.fact.evidence] == ["We begin"]
    assert (event.id, event.article.revision) == (review.quote, 2)
    deal = (await desk.deals.answer(HERE, short_id("deal", review.deal))).deal.fact
    assert [edited[slice(*claim.span)] for claim in deal.claims] == ["$5 billion"]
    assert await said_by(desk, THERE, "Tokayev") == []


async def test_a_correction_of_a_fact_that_the_article_takes_back_and_says_again_still_stands(review: Review) -> None:
    desk = review.desk
    await review.edit(review.deal, stage="pledged")
    await make.saved(desk.db, desk.ours, "Nothing was agreed.", now=LATER)
    with pytest.raises(NotFound):
        await desk.deals.page(HERE)
    with pytest.raises(Refused, match="no longer says so"):
        await review.edit(review.deal, stage="signed")
    await make.saved(desk.db, desk.ours, TEXT, now=LATER, deals=[make.deal(TEXT, "US", "KZ", amount="$4 billion")])
    assert (await desk.deals.page(HERE)).deals[0].fact.stage == "pledged"


async def test_two_events_that_managers_merge_are_one_from_either_side_and_apart_again_after_undo(
    review: Review,
) -> None:
    desk, text = review.desk, "Mirziyoyev spoke with Tokayev."
    saved = await make.saved(
        desk.db, desk.ours, text, "https://wire.example/2", meetings=[make.meeting(text, "Mirziyoyev", "Tokayev")]
    )
    (other,) = saved.new_facts
    desk.names.invalidate()
    assert len((await desk.meetings.page(HERE)).meetings) == 2
    await review.corrections.merge(HERE, other, review.meeting, BOSS, LATER)
    for leader in ("Mirziyoyev", "Trump", "Tokayev"):
        (event,) = (await desk.meetings.page(HERE, leader=leader)).meetings
        assert {report.id for report in event.reports} == {review.meeting, other}
    assert len((await desk.meetings.page(THERE)).meetings) == 2
    with pytest.raises(Refused, match="one event already"):
        await review.corrections.merge(HERE, review.meeting, other, BOSS, LATER)
    with pytest.raises(Refused, match="two of a kind"):
        await review.corrections.merge(HERE, review.meeting, review.deal, BOSS, LATER)
    assert f"same event as `{short_id('meeting', other)}`" in await review.why(review.meeting, "meeting")
    await review.corrections.undo(HERE, review.meeting, BOSS, LATER)
    assert len((await desk.meetings.page(HERE)).meetings) == 2, "taken back from either side"


async def test_why_says_what_was_found_and_who_changed_what_when(review: Review) -> None:
    await review.edit(review.quote, speaker="Mirziyoyev")
    await review.corrections.approve(HERE, review.quote, BOSS + 1, LATER)
    await review.corrections.undo(HERE, review.quote, BOSS + 2, LATER)
    shown = await review.why(review.quote)
    at = f"<t:{int(LATER.timestamp())}:f>"
    assert "it waits for a manager's review" in shown
    assert "**As the bot found it**\n> “We begin in May”\n— **Kassym-Jomart Tokayev** 🇰🇿" in shown
    assert f"• speaker: **Kassym-Jomart Tokayev** 🇰🇿 → **Shavkat Mirziyoyev** 🇺🇿 · <@{BOSS}> · {at}" in shown
    assert f"• approved · <@{BOSS + 1}> · {at}" in shown
    assert f"• taken back: approved · <@{BOSS + 2}> · {at}" in shown
    there = await review.why(review.quote, scope=THERE)
    assert "Mirziyoyev" not in there
    assert "<@" not in there


async def test_undo_goes_back_one_step_a_time_and_a_button_pressed_twice_takes_back_one(review: Review) -> None:
    await review.edit(review.quote, speaker="Mirziyoyev")
    await review.edit(review.quote, speaker="Trump")
    last = (await review.corrections.card(HERE, review.quote)).last
    await review.corrections.undo(HERE, review.quote, BOSS, LATER, last)
    with pytest.raises(Refused, match="nothing to take back"):
        await review.corrections.undo(HERE, review.quote, BOSS, LATER, last)
    fact = await review.facts.by_id(HERE, review.quote)
    assert fact is not None
    assert isinstance(fact.fact, Quote)
    assert fact.fact.speaker is not None
    assert fact.fact.speaker.text == "Shavkat Mirziyoyev"
    await review.corrections.undo(HERE, review.quote, BOSS, LATER)
    with pytest.raises(Refused, match="nothing to take back"):
        await review.corrections.undo(HERE, review.quote, BOSS, LATER)


async def test_no_id_of_another_servers_news_can_be_touched(review: Review) -> None:
    desk = review.desk
    saved = await make.saved(desk.db, desk.theirs, TEXT, "https://post.example/1", deals=[make.deal(TEXT, "US", "KZ")])
    (secret,) = saved.new_facts
    corrections = review.corrections
    for attempt in (
        corrections.named(HERE, short_id("deal", secret)),
        corrections.card(HERE, secret),
        corrections.approve(HERE, secret, BOSS, LATER),
        corrections.reject(HERE, secret, BOSS, LATER),
        corrections.edit(HERE, secret, Typed(stage="pledged"), BOSS, LATER),
        corrections.merge(HERE, review.deal, secret, BOSS, LATER),
        corrections.undo(HERE, secret, BOSS, LATER),
        corrections.typed(HERE, secret),
        review.complaints.complain(HERE, short_id("deal", secret), "other", "", 5, LATER),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert short_id("deal", secret) not in {one.value for one in await corrections.choices(HERE, "")}
    await corrections.reject(THERE, secret, BOSS, LATER)
    assert (await review.facts.log(THERE, secret)).entries[0].change == Rejected()  # type: ignore[union-attr]


async def test_an_erased_server_leaves_nothing_behind(review: Review) -> None:
    db = review.desk.db
    await review.edit(review.quote, speaker="Mirziyoyev")
    await review.complaints.complain(HERE, short_id("deal", review.deal), "other", "", 5, LATER)
    await review.corrections.approve(THERE, review.quote, BOSS, LATER)
    await db.transaction(lambda tx: tx.execute("DELETE FROM server WHERE guild_id = 1"))
    for table, left in (
        ("correction", 1),
        ("overlay", 1),
        ("overlay_party", 1),
        ("overlay_search", 1),
        ("complaint", 0),
    ):
        row = await db.one(f"SELECT count(*) AS n FROM {table}")  # type: ignore[arg-type]
        assert row == {"n": left}, table


async def test_the_plain_pack_outside_servers_has_no_corrections(review: Review) -> None:
    db, sources = review.desk.db, SourceStore(review.desk.db)
    await db.transaction(lambda tx: tx.execute("INSERT INTO server (guild_id, joined_at) VALUES (0, '2026')"))
    await db.transaction(lambda tx: sources.attach(tx, 0, make.source(id=review.desk.ours[0]), 1, make.NOW))
    await review.edit(review.deal, stage="pledged")
    (deal,) = await review.facts.find(Scope(), FactQuery(kinds=("deal",)))
    assert (deal.fact.stage, deal.edited) == ("signed", False)  # type: ignore[union-attr]
