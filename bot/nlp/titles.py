"""The words of offices: how a title looks in a text, and what office it is."""

import re
from collections.abc import Iterator
from functools import cache

from bot.nlp.world import load_world

_HEAD = (
    r"(?:chancellor of the exchequer|secretary of (?:foreign (?:affairs|relations)|foreign and \w+ affairs)|president|premier|prime minister|chancellor|king|queen|emperor|emir|(?<=the )amir|amir(?= sheikh)|sultan|crown prince|prince|pope|minister of state|minister|"
    r"secretary[- ]general|secretary of (?:state|defen[cs]e|commerce|the treasury|energy|agriculture)|secretary|ambassador|envoy|"
    r"chief of staff|chief executive(?: officer)?|representative|negotiator|spokes(?:man|woman|person)|leader|ruler|chief|commissioner|speaker|chair(?:man|woman|person)?|"
    r"director[- ]general|director|governor|senator|lawmaker|official|diplomat|taoiseach|general|advis[eo]r|head|dictator|"
    r"strongman|PM)"
)
_PART = (
    r"(?:foreign|finance|defen[cs]e|trade|commerce|economy|economic|energy|interior|home|justice|treasury|deputy|vice|prime|state|"
    r"external|affairs|ministry|agriculture|industry|investment|transport|health|environment|national|security|supreme|chief|senior|top|"
    r"policy|press|special|peace|opposition|parliament(?:ary)?|central|bank|general|high|cabinet|permanent|first|culture|"
    r"information|communications|technology|digital|mining|oil|petroleum|infrastructure|labou?r|education|immigration|presidential|"
    r"homeland|attorney|council|commission|house|senate|joint|staff|intelligence|rights|human|climate|nuclear|delegation|rebel|"
    r"military|army|relations|international|development|cooperation|planning|water|science|tourism|strategic|congress(?:ional)?|"
    r"party|majority|minority|unification|electricity|power|railways?|migration|veterans|sports?|youth|women|budget|assistant|under|"
    r"government|managing|executive|university|college|club|bureau|regional|provincial)"
)
# What a ministry may be for, besides those among the words above.
_PORTFOLIO = (
    r"(?:fisher(?:y|ies)|forest(?:s|ry)|housing|mines|minerals?|natural|resources|aviation|maritime|shipping|ports|roads|police|social|welfare|"
    r"family|religious|lands?|innovation|research|food|textiles?|civil|public|works|ecology|equality|gender|heritage|employment|irrigation|"
    r"livestock|sanitation|transportation|telecommunications|urban|rural|local|consumer|diaspora)"
)
_FIELD = (
    r"(?:international relations(?: and \w+)?|european (?:and euro-atlantic )?(?:integration|affairs)|europe and foreign affairs|foreign affairs|foreign relations|homeland security|electricity|labou?r|agriculture|health|justice|transport|education|culture|"
    r"commerce|industry|investment(?:, industry and trade)?|investments and foreign trade|trade(?: and \w+)?|defen[cs]e|state|the interior|"
    r"external affairs|finance|economy|energy|foreign and european affairs|parliament|national assembly|senate|house(?: of \w+)?|water resources|mines|tourism|digital development|republic(?!\s+of))"
)
_AND_FIELD = rf"(?:\s+and\s+[a-z]+(?:\s+(?:{_PORTFOLIO}|affairs|trade|security|development|cooperation))?)?"
# A minister's or secretary's alone: "a spokeswoman for the Civil Aviation Authority" has no such title.
_MINISTRY = rf"(?:(?<=minister)|(?<=secretary))\s+(?:of|for)\s+(?:the\s+)?(?:{_PORTFOLIO}|{_PART})(?:\s+(?:{_PORTFOLIO}|{_PART})\b)?"
TITLE = re.compile(
    rf"\b(?P<title>(?:(?:{_PART}|{_PORTFOLIO})(?:\s+(?:and|&)\s+(?:[a-z]+\s+(?=minister))?|[\s-]+)){{0,5}}{_HEAD}(?:[-\s](?:elect|designate|nominate|nominee|in-waiting))?"
    rf"(?:(?:\s+(?:of|for)\s+(?:the\s+)?{_FIELD}|{_MINISTRY}){_AND_FIELD})?)\b",
    re.I,
)
# What the recogniser takes for a body and is somebody's office: "State President", "the Minister of Trade".
IN_OFFICE = re.compile(r"(?:Cabinet|State)(?= (?:Secretary|President|Minister)\b)|(?:Deputy )?Minister (?:of|for)\b")
# "Foreign ministers A of X, B of Y": the word of the several, and what may stand before it.
_HEADS = re.compile(
    r"\b(?P<head>(?i:president|premier|chancellor|king|minister|envoy|ambassador|leader|secretarie))s(?=\s+[A-Z])"
)
_BEFORE_HEADS = re.compile(rf"\b(?:{_PART}(?:\s+(?:and|&)\s+|[\s-]+)){{1,4}}$", re.I)


# The first that fits names the office.
_OFFICES = tuple(
    (re.compile(pattern, re.I), office)
    for pattern, office in (
        (r"spokes", "Spokesperson"),
        (r"high representative", "High Representative"),
        (r"supreme leader", "Supreme Leader"),
        (r"deputy (?:prime minister|premier|pm\b)|vice[- ]premier", "Deputy Prime Minister"),
        (r"vice[- ]president", "Vice President"),
        (r"chancellor of the exchequer", "Finance Minister"),
        (
            r"(?:senate|assembly|parliament\w*|house) president|senate chair(?:man|woman)"
            r"|(?:president|chair(?:man|woman|person)?) of (?:the )?(?:senate|\w+ assembly|parliament|house)",
            "Speaker",
        ),
        (r"(?:bank|party|board|court|commerce|university|college|club|bureau) president|chief of staff", "Head"),
        (
            r"deputy (?:\w+ )?foreign minister|deputy minister (?:of|for) foreign|deputy secretary of state",
            "Deputy Foreign Minister",
        ),
        (r"prime minister|premier|taoiseach|\bPM\b", "Prime Minister"),
        (r"secretary of state", "Secretary of State"),
        (r"press secretary", "Press Secretary"),
        (
            r"foreign (?:and \w+ )?(?:affairs )?minister|minister (?:of|for) (?:the |europe and )?foreign|foreign secretary|secretary (?:of|for) foreign"
            r"|international relations (?:and \w+ )?minister|minister (?:of|for) (?:the )?international relations|external affairs minister|minister (?:of|for) external affairs"
            r"|top diplomat|foreign policy chief",
            "Foreign Minister",
        ),
        (r"defen[cs]e (?:minister|secretary|chief)|(?:minister|secretary) of defen", "Defence Minister"),
        (
            r"finance (?:and \w+ )?minister|treasury secretary|secretary of the treasury|minister (?:of|for) (?:the )?(?:economy and )?finance",
            "Finance Minister",
        ),
        (r"econom(?:y|ic) (?:and \w+ )?(?:affairs )?minister|minister (?:of|for) (?:the )?econom", "Economy Minister"),
        (r"commerce secretary|secretary of commerce", "Commerce Secretary"),
        (r"trade representative", "Trade Representative"),
        (r"trade commissioner", "Trade Commissioner"),
        (
            r"trade (?:and \w+ )?(?:minister|secretary|chief|envoy)|commerce minister|minister (?:of|for) (?:\w+, )?(?:trade|commerce|investment)",
            "Trade Minister",
        ),
        (r"energy (?:minister|secretary)|minister (?:of|for) energy", "Energy Minister"),
        (r"interior minister|home secretary|minister of (?:the )?interior", "Interior Minister"),
        (r"minister", "Minister"),
        (r"chancellor", "Chancellor"),
        (r"crown prince", "Crown Prince"),
        (r"\bking\b", "King"),
        (r"queen", "Queen"),
        (r"emperor", "Emperor"),
        (r"\b[ea]mir\b", "Emir"),
        (r"sultan", "Sultan"),
        (r"pope", "Pope"),
        (r"secretary[- ]general", "Secretary-General"),
        (r"council president", "President of the European Council"),
        (r"commission president", "President of the European Commission"),
        (r"president", "President"),
        (r"ambassador", "Ambassador"),
        (r"senator", "Senator"),
        (r"speaker", "Speaker"),
        (r"commissioner", "Commissioner"),
        (r"envoy|negotiator|representative", "Envoy"),
        (r"governor", "Governor"),
        (r"opposition leader", "Opposition Leader"),
        (r"leader|ruler|dictator|strongman", "Leader"),
        (r"secretary", "Secretary"),
        (r"advis[eo]r", "Adviser"),
        (r"chief|head|director|chair", "Head"),
        (r"general", "General"),
        (r"prince", "Prince"),
        (r"diplomat|official|lawmaker", "Official"),
    )
)
# Titles that name a country's office by themselves.
IMPLIED = {
    "secretary of state": "US",
    "treasury secretary": "US",
    "defense secretary": "US",
    "commerce secretary": "US",
    "secretary of defense": "US",
    "secretary of commerce": "US",
    "secretary of the treasury": "US",
    "taoiseach": "IE",
    "external affairs minister": "IN",
    "house speaker": "US",
    "senate majority leader": "US",
}


_RANK = re.compile(
    r"^(?:(?:senior|top|junior|special|first|government|state|cabinet(?= minister)|national(?= minister))\s+)+", re.I
)
_MINISTER_FOR = re.compile(r"(?P<rank>(?:deputy |assistant )?minister) (?:of|for) (?:the )?(?P<field>.+)", re.I)


@cache
def office_of(title: str) -> str | None:
    """The canonical office of a title as written; None for words that name none."""
    office = next((office for pattern, office in _OFFICES if pattern.search(title)), None)
    return _with_field(title, office) if office in ("Minister", "Secretary") else office


def _with_field(title: str, office: str) -> str:
    """A minister's or secretary's own words where they say what for: "water minister", "cabinet secretary for energy"."""
    words = re.sub(r"[\s-]+", " ", _RANK.sub("", title))
    if (
        re.search(r"minister of state|elect$|designate$|nominee$|in-waiting$", title, re.I)
        or words.lower() == office.lower()
    ):
        return office
    of = _MINISTER_FOR.fullmatch(words)
    words = f"{of['field']} {of['rank']}" if of else words
    return " ".join(
        word if word in ("of", "for", "and", "the") else word.capitalize() for word in words.lower().split()
    )


def shared(text: str) -> Iterator[tuple[str, int]]:
    """Titles in the plural before a name, each as one holder's, and where it ends: "foreign ministers Ann Lee of"."""
    for heads in _HEADS.finditer(text):
        before = _BEFORE_HEADS.search(text, max(0, heads.start() - 60), heads.start())
        yield (before[0] if before else "") + heads["head"].lower().replace("secretarie", "secretary"), heads.end()


_NOT_CALLED_SO = re.compile(r"^(?:Deputy|Assistant|Under)\b|Prime Minister$|Press Secretary$")


def is_called(office: str, by: str) -> bool:
    """Whether the holder of `office` may be spoken of as `by` alone: "the minister" of a water minister, "the top diplomat"."""
    is_there = by == "Foreign Minister" and office in ("Secretary of State", "High Representative")
    is_deputy = by == "Deputy Minister" and office.startswith("Deputy ") and office.endswith(" Minister")
    return (
        office == by
        or (office == "Premier" and by == "Prime Minister")
        or is_there
        or (is_deputy and office != "Deputy Prime Minister")
        or (by in ("Minister", "Secretary") and by in office.split() and not _NOT_CALLED_SO.search(office))
    )


# The same words are another office there.
_THERE = {
    ("Chancellor", "GB"): "Finance Minister",
    ("Foreign Minister", "US"): "Secretary of State",
    ("Foreign Minister", "EU"): "High Representative",
}
_UNIONS = frozenset(group.id for group in load_world().groups) - {"EU"}


def office_in(title: str, country: str | None) -> str | None:
    """The office of a title as a country, or a group of states, has it."""
    office = office_of(title)
    if country is None and title.lower() == "premier":
        return "Premier"  # it may be a province's
    if country in _UNIONS and office == "President":
        return "Head"
    return _THERE.get((office or "", country or ""), office)
