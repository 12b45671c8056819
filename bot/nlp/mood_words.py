"""Words that make what stands under them planned, wished, doubted or denied."""

import re

AGREEING = frozenset(("agree", "decide", "pledge", "vow", "commit", "promise"))
FUTURE_GOVERNORS = frozenset(
    (
        "plan",
        "intend",
        "prepare",
        "schedule",
        "set",
        "expect",
        "agree",
        "decide",
        "arrange",
        "slate",
        "due",
        "about",
        "confirm",
        "ready",
        "promise",
        "vow",
        "pledge",
        "commit",
        "tap",
        "head",
    )
)
UNREAL_GOVERNORS = frozenset(
    (
        "want",
        "hope",
        "seek",
        "urge",
        "ask",
        "call",
        "demand",
        "threaten",
        "offer",
        "refuse",
        "fail",
        "propose",
        "push",
        "press",
        "consider",
        "wish",
        "need",
        "like",
        "deny",
        "encourage",
        "suggest",
        "recommend",
        "require",
        "love",
        "wait",
        "decline",
        "hesitate",
        "willing",
        "able",
        "unable",
        "likely",
        "unlikely",
        "eager",
        "open",
        "reluctant",
        "prefer",
        "intention",
        "desire",
        "wonder",
        "dream",
        "imagine",
        "warn",
        "advise",
        "invite",
        "allow",
        "try",
        "attempt",
        "aim",
        "struggle",
        "work",
        "fight",
        "lobby",
        "request",
        "persuade",
        "convince",
        "get",
        "oppose",
        "have",
        "pressure",
        "beg",
        "pray",
        "look",
        "chance",
        "opportunity",
        "right",
        "ability",
        "effort",
        "bid",
        "failure",
        "authority",
        "power",
        "order",
        "help",
        "enable",
        "permit",
        "possible",
        "impossible",
        "important",
        "necessary",
        "choose",
        "tell",
        "instruct",
        "direct",
        "insist",
        "rather",
        "idea",
        "time",
        "way",
        "person",
        "reason",
        "forbid",
        "bar",
        "authorise",
        "authorize",
        "mandate",
        "task",
        "entrust",
        "empower",
        "prepared",
        "poised",
        "urgency",
        "importance",
        "necessity",
    )
)
UNREAL_OVER_NOUNS = UNREAL_GOVERNORS - {"have", "get", "work", "order"}
TRYING = frozenset(("try", "seek", "attempt", "work", "struggle", "effort", "aim", "bid", "lobby", "hope", "push"))
CAUSING = frozenset(("prompt", "lead", "cause", "force"))
GOING = frozenset(("travel", "fly", "arrive", "go", "return", "come"))
TRANSPARENT = frozenset(("begin", "start", "continue", "go", "come", "manage", "help", "be", "keep", "finish", "use"))
DOUBTED = frozenset(("deny", "doubt", "dispute", "reject", "pretend", "imagine", "wonder", "suppose", "wish"))
SUGGESTED = frozenset(
    (
        "suggest",
        "propose",
        "demand",
        "urge",
        "insist",
        "recommend",
        "hope",
        "request",
        "ask",
        "predict",
        "believe",
        "think",
        "argue",
        "speculate",
        "fear",
        "expect",
        "bet",
    )
)
IF = frozenset(("if", "unless", "whether", "lest", "until", "once"))
UNREAL_MODALS = frozenset(("could", "may", "might", "should", "can", "must", "ought", "need", "ca"))
TOLD = frozenset(
    (
        "say",
        "announce",
        "tell",
        "add",
        "report",
        "confirm",
        "note",
        "promise",
        "vow",
        "pledge",
        "write",
        "declare",
        "agree",
        "state",
        "tweet",
    )
)
IS = frozenset(("is", "are", "'s", "’s", "'re", "’re", "am"))
NEGATING = frozenset(("advmod", "det", "preconj", "cc"))
NOT_TRUE = frozenset(("never", "hardly", "neither", "nor", "no", "without"))
PLANNED = frozenset(("upcoming", "planned", "future", "next", "scheduled", "forthcoming", "expected", "coming"))
UNREAL_NOUN = re.compile(
    r"possible|potential|hypothetical|any|alleged|no|eventual|supposed|rumou?red|prospective|such|ideal"
)
# What stands before "of a meeting", "for talks".
PREPARING = frozenset(("preparation", "plan", "eve", "arrangement", "date", "timetable", "run-up", "countdown"))
WISHED = frozenset(
    (
        "need",
        "prospect",
        "call",
        "demand",
        "appeal",
        "proposal",
        "request",
        "hope",
        "chance",
        "possibility",
        "idea",
        "desire",
        "likelihood",
        "invitation",
        "offer",
        "condition",
        "precondition",
    )
)
RUMOURED = frozenset(("report", "rumour", "rumor", "claim", "allegation", "speculation", "suggestion"))
WISHING = frozenset(
    ("call", "push", "appeal", "press", "ask", "lobby", "wait", "hope", "plead", "argue", "beg", "long")
)
ASKING = frozenset(("ask", "question", "quiz", "press"))
DENYING = frozenset(("deny", "dismiss", "refute", "reject"))
WEIGHING = frozenset(
    ("consider", "propose", "suggest", "recommend", "avoid", "oppose", "delay", "postpone", "cancel", "stop")
)
