"""A correction laid over a fact changes what it is of, and never a quote's words."""

from datetime import date, timedelta

import pytest

from bot.domain.corrections import (
    AmountIs,
    Approved,
    Change,
    Correction,
    DayIs,
    InviterIs,
    KindIs,
    Rejected,
    SameAs,
    SidesAre,
    SpeakerIs,
    StageIs,
    Undone,
    WordsAre,
    apply,
    edited,
    takes,
)
from bot.domain.events import merge
from bot.domain.facts import AnyRecorded, Claim, Fact, Quote, Recorded
from bot.domain.news import ArticleRef
from bot.domain.wording import find, is_quoted
from tests import make

TEXT = (
    "“We begin in May,” Tokayev said. “And we end in June.” He called the line “a bridge” between two seas. "
    "It costs $4 billion, or $5 billion with the port. Trump met Tokayev."
)
LATER = make.NOW + timedelta(hours=3)


def recorded(fact: Fact, number: int = 1, text: str = TEXT) -> AnyRecorded:
    article = ArticleRef(
        id=number,
        url="https://wire.example/1",
        title="T",
        source="Wire",
        published_at=make.NOW,
        stored_at=make.NOW,
        text=text,
    )
    return Recorded(id=number, fact=fact, article=article, stored_at=make.NOW)


def log(*changes: Change, of: int = 1) -> list[Correction]:
    return [
        Correction(id=number, fact_id=of, change=change, author_id=7, made_at=LATER)
        for number, change in enumerate(changes, 1)
    ]


QUOTE = make.quote(TEXT, "We begin in May,")


def words(fact: Fact, text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in fact.evidence]


def test_the_last_word_on_a_speaker_stands_and_undo_gives_back_the_one_before() -> None:
    trump, xi = SpeakerIs(make.person("Trump")), SpeakerIs(None)
    seen = apply(recorded(QUOTE), log(trump, xi))
    assert isinstance(seen.fact, Quote)
    assert (seen.fact.speaker, seen.edited) == (None, True)
    seen = apply(recorded(QUOTE), log(trump, xi, Undone(2)))
    assert isinstance(seen.fact, Quote)
    assert seen.fact.speaker is not None
    assert (seen.fact.speaker.party, TEXT[slice(*seen.fact.speaker.span)]) == (make.person("Trump"), "Trump")
    assert apply(recorded(QUOTE), log(trump, xi, Undone(2), Undone(1))) == recorded(QUOTE)


def test_what_waited_counts_as_stored_when_it_was_approved() -> None:
    waits = recorded(make.quote(TEXT, "We begin in May,", shown=False))
    assert waits.is_waiting
    seen = apply(waits, log(Approved()))
    assert (seen.fact.shown, seen.is_waiting, seen.stored_at) == (True, False, LATER)
    assert apply(recorded(QUOTE), log(Approved())).stored_at == make.NOW, "it was shown all the time"


def test_a_rejected_fact_is_not_shown_until_that_is_taken_back_or_approved() -> None:
    seen = apply(recorded(QUOTE), log(Rejected()))
    assert (seen.fact.shown, seen.rejected, seen.is_waiting) == (False, True, False)
    for more in (Undone(1), Approved()):
        seen = apply(recorded(QUOTE), log(Rejected(), more))
        assert (seen.fact.shown, seen.rejected, seen.stored_at) == (True, False, make.NOW)


@pytest.mark.parametrize(
    ("kind", "change", "then"),
    [
        ("direct", KindIs("fragment"), ("fragment", ["We begin in May,"])),
        ("direct", KindIs("indirect"), ("indirect", ["We begin in May,"])),
        ("indirect", KindIs("direct"), ("direct", ["We begin in May,"])),  # it stands in marks in the article
        ("direct", WordsAre(("We begin",)), ("direct", ["We begin"])),
        (
            "direct",
            WordsAre(("We begin in May,", "And we end in June.")),
            ("direct", ["We begin in May,", "And we end in June."]),
        ),
        ("direct", WordsAre(("We begin in May,” Tokayev said",)), ("direct", ["We begin in May,"])),  # leaves the marks
        ("direct", WordsAre(("We begin in April",)), ("direct", ["We begin in May,"])),  # not in the article
    ],
)
def test_a_quote_is_only_ever_the_articles_own_characters(
    kind: str, change: KindIs | WordsAre, then: tuple[str, list[str]]
) -> None:
    fact = edited(make.quote(TEXT, "We begin in May,", kind=kind), TEXT, change)
    assert isinstance(fact, Quote)
    assert (fact.kind, words(fact)) == then


def test_words_outside_marks_never_become_a_quotation() -> None:
    reported = make.quote(TEXT, "Trump met Tokayev", kind="indirect")
    for kind in ("direct", "fragment", "mixed"):
        assert edited(reported, TEXT, KindIs(kind)) == reported


def test_of_a_mixed_quote_only_the_marked_part_becomes_a_fragment() -> None:
    span, inner = make.span(TEXT, "the line “a bridge” between two seas"), make.span(TEXT, "a bridge")
    mixed = Quote(kind="mixed", segments=(span,), marked=(inner,), speaker=None, cue=None, confidence=0.9, shown=True)
    fact = edited(mixed, TEXT, KindIs("fragment"))
    assert words(fact) == ["a bridge"]
    shorter = edited(mixed, TEXT, WordsAre(("between two seas",)))
    assert isinstance(shorter, Quote)
    assert (shorter.kind, shorter.marked) == ("indirect", ())


def test_an_amount_is_looked_for_again_in_the_new_text_and_left_alone_where_it_is_gone() -> None:
    claim = Claim(verbatim="$5 billion", span=(0, 0), low=5e9, high=5e9, currency="USD", approximate=False)
    fact = make.deal(TEXT, "US", "KZ", amount="$4 billion")
    changed = edited(fact, TEXT, AmountIs(claim))
    assert [TEXT[slice(*one.span)] for one in changed.claims] == ["$5 billion"]  # type: ignore[union-attr]
    moved = "Corrected. " + TEXT
    assert [moved[slice(*one.span)] for one in edited(fact, moved, AmountIs(claim)).claims] == ["$5 billion"]  # type: ignore[union-attr]
    gone = TEXT.replace("$5 billion", "more")
    assert edited(fact, gone, AmountIs(claim)) == fact
    assert edited(fact, TEXT, AmountIs(None)).claims == ()  # type: ignore[union-attr]


def test_sides_stage_kind_and_day_of_an_event() -> None:
    meeting = make.meeting(TEXT, "Trump", "Tokayev")
    sides = SidesAre((make.person("Trump"), make.person("Mirziyoyev")))
    changed = edited(
        edited(edited(edited(meeting, TEXT, sides), TEXT, KindIs("visit")), TEXT, StageIs("planned")),
        TEXT,
        DayIs(date(2026, 4, 1)),
    )
    assert (changed.kind, changed.stage, changed.countries) == ("visit", "planned", ("US", "UZ"))  # type: ignore[union-attr]
    assert changed.date.start == date(2026, 4, 1)  # type: ignore[union-attr]
    invitation = make.invitation(TEXT, "Tokayev", "Trump")
    changed = edited(edited(invitation, TEXT, InviterIs(None)), TEXT, DayIs(None))
    assert (changed.inviter, changed.invitees) == (None, (make.person("Trump"),))  # type: ignore[union-attr]


def test_what_does_not_belong_to_a_kind_of_fact_changes_nothing() -> None:
    facts: list[Fact] = [
        QUOTE,
        make.meeting(TEXT, "Trump", "Tokayev"),
        make.invitation(TEXT, "Tokayev", "Trump"),
        make.deal(TEXT, "US", "KZ"),
    ]
    changes = [
        SpeakerIs(None),
        KindIs("x"),
        StageIs("x"),
        SidesAre(()),
        InviterIs(None),
        DayIs(date(2026, 1, 1)),
        AmountIs(None),
        WordsAre(("x",)),
    ]
    for fact in facts:
        for change in changes:
            if type(change) not in takes(fact):
                assert edited(fact, TEXT, change) == fact


def test_what_managers_say_is_one_event_is_one_whatever_the_sides() -> None:
    one, other = (
        recorded(make.meeting(TEXT, "Trump", "Tokayev"), 1),
        recorded(make.meeting(TEXT, "Trump", "Mirziyoyev"), 2),
    )
    third = recorded(make.deal(TEXT, "US", "KZ"), 3)
    assert len(merge([one, other, third])) == 3
    said = log(SameAs(2))
    (event, alone) = sorted(
        merge([apply(one, said), apply(other, said), apply(third, said)]), key=lambda event: event.id
    )
    assert {report.id for report in event.reports} == {1, 2}
    assert {party.name.split()[-1] for party in event.fact.participants} == {"Trump", "Tokayev", "Mirziyoyev"}
    assert alone.id == 3
    (event, _alone) = sorted(merge([one, apply(other, said), third]), key=lambda event: event.id)
    assert {report.id for report in event.reports} == {1, 2}, "said of either, it holds for both"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("we begin", None),
        ("We  begin\nin May", "We begin in May"),
        ("$5 billion", "$5 billion"),
        ("5 bill", None),
        ("", None),
        ("“a bridge”", "“a bridge”"),
        ('"a bridge"', "“a bridge”"),
    ],
)
def test_words_are_found_as_they_stand_but_for_blanks_and_the_shape_of_marks(typed: str, found: str | None) -> None:
    span = find(TEXT, typed)
    assert (TEXT[slice(*span)] if span else None) == found


def test_of_several_places_the_nearest_is_meant() -> None:
    assert find("May or May or May", "May", near=8) == (7, 10)


@pytest.mark.parametrize(
    ("text", "words", "is_so"),
    [
        ("“We begin,” he said.", "We begin", True),
        ("“We begin,” he said.", "he said", False),
        ("“We begin,” he said.", "We begin,” he", False),
        ('He said "we begin" and left.', "we begin", True),
        ('He said "we begin" and left.', "and left", False),
        ("No marks here.", "marks", False),
        ("“First.\nSecond.”", "Second", False),
    ],
)
def test_what_stands_in_marks(text: str, words: str, is_so: bool) -> None:
    assert is_quoted(text, make.span(text, words)) is is_so
