"""Stages told by more than one word, aid and arms sales, topics; sentences of our own."""

import pytest

from tests.nlp.test_deals import found
from tests.nlp.test_meetings import who


@pytest.mark.parametrize(
    ("text", "stage", "parties"),
    [
        ("The trade deal between Peru and Chile was turned down in a referendum.", "rejected", {"PE", "CL"}),
        ("The high court struck down the agreement between Peru and Chile.", "cancelled", {"PE", "CL"}),
        ("A tax treaty between Peru and Chile has been in force since 2019.", "in_force", {"PE", "CL"}),
        ("A tax treaty between Peru and Chile is ready to be signed.", "in_preparation", {"PE", "CL"}),
        ("Legal teams from Peru and Chile are drafting a fisheries agreement.", "in_preparation", {"PE", "CL"}),
        ("The fisheries agreement with Chile was backed by Peru's parliament.", "approved", {"PE", "CL"}),
        ("Japan's upper house ratified a tax treaty with Peru.", "ratified", {"JP", "PE"}),
        ("Peru and Chile are close to an agreement on fisheries.", "under_negotiation", {"PE", "CL"}),
        ("Canada hit back with duties on American steel.", "imposed", {"CA", "US"}),
        ("India raised import duties on Canadian lentils.", "imposed", {"IN", "CA"}),
        ("Canada placed sanctions on four Belarusian officials.", "imposed", {"CA", "BY"}),
        ("The European Union adopted a package of sanctions against Russia.", "imposed", {"European Union", "RU"}),
        ("Papers were signed, including an agreement between Peru and Chile on water.", "signed", {"PE", "CL"}),
        ("Under the deal, signed in Lima by Peru and Chile, ports will open at night.", "signed", {"PE", "CL"}),
        ("Norway proposed a fisheries treaty to Iceland.", "proposed", {"NO", "IS"}),
        ("Qatar will supply Poland with gas under a contract signed in Doha.", "signed", {"QA", "PL"}),
        ("China offered Zambia a loan of $200 million.", "proposed", {"CN", "ZM"}),
        ("Presidents from Peru and Chile sealed an agreement on ports.", "agreed", {"PE", "CL"}),
        ("The leaders of Peru, Chile and Bolivia have signed a declaration on lithium.", "signed", {"PE", "CL", "BO"}),
        (
            "The United Nations Security Council pledged to impose sanctions on Mali.",
            "pledged",
            {"UN Security Council", "ML"},
        ),
        ("A deal between Mali and Niger brokered by Algeria was announced.", "announced", {"ML", "NE"}),
        ("Sweden pledged 5 million kronor in aid to Moldova.", "pledged", {"SE", "MD"}),
        ("Canada froze aid to Mali.", "suspended", {"CA", "ML"}),
        ("Japan gave Laos a grant of $12 million for schools.", "awarded", {"JP", "LA"}),
        ("Egypt received a $500 million credit line from the UAE.", "awarded", {"AE", "EG"}),
        ("The United States approved the sale of missiles to Estonia.", "approved", {"US", "EE"}),
        ("The G7 pledged $2bn to Ukraine.", "pledged", {"G7", "UA"}),
        ("Norway has pledged to invest between $1bn and $2bn in Kenyan power.", "pledged", {"NO", "KE"}),
    ],
)
def test_a_phrase_gives_the_stage_and_both_parties(text: str, stage: str, parties: set[str]) -> None:
    (deal,) = found(text)
    assert (deal.stage, {who(party) for party in deal.parties}) == (stage, parties)


@pytest.mark.parametrize(
    "text",
    [
        "When the transit accord between Peru and Chile expired, lorries queued.",
        "Will the government of Peru and that of Chile ever sign a treaty?",
        "Peru called on Chile to lift its sanctions on Bolivia.",
        "Estonia put off signing a border treaty with Russia.",
        "If the cabinet agrees, the United States will freeze aid to Mali.",
        "The senator pledged $5m to the campaign.",
        "The UN approved the sale of grain to Yemen.",
        "Peru raised concerns about duties on Chilean wine.",
    ],
)
def test_what_ended_was_put_off_or_asked_of_others_is_not_shown(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Peru and Chile signed an agreement covering mining, ports and water.", ("mining", "ports", "water")),
        (
            "Peru and Chile signed agreements in areas including visa rules, farm exports and cyber security.",
            ("visa rules", "farm exports", "cyber security"),
        ),
        (
            "Peru and Chile signed memoranda in the fields of nuclear safety and deep-sea mining.",
            ("nuclear safety", "deep-sea mining"),
        ),
        ("Peru and Chile signed an accord on nuclear safety.", ("nuclear safety",)),
        ("Peru and Chile signed an accord on Monday.", ()),
    ],
)
def test_sectors_are_the_articles_whole_words(text: str, sectors: tuple[str, ...]) -> None:
    (deal,) = found(text)
    assert deal.sectors == sectors


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        (
            "The White House announced that the United States would ease trade sanctions on Myanmar.",
            "ease trade sanctions",
        ),
        ("The United States cut its tariff on Kenyan tea to 10 percent.", "cut its tariff"),
    ],
)
def test_an_easing_is_neither_the_measure_nor_its_end(text: str, instrument: str) -> None:
    (deal,) = found(text)
    assert (deal.instrument, deal.stage) == (instrument, "announced")


def test_a_pact_told_again_by_those_who_signed_it_is_one() -> None:
    (deal,) = found(
        "Chile and Bolivia signed a water pact on Monday. The pact was inked by Secretary Ana Ruiz and her Bolivian counterpart."
    )
    assert len(deal.evidence) == 2
    assert {who(party) for party in deal.parties} == {"CL", "BO"}


def test_a_treaty_ratified_is_news_its_signing_is_not() -> None:
    (deal,) = found("The treaty, signed by Norway and Iceland in May, was ratified on Monday.")
    assert (deal.stage, deal.date and deal.date.verbatim) == ("ratified", "Monday")


def test_a_firm_beside_its_nation_has_its_own_name() -> None:
    (deal,) = found("Ghana awarded the Danish company Borsk a contract to build a port.")
    assert [party.name for party in deal.parties] == ["Ghana", "Borsk"]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("Denmark pledged 500 million kroner in aid to Haiti.", "DKK"),
        ("Denmark and Norway signed a ferry deal worth 500 million kroner.", None),
    ],
)
def test_kroner_are_those_of_the_one_side_that_has_them(text: str, currency: str | None) -> None:
    (deal,) = found(text)
    assert [claim.currency for claim in deal.claims] == [currency]
