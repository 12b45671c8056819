"""What was agreed or imposed, in sentences of our own."""

from datetime import date

import pytest

from bot.domain.facts import Deal
from bot.nlp.deals import find_deals
from bot.nlp.read import read
from tests.nlp.test_meetings import who


def found(text: str) -> list[Deal]:
    return [d for d in find_deals(read(text, published_on=date(2026, 3, 17))) if d.shown]


@pytest.mark.parametrize(
    ("text", "stage", "parties", "instrument"),
    [
        ("Malaysia and Laos signed a trade agreement on Monday.", "signed", {"MY", "LA"}, "trade agreement"),
        (
            "Kenya signed a memorandum of understanding with Rwanda on rail transport.",
            "signed",
            {"KE", "RW"},
            "memorandum of understanding",
        ),
        ("Ghana is trying to strike a deal with Togo on electricity.", "under_negotiation", {"GH", "TG"}, "deal"),
        ("Poland terminated a treaty with Belarus.", "cancelled", {"PL", "BY"}, "treaty"),
        ("The European Union imposed sanctions on Myanmar.", "imposed", {"European Union", "MM"}, "sanctions"),
        ("Canada lifted tariffs on Mexican steel.", "lifted", {"CA", "MX"}, "tariffs"),
        (
            "Oman and India will sign a partnership agreement next week.",
            "in_preparation",
            {"OM", "IN"},
            "partnership agreement",
        ),
        ("Japan's parliament ratified the treaty with Australia.", "ratified", {"JP", "AU"}, "treaty"),
        (
            "Serbia and Hungary have approved a pipeline that will cross the Danube.",
            "approved",
            {"RS", "HU"},
            "pipeline",
        ),
        (
            "Uruguay said it would sign a trade deal with Ecuador next month.",
            "in_preparation",
            {"UY", "EC"},
            "trade deal",
        ),
        (
            "The agreement was signed by Chilean President Gabriel Boric and his Argentine counterpart Javier Milei.",
            "signed",
            {"CL", "AR"},
            "agreement",
        ),
        ("The treaty between Chile and Bolivia was rejected by voters.", "rejected", {"CL", "BO"}, "treaty"),
    ],
)
def test_a_deal_has_its_stage_parties_and_word(text: str, stage: str, parties: set[str], instrument: str) -> None:
    (deal,) = found(text)
    assert (deal.stage, {who(p) for p in deal.parties}, deal.instrument) == (stage, parties, instrument)


@pytest.mark.parametrize(
    "text",
    [
        "Sweden has to deal with Denmark.",
        "There is no treaty between Peru and Chile on fishing.",
        "Turkey might sign a deal with Syria.",
        "If Iran signed an agreement with Iraq, oil would flow.",
        "Germany called for an agreement with Russia.",
        "Cuba did not sign the agreement with Haiti.",
        "The firm won a great deal of praise in Spain and Portugal.",
    ],
)
def test_what_is_only_wished_denied_or_no_deal_is_not_shown(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The EU, the UK and Canada imposed sanctions on Myanmar on Tuesday.",
        "The European Union, together with the United Kingdom and Canada, imposed sanctions on Myanmar on Tuesday.",
    ],
)
def test_a_measure_of_several_names_all_who_impose_it(text: str) -> None:
    (deal,) = found(text)
    assert {who(p) for p in deal.parties} == {"European Union", "GB", "CA", "MM"}


def test_sectors_and_amounts_are_the_articles_own_words() -> None:
    text = (
        "Mongolian President Ukhnaagiin Khurelsukh said that joint projects, worth tens of billions of dollars, are "
        "under way between Mongolia and China in sectors ranging from mining and rail to dairy farming."
    )
    (deal,) = found(text)
    assert deal.sectors == ("mining", "rail", "dairy farming")
    (claim,) = deal.claims
    assert (claim.low, claim.high, claim.currency, claim.by) == (10e9, 100e9, "USD", "Ukhnaagiin Khurelsukh")
    assert text[claim.span[0] : claim.span[1]] == claim.verbatim == "tens of billions of dollars"


def test_a_council_bears_its_name_and_its_nations() -> None:
    (deal,) = found('Jordan confirmed the establishment of a "Jordan-Iraq Trade Council" on Sunday.')
    assert (deal.stage, deal.name, {who(p) for p in deal.parties}) == (
        "established",
        "Jordan-Iraq Trade Council",
        {"JO", "IQ"},
    )


def test_a_company_is_a_company_and_not_its_nation() -> None:
    (deal,) = found("Egypt awarded a contract to a Turkish company on Thursday.")
    assert {(p.kind, who(p)) for p in deal.parties} == {("country", "EG"), ("company", "Turkish company")}


def test_a_treaty_everybody_knows_has_its_parties() -> None:
    (deal,) = found("Canada ratified the USMCA treaty in March.")
    assert {who(p) for p in deal.parties} == {"CA", "US", "MX"}


def test_a_pledge_to_invest_is_a_deal_with_its_sum() -> None:
    (deal,) = found("Qatar has pledged to invest $3 billion in ports in Angola, officials said on Sunday.")
    assert (deal.stage, {who(p) for p in deal.parties}, deal.instrument) == (
        "pledged",
        {"QA", "AO"},
        "pledged to invest",
    )
    assert [claim.low for claim in deal.claims] == [3e9]


def test_a_later_sentence_adds_its_sum_to_the_deal_just_told() -> None:
    text = "Peru and Chile signed a contract on Monday.\n\nThe contract is worth about $250 million, the ministry said."
    (deal,) = found(text)
    assert [claim.verbatim for claim in deal.claims] == ["about $250 million"]
    assert len(deal.evidence) == 2


def test_the_two_countries_are_the_two_named_before() -> None:
    (deal,) = found(
        "Latvian President Edgars Rinkēvičs met Estonian President Alar Karis in Riga, and the two countries signed a treaty."
    )
    assert {who(p) for p in deal.parties} == {"LV", "EE"}
