"""Sums told by the verb that gives them, and papers that are agreements because they are signed; sentences of our own."""

import pytest

from bot.domain.facts import Deal
from tests.nlp.shown import deals


def _direction(deal: Deal) -> tuple[list[str], list[str]]:
    assert deal.direction is not None
    acting, receiving = deal.direction
    return [party.id for party in acting], [party.id for party in receiving]


@pytest.mark.parametrize(
    ("text", "stage", "acting", "receiving", "amount"),
    [
        ("The European Union disbursed €40 million to Albania on Monday.", "awarded", "EU", "AL", "€40 million"),
        ("Sweden will lend Kenya $90 million to widen a port road.", "pledged", "SE", "KE", "$90 million"),
        ("Chile also promised Haiti, at a meeting in Lima, 8 million dollars for schools.", "pledged", "CL", "HT", "8 million dollars"),
        ("Norway contributed $12 million to the repair of Moldova's power lines.", "awarded", "NO", "MD", "$12 million"),
        ("Canada will provide Fiji with up to $3 million for sea walls.", "pledged", "CA", "FJ", "up to $3 million"),
        ("Denmark earmarked $25 million for Laos last year.", "pledged", "DK", "LA", "$25 million"),
    ],
)  # fmt: skip
def test_a_sum_that_a_verb_gives_is_shown_with_giver_and_receiver(
    text: str, stage: str, acting: str, receiving: str, amount: str
) -> None:
    (deal,) = deals(text)
    assert deal.stage == stage
    assert _direction(deal) == ([acting], [receiving])
    assert [claim.verbatim for claim in deal.claims] == [amount]


def test_a_sum_in_loans_is_one_deal_called_by_its_kind() -> None:
    (deal,) = deals("Japan will provide Samoa with 5 billion yen in concessional loans for a harbour.")
    assert (deal.instrument, deal.stage) == ("loans", "pledged")


@pytest.mark.parametrize(
    "text",
    [
        "Peru paid a fine of $5 million.",
        "A bank in Oslo paid $3 million to the captain.",
        "Norway may lend Kenya $90 million.",
        "Norway refused to pay $4 million to Chile.",
    ],
)
def test_no_gift_between_nations_is_shown(text: str) -> None:
    assert deals(text) == []


@pytest.mark.parametrize(
    ("text", "instrument", "stage"),
    [
        ("Peru and Chile signed a joint action plan on Monday.", "joint action plan", "signed"),
        ("Chile and Peru on Monday exchanged letters of intent on apples.", "letters of intent", "signed"),
        ("Peru and Chile have adopted a joint statement on fisheries.", "joint statement", "agreed"),
        ("Peru and Chile penned a declaration on whales.", "declaration", "signed"),
        ("Finnish Foreign Minister Aino Berg and Peruvian Foreign Minister Luis Paz inked a roadmap in Lima.", "roadmap", "signed"),
    ],
)  # fmt: skip
def test_a_paper_that_both_sides_sign_is_an_agreement(text: str, instrument: str, stage: str) -> None:
    (deal,) = deals(text)
    assert (deal.instrument, deal.stage, len(deal.parties)) == (instrument, stage, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Peru issued a statement on Chile.",
        "Chile has a plan for Peru.",
    ],
)
def test_a_paper_that_binds_nobody_is_no_deal(text: str) -> None:
    assert deals(text) == []


def test_a_draft_that_was_exchanged_is_not_signed() -> None:
    assert {deal.stage for deal in deals("Peru and Chile exchanged a draft memorandum on rail.")} <= {
        "under_negotiation"
    }


def test_a_convention_named_by_its_city_has_no_party_of_that_city() -> None:
    assert deals("Poland withdrew from the Ottawa Convention in February.") == []


def test_ministers_without_a_named_nation_sign_as_themselves() -> None:
    text = "Foreign Minister Tomas Horn and his Georgian counterpart Nino Abashidze signed an agreement on visas."
    (deal,) = deals(text)
    assert {party.name for party in deal.parties} >= {"Tomas Horn"}
