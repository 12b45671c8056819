"""A review's buttons, forged: managers alone press them, and only on facts that their server sees."""

import pytest

from bot.domain.keys import read_short_id
from tests.rights import disguises
from tests.rights.ground import Ground
from tests.rights.wire import Disguise, press

pytestmark = pytest.mark.asyncio(loop_scope="module")

NO_FACT = "No fact 9"
REVIEWS = {
    "no act": ("review::1:0", ""),
    "an act that there is not": ("review:destroy:1:0", ""),
    "an act in capitals": ("review:OPEN:1:0", ""),
    "no fact": ("review:open::0", ""),
    "a negative fact": ("review:open:-1:0", ""),
    "a fact written in Arabic": ("review:open:٣:0", ""),
    "a fact beyond 64 bits": ("review:open:18446744073709551616:0", ""),
    "the largest fact": ("review:open:" + "9" * 18 + ":0", NO_FACT),
    "the largest fact, approved": ("review:approve:" + "9" * 18 + ":0", NO_FACT),
    "the largest fact, rejected": ("review:reject:" + "9" * 18 + ":0", NO_FACT),
    "the largest fact, edited": ("review:edit:" + "9" * 18 + ":0", NO_FACT),
    "a correction of nobody": ("review:undo:{our deal}:" + "9" * 18, "nothing to take back"),
    "no correction": ("review:undo:{our deal}:0", "nothing to take back"),
    "a page behind the last": ("review:queue:" + "9" * 18 + ":0", "Nothing waits for you"),
    "a kind that there is not": ("review:queue:0:" + "9" * 18, "Nothing waits for you"),
    "a part too many": ("review:open:1:0:0", ""),
    "a part too few": ("review:open:1", ""),
    "a line break": ("review:open:1:0\n", ""),
    "half a surrogate pair": ("review:open:1:\ud800", ""),
}


def _number(ground: Ground, name: str) -> int:
    read = read_short_id(ground.theirs[name])
    assert read
    return read[1]


@pytest.mark.parametrize(("custom_id", "words"), REVIEWS.values(), ids=REVIEWS)
async def test_a_forged_review_button_is_refused_in_words_or_does_nothing(
    ground: Ground, custom_id: str, words: str
) -> None:
    forged = custom_id.replace("{our deal}", str(_number(ground, "our deal")))
    shown = await press(ground.desk, ground.desk.manager, forged)
    assert (shown is None) == (not words)
    assert words in (shown or "")
    assert "Something broke" not in (shown or "")


@pytest.mark.parametrize("disguise", disguises.ALL, ids=lambda one: one.__name__)
@pytest.mark.parametrize("act", ["queue", "open", "approve", "edit", "reject", "undo"])
async def test_a_review_button_is_a_managers(ground: Ground, act: str, disguise: Disguise) -> None:
    custom_id = f"review:{act}:{_number(ground, 'our deal')}:0"
    shown = await press(ground.desk, ground.desk.reader, custom_id, disguise=disguise)
    assert shown == "This is for a server’s managers. It needs the permission Manage Server."


@pytest.mark.parametrize("act", ["open", "approve", "edit", "reject", "undo"])
@pytest.mark.parametrize("kind", ["quote", "meeting", "invitation", "deal"])
async def test_a_review_of_another_servers_fact_is_answered_as_of_one_that_does_not_exist(
    ground: Ground, act: str, kind: str
) -> None:
    number = _number(ground, kind)
    said = [await press(ground.desk, ground.desk.manager, f"review:{act}:{one}:0") for one in (number, 999)]
    assert said[0] == (said[1] or "").replace("999", str(number))
    assert not ground.leaks(said[0] or "")
    assert "No fact" in (said[0] or "")
    assert await ground.desk.core.db.all("SELECT * FROM correction") == []


async def test_a_review_button_shows_a_manager_the_fact(ground: Ground) -> None:
    """Or the attempts above would prove nothing."""
    shown = await press(ground.desk, ground.desk.manager, f"review:open:{_number(ground, 'our deal')}:0")
    assert "tens of billions" in (shown or "")
    shown = await press(ground.desk, ground.rival_manager, f"review:open:{_number(ground, 'deal')}:0")
    assert "orchid" in (shown or "")
