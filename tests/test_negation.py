"""A fragment keeps the negation beside it when it is shown."""

import pytest

from bot.domain.facts import Quote
from bot.domain.news import ArticleRef
from bot.render import quoting
from tests import make


def shown(text: str, *fragments: str) -> str:
    spans = tuple(make.span(text, words) for words in fragments)
    quote = Quote(kind="fragment", segments=spans, speaker=None, cue=None, confidence=0.9, shown=True)
    article = ArticleRef(
        id=1, url="", title="", source="", published_at=make.NOW, stored_at=make.NOW, revision=1, text=text
    )
    return quoting.words(article, quote)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The drills were not “a threat”, she said.", "… not “a threat” …"),
        ("The drills weren’t “a threat”, she said.", "… weren’t “a threat” …"),
        ('He denied that it was "a threat".', "… denied that it was “a threat” …"),
        ("The envoy never called it «a threat».", "… never called it “a threat” …"),
        ("There was no “a threat” to speak of.", "… no “a threat” …"),
        ("She refused to name “a threat”.", "… refused to name “a threat” …"),
        ("The pact is no longer “a threat”.", "… no longer “a threat” …"),
        ("He called it “a threat”.", "… “a threat” …"),
        ("He would not go, but called it “a threat”.", "… “a threat” …"),
        ("He did not. It was “a threat”.", "… “a threat” …"),
        ("It is not for him or for the others to name “a threat”.", "… “a threat” …"),
        ("He knew it was now “a threat”.", "… “a threat” …"),
        ("The cannon was “a threat”.", "… “a threat” …"),
    ],
)
def test_a_negation_right_before_the_marks_is_shown_outside_them(text: str, words: str) -> None:
    assert shown(text, "a threat") == words


def test_each_fragment_keeps_its_own() -> None:
    text = "It was “a warning”, not “a threat”, he said."
    assert shown(text, "a warning", "a threat") == "… “a warning” … not “a threat” …"


def test_markup_before_a_fragment_is_harmless() -> None:
    assert shown("It is not **so** “a threat”.", "a threat") == "… not \\*\\*so\\*\\* “a threat” …"


@pytest.mark.parametrize(
    ("text", "cue", "words", "shows"),
    [
        (
            "He denied that the pact was a threat.",
            "denied",
            "the pact was a threat",
            "*reported:* denied that the pact was a threat",
        ),
        ("She did not say the port was shut.", "say", "the port was shut", "*reported:* did not say the port was shut"),
        ("She never claimed that it was hers.", "claimed", "it was hers", "*reported:* never claimed that it was hers"),
        ("The port was shut, he denied.", "denied", "The port was shut", "*reported:* denied The port was shut"),
        (
            "He asked the states to end the duties.",
            "asked",
            "to end the duties",
            "*reported:* asked the states to end the duties",
        ),
        (
            "She proposed in May that the two hold talks.",
            "proposed",
            "the two hold talks",
            "*reported:* proposed in May that the two hold talks",
        ),
        ("She swore to sue.", "swore", "to sue", "*reported:* swore to sue"),
        ("He said that the pact was a threat.", "said", "the pact was a threat", "*reported:* the pact was a threat"),
    ],
)
def test_reported_speech_that_is_denied_or_asked_for_is_shown_with_its_verb(
    text: str, cue: str, words: str, shows: str
) -> None:
    quote = Quote(
        kind="indirect",
        segments=(make.span(text, words),),
        speaker=None,
        cue=make.span(text, cue),
        confidence=0.9,
        shown=True,
    )
    article = ArticleRef(
        id=1, url="", title="", source="", published_at=make.NOW, stored_at=make.NOW, revision=1, text=text
    )
    assert quoting.words(article, quote) == shows
