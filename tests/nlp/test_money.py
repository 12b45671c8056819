"""Amounts as news writes them; the sentences are our own."""

import pytest

from bot.nlp.money import find_amounts

BN = 1e9
MN = 1e6


@pytest.mark.parametrize(
    ("text", "verbatim", "low", "high", "currency"),
    [
        ("a port worth $12.3bn was agreed", "$12.3bn", 12.3 * BN, 12.3 * BN, "USD"),
        ("projects worth tens of billions of dollars", "tens of billions of dollars", 10 * BN, 100 * BN, "USD"),
        ("hundreds of millions of euros in grants", "hundreds of millions of euros", 100 * MN, 1000 * MN, "EUR"),
        ("several billion yuan", "several billion yuan", 2 * BN, 10 * BN, "CNY"),
        ("a multi-billion dollar railway", "multi-billion dollar", BN, None, "USD"),
        ("more than 40 billion tenge", "more than 40 billion tenge", 40 * BN, None, "KZT"),
        ("up to £750m over six years", "up to £750m", None, 750 * MN, "GBP"),
        ("about half a billion dollars", "about half a billion dollars", 0.5 * BN, 0.5 * BN, "USD"),
        ("between $1bn and $2bn", "$1bn and $2bn", BN, 2 * BN, "USD"),
        ("from €200m to €300m", "€200m to €300m", 200 * MN, 300 * MN, "EUR"),
        ("5-7 billion yen", "5-7 billion yen", 5 * BN, 7 * BN, "JPY"),
        ("US$1-billion facility", "US$1-billion", BN, BN, "USD"),
        ("Rs 500 crore", "Rs 500 crore", 5 * BN, 5 * BN, "INR"),
        ("a 2-billion-dollar loan", "2-billion-dollar", 2 * BN, 2 * BN, "USD"),
        ("1,250,000 euros", "1,250,000 euros", 1.25 * MN, 1.25 * MN, "EUR"),
        ("300 million pesos", "300 million pesos", 300 * MN, 300 * MN, None),
    ],
)
def test_an_amount_keeps_its_words_and_its_band(
    text: str, verbatim: str, low: float | None, high: float | None, currency: str | None
) -> None:
    (amount,) = find_amounts(text)
    assert (amount.verbatim, amount.low, amount.high, amount.currency) == (
        verbatim,
        pytest.approx(low),
        high and pytest.approx(high),
        currency,
    )
    assert text[amount.start : amount.end] == verbatim


@pytest.mark.parametrize(
    "text",
    [
        "the team won in 1998 and won again",
        "he took the R5 road",
        "some 500 million people",
        "a pound of flesh",
        "Article 5 of the pact",
        "",
    ],
)
def test_what_is_no_money_is_no_amount(text: str) -> None:
    assert find_amounts(text) == ()


def test_a_conversion_in_brackets_is_an_amount_of_its_own() -> None:
    assert [a.currency for a in find_amounts("a 1bn euro ($1.1bn; £850m) credit")] == ["EUR", "USD", "GBP"]


def test_a_guess_is_marked_as_one_and_a_plain_figure_is_not() -> None:
    nearly, plain = find_amounts("nearly $3bn against $4bn")
    assert (nearly.approximate, plain.approximate) == (True, False)
