"""Which of several is called "Mr Roe", and names that are more than the recogniser sees; sentences of our own."""

import pytest

from tests.nlp.shown import quotes


def names(text: str) -> list[str | None]:
    """The speakers of what readers see."""
    return [q.speaker.party.name if q.speaker and q.speaker.party else None for q in quotes(text)]


def test_mr_and_ms_tell_two_of_one_surname_apart() -> None:
    text = (
        "Karl Weiss met Anna Weiss, the mayor. Ms Weiss said that it was late. Mr Weiss said that it was not too late."
    )
    assert names(text) == ["Anna Weiss", "Karl Weiss"]


def test_mr_somebody_is_who_was_named_and_not_who_is_named_in_what_he_says() -> None:
    text = "Abel Traoré signed for his side. Mr Traoré spoke of “the fraternal greetings of Captain Ibrahim Traoré” and left."
    assert names(text) == ["Abel Traoré"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "A spokesman for South Korea's rail agency, Kim Do-jin, said on Monday that the train was late. Kim said it would come.",
            "Kim Do-jin",
        ),
        (
            "The Minister of Trade, Oscar Perez-Oliva Soto, said the train was late. “It will come,” said Perez-Oliva.",
            "Oscar Perez-Oliva Soto",
        ),
    ],
)
def test_a_part_of_a_name_is_the_whole_person(text: str, name: str) -> None:
    assert names(text) == [name, name]


def test_a_service_is_no_person_though_a_general_heads_it() -> None:
    text = "The Comptroller-General of the Nigeria Customs Service, Ade Kone, told the Herald by telephone that the gate had been mended."
    assert names(text) == ["Ade Kone"]


def test_the_text_that_reads_so_is_whose_it_is_and_else_nobodys() -> None:
    issued = "The Chilean Foreign Ministry issued a communique on the pass. “The road is open to all,” the text reads."
    assert names(issued) == ["Foreign Ministry of Chile"]
    assert names("“The road is open to all,” the document says.") == []
