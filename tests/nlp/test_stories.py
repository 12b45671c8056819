from dataclasses import replace
from datetime import timedelta

import pytest

from benchmarks.stories import merging, reports_of, stories_of
from bot.domain.stories import Placed
from bot.nlp.stories import OpenStories, sign
from tests import make
from tests.labelled import Labelled, b_cubed, load

RAIL = (
    "Kazakhstan and Uzbekistan sign agreement on rail crossing at Maktaaral",
    "Kazakhstan and Uzbekistan signed an agreement on a new rail crossing at Maktaaral on Monday. The crossing will have four tracks and one "
    "customs hall for both countries. Work begins in May and takes two years, the transport ministry said in Astana.",
)
RAIL_TOLD_ANEW = (
    "Maktaaral rail crossing agreed",
    "Four tracks and a joint customs hall: that is what a rail crossing at Maktaaral will have, for which Uzbekistan and Kazakhstan signed.",
)
HAZE = (
    "ASEAN adopts haze fund",
    "Ministers of the environment adopted a fund against haze in Kuching that pays villages for leaving peat wet. Palm oil firms pay nothing.",
)


class Desk:
    """Places one article after another, as the store does."""

    def __init__(self) -> None:
        self.index = OpenStories()
        self.kept: dict[int, Placed] = {}

    def take(self, article: tuple[str, str], hours: float = 0) -> int:
        """The article's story."""
        number, moment = len(self.kept) + 1, make.NOW + timedelta(hours=hours)
        signature = sign(*article)
        placement = self.index.place(signature, moment)
        story = placement.story or number
        self.put(number, story, moment, signature)
        for one in [one for one in self.kept.values() if one.story in placement.merges]:
            self.put(one.article, story, one.published_at, one.signature)
        return story

    def put(self, number, story, moment, signature) -> None:
        one = Placed(article=number, story=story, published_at=moment, signature=signature)
        self.kept[number] = one
        self.index.learn([one], len(self.kept))


def test_two_outlets_on_one_event_are_one_story_and_another_event_is_another() -> None:
    desk = Desk()
    assert desk.take(RAIL) == desk.take(RAIL_TOLD_ANEW, 3) == 1
    assert desk.take(HAZE, 4) == 3


def test_a_reprint_under_another_title_is_told_as_a_copy() -> None:
    desk = Desk()
    desk.take(RAIL)
    placement = desk.index.place(sign("Central Asia: news in brief", "ASTANA — " + RAIL[1]), make.NOW)
    assert (placement.story, placement.copy_of) == (1, 1)
    assert desk.index.place(sign(*RAIL_TOLD_ANEW), make.NOW).copy_of is None


@pytest.mark.parametrize(("hours", "joins"), [(71, True), (-71, True), (73, False), (-73, False)])
def test_a_story_is_open_for_three_days_before_and_after(hours: float, joins: bool) -> None:
    desk = Desk()
    first = desk.take(RAIL)
    assert (desk.take(RAIL, hours) == first) is joins


def test_an_article_between_two_stories_makes_them_one_under_the_older_number() -> None:
    desk = Desk()
    first = desk.take(
        ("Dam on the Naryn", "Engineers look at a dam on the Naryn near Kambarata. The turbines are old.")
    )
    second = desk.take(
        ("Loan for turbines", "A loan pays for turbines of a power station. Bankers in Bishkek signed papers."), 1
    )
    assert first != second
    both = (
        "Loan for Naryn dam turbines",
        (
            "A loan pays for new turbines of the dam on the Naryn near Kambarata. Bankers in Bishkek signed papers; engineers look at the power station."
        ),
    )
    assert desk.take(both, 2) == first
    assert {one.story for one in desk.kept.values()} == {first}


def test_the_same_articles_in_the_same_order_are_placed_the_same_after_a_restart() -> None:
    articles = load()[:60]
    desk = Desk()
    for article in articles[:40]:
        desk.take((article.title, article.text), (article.published_at - make.NOW) / timedelta(hours=1))
    fresh = OpenStories()
    fresh.learn(list(desk.kept.values()), len(desk.kept))
    for article in articles[40:]:
        signature = sign(article.title, article.text)
        assert fresh.place(signature, article.published_at) == desk.index.place(signature, article.published_at)


def test_an_article_that_was_edited_is_counted_once() -> None:
    desk = Desk()
    desk.take(RAIL)
    for _ in range(3):
        desk.put(1, 1, make.NOW, sign(*RAIL))
    assert desk.take(RAIL_TOLD_ANEW) == 1
    assert desk.index.place(sign(*HAZE), make.NOW).story is None


@pytest.mark.parametrize("text", ["", "…", "one", "one two three", "\ud800 \0 broken", "а" * 100_000, "🇰🇿 " * 5000])
def test_any_text_is_placed(text: str) -> None:
    desk = Desk()
    first = desk.take((text, text))
    assert first == 1
    assert desk.take((text, text), 1) in {1, 2}


def test_a_story_that_goes_on_for_weeks_stays_one_by_its_newer_articles() -> None:
    desk = Desk()
    assert {desk.take(RAIL, 48 * day) for day in range(12)} == {1}
    assert len(desk.index._members) < 6  # pyright: ignore[reportPrivateUsage]


def test_the_hundredth_reprint_is_told_as_a_copy_and_compared_with_no_more_articles_than_the_ninth() -> None:
    desk = Desk()
    for number in range(100):
        assert desk.take((RAIL[0], f"{RAIL[1]} Desk {number}."), number) == 1
    held = desk.index._with_band.values()  # pyright: ignore[reportPrivateUsage]
    assert max(len(articles) for articles in held) <= 8
    placement = desk.index.place(sign("In brief", "ASTANA — " + RAIL[1]), make.NOW + timedelta(hours=100))
    assert placement.story == 1
    assert (placement.copy_of or 0) > 28, "the first ones are out of the window by now"


def test_what_is_long_closed_is_forgotten() -> None:
    desk = Desk()
    for day in range(40):
        desk.take(RAIL if day % 2 else HAZE, 24 * 30 * day)
    assert len(desk.index._members) <= 2  # pyright: ignore[reportPrivateUsage]


def stories(articles: list[Labelled]) -> tuple[float, float, float]:
    return b_cubed(stories_of(articles)[0], [article.story for article in articles])


def test_the_projects_own_stories_are_told_apart() -> None:
    articles = load()
    assert len(articles) >= 120
    assert len({article.story for article in articles}) >= 40
    precision, recall, f1 = stories(articles)
    assert f1 >= 0.93, (precision, recall, f1)
    assert precision >= 0.90


def test_reports_of_one_meeting_or_deal_are_merged_and_hardly_ever_others() -> None:
    articles = [
        replace(
            article, text="\n\n".join(article.text.split("\n\n")[:2])
        )  # it takes seconds, and the events stand there
        for article in load()
        if article.events and not article.is_reprint
    ]
    for kind, reports in reports_of(articles, stories_of(articles)[0]).items():
        precision, recall = merging(reports)
        assert len(reports) >= 25, kind
        assert precision >= 0.95, (kind, precision)
        assert recall >= 0.75, (kind, recall)


def test_the_measure_itself_is_right_on_an_example_done_by_hand() -> None:
    precision, recall, f1 = b_cubed([1, 1, 1, 2], ["a", "a", "b", "b"])
    assert precision == pytest.approx((2 / 3 * 2 + 1 / 3 + 1) / 4)
    assert recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))
