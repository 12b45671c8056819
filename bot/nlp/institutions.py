"""Speakers that are named by what they are: "the royal court", "Peru's ports authority", "the Thai consul"."""

import re

from spacy.tokens import Doc, Token

from bot.domain.facts import Party
from bot.domain.keys import fold
from bot.nlp.first_names import FEMALE, MALE
from bot.nlp.reading import Reading
from bot.nlp.titles import office_of

_BODIES = frozenset(
    "ministry government army navy military police authority agency presidency cabinet parliament embassy consulate commission "
    "council bureau department secretariat treasury court junta chancellery directorate regulator legislature senate federation "
    "mission prosecutor guard force".split()
)
_ABROAD = frozenset({"embassy", "consulate", "mission", "delegation"})
_BODIES_OF = frozenset(
    {"office", "court", "council", "force", "guard", "bank", "house", "union", "service"}
)  # only with a word before them
_LEADERS = re.compile(
    r"\b(?:president|presidential|prime minister|premier|chancellor|king|mayor|governor|prosecutor|foreign|secretary-general|home|cabinet)\b",
    re.I,
)
_MINISTRY = re.compile(
    r"(?:foreign|defen[cs]e|interior|finance|trade|energy|economy|health|justice|transport) ministry"
)
_ARTICLE = re.compile(r"^the\s+", re.I)
_OFFICES = frozenset("consul attaché attache nuncio delegate".split())
_NO_OFFICE = frozenset({"Official", "Leader", "Senator", "General", "Adviser", "Prince"})
# "Clean Rivers Now": capital words alone.
_PROPER = re.compile(r"(?!His|Her|Their|Our)[A-Z][\w’'&-]+(?: (?:(?:of|for|and|the) )*[A-Z][\w’'&-]+){1,5}")
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,2}")
_HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady)\.? (?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})")


def described(reading: Reading, head: Token, start: int, end: int) -> Party | None:
    """The institution, the holder of a nation's office or the titled surname in [start, end), named in the text's own words."""
    text = reading.text[start:end]
    honoured = _HONORIFIC.fullmatch(text)
    if honoured:
        return Party(kind="person", id=fold(honoured["name"]), name=honoured["name"])
    if _FULL_NAME.fullmatch(text) and fold(text.split()[0]) in MALE | FEMALE:
        return Party(kind="person", id=fold(text), name=text)
    plain = _ARTICLE.sub("", text)
    if head.tag_ == "NNP" and _PROPER.fullmatch(plain) and not reading.mentions_in(start, end) and not office_of(plain):
        return Party(kind="organisation", id=fold(plain), name=plain)
    nation = _nation(reading, start, end, is_abroad=head.lower_ in _ABROAD)
    if head.tag_ not in ("NN", "NNP") or not _is_definite(head, nation is not None):
        return None
    own = _own_words(reading.doc, head, start, end)
    name = _ARTICLE.sub("", own)
    if (owner := _office_holder(reading, head)) is not None:
        return Party(kind="organisation", id=fold(name), name=name, country=owner.country)
    if _is_body(head, name):
        return Party(kind="organisation", id=fold(name), name=name, country=nation)
    if nation is not None and _is_office(head, name):
        return Party(kind="person", id=fold(name), name=name, country=nation)
    return None


def _office_holder(reading: Reading, head: Token) -> Party | None:
    """Whose office "Mr Roe's office" is, if it is a person's."""
    owner = next((c for c in head.lefts if c.dep_ == "poss"), None) if head.lower_ == "office" else None
    named = reading.mentions_in(owner.idx, owner.idx + len(owner)) if owner is not None else ()
    return next((mention.party for mention in named if mention.kind == "person"), None)


def _is_body(head: Token, name: str) -> bool:
    words, word = name.split(), head.lower_
    if word == "office":
        return bool(_LEADERS.search(name))
    return (word in _BODIES or word in _BODIES_OF) and (word not in _BODIES_OF or len(words) > 1)


def _is_office(head: Token, name: str) -> bool:
    office = office_of(name)
    return head.lower_ in _OFFICES or (
        office is not None and office not in _NO_OFFICE and office_of(head.text) is not None
    )


def is_body(words: str) -> bool:
    """Whether a phrase ends in what an institution is called: "Xish farm ministry"."""
    return bool(words) and words.rsplit(maxsplit=1)[-1].lower() in _BODIES


def is_bare(words: str) -> bool:
    """Whether an institution's words might be any nation's: "ministry", "the foreign ministry"."""
    plain = _ARTICLE.sub("", words)
    return plain in _BODIES or bool(_MINISTRY.fullmatch(plain))


def _is_definite(head: Token, has_nation: bool) -> bool:
    """ "the", or whose it is; "an agency" and "his office" might be anybody's."""
    own = [c for c in head.children if c.i < head.i]
    if any(c.dep_ == "poss" and c.pos_ != "PRON" for c in own):
        return True
    if any(c.dep_ in ("det", "poss") for c in own):
        return any(c.lower_ == "the" for c in own)
    return has_nation


def _nation(reading: Reading, start: int, end: int, *, is_abroad: bool) -> str | None:
    """The nation the words name, if they name one; an embassy's is not the one it is in."""
    named = [m for m in reading.mentions_in(start, end) if m.kind == "country"]
    codes = {m.party.country for m in named if not (is_abroad and reading.text[: m.start].endswith(" in "))}
    return codes.pop() if len(codes) == 1 else None


def _own_words(doc: Doc, head: Token, start: int, end: int) -> str:
    """Up to the head and what it is "of", "for" or in which place: not "in a short note"."""
    last = head
    for child in head.children:
        of = next((c for c in child.children if c.dep_ == "pobj"), None)
        is_part = child.dep_ == "prep" and child.lower_ in ("of", "for", "in") and of is not None and child.idx < end
        if is_part and (child.lower_ == "of" or (of is not None and of.pos_ == "PROPN")):
            last = max(last, child.doc[child.right_edge.i], key=lambda t: t.i)
    stop = min(last.idx + len(last), end)
    return doc.text[start:stop]
