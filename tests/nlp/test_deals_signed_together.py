"""Lists of papers signed at one ceremony, and who signed where the clause names no signer; sentences of our own."""

import pytest

from bot.domain.facts import Deal
from tests.nlp.shown import deals

LIST = """Presidents Ann Lee of Kenya and Jan Ek of Peru met in Lima. Kenya and Peru on Monday signed the following documents:

- Memorandum of Understanding on tea;
- Agreement on visas;
- A letter of intent on avocados.

The two presidents then had lunch."""


def _told(found: list[Deal]) -> set[tuple[str, str]]:
    return {(deal.name or deal.instrument, deal.stage) for deal in found}


def _who(deal: Deal) -> set[str]:
    return {party.id for party in deal.parties}


def test_each_paper_of_a_list_is_a_deal_of_those_who_signed() -> None:
    found = deals(LIST)
    assert _told(found) == {
        ("Memorandum of Understanding on tea", "signed"),
        ("Agreement on visas", "signed"),
        ("A letter of intent on avocados", "signed"),
    }
    assert all(_who(deal) == {"KE", "PE"} for deal in found)
    assert {deal.date.verbatim for deal in found if deal.date} == {"Monday"}
    assert all(len(deal.evidence) == 2 for deal in found), "the item alone does not say that it was signed"


def test_a_numbered_list_within_a_line_is_read_too() -> None:
    text = (
        "Kenya and Peru signed three instruments in Lima.\n\n"
        "The instruments are: 1. Agreement on road transport; 2. MoU on drug control; and 3. Protocol on ports."
    )
    assert {name for name, _ in _told(deals(text))} == {
        "Agreement on road transport",
        "MoU on drug control",
        "Protocol on ports",
    }


def test_an_item_that_names_its_own_sides_is_theirs() -> None:
    text = (
        "Kenya and Peru signed the following documents:\n\n"
        "1. Agreement on tea between the Ministry of Trade of Kenya and the Ministry of Trade of Peru.\n\n"
        "2. Contract between Acme Energy and Lima Airlines on fuel."
    )
    found = {(deal.name or "").split()[0]: _who(deal) for deal in deals(text)}
    assert found["Agreement"] == {"KE", "PE"}
    assert found["Contract"] == {"acme energy", "lima airlines"}


@pytest.mark.parametrize(
    "opening",
    [
        "Kenya and Peru will sign the following documents:",
        "Kenya and Peru discussed the following documents:",
        "Kenya and Peru have not signed the following documents:",
    ],
)
def test_what_is_only_to_be_signed_is_no_list_of_deals(opening: str) -> None:
    assert not any(
        deal.stage == "signed" for deal in deals(f"{opening}\n\n- Agreement on visas;\n- Protocol on ports.")
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan President Ann Lee met Peruvian President Jan Ek. A treaty on ports was signed in the presence of the two presidents.",
        "The agreement was signed on behalf of Kenya by Dr Ann Lee, and for Peru by Ms Eva Paz, the ambassador.",
    ],
)
def test_those_for_whom_it_was_signed_are_the_sides(text: str) -> None:
    (deal,) = deals(text)
    assert (deal.stage, _who(deal)) == ("signed", {"KE", "PE"})


def test_the_two_nations_are_the_two_that_the_text_is_about() -> None:
    text = (
        "Kenya and Peru talked about ports on Monday. Kenya wants more ships. Peru wants fewer. "
        "Kenya sent its offer through an envoy in Canada. The two countries signed a ports agreement in 2021."
    )
    (deal,) = deals(text)
    assert _who(deal) == {"KE", "PE"}


def test_a_dollar_sign_names_no_nation() -> None:
    text = "Kenya bought ships from Peru for US$6 million. The two countries signed a ports agreement in 2021."
    assert all(_who(deal) == {"KE", "PE"} for deal in deals(text))


def test_the_day_of_a_second_verb_is_not_that_of_the_first() -> None:
    found = deals("Norway has suspended tariffs on British wool and, in February, reduced the tariff on Kenyan tea.")
    assert {tuple(deal.towards): deal.date and deal.date.verbatim for deal in found} == {
        ("GB",): None,
        ("KE",): "February",
    }


def test_the_second_to_ratify_has_ratified() -> None:
    (deal,) = deals("Kenya became on Monday the second member to ratify the ports treaty with Peru.")
    assert deal.stage == "ratified"


def test_a_lifted_ban_on_sales_and_sanctions_on_ships_have_their_targets() -> None:
    (deal,) = deals(
        "Sweden announced sanctions against 31 vessels of Russia's grey fleet and firms in Turkey and Oman."
    )
    assert (deal.stage, deal.towards) == ("announced", ("RU",))


def test_a_list_ends_where_another_kind_of_mark_begins() -> None:
    text = (
        "3. Kenya and Peru signed the following documents:\n- Memorandum on tea;\n- Agreement on visas.\n"
        "4. Acme Energy and Lima Airlines praised the contract on fuel."
    )
    assert _told(deals(text)) == {("Memorandum on tea", "signed"), ("Agreement on visas", "signed")}


def test_the_day_of_an_older_signature_is_not_that_of_the_ratification() -> None:
    (deal,) = deals("Peru last week ratified the ports protocol it signed with Kenya in 2023.")
    assert deal.date is not None
    assert (deal.stage, deal.date.verbatim) == ("ratified", "last week")


def test_a_nation_by_its_full_name_and_a_funds_staff_are_sides() -> None:
    (deal,) = deals("IMF staff and the Republic of Suriname reached an agreement on a loan.")
    assert _who(deal) == {"IMF", "SR"}


def test_a_code_before_or_after_a_sum_is_its_currency() -> None:
    (deal,) = deals("Kenya and Peru signed a loan agreement worth 48 million DKK on Monday.")
    assert [claim.currency for claim in deal.claims] == ["DKK"]


def test_a_nation_that_opens_the_next_clause_is_no_list_with_the_last() -> None:
    text = "Samoa accepted two boats from Australia, and Peru signed a ports agreement with Vanuatu on Monday."
    (deal,) = deals(text)
    assert _who(deal) == {"PE", "VU"}
