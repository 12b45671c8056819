"""After an outage at their hour, servers get their digests at nearly the rate that Discord allows, and readers their answers.

`python -m tests.crash.outage` does it with five thousand servers; two hundred have a proportional time here.
"""

from pathlib import Path

from tests.crash.bots import Nursery
from tests.crash.outage import outage

SERVERS = 200
NOTICED = 6.0
"""Seconds until the bot, which tries every five, has seen that Discord is back."""
WITHIN = SERVERS * 225 / 5000


async def test_after_an_outage_all_digests_come_in_turn_at_the_rate_discord_allows(
    tmp_path: Path, nursery: Nursery
) -> None:
    figures = await outage(tmp_path, nursery, SERVERS, away=7.0, patience=60.0)
    print(figures)
    assert (figures.tally.doubled, figures.tally.lost) == (0, 0), figures
    assert figures.seconds <= NOTICED + WITHIN, figures
    assert figures.requests >= 2 * SERVERS, "each was looked for before it was posted"
    assert figures.displaced <= 64, figures
    assert figures.too_many <= SERVERS / 40, figures
    assert figures.unanswered == 0, figures
    assert figures.first_word < 1.0, figures
    assert figures.whole_answer < 1.0, figures
