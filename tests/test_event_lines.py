"""One event, one line, as a diplomat would read it aloud."""

from dataclasses import replace

from bot.domain.events import AnyEvent, merge
from bot.domain.facts import Fact, Recorded
from bot.render import digest, lines, plain, quoting
from tests import make
from tests.digests import report

TEXT = "“We begin in May,” Tokayev said after he called Trump about a $12 billion railway."


def event(*facts: Fact) -> AnyEvent:
    (one,) = merge([report(number, fact, TEXT) for number, fact in enumerate(facts, 1)])
    return one


def test_a_quote_that_does_not_fit_is_left_out_and_never_loses_its_speaker() -> None:
    said = quoting.quote(event(make.quote(TEXT, "We begin in May,")))
    assert digest.shorten(said, len(said)) == said
    assert digest.shorten(said, len(said) - 1) is None
    agreed = lines.deal(event(make.deal(TEXT, "KZ", "US", amount="$12 billion")))
    assert "Amount" not in (digest.shorten(agreed, len(agreed) - 1) or "Amount")
