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

_JOINING = frozenset(("joint", "jointly", "together", "conference", "trilateral", "tripartite", "way", "group"))


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


def between(kind: MeetingKind, verb: Token, acting: list[Side], others: list[Side], rule: str) -> Contact | None:
    """What a verb tells of those who act and those they meet, None if a side is missing or it was denied."""
    stage = stage_of(verb, progressive="held" if kind == "visit" and rule != "travel" else "planned")
    homes = {s.party.country for s in acting if s.how != "pair"}
    is_go_between = any(s.how == "pair" and s.party.country in homes for s in others)  # "met both sides"
    if not acting or not others or stage is None or is_go_between:
        return None
    return Contact(
        kind=kind,
        token=verb,
        sides=tuple(unique([*acting, *others])),
        rule=rule,
        stage=stage,
        is_separate=any(child.lower_ == "separately" for child in verb.children)
        or _are_calls(rule, verb, acting, others),
        is_another=any(child.lower_ in {"last", "previously"} for child in verb.children),
    )


def _are_calls(rule: str, verb: Token, acting: list[Side], others: list[Side]) -> bool:
    """ "Spoke by phone with A, B and C": one after the other, unless the words join them."""
    is_joint = any(word.lower_ in _JOINING for word in verb.subtree)
    are_named = len(others) > 1 and all(side.party.kind == "person" for side in others)
    return rule in {"speak-phone", "phone"} and len(acting) == 1 and are_named and not is_joint
