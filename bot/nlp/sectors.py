"""What an agreement is about, in the article's own words: "on nuclear safety", "covering mining, ports and water"."""

import re

from spacy.tokens import Token

from bot.domain.facts import Span
from bot.nlp.cast import Cast
from bot.nlp.clauses import children, conjuncts, participles, preposition_objects
from bot.nlp.instruments import INSTRUMENTS

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
_ITEM = r"(?:(?!(?:on|in|at|by|with|for|to|from|during)\b)[a-z][\w-]*)(?: (?!and\b|or\b|in\b|on\b|with\b|at\b|by\b|of\b|for\b|to\b|from\b|was\b|were\b|is\b|are\b)[a-z][\w-]*){0,3}"
_FIELDS = re.compile(
    r"\b(?:areas?|fields?|spheres?|sectors?)\s+(?:ranging\s+from|such\s+as|including|like|of|from)\s+"
    rf"(?P<list>{_ITEM}(?:(?:,\s+(?:and\s+)?|\s+and\s+|\s+to\s+){_ITEM})*)"
)
_COVERING = frozenset(("cover", "span", "encompass", "govern"))
_NO_TOPIC = frozenset(
    ("behalf", "basis", "terms", "condition", "track", "time", "table", "issue", "matter", "way", "day", "sideline")
)


def sectors_of(noun: Token, sentence: Span, phrase_text: str, cast: Cast) -> tuple[str, ...]:
    """The fields that the sentence lists, else what the agreement covers or is on, else the sectors of its phrase."""
    text = cast.reading.text[sentence[0] : sentence[1]]
    if found := _FIELDS.search(text):
        return _unique(re.split(r"\s*,\s+(?:and\s+)?|\s+and\s+|\s+to\s+", found["list"]))
    topics = _topics(noun, cast) if INSTRUMENTS.get(noun.lemma_.lower()) == "agreement" else []
    if topics:
        return _unique(topics)
    return find_sectors(phrase_text, text)


def _topics(noun: Token, cast: Cast) -> list[str]:
    heads = preposition_objects(noun, {"on", "about", "concerning", "regarding"}, depth=0)
    for of in preposition_objects(noun, {"of"}, depth=0):  # "a memorandum of understanding on"
        heads += preposition_objects(of, {"on"}, depth=0)
    for clause in [*participles(noun), *children(noun, "acl", "relcl")]:
        heads += children(clause, "dobj") if clause.lemma_.lower() in _COVERING else []
    words = [_topic(part, cast) for head in heads for part in conjuncts(head)]
    return [word for word in words if word]


def _topic(head: Token, cast: Cast) -> str:
    """ "Nuclear safety": a common noun and the words right before it, no name and no day."""
    if (
        head.pos_ not in {"NOUN", "VERB"}
        or head.ent_type_ in {"DATE", "TIME", "MONEY"}
        or head.lemma_.lower() in _NO_TOPIC
    ):
        return ""
    first = head
    for child in sorted(children(head, "compound", "amod", "nmod", "punct"), key=lambda t: -t.i):
        is_next = child.i < head.i and child.right_edge.i == first.i - 1 and cast.mention(child) is None
        if is_next and (child.pos_ != "ADJ" or child.lower_ not in {"new", "other", "various", "several", "all"}):
            first = child.left_edge
    words = cast.reading.text[first.idx : head.idx + len(head.text)]
    return words if len(words) <= 40 and not any(cast.mention(t) for t in head.doc[first.i : head.i + 1]) else ""


def _unique(parts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in parts if 2 < len(part.strip()) <= 40))


def find_sectors(phrase: str, sentence: str) -> tuple[str, ...]:
    """Sectors in the article's own words: those the sentence lists, else those the instrument's phrase names."""
    listed = _SECTOR_LIST.search(sentence)
    if listed:
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+to\s+", listed["list"].strip())
        return tuple(dict.fromkeys(p.strip() for p in parts if 2 < len(p.strip()) < 35))
    return tuple(dict.fromkeys(found.group() for found in _SECTOR.finditer(phrase)))
