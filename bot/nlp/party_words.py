"""Words for those who act: offices, states, chambers, firms, and sides that have no name."""

PEOPLE = frozenset(
    (
        "counterpart",
        "peer",
        "colleague",
        "staff",
        "leader",
        "official",
        "minister",
        "president",
        "premier",
        "chancellor",
        "envoy",
        "negotiator",
        "king",
        "representative",
        "ambassador",
        "secretary",
        "diplomat",
        "delegation",
        "chief",
        "head",
        "prime",
        "emir",
        "amir",
        "chairperson",
        "chairman",
        "chairwoman",
        "highness",
        "majesty",
        "monarch",
        "commander",
        "prince",
        "queen",
        "sultan",
        "dictator",
        "ruler",
        "authority",
        "pm",
        "mediator",
        "commissioner",
        "general",
        "delegate",
        "lawmaker",
        "statesman",
        "team",
        "mission",
        "strongman",
    )
)
HIGHNESSES = frozenset(("majesty", "highness"))
# What stands before an office and is no part of it.
STYLES = frozenset(("top", "new", "senior", "hh", "he", "hm", "hrh", "h.e.", "h.h."))
STATE = frozenset(
    (
        "government",
        "administration",
        "regime",
        "side",
        "nation",
        "country",
        "state",
        "republic",
        "junta",
        "authorities",
        "cabinet",
        "presidency",
        "monarchy",
        "kremlin",
        "capital",
        "neighbour",
        "neighbor",
        "ally",
        "sheikhdom",
        "kingdom",
        "emirate",
        "sultanate",
        "island",
    )
)
HOUSES = frozenset(("house", "parliament", "senate", "assembly", "chamber", "legislature"))
# A side as its text writes it, where no name was given; nobody can sign under it.
PRONOUNS = frozenset(("he", "she"))
UNNAMED = PRONOUNS | {"the president", "the prime minister", "the king"}
FIRM = frozenset(
    (
        "company",
        "firm",
        "bank",
        "giant",
        "maker",
        "airline",
        "consortium",
        "group",
        "manufacturer",
        "conglomerate",
        "producer",
        "carrier",
        "business",
        "supplier",
        "operator",
        "developer",
        "contractor",
    )
)
