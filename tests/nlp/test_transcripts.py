"""Conversations printed turn by turn; sentences of our own."""

from tests.nlp.shown import quotes, words

TALKS = """Beginning of conversation

President of Norway Olaf Lind: Mr President, colleagues,

I am glad to see you in Oslo. The strait is calm.

President of Peru Ana Baron (retranslated): Thank you for the ferry.

We will sail it well.

Olaf Lind: I will certainly come to Lima.

<…>

After the talks the two presidents signed a memorandum on ferries: it has nine pages."""


def test_a_line_that_begins_with_a_title_and_a_name_is_a_turn() -> None:
    found = [(q.speaker.party.name, words(TALKS, q)) for q in quotes(TALKS) if q.speaker and q.speaker.party]
    assert found == [
        ("Olaf Lind", "I am glad to see you in Oslo. The strait is calm"),
        ("Ana Baron", "Thank you for the ferry"),
        ("Ana Baron", "We will sail it well"),
        ("Olaf Lind", "I will certainly come to Lima"),
    ]


def test_one_line_with_a_name_and_a_colon_is_no_conversation() -> None:
    text = "Olaf Lind: the man and the ferry\n\nAna Baron: a life at sea\n\nThe library opens at noon."
    assert quotes(text) == []


def test_a_title_in_capitals_is_whose_surname_follows() -> None:
    text = (
        "Secretary of State Ann Roe spoke by phone with Bo Krag.\n\nQUESTION: Will you sail?\n\nSECRETARY ROE: I would like to.\n\n"
        "QUESTION: When is that?\n\nSECRETARY ROE: We are working on dates."
    )
    assert {q.speaker.party.name for q in quotes(text) if q.speaker and q.speaker.party} == {"Ann Roe"}


def test_what_a_journalist_asks_is_not_the_words_of_who_spoke_before() -> None:
    text = TALKS.replace(
        "<…>",
        "Question (Ada Kone, The Herald): Mr Lind, when will the ferry sail?\n\nNobody knows that yet.\n\nOlaf Lind: It sails in May, and it will sail every day from then on.",
    )
    said = {words(text, quote) for quote in quotes(text)}
    assert "It sails in May, and it will sail every day from then on" in said
    assert not any("when will the ferry" in one or "Nobody knows" in one for one in said)
