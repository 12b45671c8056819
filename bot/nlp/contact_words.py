"""Words around a noun of contact: what holds a meeting, wants it, plans it or ends it."""

import re

from bot.domain.facts import MeetingKind, MeetingStage

NOUNS: dict[str, MeetingKind] = {
    "meeting": "meeting",
    "talk": "talks",
    "summit": "summit",
    "negotiation": "talks",
    "discussion": "talks",
    "call": "call",
    "conversation": "call",
    "visit": "visit",
    "trip": "visit",
    "consultation": "talks",
    "dinner": "meeting",
    "lunch": "meeting",
    "breakfast": "meeting",
}
MEALS = frozenset(("dinner", "lunch", "breakfast"))
ANOTHER = frozenset(("previous", "earlier", "prior", "past", "last", "second", "third", "another"))
HOLDING = frozenset(
    (
        "hold",
        "have",
        "make",
        "pay",
        "begin",
        "start",
        "attend",
        "conduct",
        "conclude",
        "end",
        "open",
        "arrange",
        "extend",
        "resume",
        "join",
        "wrap",
        "wind",
        "wound",
        "commence",
        "take",
        "schedule",
        "undertake",
        "cut",
        "finish",
        "continue",
        "plan",
        "complete",
        "lead",
        "host",
        "call",
        "receive",
        "place",
        "postpone",
        "cancel",
        "scrap",
        "delay",
        "put",
    )
)
WANTING = frozenset(
    (
        "seek",
        "request",
        "propose",
        "want",
        "demand",
        "refuse",
        "decline",
        "reject",
        "offer",
        "suggest",
        "avoid",
        "oppose",
        "consider",
        "need",
        "urge",
        "discuss",
        "expect",
    )
)
PLANNING = frozenset(("arrange", "schedule", "plan", "prepare"))
ENDS: dict[str, MeetingStage] = {
    "postpone": "postponed",
    "delay": "postponed",
    "cancel": "cancelled",
    "scrap": "cancelled",
    "fail": "failed",
    "collapse": "failed",
}
NEUTRAL = frozenset(("CH", "AT", "QA", "OM", "BE", "NO", "TR", "EG", "FI", "LU"))
OTHER_MEETINGS = frozenset(
    (
        "merger",
        "takeover",
        "board",
        "cabinet",
        "committee",
        "business",
        "town",
        "hall",
        "campaign",
        "staff",
        "rally",
        "fundraiser",
        "field",
        "shopping",
        "school",
        "road",
        "conference",
        "security",
        "editorial",
        "shareholder",
        "press",
        "prayer",
        "family",
        "wake-up",
        "roll",
        "robo",
        "intelligence",
    )
)
SPORT = re.compile(
    r"\b(?:(?:first|second|return) leg|qualifiers?|qualifying|test match|(?:quarter|semi)-?finals?|friendl(?:y|ies)|world cup"
    r"|fixtures?|kick-?off|striker|midfielder|goalkeeper|wickets?|innings|squad|playoffs?|premier league|champions league"
    r"|olympics?|stadium|grand prix|tournament|championships?|play-?offs?|away game|home game)\b",
    re.IGNORECASE,
)
