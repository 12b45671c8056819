"""One event on Discord: readouts, figures, the ledger, and how a story unfolded."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.answers import Scope
from bot.nlp.stories import OpenStories, sign
from storage.articles import ArticleStore
from storage.stories import StoryStore
from tests import make
from tests.desk import Desk, open_desk
from tests.services.test_events import ASTANA, PLEDGE, TUESDAY, WASHINGTON, pledge


class Paper:
    """A source that the desk's server reads (or another's), and its articles, placed into stories as they come."""

    stories: StoryStore

    def __init__(self, desk: Desk, ids: tuple[int, int]) -> None:
        self.desk, self.ids = desk, ids

    async def tells(self, text: str, title: str, *, days: float = 0, **facts: object) -> None:
        moment = make.NOW + timedelta(days=days)
        url = f"https://{self.ids[0]}.example/{days}"
        db = self.desk.core.db

        def work(tx) -> None:
            saved = ArticleStore(db).save(
                tx,
                feed_id=self.ids[1],
                source_id=self.ids[0],
                entry=make.entry(url),
                article=make.article(text, url, title=title, published_at=moment),
                extraction=make.extraction(**facts),
                now=moment,
            )
            self.stories.place(tx, article_id=saved.id, signature=sign(title, text), published_at=moment, now=moment)

        await db.transaction(work)
        self.desk.core.names.invalidate()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        Paper.stories = StoryStore(OpenStories)
        yield opened


async def paper(desk: Desk, name: str, country: str | None = None, guild: int | None = None) -> Paper:
    ids = await make.reading(desk.core.db, guild or desk.guild.id, name, country=country)
    return Paper(desk, ids)


def called(text: str, speaker: str):
    from dataclasses import replace

    words = text[1 : text.index("”")]
    meeting = replace(make.meeting(text, "Trump", "Tokayev"), date=make.on(TUESDAY))
    return {"meetings": [meeting], "quotes": [make.quote(text, words, speaker)]}


async def test_a_call_told_by_both_capitals_is_one_line_with_both_flags(desk: Desk) -> None:
    await (await paper(desk, "Steppe Wire", "KZ")).tells(ASTANA, "Tokayev and Trump speak", **called(ASTANA, "Tokayev"))
    shown = await desk.ask(desk.reader, "meetings")
    assert "readout of one side: 🇰🇿" in shown
    await (await paper(desk, "The Envoy", "US")).tells(
        WASHINGTON, "Trump calls Tokayev", days=0.1, **called(WASHINGTON, "Trump")
    )
    shown = await desk.ask(desk.reader, "meetings")
    assert shown.count("📞 Call") == 1
    assert "readouts: 🇰🇿 🇺🇸" in shown
    assert "[Steppe Wire](https://1.example/0), also [The Envoy](https://2.example/0.1)" in shown


async def test_a_deal_shows_figures_side_by_side_and_how_it_came(desk: Desk) -> None:
    await (await paper(desk, "Delta Courier")).tells(PLEDGE, "Solar parks", deals=[pledge("$12 billion", 12e9)])
    await (await paper(desk, "Gulf Standard")).tells(
        PLEDGE, "Solar parks at Aswan", days=1, deals=[pledge("nearly $9 billion", 9e9, "signed")]
    )
    listed = await desk.ask(desk.reader, "deals")
    assert listed.count("United") + listed.count("**AE**") == 1
    assert "**Figures differ**" in listed
    number = (await desk.core.deals.deals(Scope(guild_id=desk.guild.id), ""))[0].value
    shown = await desk.ask(desk.reader, "deal", id=number)
    assert "“$12 billion” ([Delta Courier]" in shown
    assert "“nearly $9 billion” ([Gulf Standard]" in shown
    assert shown.index("*pledged* · [Delta Courier]") < shown.index("*signed* · [Gulf Standard]")


async def test_the_ledger_says_how_long_an_open_pledge_was_not_heard_of(desk: Desk) -> None:
    await (await paper(desk, "Delta Courier")).tells(PLEDGE, "Solar parks", deals=[pledge("$12 billion", 12e9)])
    desk.now = make.NOW + timedelta(days=94)
    assert "pledged to invest, last heard 94 days ago" in await desk.ask(desk.reader, "deals", stage="pledged")
    assert "No deal" in await desk.ask(desk.reader, "deals", stage="signed")


async def test_the_digest_marks_what_moved(desk: Desk) -> None:
    await desk.ask(desk.manager, "digest schedule", channel=desk.channel, hour=8, zone="UTC")
    await (await paper(desk, "Delta Courier")).tells(PLEDGE, "Solar parks", deals=[pledge("$12 billion", 12e9)])
    desk.now = make.NOW + timedelta(hours=1)
    assert "Posted" in await desk.ask(desk.manager, "digest now")
    desk.now = make.NOW + timedelta(days=2)
    assert "nothing new" in await desk.ask(desk.manager, "digest preview")
    await (await paper(desk, "Gulf Standard")).tells(
        PLEDGE, "Solar parks at Aswan", days=1, deals=[pledge("nearly $9 billion", 9e9, "signed")]
    )
    shown = await desk.ask(desk.manager, "digest preview")
    assert "🔁 **Update** · **AE**" in shown
    assert "*pledged → signed*" in shown
    assert "**Figures differ**" in shown


async def test_a_story_shows_its_articles_sides_and_facts_and_how_it_unfolded(desk: Desk) -> None:
    astana, envoy = await paper(desk, "Steppe Wire", "KZ"), await paper(desk, "The Envoy", "US")
    copies = await paper(desk, "Plains Tribune")
    await astana.tells(ASTANA, "Tokayev and Trump speak of uranium", **called(ASTANA, "Tokayev"))
    await envoy.tells(WASHINGTON, "Trump calls Tokayev about uranium", days=0.1, **called(WASHINGTON, "Trump"))
    await copies.tells(ASTANA, "Uranium call", days=0.2, **called(ASTANA, "Tokayev"))
    shown = await desk.ask(desk.reader, "story", id="S-1")
    assert "**3** articles from **3** owners · sides that gave their account: 🇰🇿 🇺🇸" in shown
    assert (
        shown.index("Tokayev and Trump speak of uranium")
        < shown.index("Trump calls Tokayev about uranium")
        < shown.index("Uranium call")
    )
    assert "Plains Tribune · the words of Steppe Wire 🇰🇿" in shown
    assert shown.count("📞 Call") == 1
    assert shown.count("“Our uranium keeps lights on") == 1
    for known_as in ("s1", "M-1", "q 2"):
        assert await desk.ask(desk.reader, "story", id=known_as) == shown, "any id of the story will do"


async def test_a_story_has_only_the_articles_that_the_asking_server_reads(desk: Desk) -> None:
    await (await paper(desk, "Secret Paper", "US", guild=999)).tells(ASTANA, "Call", **called(ASTANA, "Tokayev"))
    assert "No story" in await desk.ask(desk.reader, "story", id="S-1")
    assert "No story" in await desk.ask(desk.reader, "story", id="M-2")
    assert await desk.reader.autocomplete(desk.channel, "story", "id", "") == []
    await (await paper(desk, "Steppe Wire", "KZ")).tells(ASTANA, "Call", days=0.1, **called(ASTANA, "Tokayev"))
    shown = await desk.ask(desk.reader, "story", id="S-1")
    assert "**1** article from **1** owner" in shown
    assert "a reprint" in shown
    assert "Secret" not in shown
    assert "🇺🇸" not in shown.split("📞")[0]


async def test_stories_are_offered_by_title(desk: Desk) -> None:
    await (await paper(desk, "Steppe Wire", "KZ")).tells(ASTANA, "Uranium call", **called(ASTANA, "Tokayev"))
    assert await desk.reader.autocomplete(desk.channel, "story", "id", "uran") == [
        {"name": "S-1 Uranium call", "value": "S-1"}
    ]


async def test_the_id_of_a_story_that_became_part_of_another_still_leads_there(desk: Desk) -> None:
    from tests.storage.test_stories import BOTH, LOAN, NARYN

    steppe = await paper(desk, "Steppe Wire", "KZ")
    for number, (title, text) in enumerate((NARYN, LOAN, BOTH)):
        await steppe.tells(text, title, days=number / 24)
    shown = await desk.ask(desk.reader, "story", id="S-2")
    assert "Story `S-1`" in shown
    assert "**3** articles" in shown


async def test_the_id_of_another_servers_story_that_became_part_of_ours_is_no_id_here(desk: Desk) -> None:
    """Or it would tell that there was such a story."""
    from tests.storage.test_stories import BOTH, LOAN, NARYN

    steppe, theirs = await paper(desk, "Steppe Wire", "KZ"), await paper(desk, "Secret Paper", "US", guild=999)
    for number, (source, (title, text)) in enumerate(((steppe, NARYN), (theirs, LOAN), (steppe, BOTH))):
        await source.tells(text, title, days=number / 24)
    assert "**2** articles" in await desk.ask(desk.reader, "story", id="S-1")
    said = [await desk.ask(desk.reader, "story", id=typed) for typed in ("S-2", "S-9")]
    assert said[0].replace("S-2", "S-9") == said[1]
    assert "No story" in said[0]
    assert (await desk.core.stories.answer(Scope(guild_id=999), "S-2")).id == 1


@pytest.mark.parametrize("typed", ["S-ZZZZ", "what", "S-", "D-1", "'; DROP TABLE x --"])
async def test_what_is_no_story_is_said_to_be_none(desk: Desk, typed: str) -> None:
    assert "No story" in await desk.ask(desk.reader, "story", id=typed)
