"""What a manager types over a value: what fits is kept, the rest is refused in words."""

from dataclasses import replace

import pytest

from bot.domain.corrections import SpeakerIs
from bot.domain.errors import NotFound, Refused
from bot.domain.facts import Party, Quote
from bot.domain.keys import short_id
from bot.render import why
from tests import make
from tests.desk import check
from tests.services.conftest import HERE, THERE, Desk
from tests.services.reviewed import BOSS, LATER, TEXT, Review, reviewed


@pytest.fixture
async def review(desk: Desk) -> Review:
    return await reviewed(desk)


async def test_each_value_can_be_corrected_and_filters_follow(review: Review) -> None:
    desk = review.desk
    await review.edit(
        review.deal, stage="pledged", amount="$5 billion", participants="USA, Uzbekistan", day="2026-04-02"
    )
    assert (await desk.deals.page(HERE, stage="pledged", country="Uzbekistan")).deals[0].id == review.deal
    for wrong in ({"stage": "signed"}, {"country": "Kazakhstan"}):
        with pytest.raises(NotFound):
            await desk.deals.page(HERE, **wrong)  # type: ignore[arg-type]
    shown = "\n".join(map(check, why.deal(await desk.deals.answer(HERE, short_id("deal", review.deal)))))
    for words in ("“$5 billion”", "*pledged*, 2 April 2026", "Uzbekistan", "corrected here"):
        assert words in shown
    assert (await desk.deals.page(THERE, stage="signed", country="Kazakhstan")).deals[0].id == review.deal
    await review.edit(review.meeting, kind="visit", participants="Trump; Mirziyoyev")
    (meeting,) = (await desk.meetings.page(HERE, leader="Mirziyoyev")).meetings
    assert meeting.fact.kind == "visit"


async def test_a_quotes_extent_moves_within_the_article_and_its_words_are_found(review: Review) -> None:
    await review.corrections.approve(HERE, review.quote, BOSS, LATER)
    fact = await review.edit(review.quote, words="begin in May")
    assert [TEXT[a:b] for a, b in fact.evidence] == ["begin in May"]
    assert (await review.desk.quotes.page(HERE, about="begin")).quotes
    for typed, said in (("We begin in June", "do not stand so"), ("We begin in May,” Tokayev said", "quotation marks")):
        with pytest.raises(Refused, match=said):
            await review.edit(review.quote, words=typed)


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("quote", {"speaker": "Zaphod Beeblebrox"}, "nobody we know"),
        ("quote", {"kind": "shouted"}, "none of: direct"),
        ("quote", {"stage": "signed"}, "no such value"),
        ("quote", {"speaker": "Tokayev"}, "says that already"),
        ("meeting", {"stage": "signed"}, "none of: planned"),
        ("meeting", {"participants": ", ,"}, "Name one to 12 sides"),
        ("meeting", {"day": "soon"}, "is not a day"),
        ("meeting", {"day": "1926-03-01"}, "ten years"),
        ("meeting", {"amount": "$4 billion"}, "no such value"),
        ("deal", {"amount": "$6 billion"}, "does not stand so"),
        ("deal", {"amount": "rail"}, "not an amount of money"),
        ("deal", {"speaker": "Trump"}, "no such value"),
    ],
)
async def test_what_does_not_fit_is_refused_in_words_and_changes_nothing(
    review: Review, kind: str, typed: dict[str, str], words: str
) -> None:
    with pytest.raises((Refused, NotFound), match=words):
        await review.edit(getattr(review, kind), **typed)
    log = await review.facts.log(HERE, getattr(review, kind))
    assert log is not None
    assert log.entries == ()


async def test_typed_names_complete_the_last_of_several(review: Review) -> None:
    offered = await review.corrections.editor.names(HERE, "Donald Trump, Tokay")
    assert "Donald Trump, Kassym-Jomart Tokayev" in {one.value for one in offered}
    assert any(one.value == "Uzbekistan" for one in await review.corrections.editor.names(HERE, "uzb"))


async def test_nobody_said_it(review: Review) -> None:
    fact = await review.edit(review.quote, speaker="none")
    assert isinstance(fact, Quote)
    assert fact.speaker is None
    log = await review.facts.log(HERE, review.quote)
    assert log is not None
    assert [one.change for one in log.entries] == [SpeakerIs(None)]


async def test_a_side_of_another_fact_of_the_article_is_meant_by_its_name(review: Review) -> None:
    desk, text = review.desk, "Tengri Rail and Kazakhstan signed a deal. “It will run,” said Tengri Rail."
    rail = Party(kind="company", id="tengri rail", name="Tengri Rail", country="KZ")
    deal = replace(make.deal(text, "KZ", "UZ"), parties=(make.nation("KZ"), rail))
    quote = replace(make.quote(text, "It will run,"), speaker=None)
    saved = await make.saved(desk.db, desk.ours, text, "https://wire.example/5", quotes=[quote], deals=[deal])
    fact = await review.edit(saved.new_facts[0], speaker="tengri rail")
    assert isinstance(fact, Quote)
    assert fact.speaker is not None
    assert fact.speaker.party == rail


async def test_what_waits_is_no_deal_for_a_reader_who_guesses_its_id(review: Review) -> None:
    desk, text = review.desk, "A deal on gas is near."
    deal = replace(make.deal(text, "KZ", "UZ", stage="mentioned"), shown=False)
    (number,) = (await make.saved(desk.db, desk.ours, text, "https://wire.example/6", deals=[deal])).new_facts
    with pytest.raises(NotFound):
        await desk.deals.answer(HERE, short_id("deal", number))
    await review.corrections.approve(HERE, number, BOSS, LATER)
    assert (await desk.deals.answer(HERE, short_id("deal", number))).deal.id == number
    with pytest.raises(NotFound):
        await desk.deals.answer(THERE, short_id("deal", number))
