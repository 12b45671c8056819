"""A contact as one word of the text tells it: who, how, and whether it took place."""

from dataclasses import dataclass

from spacy.tokens import Token

from bot.domain.facts import MeetingKind, MeetingStage, Party
from bot.nlp.cast import Cast, Side
from bot.nlp.parties import sides, unique
from bot.nlp.stages import MoodKind, mood_of

# A denied contact has no stage: it is no contact.
STAGES: dict[MoodKind, MeetingStage | None] = {
    "fact": "held",
    "future": "planned",
    "hypothetical": "hypothetical",
    "negated": None,
    "denied": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A candidate; `rule` is the construction. `is_anaphoric`: "the talks", more of a meeting named before.

    `is_another`: "a previous visit", not the one told before.
    """

    kind: MeetingKind
    token: Token
    sides: tuple[Side, ...]
    stage: MeetingStage
    rule: str
    host: Party | None = None
    is_separate: bool = False
    is_anaphoric: bool = False
    is_another: bool = False


def stage_of(verb: Token, *, progressive: MeetingStage = "planned") -> MeetingStage | None:
    """Held, planned, hypothetical, or None if denied. "Is meeting" is ahead, "is visiting" is going on."""
    mood = mood_of(verb)
    return progressive if mood.kind == "fact" and mood.is_progressive else STAGES[mood.kind]


def all_sides(heads: list[Token], cast: Cast) -> list[Side]:
    """The sides that several phrases name, each once."""
    return unique([side for head in heads for side in sides(head, cast)])
