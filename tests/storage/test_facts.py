from datetime import timedelta

import pytest

from bot.domain.answers import Scope
from bot.domain.facts import Deal, Invitation, Meeting, Quote
from storage.articles import ArticleStore
from storage.facts import FactQuery, FactStore
from storage.sqlite import SqliteDatabase
from tests import make

HERE, THERE = Scope(guild_id=1), Scope(guild_id=2)
TEXT = "“We shall build the railway,” Tokayev said. The deal is worth tens of billions of dollars. Trump called him."


def everything(text: str = TEXT):
    return make.extraction(
        people=[make.office("Tokayev", "President", "KZ")],
        quotes=[make.quote(text, "We shall build the railway,")],
        meetings=[make.meeting(text, "Trump", "Tokayev")],
        invitations=[make.invitation(text, "Tokayev", "Trump")],
        deals=[make.deal(text, "US", "KZ", sectors=("railways",), amount="tens of billions of dollars", day="Tuesday")],
    )


async def save(db, ids, text=TEXT, facts=None, url="https://wire.example/1", now=make.NOW, published_at=make.NOW):
    source_id, feed_id = ids
    store = ArticleStore(db)
    return await db.transaction(
        lambda tx: store.save(
            tx,
            feed_id=feed_id,
            source_id=source_id,
            entry=make.entry(url),
            now=now,
            article=make.article(text, url, published_at=published_at),
            extraction=facts or everything(text),
        )
    )


def every(**more):
    return FactQuery(kinds=("quote", "meeting", "invitation", "deal"), limit=50, **more)


async def test_what_was_saved_comes_back_the_same(db: SqliteDatabase) -> None:
    await save(db, await make.reading(db, 1))
    found = await FactStore(db).find(HERE, every())
    assert {type(one.fact) for one in found} == {Quote, Meeting, Invitation, Deal}
    assert {one.fact for one in found} == set(everything().facts)
    assert all(one.article.source == "Steppe Wire" and one.article.text == TEXT for one in found)


async def test_a_server_sees_only_what_its_own_sources_carry(db: SqliteDatabase) -> None:
    ours, theirs = await make.reading(db, 1), await make.reading(db, 2, "Harbour Post")
    await save(db, ours)
    await save(db, theirs, url="https://harbour.example/2")
    facts = FactStore(db)
    mine, other = await facts.find(HERE, every()), await facts.find(THERE, every())
    assert {one.article.source for one in mine} == {"Steppe Wire"}
    assert {one.article.source for one in other} == {"Harbour Post"}
    assert await facts.by_id(THERE, mine[0].id) is None
    assert await facts.by_ids(THERE, [mine[0].id]) == ()
    assert {one.id for one in await facts.stored_between(HERE, make.NOW, make.NOW + timedelta(1))} == {
        one.id for one in mine
    }
    assert await facts.find(Scope(guild_id=3), every()) == ()


async def test_an_article_that_a_second_source_lists_too_is_kept_once_and_seen_by_both(db: SqliteDatabase) -> None:
    first = await save(db, await make.reading(db, 1))
    second = await save(db, await make.reading(db, 2, "Harbour Post"))
    assert (second.id, second.is_new, second.new_facts) == (first.id, False, ())
    facts = FactStore(db)
    assert [one.id for one in await facts.find(HERE, every())] == [one.id for one in await facts.find(THERE, every())]
    assert (await facts.find(THERE, every()))[0].article.source == "Harbour Post"


async def test_saving_the_same_again_changes_nothing(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await save(db, ids)
    again = await save(db, ids)
    assert (again.is_new, again.new_facts, again.withdrawn) == (False, (), ())
    assert await ArticleStore(db).counts() == (1, 4)


async def test_an_edited_article_keeps_its_facts_ids_and_moves_their_evidence(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await save(db, ids)
    before = {type(one.fact): one.id for one in await FactStore(db).find(HERE, every())}
    edited = "Corrected. " + TEXT
    saved = await save(db, ids, edited)
    after = await FactStore(db).find(HERE, every())
    assert (saved.revision, saved.new_facts, saved.withdrawn) == (2, (), ())
    assert {type(one.fact): one.id for one in after} == before
    quote = next(one for one in after if isinstance(one.fact, Quote))
    assert isinstance(quote.fact, Quote)
    assert quote.article.text[quote.fact.start : quote.fact.end] == "We shall build the railway,"


async def test_a_fact_that_vanished_leaves_every_answer_but_why(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    first = await save(db, ids)
    saved = await save(db, ids, "Tokayev said nothing.", make.extraction(quotes=[]))
    facts = FactStore(db)
    assert set(saved.withdrawn) == set(first.new_facts)
    assert await facts.find(HERE, every()) == ()
    assert await facts.stored_between(HERE, make.NOW, make.NOW + timedelta(1)) == ()
    assert await facts.by_ids(HERE, first.new_facts) == ()
    gone = await facts.by_id(HERE, first.new_facts[0])
    assert gone
    assert gone.withdrawn_at == make.NOW
    assert gone.article.text == TEXT, "the text it was found in is kept"


async def test_an_old_article_is_searchable_and_no_news(db: SqliteDatabase) -> None:
    await save(db, await make.reading(db, 1), published_at=make.NOW - timedelta(hours=73))
    facts = FactStore(db)
    assert len(await facts.find(HERE, every())) == 4
    assert await facts.stored_between(HERE, make.NOW, make.NOW + timedelta(1)) == ()


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"refs": ("leader:donald-trump",)}, {Meeting, Invitation}),
        ({"countries": ("US", "KZ")}, {Meeting, Invitation, Deal}),
        ({"about": "railway"}, {Quote, Meeting, Invitation, Deal}),
        ({"about": "RAILWAYS"}, {Quote, Meeting, Invitation, Deal}),
        ({"about": "railings"}, set()),
        ({"sector": "Railways"}, {Deal}),
        ({"stage": "signed"}, {Deal}),
        ({"since": make.NOW.date() + timedelta(1)}, set()),
    ],
)
async def test_each_filter_narrows(db: SqliteDatabase, query, kinds) -> None:
    await save(db, await make.reading(db, 1))
    assert {type(one.fact) for one in await FactStore(db).find(HERE, every(**query))} == kinds


async def test_what_waits_for_review_is_not_shown(db: SqliteDatabase) -> None:
    hidden = make.extraction(quotes=[make.quote(TEXT, "We shall build the railway,", shown=False)])
    await save(db, await make.reading(db, 1), facts=hidden)
    assert await FactStore(db).find(HERE, every()) == ()
    assert len(await FactStore(db).find(HERE, every(shown_only=False))) == 1


async def test_an_entry_that_fails_three_times_is_given_up(db: SqliteDatabase) -> None:
    _, feed_id = await make.reading(db, 1)
    store, entry = ArticleStore(db), make.entry()
    for _ in range(3):
        assert await store.fresh(feed_id, [entry, entry], make.NOW) == (entry,)
        await db.transaction(lambda tx: store.mark_failed(tx, feed_id, entry, "no answer", make.NOW))
    assert await store.fresh(feed_id, [entry], make.NOW) == ()


async def test_a_stored_entry_is_not_fresh(db: SqliteDatabase) -> None:
    ids = await make.reading(db, 1)
    await save(db, ids)
    assert await ArticleStore(db).fresh(ids[1], [make.entry()], make.NOW) == ()
