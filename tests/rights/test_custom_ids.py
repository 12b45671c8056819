"""Buttons whose custom_id was forged: a plain refusal or nothing, never a traceback, never another server's news."""

from typing import Any

import pytest

from bot.render.digest import MARKER
from cogs._about import AboutButton
from cogs._asked import Asked
from cogs._paging import PageButton
from cogs._reviewing import ReviewButton
from tests.rights import disguises
from tests.rights.ground import Ground
from tests.rights.test_forged_dialogs import DIALOGS
from tests.rights.wire import BUTTON, DIALOG, NO_DIGEST, NOWHERE, Disguise, press, send

pytestmark = pytest.mark.asyncio(loop_scope="module")

GONE = "There is no page"
NOBODY = "is in the news this server reads"
NO_QUOTE = "No quote by"
S = "\x1f"
PAGES = {
    "no number": ("page:quotes::", ""),
    "a negative number": ("page:quotes:-1:", ""),
    "a number beyond 64 bits": ("page:quotes:18446744073709551616:", ""),
    "a number beyond what is turned": ("page:quotes:201:", NOWHERE),
    "the largest number": ("page:quotes:999:", NOWHERE),
    "a number written in Arabic": ("page:quotes:٣:", ""),
    "a superscript": ("page:quotes:²:", ""),
    "a number in scientific notation": ("page:quotes:1e2:", ""),
    "a hexadecimal number": ("page:quotes:0x1:", ""),
    "a number with blanks": ("page:quotes: 1:", ""),
    "a page behind the last of quotes": ("page:quotes:200:", GONE),
    "a page behind the last of meetings": ("page:meetings:7:", GONE),
    "a page behind the last of deals": ("page:deals:7:", GONE),
    "a page behind the last of leaders": ("page:leaders:7:", GONE),
    "a page behind the last of what is to come": ("page:upcoming:7:", GONE),
    "a page behind the last of sources": ("page:sources:7:", GONE),
    "a page behind the last of what was found": (f"page:search:7:quotes{S}railway", GONE),
    "a page behind the last of articles": (f"page:search:7:articles{S}railway", GONE),
    "a place to search that is none": (f"page:search:0:fact_search{S}railway", NOWHERE),
    "a search for nothing": ("page:search:0:quotes", "There is no word"),
    "days that are no number": (f"page:upcoming:0:{S}-1 OR 1", "Upcoming"),
    "another server's words to search": (f"page:search:0:articles{S}orchid", "Nothing with all these words"),
    "another server's country to come": ("page:upcoming:0:Luxembourg", "Nothing planned"),
    "a pager of no name": ("page::0:", ""),
    "a pager that does not exist": ("page:weather:0:", NOWHERE),
    "a private attribute as pager": ("page:__class__:0:", ""),
    "a pager in capitals": ("page:QUOTES:0:", ""),
    "a pager of a long name": ("page:" + "q" * 90 + ":0:", ""),
    "the pager of editions and another's number": ("page:digest:{edition}:", NO_DIGEST),
    "a section of another's digest": (f"page:edition:0:{{edition}}{S}20260310{S}quotes", NO_DIGEST),
    "a section of no digest": (f"page:edition:0:{S}{S}", NO_DIGEST),
    "a section of a day that is none": (f"page:edition:0:1{S}20269999{S}quotes", NO_DIGEST),
    "a truncated custom_id": ("page:quotes", ""),
    "the first letters alone": ("page:", ""),
    "no custom_id": ("", ""),
    "no parts": ("page:quotes:0:", "Quotes"),
    "a hundred separators": ("page:quotes:0:" + S * 80, "Quotes"),
    "more parts than the question has": ("page:quotes:0:" + S.join("abcdefghij"), "is not a day"),
    "a day that is none": (f"page:quotes:0:{S}{S}someday", "is not a day"),
    "a day out of the calendar": (f"page:quotes:0:{S}{S}2026-02-31", "is not a day"),
    "a day before the calendar": (f"page:quotes:0:{S}{S}0000-00-00", "is not a day"),
    "many days ago": (f"page:quotes:0:{S}{S}9999 months ago", "Quotes"),
    "a person in the place of a day": (f"page:quotes:0:{S}{S}Zhibek Orazova", "is not a day"),
    "a stage that is none": (f"page:deals:0:{S}{S}{S}stolen", "is not a stage"),
    "a country that is none": ("page:leaders:0:'; DROP TABLE fact; --", "No country called"),
    "search syntax": (f'page:quotes:0:{S}" OR text : (a*) NEAR(', NO_QUOTE),
    "a token of another server's source": (f'page:quotes:0:{S}tag : "s2"', NO_QUOTE),
    "half a surrogate pair": ("page:quotes:0:\ud800", NOWHERE),
    "half a surrogate pair as words": (f"page:quotes:0:{S}\udfff", NOWHERE),
    "NUL": ("page:quotes:0:\0", NOBODY),
    "a colon more": ("page:quotes:0:0:0", NOBODY),
    "line breaks": ("page:quotes:0:\n\r\n", NOBODY),
    "marks of direction": ("page:quotes:0:\u202e\u2066", NOBODY),
    "emoji": ("page:quotes:0:🕊️🕊️", NOBODY),
    "101 characters": ("page:quotes:0:" + "a" * 87, NOWHERE),
    "10,000 characters": ("page:quotes:0:" + "a" * 10_000, NOWHERE),
    "a mention": ("page:quotes:0:@everyone", NOBODY),
    "another server's leader": ("page:quotes:0:Zhibek Orazova", NOBODY),
    "another server's leader at meetings": ("page:meetings:0:Orazova", NOBODY),
    "another server's country": ("page:leaders:0:Luxembourg", NOBODY),
    "another server's sector": (f"page:deals:0:{S}{S}orchids", "No deal"),
    "another server's words": (f"page:quotes:0:{S}orchid", NO_QUOTE),
}
HOSTILE = {
    "0": "0",
    "999": "999",
    "seventeen digits": "9" * 17,
    "eighteen nines": "9" * 18,
    "63 bits and one": "9223372036854775808",
    "a hundred digits": "9" * 100,
    "a negative number": "-1",
    "a number in Devanagari": "१",
    "no number": "",
    "letters": "x",
    "a blank": " ",
    "NUL": "\0",
    "half a surrogate pair": "\ud800",
    "a day out of the calendar": "20260231",
    "a day before it": "00000000",
    "a day behind it": "99999999",
    "one more separator": "1:1",
}


@pytest.mark.parametrize(("custom_id", "words"), PAGES.values(), ids=PAGES)
async def test_a_forged_page_button_is_refused_in_words_or_does_nothing(
    ground: Ground, custom_id: str, words: str
) -> None:
    custom_id = custom_id.replace("{edition}", ground.theirs["digest button"].split(":")[1])
    shown = await press(ground.desk, ground.desk.reader, custom_id)
    assert (shown is None) == (not words)
    shown = shown or ""
    assert words in shown
    assert "Something broke" not in shown
    typed = custom_id.casefold()
    assert not [word for word in ground.leaks(shown) if word not in typed], "of what the forger did not know"


@pytest.mark.parametrize("whose", ["digest button", "our digest button"])
@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
async def test_a_forged_digest_button_is_refused_in_words_or_does_nothing(
    ground: Ground, whose: str, hostile: str
) -> None:
    """Each number of another server's button, and of our own, in turn."""
    name, *numbers = ground.theirs[whose].split(":")
    for place in range(len(numbers)):
        forged = [name, *numbers[:place], hostile, *numbers[place + 1 :]]
        shown = await press(ground.desk, ground.desk.reader, ":".join(forged)) or NO_DIGEST
        is_own_part = whose.startswith("our") and place == len(numbers) - 1
        assert NO_DIGEST in shown or (is_own_part and "About the digest" in shown)
        assert not ground.leaks(shown)


@pytest.mark.parametrize("custom_id", [MARKER, MARKER + ":", MARKER + ":1", MARKER + ":1:0:rm -rf", ":1:0", ""])
async def test_what_is_no_digest_button_does_nothing(ground: Ground, custom_id: str) -> None:
    assert await press(ground.desk, ground.desk.reader, custom_id) is None


async def test_another_servers_digest_is_answered_as_one_that_does_not_exist(ground: Ground) -> None:
    theirs, own = ground.theirs["digest button"], ground.theirs["our digest button"]
    name, number, *rest = theirs.split(":")
    assert number != "999"
    said = [await press(ground.desk, ground.desk.reader, one) for one in (theirs, ":".join([name, "999", *rest]))]
    assert said[0] == said[1]
    assert NO_DIGEST in (said[0] or "")
    assert "About the digest" in (await press(ground.desk, ground.desk.reader, own) or "")
    assert "About the digest" in (await press(ground.desk, ground.rival_reader, theirs) or "")


@pytest.mark.parametrize("custom_id", ["page:quotes:0:", "page:leaders:0:", "{our digest button}"])
@pytest.mark.parametrize(
    "disguise",
    [
        disguises.in_a_dm,
        disguises.in_a_group_of_friends,
        disguises.by_an_app_of_their_own_in_a_server_without_the_bot,
    ],
    ids=lambda one: one.__name__,
)
async def test_a_servers_button_carried_elsewhere_shows_nothing_of_it(
    ground: Ground, custom_id: str, disguise: Disguise
) -> None:
    """A copied message, pressed where the bot is no member: the operator's default pack answers, which is empty here."""
    shown = await press(ground.desk, ground.desk.reader, custom_id.format(**ground.theirs), disguise=disguise)
    assert shown
    assert "any more" in shown or "in the news this server reads" in shown
    assert "Steppe" not in shown
    assert "Tokayev" not in shown


async def test_a_button_that_the_message_does_not_bear_does_nothing(ground: Ground) -> None:
    def another(payload: dict[str, Any]) -> None:
        payload["data"]["custom_id"] = "page:deals:0:"

    assert await press(ground.desk, ground.desk.reader, "page:quotes:0:", disguise=another) is None


async def test_a_select_menu_of_a_buttons_name_does_nothing(ground: Ground) -> None:
    def a_menu(payload: dict[str, Any]) -> None:
        payload["data"] |= {"component_type": 3, "values": ["1"]}

    assert await press(ground.desk, ground.desk.reader, "page:quotes:0:", disguise=a_menu) is None


@pytest.mark.parametrize("custom_id", ["page:quotes:0:", MARKER + ":1:0", "", "a" * 101, "\ud800"])
@pytest.mark.parametrize("components", [[], [{"type": 1, "components": []}], [{"type": 18, "component": {"type": 4}}]])
async def test_a_dialog_that_was_never_opened_cannot_be_sent(ground: Ground, custom_id: str, components: Any) -> None:
    data = {"custom_id": custom_id, "components": components}
    assert not (await send(ground.desk, ground.desk.manager, DIALOG, data)).acknowledged


@pytest.mark.parametrize("kind", [0, 1, 6, 99, -1])
async def test_an_interaction_of_a_kind_that_the_bot_does_not_know_does_nothing(ground: Ground, kind: int) -> None:
    data = {"name": "leaders", "custom_id": "page:quotes:0:", "component_type": BUTTON, "components": []}
    assert not (await send(ground.desk, ground.desk.manager, kind, data)).acknowledged


async def test_every_kind_of_button_that_outlives_a_restart_is_attempted(ground: Ground) -> None:
    assert set(ground.desk.client._connection._view_store._dynamic_items.values()) == {
        PageButton,
        AboutButton,
        ReviewButton,
        Asked,
    }
    attempted = {one.split(":")[1] for one, _ in PAGES.values() if one.count(":") > 2}
    assert set(ground.desk.client.pagers) <= attempted
    assert set(ground.desk.client.presses) <= {one.split(":")[2] for one in DIALOGS}
    assert not ground.desk.client.persistent_views
