"""Who signs where the clause names no signer: "in the presence of", "on behalf of", and the items of a list under "signed the following:"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from bot.domain.facts import Span
from bot.nlp.anaphora import nation
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, preposition_objects
from bot.nlp.contacts import all_sides
from bot.nlp.gazetteer import gazetteer
from bot.nlp.parties import unique

_SIGNED = re.compile(
    r"\b(?:sign(?:ed|ing)|exchanged?|inked|initialled|concluded)\b[^.]*\b(?:documents?|agreements?|instruments|memorand[au]\w*|MoUs|deals|papers|texts)\b"
    r"|\b(?:documents|agreements|instruments|memoranda|MoUs)\b[^.]*\b(?:signed|exchanged|inked|initialled|concluded)\b",
    re.IGNORECASE,
)
_THEY_ARE = re.compile(
    r"^(?:the|these|those)\s(?:\w+\s){0,2}(?:documents|agreements|instruments|memoranda|MoUs|deals|papers)\s(?:\w+\s){0,3}?"
    r"(?:are|were|include[ds]?|cover|comprise)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"\b(?:will|would|to be|to sign|expected|may|could|should|not|before signing)\b", re.IGNORECASE)
_PAPERS = re.compile(r"documents|agreements|instruments|memoranda|MoUs|deals|papers", re.IGNORECASE)
_TOPIC = re.compile(r"\b(?:on|for|of|about|regarding|concerning)\b")
_ITEM = re.compile(r"\s*(?:[-•*–—·▪]|\(?\d{1,2}[.)]|\(?[a-z][.)]|[ivx]{1,4}[.)])\s*(?=\S)")
_INLINE = re.compile(r"(?:(?<=\s)|(?<=:))\(?\d{1,2}[.)]\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One paper of a list, and the sentence that says that those of the list were signed."""

    opening: Span
    span: Span

    def name(self, text: str) -> str:
        """ "MoU on drug control": the item up to where it says between whom."""
        whole = text[slice(*self.span)]
        words = re.split(r" between |; | and$|,? in the amount|, (?:worth|valued|exchanged|signed)", whole)[0]
        words = words if " " in words.strip() else whole
        return words.strip(" .;,")[:160]


def signers_beside(verb: Token, cast: Cast) -> list[Side]:
    """ "Was signed in the presence of both presidents", "signed on behalf of A by X and for B by Y"."""
    behalf = preposition_objects(verb, {"on"}, depth=0)
    for_whom = [of for word in behalf if word.lower_ == "behalf" for of in preposition_objects(word, {"of"}, depth=0)]
    if for_whom or any(c.lower_ == "for" and children(c, "pobj") for c in verb.children):
        more = [t for t in verb.subtree if t.lower_ == "for" and t.i > verb.i and t.dep_ in {"prep", "conj"}]
        named = unique(all_sides([*for_whom, *(thing for word in more for thing in children(word, "pobj"))], cast))
        if len(named) > 1 and all(side.party.kind == "country" for side in named):
            return named
    if not is_passive(verb):
        return []
    near = [word for word in preposition_objects(verb, {"in"}, depth=0) if word.lower_ == "presence"]
    present = all_sides([of for word in near for of in preposition_objects(word, {"of"}, depth=0)], cast)
    return present if len(present) > 1 else []


@lru_cache(maxsize=4)
def _lists(text: str) -> tuple[tuple[Span, Span], ...]:
    """(the sentence that says they were signed, an item) for each item of a list of signed papers."""
    found: list[tuple[Span, Span]] = []
    opening: Span | None = None
    at, mark = 0, ""
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        item = _ITEM.match(line)
        if opening is not None and item is not None and mark in {"", _kind_of(item[0])}:
            mark = _kind_of(item[0])
            found.append((opening, (start + item.end(), start + len(line))))
        elif line.strip():
            opening, mark = _opening(line, start, text), ""
            inline = list(_INLINE.finditer(line)) if opening is not None else []
            if opening is not None and len(inline) > 1:
                ends = [match.start() for match in inline[1:]] + [len(line)]
                found += [
                    (opening, (start + match.end(), start + end)) for match, end in zip(inline, ends, strict=True)
                ]
    return tuple(found)


def _kind_of(mark: str) -> str:
    """Dashes are not followed by numbers in one list."""
    return "number" if re.search(r"\w", mark) else "dash"


def _opening(line: str, start: int, text: str) -> Span | None:
    """The sentence that opens a list in this line; where it says only "the documents are:", the line before that said they were signed."""
    colon = line.find(":")
    head = re.split(r"(?<=[.!?])\s", line[:colon])[-1] if colon >= 0 else ""
    if not head or _AHEAD.search(head):
        return None
    end = start + colon
    if _SIGNED.search(head):
        return end - len(head), end
    before = text[:start].rstrip().rpartition("\n")[2]
    if _THEY_ARE.match(head) and _SIGNED.search(before) and not _AHEAD.search(before):
        first = text.rfind(before, 0, start)
        return first, first + len(before)
    return None


def item_of(noun: Token, cast: Cast) -> Item | None:
    """The item of a list of signed papers that `noun` opens."""
    for opening, (start, end) in _lists(cast.reading.text):
        if start <= noun.idx < end and not _TOPIC.search(cast.reading.text[start : noun.idx]):
            return Item(opening=opening, span=(start, end))
    return None


def is_included(noun: Token, verb: Token | None, cast: Cast) -> bool:
    """ "The documents signed also include a memorandum": one of the papers of a signing."""
    if verb is None or verb.lemma_.lower() not in {"include", "comprise"}:
        return False
    papers = [s for s in children(verb, "nsubj") if _PAPERS.fullmatch(s.text) and s != noun]
    if not papers or papers[0].i > noun.i:
        return False
    start, end = cast.sentence(noun)
    before = cast.sentence_before(start)
    told = cast.reading.text[before[0] if before else start : end]
    return bool(_SIGNED.search(told)) and not _AHEAD.search(told)


def sides_of_item(noun: Token, item: Item, cast: Cast) -> tuple[Side, ...]:
    """The two firms or the two nations between which a listed paper is, where it says so; ministries sign for their nations."""
    heads = [thing for word in noun.subtree if word.lower_ == "between" for thing in children(word, "pobj")]
    named = [side for side in all_sides(heads, cast) if not re.search(r"Minist|Government", side.party.name)]
    if len(named) == 2 and all(side.party.kind in {"company", "organisation"} for side in named):
        return tuple(named)
    between = cast.reading.text.find(" between ", *item.span)
    hits = gazetteer().find(cast.reading.text[between : item.span[1]]) if between > 0 else ()
    codes = list(dict.fromkeys(hit.party.id for hit in hits if hit.kind == "country" and hit.word != "capital"))
    return tuple(Side(party=nation(code), how="name", at=noun.idx) for code in codes) if len(codes) == 2 else ()
