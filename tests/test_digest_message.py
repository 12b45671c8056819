"""A digest is one message within Discord's limits, whatever stands in the news."""

import random
from dataclasses import replace

import discord
import pytest

from bot.domain.answers import DigestAnswer
from bot.domain.digest import KEPT, MOST, Amendment, Revision, Section, SectionWish
from bot.domain.facts import Fact, fact_kind
from bot.domain.findings import BriefAnswer
from bot.domain.keys import short_id
from bot.render import brief, budget, digest, plain
from bot.render.budget import LIMITS
from tests import make
from tests.desk import check
from tests.digests import answer, report

TEXT = "“We begin in May,” Tokayev said after he called Trump about a $12 billion railway."
HOSTILE = (
    "x" * 10_000,
    "@everyone <@123> <#5>",
    "**bold** [click](https://evil.example) `code` > # ||spoiler||",
    "\u202eevil\u2066\u200f مرحبا",
    "🕊️" * 300,
    "a\nb\n### c\n-# d",
    "\\" * 200 + "_" * 200,
)


def texts(view: discord.ui.LayoutView) -> str:
    return "\n".join(one.content for one in view.walk_children() if isinstance(one, discord.ui.TextDisplay))


def labels(view: discord.ui.LayoutView) -> list[str | None]:
    return [one.label for one in view.walk_children() if isinstance(one, discord.ui.Button)]


def whole(shown: DigestAnswer, section: Section) -> str:
    """All pages of a section, each within the limits."""
    pages = [digest.section_page(shown, section, n) for n in range(len(digest.section_pages(shown, section)))]
    return "\n".join(texts(budget.check(page)) for page in pages)


def hostile_facts(seed: int, n: int) -> list[Fact]:
    chance = random.Random(seed)

    def word() -> str:
        return chance.choice(HOSTILE)

    def party(number: int):
        return replace(make.person(f"Person {number}"), name=f"{word()} {number}")

    found: list[Fact] = []
    for number in range(n):
        sides = tuple(party(number * 40 + one) for one in range(chance.choice((1, 2, 30))))
        met = replace(make.meeting(TEXT, "Tokayev"), participants=sides, place=word())
        asked = replace(make.invitation(TEXT, "Trump"), invitees=sides, to=word())
        agreed = replace(
            make.deal(TEXT, amount="$12 billion"),
            parties=sides,
            instrument=word(),
            sectors=(word(), word()),
            name=word(),
        )
        said = make.quote(TEXT, "We begin in May,")
        assert said.speaker
        speaker = replace(said.speaker, party=party(number), office=word(), on_behalf_of=word())
        found += [met, asked, agreed, replace(said, speaker=speaker)]
    return found


@pytest.mark.parametrize("seed", range(5))
def test_hostile_names_and_words_stay_within_the_limits_and_ping_nobody(seed: int) -> None:
    facts = hostile_facts(seed, 6)
    names = HOSTILE * 2
    shown = answer(
        [
            report(n, fact, TEXT, source=names[n % 7], url=f"https://wire.example/{'u' * (60 * (n % 9))}{n}")
            for n, fact in enumerate(facts, 1)
        ],
        failing=HOSTILE[:5],
        stale=HOSTILE[2:],
        below=3,
        corrections=tuple(
            Amendment(kind="deal", fact_id=n, what="sides", before=word, after=word, told_on=make.NOW.date())
            for n, word in enumerate(HOSTILE)
        ),
    )
    (view,) = digest.layouts(replace(shown, name=HOSTILE[seed % 7]))
    for said in (check(view), *(whole(shown, name) for name in digest.BUTTONS if shown.of(name))):
        assert "<@" not in said.replace("\\<", "").replace("\\@", "")
        assert "](https://evil" not in said
        assert not {"\u202e", "\u2066", "\u200f"} & set(said)
    assert "Edition 41" in texts(view)


def test_a_day_of_hundreds_is_cut_fairly_says_how_many_more_and_keeps_the_rest_behind_buttons() -> None:
    reports = [
        report(n, make.meeting(TEXT, f"Person{n}", "Trump"), TEXT, url=f"https://wire.example/{n:0200}")
        for n in range(1, 301)
    ]
    reports += [report(n, make.deal(TEXT, f"N{n}", "FR"), TEXT) for n in range(301, 801)]
    reports += [report(n, make.quote(TEXT, "We begin in May,", f"Person{n}"), TEXT) for n in range(801, 811)]
    shown = answer(reports)
    (view,) = digest.layouts(shown)
    said = check(view)
    assert len(said) > 3000, "the room is used"
    assert labels(view) == ["Meetings", "Deals", "Quotes", "About this digest"]
    for name, total in (("meetings", 300), ("deals", 500), ("quotes", 10)):
        seen = sum(f"`{one}`" in said for one in ids(shown, name))
        assert seen >= 1, "each section has its share"
        assert f"and {total - seen} more under “{digest.BUTTONS[name]}”" in said
    behind = whole(shown, "meetings")
    assert sum(f"`{one}`" in behind for one in ids(shown, "meetings")) == KEPT
    assert f"{300 - KEPT} more were found that day" in behind


@pytest.mark.parametrize("newest", [None, 100])
def test_a_brief_of_a_full_day_has_room_for_its_head(newest: int | None) -> None:
    many = [report(n, make.meeting(TEXT, f"Person{n} " + "x" * n, "Trump"), TEXT) for n in range(1, 61)]
    many += [
        report(n, make.deal(TEXT, f"N{n}", "FR"), TEXT, url=f"https://wire.example/{n:0190}") for n in range(61, 99)
    ]
    shown = BriefAnswer(
        digest=replace(answer(many), preview=True), about="*_" * 80, period="the last 30 days", newest=newest
    )
    (view,) = brief.layouts(shown)
    assert ("begins later than asked" in texts(view)) == bool(newest)


def ids(shown: DigestAnswer, section: Section) -> list[str]:
    return [short_id(fact_kind(one.fact), one.id) for one in shown.of(section)]


def test_what_is_on_top_is_not_said_again_below_and_a_speaker_has_one_quote() -> None:
    facts: list[Fact] = [
        make.meeting(TEXT, "Tokayev", "Trump"),
        make.deal(TEXT, "KZ", "US"),
        *(make.quote(TEXT, words) for words in ("We begin in May,", "We begin", "begin in May,")),
        make.quote(TEXT, "in May,", "Mirziyoyev"),
        *(make.meeting(TEXT, "Mirziyoyev", name) for name in ("Orbel", "Vance")),
    ]
    shown = answer([report(n, fact, TEXT) for n, fact in enumerate(facts, 1)])
    said = texts(digest.layouts(shown)[0])
    assert len(shown.top) == MOST["top"]
    told = [one for name in ("meetings", "deals", "quotes") for one in ids(shown, name)]
    assert all(said.count(f"`{one}`") <= 1 for one in told)
    assert said.count("\n— **Kassym-Jomart Tokayev**") == 1
    assert "and 2 more under “Quotes”" in said
    assert whole(shown, "quotes").count("\n— **Kassym-Jomart Tokayev**") == 3


def test_sections_come_in_the_order_wished_and_what_is_off_is_left_out() -> None:
    facts: list[Fact] = [
        make.meeting(TEXT, "Tokayev", "Trump"),
        make.deal(TEXT, "KZ", "US"),
        make.quote(TEXT, "in May,"),
    ]
    wished = (SectionWish(name="quotes", most=1), SectionWish(name="meetings", most=1))
    shown = answer([report(n, fact, TEXT) for n, fact in enumerate(facts, 1)], sections=wished)
    said = texts(digest.layouts(shown)[0])
    assert said.index("💬 Quotes") < said.index("Meetings and calls")
    assert "Deals" not in said
    assert "Top lines" not in said


def test_an_empty_day_is_one_line_with_the_health_of_the_sources() -> None:
    shown = answer([], failing=("Harbour Post",), stale=("Steppe Wire",), below=2)
    (view,) = digest.layouts(shown)
    assert texts(view).count("\n") == 0
    assert plain.text(shown) == (
        "Communiqué · Tuesday, 10 March 2026: nothing new from 9 March, 09:00 to 10 March, 09:00 (UTC). 2 of 3 sources answered · "
        "2 more too unsure to show · failing: Harbour Post · nothing new for long: Steppe Wire · Edition 41"
    )
    assert labels(view) == ["About this digest"]


def test_revisions_and_corrections_are_numbered_and_dated_in_the_servers_zone() -> None:
    moved = Amendment(kind="deal", fact_id=239, what="stage", before="signed", after="pledged", told_on=make.NOW.date())
    shown = answer(
        [report(1, make.meeting(TEXT, "Tokayev", "Trump"), TEXT)],
        revisions=(Revision(number=1, made_at=make.NOW, amendments=(moved,)),),
        corrections=(Amendment(kind="quote", fact_id=3, what="withdrawn", told_on=make.NOW.date()),),
    )
    said = texts(digest.layouts(replace(shown, zone="Asia/Almaty"))[0])
    assert "**Revision 1**, 10 March, 14:00: `D-7F` is *pledged*, not *signed*" in said
    assert "the quote `Q-3` is withdrawn: its article no longer says so (told on 10 March 2026)" in said


def test_all_who_tell_a_top_line_are_linked_and_others_where_room_is_left() -> None:
    def told(pairs: int, url: str = "") -> str:
        """The digest of so many contacts, each told by two outlets."""
        met = [make.meeting(TEXT, f"Person{n}", "Trump") for n in range(pairs)]
        shown = answer(
            [
                report(2 * n + second, one, TEXT, source=source, url=f"https://{source}.example/{n}{url}")
                for n, one in enumerate(met)
                for second, source in ((1, "one"), (2, "two"))
            ]
        )
        return check(digest.layouts(shown)[0])

    assert told(6).count(", also [two](") == 6
    full = told(30, url="/" + "u" * 200)
    top, below = full.split("### 🤝")
    assert top.count(", also [two](") == 3
    assert ", also two" in below


def test_a_top_line_keeps_its_amounts_where_its_links_do_not_fit() -> None:
    agreed = make.deal(TEXT, "KZ", "US", amount="$12 billion")
    reports = [
        report(n, agreed, TEXT, source=source, url=f"https://{source}.example/{'u' * 220}")
        for n, source in enumerate(("one", "two"), 1)
    ]
    top = check(digest.layouts(answer(reports))[0]).split("### ")[1]
    assert "Amount: “$12 billion”" in top
    assert ", also two ·" in top


def test_what_one_side_gives_another_reads_with_a_direction_also_between_several() -> None:
    gift = replace(make.deal(TEXT, "NO", "SE", "MD", instrument="grant"), towards=("MD",))
    between = replace(make.deal(TEXT, "NO", "SE"), towards=("UA",))
    shown = answer([report(1, gift, TEXT), report(2, between, TEXT)])
    said = plain.text(shown)
    assert "NO 🇳🇴 and SE 🇸🇪 → MD 🇲🇩: grant" in said
    assert "NO 🇳🇴 and SE 🇸🇪: agreement" in said, "whoever was to get it is no party any more"


def test_a_visit_does_not_say_its_host_twice() -> None:
    visit = make.meeting(TEXT, "Tokayev", kind="visit")
    sides = (*visit.participants, make.nation("LT", "Lithuania"))
    for place, where in (("Lithuania", ""), ("Vilnius", " (Vilnius)")):
        there = replace(visit, participants=sides, place=place)
        assert f"to Lithuania 🇱🇹{where} — held" in plain.text(answer([report(1, there, TEXT)]))


def test_every_custom_id_fits_and_names_only_ids() -> None:
    shown = answer([report(1, make.meeting(TEXT, "Tokayev", "Trump"), TEXT)])
    (view,) = digest.layouts(shown)
    numbers = [one.custom_id for one in view.walk_children() if isinstance(one, discord.ui.Button)]
    assert numbers == ["edition:7:20260310:0:meetings", "edition:7:20260310:0"]
    assert all(len(number or "") <= LIMITS["custom_id"] for number in numbers)
    assert labels(digest.layouts(replace(shown, preview=True))[0]) == []
