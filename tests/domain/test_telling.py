"""By which words a quotation is looked up: whatever one word of it has become, one of the ways still stands in it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import telling
from bot.domain.quotations import read
from storage.search import run_tokens

SAID = (
    "we will not under any pressure sign the fishing agreement with Oslo before our miners have seen every page of it"
)


def holds(text: str, way: list[str]) -> bool:
    """As the store finds it: runs by their tokens, a single word by itself."""
    known = {*run_tokens(text), *text.split()}
    return all(set(run_tokens(phrase) or [phrase]) <= known for phrase in way)


@given(st.integers(6, 20), st.integers(0, 19), st.sampled_from(["changed", "dropped", "put in"]))
def test_one_word_apart_it_is_found_by_one_of_the_ways(count: int, place: int, how: str) -> None:
    said = SAID.split()[:count]
    place %= count
    typed = {
        "changed": [*said[:place], "marble", *said[place + 1 :]],
        "dropped": [*said[:place], *said[place + 1 :]],
        "put in": [*said[:place], "marble", *said[place:]],
    }[how]
    ways = telling.past_one(read(" ".join(typed)))
    assert any(way and holds(" ".join(said), way) for way in ways)


def test_the_whole_is_looked_up_by_what_all_stands_in_it() -> None:
    assert holds(SAID, telling.whole(read(SAID)))
    assert holds(SAID, telling.whole(read("we will not … before our miners")))
    assert telling.whole(read("red line")) == ["red line"]
    assert not holds(SAID, telling.whole(read(SAID.replace("fishing", "grain"))))


def test_each_sentence_of_a_longer_text_is_a_way_of_its_own() -> None:
    ways = telling.past_more(read(f"Listen to me, all of you. {SAID}. And now good night to everybody in this house."))
    assert any(way and holds(SAID, way) for way in ways)


def test_a_run_is_the_same_however_it_is_written() -> None:
    assert run_tokens("It’s 1,200 Miners") == run_tokens("it's 1200 miners")
    assert run_tokens("two words") == []
