"""Who holds an office, by what the news says: pure decisions."""

from datetime import date, timedelta

from bot.domain.offices import NEWS, OfficeSighting, agreed, candidates
from bot.domain.people import Leader, Tenure, latest, office_on

DAY = date(2026, 3, 1)
OLD = Leader(
    id="aron-velt",
    name="Aron Velt",
    country="FR",
    tenures=(Tenure(office="Prime Minister", country="FR", as_of=date(2026, 1, 17), source="an almanac"),),
)


def seen(
    name: str = "Mira Soll",
    *sources: int,
    office: str = "Prime Minister",
    country: str | None = "FR",
    on: date = DAY,
    words: str = "",
) -> OfficeSighting:
    words = words or f"{name}{sources}{on}{office}"
    person = name.lower().replace(" ", "-")
    return OfficeSighting(
        person=person, name=name, office=office, country=country, on=on, words=words, sources=sources or (1,)
    )


def three(name: str = "Mira Soll", **more) -> list[OfficeSighting]:
    return [seen(name, source, **more) for source in (1, 2, 3)]


def test_three_sources_make_a_tenure_and_close_the_one_before() -> None:
    later = DAY + timedelta(days=2)
    changed = {one.id: one for one in agreed([*three()[:2], seen("Mira Soll", 3, on=later)], [OLD])}
    assert changed["mira-soll"].tenures == (Tenure(office="Prime Minister", country="FR", as_of=later, source=NEWS),)
    assert [one.until_on for one in changed["aron-velt"].tenures] == [DAY]


def test_two_sources_leave_a_candidate() -> None:
    found = three()[:2]
    assert agreed(found, [OLD]) == ()
    assert [(one.name, one.sources, one.last_on) for one in candidates(found, [OLD])] == [("Mira Soll", 2, DAY)]


def test_three_articles_of_one_source_are_one_voice() -> None:
    found = [seen("Mira Soll", 1, on=DAY + timedelta(days=number)) for number in range(3)]
    assert agreed(found, [OLD]) == ()


def test_one_text_printed_by_three_sources_is_one_voice() -> None:
    assert agreed([seen("Mira Soll", source, words="the same") for source in (1, 2, 3)], [OLD]) == ()


def test_one_article_carried_by_three_sources_is_one_voice() -> None:
    assert agreed([seen("Mira Soll", 1, 2, 3)], [OLD]) == ()


def test_older_articles_never_override_a_newer_source() -> None:
    assert agreed(three(on=date(2026, 1, 17)), [OLD]) == ()
    assert candidates(three(on=date(2026, 1, 17)), [OLD]) == ()


def test_the_holder_is_confirmed_and_keeps_since_when() -> None:
    since = date(2024, 5, 1)
    known = Leader(
        id=OLD.id,
        name=OLD.name,
        country="FR",
        tenures=(
            Tenure(office="Prime Minister", country="FR", as_of=date(2026, 1, 17), source="an almanac", since_on=since),
        ),
    )
    (changed,) = agreed(three("Aron Velt"), [known])
    assert latest(changed.tenures) == (
        Tenure(office="Prime Minister", country="FR", as_of=DAY, source=NEWS, since_on=since),
    )
    assert agreed(three("Aron Velt"), [changed]) == (), "settling again changes nothing"


def test_a_press_that_is_divided_decides_nothing() -> None:
    assert agreed([*three(), *three("Aron Velt", on=DAY + timedelta(days=1))], [OLD]) == ()
    assert agreed([*three(), *three("Luc Orme")], []) == ()


def test_a_change_is_told_from_a_dispute_by_the_days() -> None:
    found = [*three("Aron Velt", on=date(2026, 2, 1)), *three(on=DAY)]
    changed = {one.id: one for one in agreed(found, [OLD])}
    assert changed["mira-soll"].tenures[0].until_on is None
    assert all(one.until_on == DAY for one in changed["aron-velt"].tenures)


def test_a_surname_alone_and_another_spelling_count_for_the_one_who_bears_it() -> None:
    named = [seen("Kasim Tokhtar", 1), seen("Qasym Tokhtar", 2), seen("Tokhtar", 3)]
    (changed,) = agreed(named, [])
    assert (changed.id, changed.country) == ("kasim-tokhtar", "FR")
    assert agreed([*named, seen("Bela Tokhtar", 4)], []) == (), "two bear the surname"


def test_a_sighting_without_a_country_counts_where_others_name_it() -> None:
    assert agreed([*three()[:2], seen("Mira Soll", 3, country=None)], [])
    assert agreed(three(country=None), []) == ()


def test_nobody_is_followed_for_being_finance_minister_but_a_leader_gets_the_office() -> None:
    assert agreed(three(office="Finance Minister"), []) == ()
    assert [one.office for one in candidates(three(office="Finance Minister"), [])] == ["Finance Minister"]
    (changed,) = agreed(three("Aron Velt", office="Finance Minister"), [OLD])
    assert [one.office for one in changed.tenures] == ["Finance Minister", "Prime Minister"]


def test_an_interim_holder_is_followed_by_the_next() -> None:
    interim = Leader(
        id="ivo-tal",
        name="Ivo Tal",
        country="FR",
        tenures=(Tenure(office="Interim Prime Minister", country="FR", as_of=date(2026, 1, 17), source="an almanac"),),
    )
    changed = {one.id: one for one in agreed(three(), [interim])}
    assert changed["ivo-tal"].tenures[0].until_on == DAY


def test_the_office_of_a_day_is_the_one_held_then() -> None:
    tenures = (
        Tenure(
            office="President",
            country="FR",
            as_of=DAY,
            source="a",
            since_on=date(2025, 6, 1),
            until_on=date(2026, 2, 1),
        ),
        Tenure(office="Senator", country="FR", as_of=date(2026, 6, 1), source="b", since_on=date(2026, 2, 1)),
    )
    assert [
        office_on(tenures, day) and office_on(tenures, day).office for day in (date(2025, 5, 1), date(2026, 1, 1), DAY)
    ] == [
        None,
        "President",
        "Senator",
    ]
    unknown = (Tenure(office="President", country="FR", as_of=DAY, source="a"),)
    assert office_on(unknown, DAY - timedelta(days=180))
    assert office_on(unknown, DAY - timedelta(days=181)) is None, "nobody says that it was so long before"
