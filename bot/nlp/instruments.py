"""Words for what is agreed or imposed, the verbs that bring it about, and treaties whose parties everybody knows."""

import re
from typing import Literal

from bot.domain.facts import DealStage

Family = Literal["agreement", "measure", "venture", "award", "talks", "request"]

INSTRUMENTS: dict[str, Family] = {
    **dict.fromkeys(
        (
            "agreement",
            "deal",
            "megadeal",
            "treaty",
            "pact",
            "accord",
            "memorandum",
            "mou",
            "protocol",
            "partnership",
            "truce",
            "ceasefire",
            "cease-fire",
            "compact",
            "loan",
            "bailout",
            "swap",
        ),
        "agreement",
    ),
    **dict.fromkeys(("sanction", "tariff", "embargo", "ban", "duty", "boycott"), "measure"),
    **dict.fromkeys(
        (
            "project",
            "pipeline",
            "corridor",
            "fund",
            "council",
            "commission",
            "venture",
            "investment",
            "facility",
            "consortium",
            "alliance",
        ),
        "venture",
    ),
    "contract": "award",
    "request": "request",
    "talk": "talks",
    "negotiation": "talks",
}
STAGE_OF_VERB: dict[str, DealStage] = {
    **dict.fromkeys(("sign", "ink", "initial", "formalise", "formalize"), "signed"),
    **dict.fromkeys(
        (
            "reach",
            "seal",
            "strike",
            "agree",
            "conclude",
            "secure",
            "clinch",
            "broker",
            "finalise",
            "finalize",
            "complete",
            "negotiate",
            "make",
            "forge",
            "cut",
            "ratchet",
            "hammer",
            "do",
            "win",
            "enter",
        ),
        "agreed",
    ),
    **dict.fromkeys(("announce", "unveil"), "announced"),
    **dict.fromkeys(("approve", "endorse", "authorise", "authorize"), "approved"),
    **dict.fromkeys(("award", "grant"), "awarded"),
    **dict.fromkeys(("impose", "reimpose", "slap", "levy", "introduce"), "imposed"),
    **dict.fromkeys(("lift", "ease", "remove", "waive", "relax", "end"), "lifted"),
    **dict.fromkeys(
        (
            "cancel",
            "terminate",
            "scrap",
            "abandon",
            "quit",
            "tear",
            "withdraw",
            "pull",
            "exit",
            "renounce",
            "rescind",
        ),
        "cancelled",
    ),
    **dict.fromkeys(("suspend", "freeze", "halt", "shelve", "pause"), "suspended"),
    **dict.fromkeys(("reject", "block", "veto"), "rejected"),
    **dict.fromkeys(("establish", "create", "launch", "found", "inaugurate", "form"), "established"),
    **dict.fromkeys(("propose", "offer", "float", "suggest"), "proposed"),
    **dict.fromkeys(("pledge", "promise"), "pledged"),
    **dict.fromkeys(("extend", "renew", "expire"), "in_force"),
    "ratify": "ratified",
    "draft": "in_preparation",
    "implement": "under_way",
    "discuss": "under_negotiation",
}
# A project comes about otherwise than an agreement: one does not "make a project".
VENTURE_VERBS = frozenset(
    (
        "establish",
        "create",
        "launch",
        "found",
        "inaugurate",
        "form",
        "announce",
        "unveil",
        "approve",
        "sign",
        "set",
        "cancel",
        "scrap",
        "suspend",
        "pledge",
        "agree",
        "authorise",
        "authorize",
        "give",
        "reject",
        "block",
        "finalise",
        "finalize",
    )
)
MEASURE_VERBS = frozenset(
    (
        "impose",
        "slap",
        "levy",
        "introduce",
        "lift",
        "ease",
        "remove",
        "waive",
        "relax",
        "end",
        "announce",
        "approve",
        "extend",
        "renew",
        "suspend",
        "place",
        "put",
        "tighten",
        "agree",
        "raise",
        "cut",
        "adopt",
        "reimpose",
        "hike",
        "increase",
        "double",
        "lower",
        "reduce",
        "slash",
        "pledge",
    )
)
# What a contract has one side do for the other.
CARRYING = frozenset(
    (
        "buy",
        "sell",
        "supply",
        "import",
        "export",
        "build",
        "provide",
        "deliver",
        "purchase",
        "ship",
        "operate",
        "lend",
        "develop",
        "acquire",
        "allow",
        "let",
        "send",
        "lease",
        "upgrade",
    )
)
CAME_ABOUT = frozenset(
    (
        "establishment",
        "creation",
        "launch",
        "foundation",
        "signing",
        "ratification",
        "imposition",
        "lifting",
        "conclusion",
        "approval",
        "announcement",
        "suspension",
        "cancellation",
        "renewal",
        "collapse",
        "termination",
        "easing",
        "removal",
    )
)
STAGE_OF_NOUN: dict[str, DealStage] = {
    "establishment": "established",
    "creation": "established",
    "launch": "established",
    "foundation": "established",
    "signing": "signed",
    "ratification": "ratified",
    "imposition": "imposed",
    "lifting": "lifted",
    "easing": "lifted",
    "removal": "lifted",
    "conclusion": "agreed",
    "approval": "approved",
    "announcement": "announced",
    "suspension": "suspended",
    "cancellation": "cancelled",
    "renewal": "in_force",
    "collapse": "cancelled",
    "termination": "cancelled",
}
# Treaties by name: ISO codes of the sides where they are few and settled.
KNOWN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"\bCETA\b"), ("CA", "EU")),
    (re.compile(r"\bNAFTA\b|North American Free Trade Agreement"), ("US", "CA", "MX")),
    (re.compile(r"\bUSMCA\b"), ("US", "MX", "CA")),
    (re.compile(r"\bTTIP\b|Transatlantic Trade and Investment Partnership"), ("US", "EU")),
    (re.compile(r"\bNew START\b"), ("US", "RU")),
)
_SECTOR_LIST = re.compile(r"\bsectors?\s+(?:ranging\s+from|such\s+as|including|like)\s+(?P<list>[^.;\"”]+)")
_SECTOR = re.compile(
    r"\b(?:rare earths?|critical minerals?|minerals?|mining|renewable energy|green hydrogen|hydrogen"
    r"|nuclear energy|nuclear|energy|electricity|crude oil|oil and gas|oil|natural gas|liquefied natural gas|gas"
    r"|LNG|uranium|civil aviation|aviation|aircraft|airlines?|information technology|artificial intelligence"
    r"|technology|digital|semiconductors?|chips|telecoms|finance|banking|agriculture|agricultural|grain|wheat"
    r"|fertili[sz]ers?|railways?|rail|ports?|logistics|shipping|transport|transit|infrastructure|defen[cs]e|arms"
    r"|weapons|military|missiles?|steel|alumini?um|automotive|cars|climate|forests?|migration|health|vaccines?"
    r"|space|satellites?|education|tourism|water|fisheries|textiles?|pharmaceuticals?|free trade|trade|investment"
    r"|security|visa|visas|debt relief|debt)\b",
    re.IGNORECASE,
)


def known_parties(name: str) -> tuple[str, ...]:
    """ISO codes (or "EU") of the sides of a treaty named in `name`, empty if it is none of the few we know."""
    return next((codes for pattern, codes in KNOWN if pattern.search(name)), ())


def find_sectors(phrase: str, sentence: str) -> tuple[str, ...]:
    """Sectors in the article's own words: those the sentence lists, else those the instrument's phrase names."""
    listed = _SECTOR_LIST.search(sentence)
    if listed:
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+to\s+", listed["list"].strip())
        return tuple(dict.fromkeys(p.strip() for p in parts if 2 < len(p.strip()) < 35))
    return tuple(dict.fromkeys(found.group() for found in _SECTOR.finditer(phrase)))
