"""Every word that the bot itself says can be said in another language.

The bot speaks a language whose letters are not English ones, and the news is Russian; what is English in an answer then is data of a
known kind (a name, an address, an id), or a string that nobody marked for translation.
"""

import gettext
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot import words
from bot.domain.answers import Scope
from bot.domain.errors import SourceFailed
from bot.domain.facts import Claim, DateSpan, fact_kind
from bot.domain.keys import short_id
from bot.domain.ladders import _RUNGS
from bot.domain.managing import ImportOutcome, PackOutcome
from bot.domain.notices import Notice, NoticeBatch
from bot.domain.servers import Change, Exported, HistoryPage
from bot.feeds.failures import status_failed
from bot.nlp.stories import OpenStories
from bot.render import lines, notices, servers, sources
from bot.render.permissions import _WORDS, PERMISSIONS
from cogs.keeping import told as told_to
from storage.stories import StoryStore
from tests import make
from tests.cogs.test_source_health import WELL, poll
from tests.cogs.test_story_answers import Paper, paper
from tests.cogs.wide import DATA, Reader, Wide, english, texts
from tests.desk import Desk, open_desk
from tests.servers import Served, pair, site

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Степь</title><link>http://x/</link>
<item><title>Переговоры</title><link>http://x/1</link><pubDate>Tue, 10 Mar 2026 08:00:00 GMT</pubDate></item>
<item><link>http://x/2</link></item></channel></rss>"""
LISTED = "<opml version='2.0'><body><outline xmlUrl='https://x.example/f' text='Список'/></body></opml>"
TALKS = "«Мы построим дорогу,» сказал Токаев. Сделка стоит десятки миллиардов. Трамп звонил ему во вторник."
LATER = "«Мы построим и мост,» сказал он потом. Сделка стоит девять миллиардов. Трамп снова звонил."
NEVER_DATA = {"of", "the", "and", "source", "feed", "deal", "quote", "meeting", "by", "since", "in", "to", "a", "is"}


@pytest.fixture
async def web() -> AsyncIterator[str]:
    async with Served(site({"/feed.xml": (FEED.encode(), "application/rss+xml")})) as served:
        yield served


@pytest.fixture
async def desk(tmp_path: Path, web: str) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, allow=(pair(web),)) as opened:
        Paper.stories = StoryStore(OpenStories)
        words.use(Wide())
        try:
            yield opened
        finally:
            words.use(gettext.NullTranslations())


@pytest.fixture
async def reader(desk: Desk) -> Reader:
    leaders = await desk.core.leaders._leaders.all()
    names = {name for one in leaders for name in (one.name, *one.aliases)}
    held = {
        text for one in leaders for tenure in one.tenures for text in (tenure.office, tenure.source.partition(" (")[0])
    }
    topics = {choice.value for choice in desk.core.sources.topics()}
    data = frozenset({*DATA, *names, *held, *topics, *desk.core.names.country_names.values()} - NEVER_DATA)
    return Reader(desk, data)


async def told(desk: Desk) -> None:
    """Two owners tell of one story, with a call, an invitation, and a deal that moves."""
    for number, (name, country, text) in enumerate((("Степной вестник", "KZ", TALKS), ("Берег", "US", LATER))):
        said, worth = re.findall(r"«(.*?)»", text)[0], "десятки миллиардов" if not number else "девять миллиардов"
        low, high = (1e10, 1e11) if not number else (9e9, 9e9)
        claim = Claim(verbatim=worth, span=make.span(text, worth), low=low, high=high, currency="USD", approximate=True)
        deal = make.deal(
            text, "US", "KZ", instrument="договор", stage=("pledged", "signed")[number], sectors=("дороги",)
        )
        day = DateSpan(verbatim="вторник", start=make.NOW.date(), end=make.NOW.date() + timedelta(days=number))
        await (await paper(desk, name, country)).tells(
            text,
            ("Дорога", "Мост")[number],
            days=number / 24,
            people=[make.office("Tokayev", "President", "KZ"), make.office("Mira Soll", "Foreign Minister", "KZ")],
            quotes=[make.quote(text, said), replace(make.quote(text, said), kind="indirect", speaker=None)],
            meetings=[replace(make.meeting(text, "Trump", "Tokayev"), date=day, place="Астана")],
            invitations=[make.invitation(text, "Tokayev", "Trump", to="в Астану")],
            deals=[replace(deal, claims=(claim,), date=day)],
        )
    desk.now = make.NOW + timedelta(hours=2)


async def test_a_readers_answers(desk: Desk, reader: Reader) -> None:
    await told(desk)
    who, scope = desk.reader, Scope(guild_id=desk.guild.id)
    ids = [number["value"] for number in await who.autocomplete(desk.channel, "deal", "id", "")]
    facts = await desk.core.facts.of_story(scope, 1)
    for command, options in (
        ("help", {}),
        ("about", {}),
        ("privacy", {}),
        ("leader", {"name": "Tokayev"}),
        ("leader", {"name": "Mira Soll"}),
        ("leader", {"name": "Tokajew"}),
        ("help", {"topic": "answers"}),
        ("help", {"topic": "managers"}),
        ("upcoming", {}),
        ("upcoming", {"country": "Kazakhstan", "days": 7}),
        ("search", {"text": "дорогу"}),
        ("search", {"text": "дорогу", "in": "articles"}),
        ("search", {"text": "зерно дорогу", "in": "deals"}),
        ("brief", {"country": "Kazakhstan"}),
        ("brief", {"country": "France", "period": "7d"}),
        ("brief", {}),
        ("sources", {}),
        ("leaders", {}),
        ("leaders", {"country": "Kazakhstan"}),
        ("leaders", {"country": "France"}),
        ("quotes", {}),
        ("quotes", {"speaker": "Tokayev", "about": "дорогу", "since": "yesterday"}),
        ("quotes", {"speaker": "Tokayev", "about": "зерно", "since": "2026-03-01"}),
        ("quotes", {"since": "потом"}),
        ("meetings", {}),
        ("meetings", {"leader": "Trump", "country": "Kazakhstan"}),
        ("meetings", {"country": "France"}),
        ("meetings", {"country": "Казахст"}),
        ("deals", {}),
        ("deals", {"country": "USA", "with": "Kazakhstan", "sector": "дороги", "stage": "signed"}),
        ("deals", {"country": "France", "sector": "дорога", "stage": "under negotiation"}),
        ("deals", {"stage": "готово"}),
        ("deal", {"id": ids[0]}),
        ("deal", {"id": "D-ZZZ"}),
        ("story", {"id": "S-1"}),
        ("story", {"id": "S-ZZZ"}),
        *(("why", {"id": short_id(fact_kind(fact.fact), fact.id)}) for fact in facts),
        ("why", {"id": "Q-ZZZ"}),
        ("why", {"id": "что"}),
    ):
        await reader.asks(who, command, **options)
    for command, option, typed in (
        ("deals", "stage", ""),
        ("deal", "id", ""),
        ("story", "id", ""),
        ("leader", "name", "Tok"),
    ):
        await reader.typing(who, command, option, typed)
    reader.done(40)


async def test_the_stages_and_states_that_no_sample_has(desk: Desk, reader: Reader) -> None:
    for stage in _RUNGS:
        reader.look(stage, lines.stage(stage))
    for month in range(1, 13):
        reader.look(f"month {month}", words.day(make.NOW.date().replace(month=month)))
    for status in (401, 403, 404, 410, 429, 451, 500, 418):
        reader.look(f"status {status}", str(status_failed("no-such-host.invalid", status, None)))
    told = [
        Notice(source="Берег", url="https://x.example", state=state, reason=None, created_at=make.NOW)
        for state in notices.MARKS
    ]
    for state in notices.MARKS:
        for feed in (
            make.feed(),
            replace(make.feed(), failing_since=make.NOW, answer_seconds=12.0, last_ok_at=make.NOW),
        ):
            reader.look(state, notices.state_words(replace(feed, state=state)))
    batch = NoticeBatch(id=1, channel_id=1, created_at=make.NOW, notices=tuple(told), may_exist=False)
    reader.view("notices", notices.message(batch))
    somebody = Change(author_id=None, what="что", done_at=make.NOW)
    changes = HistoryPage(changes=(somebody,), number=0, has_next=False, retention_days=30)
    reader.view("history", servers.history(changes))
    for state in (*servers.STATES.values(), *servers.DELIVERIES.values()):
        reader.look(state, words._(state))
    reader.look("exported", servers.exported(Exported(facts=3, is_whole=False)))
    await desk.core.subscriptions.schedule(desk.guild.id, desk.channel.id, 7, "UTC", make.NOW)
    await desk.core.notices.set_channel(desk.guild.id, desk.channel.id, make.NOW)
    await desk.core.servers.left(desk.guild.id, make.NOW)
    await desk.core.servers.back(desk.guild.id, make.NOW)
    await desk.core.servers.channel_gone(desk.guild.id, desk.channel.id, "канал", make.NOW)
    server = await desk.core.servers.one(desk.guild.id)
    assert server
    reader.view("told", told_to(server))
    gone = await desk.core.servers.condition(desk.guild.id)
    reader.view("diagnostics", servers.diagnostics(gone, {}, make.NOW))
    refused = tuple((f"Источник {number}", "нет") for number in range(14))
    (pack,) = sources.pack(PackOutcome(topic="мир", added=("Берег",), already=(), failed=refused))
    reader.view("pack", pack)
    reader.view("import", sources.imported(ImportOutcome(added=1, already=2, refused=refused, all_asked_at=make.NOW)))
    for name in _WORDS:
        reader.look(name, words._(_WORDS[name]))
        assert getattr(PERMISSIONS, name)
    reader.done(45)


async def test_a_managers_answers(desk: Desk, reader: Reader, web: str) -> None:
    who, url = desk.manager, f"{web}/feed.xml"
    closed = desk.guild.create_text_channel(
        "закрыт", overwrites={desk.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    await reader.asks(who, "source list")
    await reader.asks(who, "data history")
    await reader.asks(who, "diagnostics")
    await reader.asks(who, "digest pause")
    await reader.asks(who, "source add")
    await reader.asks(who, "source add", pack="нет такого")
    await reader.asks(who, "source add", url="http://127.0.0.1:9/feed")
    await reader.asks(who, "source add", url="http://no-such-host.invalid/feed")
    found = await reader.asks(who, "source add", url=url)
    reader.result("confirmed", await who.click(found.response.message, label=words._("Add")))
    found = await reader.asks(who, "source add", url=url)
    for command, options in (
        ("source list", {}),
        ("source test", {}),
        ("source pause", {}),
        ("source pause", {}),
        ("source list", {}),
        ("source resume", {}),
        ("source resume", {}),
        ("source label", {}),
        ("source label", {"weight": "context only", "country": "Kazakhstan", "owner": "state"}),
        ("source label", {"weight": "trusted", "owned_by": "Берег"}),
        ("source list", {}),
        ("source health", {}),
        ("source remove", {}),
        ("source remove", {}),
    ):
        is_named = command not in ("source list", "source health")
        await reader.asks(who, command, **options, **({"source": "Степь"} if is_named else {}))
    await reader.asks(who, "source import", file=("мой.opml", LISTED.encode()))
    await told(desk)
    await poll(desk, WELL, *[SourceFailed("нет")] * 6)
    for command, options in (
        ("source health", {}),
        ("source list", {}),
        ("notices channel", {}),
        ("notices channel", {"channel": desk.channel}),
        ("notices channel", {"channel": closed}),
        ("digest schedule", {"channel": closed, "hour": 7, "zone": "UTC"}),
        ("digest schedule", {"channel": desk.channel, "hour": 7, "zone": "нет"}),
        ("digest schedule", {"channel": desk.channel, "hour": 7, "zone": "Asia/Almaty"}),
        ("digest pause", {}),
        ("digest resume", {}),
        ("digest preview", {}),
        ("digest now", {}),
        ("digest now", {}),
        ("digest preview", {}),
        ("office candidates", {}),
        ("office approve", {"candidate": "нет"}),
        ("office approve", {"candidate": "Soll"}),
        ("office dismiss", {"candidate": "Soll"}),
        ("office candidates", {}),
        ("diagnostics", {}),
        ("data export", {}),
        ("data retention", {"days": 30}),
        ("data purge", {"source": "Берег"}),
        ("data history", {"page": 9}),
        ("privacy", {"erase": True}),
        ("privacy", {"erase": True}),
    ):
        await reader.asks(who, command, **options)
    asked = await reader.asks(who, "data delete-all")
    opened = await who.click(asked.response.message, label=words._("Erase everything …"))
    form = opened.modal["components"][0]
    reader.look("the form", f"{opened.modal['title']}\n{form['label']}")
    reader.result("the wrong word", await who.submit_modal(opened, {form["component"]["custom_id"]: "нет"}))
    posted = [one for one in desk.channel.history() if one.author.bot and one.interaction_metadata is None]
    for message in posted:
        reader.look("posted", "\n".join(texts(desk.env.backend.get_message(desk.channel.id, message.id).components)))
    reader.result("about the digest", await desk.reader.click(posted[0], label=words._("About this digest")))
    await reader.typing(who, "source pause", "source")
    await reader.typing(who, "source add", "pack")
    await reader.typing(who, "office approve", "candidate")
    registered = {one.name: one.id for one in await desk.client.tree.fetch_commands()}
    desk.guild.set_command_permissions(registered["source"], {desk.reader: True})
    await reader.asks(desk.reader, "source list")
    reader.done(45)


def test_a_word_that_nobody_marked_is_found() -> None:
    words.use(Wide())
    try:
        marked = words._("Nothing is kept of {name}.").format(name="Mira Soll")
    finally:
        words.use(gettext.NullTranslations())
    assert english(marked) == set()
    assert english(f"{marked} Try again.") == {"Try", "again"}
    assert english("**3** articles · [Mira Soll](https://x.example/1) · <t:1:R> · `Q-41K`") == {"articles"}
