"""A server's filters decide which events its digest tells."""

from dataclasses import replace

import pytest

from bot.domain.digest import Filters
from bot.domain.events import AnyEvent, merge
from bot.domain.facts import Fact, Recorded
from bot.domain.filters import passes
from bot.domain.news import ArticleRef, Carrier
from tests import make

TEXT = "Kazakhstan and France signed an agreement on rail transport, and Tokayev called Trump."


def event(fact: Fact, *owners: str, topics: tuple[str, ...] = ("trade",)) -> AnyEvent:
    """Told by one article for each owner."""
    reports = [
        Recorded(
            id=number,
            fact=fact,
            article=ArticleRef(
                id=number,
                url=f"https://{number}.example/",
                title="",
                source=owner,
                published_at=make.NOW,
                stored_at=make.NOW,
                text=TEXT,
                story=1,
                carriers=(Carrier(source=owner, owner=owner, topics=topics),),
            ),
            stored_at=make.NOW,
        )
        for number, owner in enumerate(owners or ("Steppe Wire",), 1)
    ]
    (found,) = merge(reports)
    return found


CALL = event(make.meeting(TEXT, "Tokayev", "Trump"))
DEAL = event(make.deal(TEXT, "KZ", "FR", sectors=("rail transport",)))


def test_without_filters_everything_is_told() -> None:
    assert passes(CALL, Filters())
    assert passes(DEAL, Filters())


@pytest.mark.parametrize(
    ("filters", "call", "deal"),
    [
        (Filters(countries=("KZ",)), True, True),
        (Filters(countries=("US", "CN")), True, False),
        (Filters(countries=("UZ",)), False, False),
        (Filters(leaders=("donald-trump",)), True, False),
        (Filters(topics=("trade",)), True, True),
        (Filters(topics=("defence",)), False, False),
        (Filters(countries=("KZ",), leaders=("donald-trump",)), True, False),
    ],
)
def test_of_each_list_one_must_fit(filters: Filters, call: bool, deal: bool) -> None:
    assert (passes(CALL, filters), passes(DEAL, filters)) == (call, deal)


def test_a_sector_is_a_deals_own_or_stands_in_the_sentence_as_whole_words() -> None:
    assert passes(DEAL, Filters(sectors=("Rail Transport",)))
    assert passes(CALL, Filters(sectors=("transport",)))
    assert not passes(DEAL, Filters(sectors=("port",)))
    beside = event(replace(make.meeting(TEXT, "Tokayev", "Trump"), evidence=(make.span(TEXT, "Tokayev called Trump"),)))
    assert not passes(beside, Filters(sectors=("transport",)))


def test_a_digest_may_want_surer_facts_and_more_owners() -> None:
    assert passes(CALL, Filters(least_confidence=0.9))
    assert not passes(CALL, Filters(least_confidence=0.95))
    fact = replace(make.meeting(TEXT, "Tokayev", "Trump"), date=make.on(make.NOW.date()))
    assert not passes(event(fact, "Steppe Wire"), Filters(least_owners=2))
    assert passes(event(fact, "Steppe Wire", "Harbour Post"), Filters(least_owners=2))
