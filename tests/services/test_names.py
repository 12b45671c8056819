import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import NotFound
from bot.services.spellings import Spellings
from tests import make
from tests.services.conftest import HERE, LEADERS, THERE, Desk


async def offered(desk: Desk, typed: str, scope=HERE) -> list[str]:
    return [choice.name for choice in await desk.names.people(scope, typed)]


async def speaks(desk: Desk, ids, name: str, url: str, *, announced: bool = True, **more) -> None:
    text = f"“The port will open,” {name} said."
    await make.saved(desk.db, ids, text, url, quotes=[make.quote(text, "The port will open,", name)], **more)
    if announced:
        desk.names.invalidate()
    else:
        desk.names.facts_came()


@pytest.mark.parametrize(
    "typed",
    [
        "Tokayev",
        "tokaev",
        "Toqaev",
        "Токаев",
        "ТОКАЕВ",
        "Тоқаев",
        "Tokáyev",
        "Kassym-Jomart Tokayev",
        "kasym zhomart tokaev",
        "Tokayev Kassym-Jomart",
        "Қасым-Жомарт Тоқаев",
        "kassym",
        "toka",
    ],
)
async def test_one_person_is_found_under_every_spelling_and_script(desk: Desk, typed: str) -> None:
    assert (await desk.names.person(HERE, typed)).refs[0] == "leader:kassym-jomart-tokayev"
    assert (await offered(desk, typed))[0] == "Kassym-Jomart Tokayev"


@pytest.mark.parametrize("half", ["to", "Тока", "Токае", "kassym-jomart to"])
async def test_half_a_name_is_offered_while_it_is_typed(desk: Desk, half: str) -> None:
    assert "Kassym-Jomart Tokayev" in await offered(desk, half)


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("Li Qiang", "leader:li-qiang"),
        ("Qiang", "leader:li-qiang"),
        ("Li Kiang", "leader:li-qiang"),
        ("Li Keqiang", "leader:li-keqiang"),
        ("keqiang", "leader:li-keqiang"),
        ("Xi", "leader:xi-jinping"),
    ],
)
async def test_people_with_like_names_are_kept_apart(desk: Desk, typed: str, ref: str) -> None:
    assert (await desk.names.person(HERE, typed)).refs[0] == ref


async def test_a_surname_of_two_leaders_asks_which(desk: Desk) -> None:
    with pytest.raises(NotFound, match="several people") as caught:
        await desk.names.person(HERE, "Li")
    assert set(caught.value.near) == {"Li Qiang", "Li Keqiang"}


async def test_a_leader_goes_before_a_namesake_in_the_news(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Oskar Trump", "https://a.example/1")
    assert (await desk.names.person(HERE, "Trump")).name == "Donald Trump"
    assert (await desk.names.person(HERE, "Oskar Trump")).refs == ("person:oskar-trump",)


@pytest.mark.parametrize("typed", ["Nobody Known", "", "   ", '"', "😀", "okaye"])
async def test_a_name_nobody_has_is_not_found(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFound):
        await desk.names.person(HERE, typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Tokkayevv", "Kassym-Jomart Tokayev"), ("Mirziyo", "Shavkat Mirziyoyev"), ("jinpin", "Xi Jinping")],
)
async def test_a_slip_of_the_pen_is_forgiven(desk: Desk, typed: str, meant: str) -> None:
    assert (await desk.names.person(HERE, typed)).name == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Trupm", "Donald Trump"), ("irziyoye", "Shavkat Mirziyoyev"), ("Tokae-", "Kassym-Jomart Tokayev")],
)
async def test_a_name_that_is_only_alike_is_asked_back(desk: Desk, typed: str, meant: str) -> None:
    with pytest.raises(NotFound, match="Nobody called") as caught:
        await desk.names.person(HERE, typed)
    assert meant in caught.value.near


async def test_a_server_is_offered_only_people_of_its_own_news_and_the_leaders(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    assert "Jane Doe" in await offered(desk, "")
    assert "Jane Doe" not in await offered(desk, "", THERE)
    assert await offered(desk, "jane", THERE) == []
    assert "Xi Jinping" in await offered(desk, "", THERE)
    with pytest.raises(NotFound):
        await desk.names.person(THERE, "Jane Doe")


async def test_who_was_in_the_news_last_is_offered_first(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    await speaks(desk, desk.ours, "Trump", "https://a.example/2", published_at=make.NOW.replace(hour=10))
    assert (await offered(desk, ""))[:2] == ["Donald Trump", "Jane Doe"]


async def test_a_new_name_is_offered_after_the_next_save(desk: Desk) -> None:
    await desk.names.refresh(HERE)
    assert await offered(desk, "jane") == []
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    assert await offered(desk, "jane") == ["Jane Doe"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Kazakhstan", "KZ"),
        ("kz", "KZ"),
        ("Казахстан", "KZ"),
        ("usa", "US"),
        ("U.S.", "US"),
        ("america", "US"),
        ("AL", "AL"),
        ("eu", "organisation:EU"),
        ("Arab League", "organisation:AL"),
    ],
)
def test_a_country_is_known_by_code_name_and_alias(desk: Desk, typed: str, code: str) -> None:
    assert desk.names.country(typed) == code


@pytest.mark.parametrize(
    ("typed", "near"), [("Kazahstan", "Kazakhstan"), ("uzbek", "Uzbekistan"), ("Frnace", "France")]
)
def test_a_country_nobody_knows_names_what_is_near(desk: Desk, typed: str, near: str) -> None:
    with pytest.raises(NotFound) as caught:
        desk.names.country(typed)
    assert caught.value.near[0] == near


def test_countries_are_offered_by_their_beginning(desk: Desk) -> None:
    assert [choice.name for choice in desk.names.countries("u")] == ["United States", "Uzbekistan", "European Union"]
    assert desk.names.country_name("KZ") == "Kazakhstan"
    assert desk.names.country_name("organisation:EU") == "European Union"
    assert desk.names.country_name("ZZ") == "ZZ"


def test_at_most_25_are_offered_and_five_thousand_names_cost_a_key_no_time() -> None:
    many = Spellings(
        [(f"Person{number} Family{number % 977}",) for number in range(5000)]
        + [(leader.name, *leader.aliases) for leader in LEADERS]
    )
    started = time.process_time()
    for typed in ("p", "person1", "Токаев", "family12", "nobody at all"):
        many.fits(typed)
    assert (time.process_time() - started) / 5 < 0.05


async def test_a_list_is_cut_at_what_discord_takes(desk: Desk) -> None:
    text = "All agreed."
    people = [make.person(f"Delegate {number} {'x' * number}") for number in range(1, 120, 4)]
    for number, person in enumerate(people):
        meeting = make.meeting(text, "Trump", person.name)
        await make.saved(desk.db, desk.ours, text, f"https://a.example/{number}", meetings=[meeting])
    names = await offered(desk, "delegate")
    assert len(names) == 25
    assert max(map(len, names)) == 100


@given(st.text(max_size=30))
def test_nothing_typed_is_an_error(typed: str) -> None:
    Spellings([("Kassym-Jomart Tokayev",), ("Li Qiang",)]).fits(typed)


async def test_new_facts_are_offered_a_little_later_and_the_names_from_before_until_then(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    assert await offered(desk, "doe") == ["Jane Doe"]
    await speaks(desk, desk.ours, "John Doe", "https://a.example/2", announced=False)
    assert await offered(desk, "doe") == ["Jane Doe"], "nobody waits at a key"
    await desk.names.catch_up()
    assert sorted(await offered(desk, "doe")) == ["Jane Doe", "John Doe"]


async def test_a_command_knows_who_was_named_a_moment_ago(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    await offered(desk, "doe")
    await speaks(desk, desk.ours, "John Roe", "https://a.example/2", announced=False)
    assert (await desk.names.person(HERE, "roe")).name == "John Roe"


async def test_a_name_whose_source_was_removed_is_not_offered_even_while_news_comes(desk: Desk) -> None:
    await speaks(desk, desk.ours, "Jane Doe", "https://a.example/1")
    assert await offered(desk, "doe") == ["Jane Doe"]
    desk.names.facts_came()
    await desk.db.transaction(lambda tx: tx.execute("DELETE FROM server_source WHERE guild_id = 1"))
    desk.names.invalidate()
    desk.names.facts_came()
    assert await offered(desk, "doe") == []


async def test_a_country_in_the_place_of_a_person_is_told_from_one_misspelt(desk: Desk) -> None:
    with pytest.raises(NotFound, match="is a country or a group, not a person") as caught:
        await desk.names.person(HERE, "Uzbekistan")
    assert caught.value.near == ()
