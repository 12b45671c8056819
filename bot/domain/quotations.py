"""A quotation as a person types it: its words, without the marks, omissions and the name that came along with them."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from bot.domain.facts import Span
from bot.domain.keys import fold

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "So")
LONGEST = 2000
"""Characters of a quotation that are looked at; Discord lets nobody type more into the option."""
_MARKS = '"“”„‟«»″❝❞〝〞＂'
_SINGLE = re.compile(r"[‘'`‚]\s*(?P<said>.*\S)\s*[’'`‘](?P<rest>[^’'`‘]*)", re.S)
_MARKED = re.compile(rf"[{_MARKS}]([^{_MARKS}\w]*\w[^{_MARKS}]*)[{_MARKS}]")
_OMISSION = re.compile(r"[\[(]\s*(?:…|\.\.+)\s*[\])]|…|\.{3,}|\. \. \.")
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_INSERTED = re.compile(r"\[[^\[\]]*\w[^\[\]]*\]")
_NAME = r"(?:[Tt]he\s+)?[^\W\d_][\w.'’-]*(?:\s+[\w.'’-]+){0,7}?"
_SAYS = r"(?:said|says|told|tells|stated|states|declared|declares|warned|warns|added|adds|insisted|insists|wrote|writes|announced|stressed|noted)"
_BEFORE = re.compile(rf"\s*(?P<name>{_NAME})(?:\s+{_SAYS}\b[^:,]{{0,60}})?\s*[:,]\s*$")
_COLON = re.compile(rf"\s*(?P<name>{_NAME})(?:\s+{_SAYS})?:\s+(?=\S)")
_AFTER = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[\s,.]*[—–―-]+\s*(?P<name>{_NAME})\s*(?:[,(\n](?s:.*))?[.!]?\s*$",
        rf"[\s,.]*{_SAYS}\s+(?P<name>{_NAME})\s*(?:[,(\n](?s:.*))?[.!]?\s*$",
        rf"[\s,.]*(?P<name>{_NAME})\s+(?:ha[sd]\s+)?{_SAYS}\b(?s:.*)$",
        rf"[\s,.]*according\s+to\s+(?P<name>{_NAME})\s*[.!]?\s*$",
    )
)
# Without marks around the words only what can hardly be theirs is taken for an attribution.
_SIGNED = re.compile(
    rf"(?:\n\s*[—–―-]+|(?<=[\s.,!?])[—–―]+|(?<=[.!?,]\s)-+)\s*(?P<name>{_NAME})\s*(?:[,(][^\n]*)?(?:\n.*)?$(?P<other>)",
    re.S,
)
_TOLD = re.compile(rf",\s*(?:(?P<name>{_NAME})\s+{_SAYS}|{_SAYS}\s+(?P<other>{_NAME}))\s*\.?\s*$")
_NOBODY = frozenset("he she they it i we you who one the".split())
_LONGEST_NAME = 100
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[$€£¥₹₽₸₺₩₴₼%]|[^\W_]+(?:['’ʻʼ`][^\W_]+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NEGATIONS = frozenset("not no never none nor neither nobody nothing nowhere without cannot hardly".split())
_SHORTENED = re.compile(r"(?P<head>\w+?)(?:n['’ʼ`](?=t)|['’ʼ`])(?P<tail>t|re|ve|ll|m)", re.I)
_SHORT = {"t": "not", "re": "are", "ve": "have", "ll": "will", "m": "am"}
_HEADS = {"wo": "will", "ca": "can", "sha": "shall"}
_SPELT = {
    **{
        w: [str(n)] for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
    },
    **{w: [str(10 * n)] for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
    "cannot": ["can", "not"],
    "%": ["percent"],
}
_CONTRACTED = re.compile(r"n['’ʼ`]t$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`folded` is what it is compared by, whatever its case, marks and apostrophe; `span` its characters."""

    folded: str
    written: str
    span: Span

    @property
    def negates(self) -> bool:
        return self.folded in _NEGATIONS or bool(_CONTRACTED.search(self.written))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`pieces` are what stood between omissions; `speaker` is the name as it came with the words, if one did.

    `unsplit`, where that name was not set off by quotation marks, or words stood in a reporter's brackets: the words with these, for
    they may be of the quotation.
    """

    pieces: tuple[str, ...]
    speaker: str | None = None
    unsplit: "Asked | None" = None
    has_brackets: bool = False

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for piece in self.pieces for word in words(piece))

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(word.folded for word in self.words)

    @cached_property
    def joints(self) -> frozenset[int]:
        """Numbers of words before which something was left out."""
        counts = [len(tuple(words(piece))) for piece in self.pieces]
        return frozenset(sum(counts[:number]) for number in range(1, len(counts)))


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """The words of `text[start:end]`, in order; signs of currency and per cent are words, for they change a sum."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        written = found[0]
        yield Word(folded=_folded(written), written=written, span=found.span())


def spelt_out(stretch: Iterable[Word]) -> list[str]:
    """What words come to without contractions and with numbers as figures."""
    return [part for word in stretch for part in _SPELT.get(word.folded) or _parted(word)]


def _parted(word: Word) -> list[str]:
    if found := _SHORTENED.fullmatch(word.written):
        head = fold(found["head"])
        return [_HEADS.get(head, head), _SHORT[found["tail"].lower()]]
    return [word.folded]


def words_only(text: str) -> Iterator[str]:
    """What the words of `text` are compared by."""
    return map(_folded, _WORD.findall(text))


@lru_cache(maxsize=65_536)
def _folded(written: str) -> str:
    plain = written.replace(",", "") if _THOUSANDS.fullmatch(written) else written
    return fold(plain) or written.casefold()


def read(typed: str) -> Asked:
    """What was typed, taken apart."""
    text = _visible(typed)
    quoted = _quoted(text)
    said, speaker = quoted or _unmarked(text)
    unsplit = None if quoted or said == [text] else Asked(pieces=_pieces([text]))
    bare = [_INSERTED.sub(_left_out, part) for part in said]
    if bare != said and any(_WORD.search(part) for part in bare):
        with_them = Asked(pieces=_pieces(said), speaker=speaker)
        return Asked(pieces=_pieces(bare), speaker=speaker, unsplit=unsplit or with_them, has_brackets=True)
    return Asked(pieces=_pieces(said), speaker=speaker, unsplit=unsplit)


def _left_out(inserted: re.Match[str]) -> str:
    """What a reporter put between brackets is not looked up; but a "not" there is the reporter's change, and stays to be seen."""
    return inserted[0] if any(word.negates for word in words(inserted[0])) else "…"


def _pieces(said: Sequence[str]) -> tuple[str, ...]:
    pieces = (piece.strip() for part in said for piece in _OMISSION.split(part))
    return tuple(piece for piece in pieces if _WORD.search(piece))


def _visible(typed: str) -> str:
    """Composed, without control characters, marks of direction, pictures and Discord's own markup; line ends stay."""
    kept = (
        c
        for c in unicodedata.normalize("NFC", typed[:LONGEST])
        if c.isspace() or unicodedata.category(c) not in _UNSEEN
    )
    text = re.sub(r"(?m)^\s*(?:>>>|>|-#|#{1,3}(?=\s))\s*", "", "".join(kept))
    text = _BRACKETED_LETTER.sub(r"\1", text)
    return re.sub(r"[^\S\n]+", " ", re.sub(r"[*~|]|(?<!\w)_+|_+(?!\w)", "", text)).strip()


def _quoted(text: str) -> tuple[list[str], str | None] | None:
    """The words in quotation marks, if all outside of them only says who said it."""
    single = _SINGLE.fullmatch(text)
    if single and (not single["rest"].strip(" .,!?") or _name(single["rest"], _AFTER)):
        return [single["said"]], _name(single["rest"], _AFTER)
    marked = list(_MARKED.finditer(text))
    if not marked:
        return None
    before, after = text[: marked[0].start()], text[marked[-1].end() :]
    between = [text[one.end() : other.start()] for one, other in pairwise(marked)]
    speaker = _name(before, (_BEFORE,))
    if before.strip() and not speaker:
        return None
    for gap in (*between, after):
        named = _name(gap, _AFTER)
        if _WORD.search(gap) and not named and not _only_pronoun(gap):
            return None
        speaker = speaker or named
    return [one[1] for one in marked], speaker


def _unmarked(text: str) -> tuple[list[str], str | None]:
    """Words without marks, or with marks in the middle of them, and a name only where it is set off."""
    for pattern in (_SIGNED, _TOLD):
        found = pattern.search(text)
        if found and found.start():
            named = found["name"] or found["other"]
            name = _cleaned(named)
            if name or (pattern is _TOLD and fold(named) in _NOBODY):
                return [text[: found.start()]], name
    found = _COLON.match(text)
    if found and (name := _cleaned(found["name"])) and all(part[:1].isupper() for part in name.split()):
        return [text[found.end() :]], name
    return [text], None


def _name(text: str, patterns: tuple[re.Pattern[str], ...]) -> str | None:
    for pattern in patterns:
        if found := pattern.match(text[:400]):
            return _cleaned(found["name"])
    return None


def _cleaned(name: str) -> str | None:
    """A name, and no pronoun and no common words."""
    name = re.sub(r"^the\s+", "", name.strip(" .,-'’"), flags=re.I)
    if fold(name) in _NOBODY or len(name) > _LONGEST_NAME or not any(part[:1].isupper() for part in name.split()):
        return None
    return name


def _only_pronoun(gap: str) -> bool:
    """ "he said on Tuesday": no words of the quotation, and no name either."""
    return bool(re.match(rf"[\s,.]*(?:(?:he|she|they|it)\s+{_SAYS}|{_SAYS}\s+(?:he|she|they|it))\b", gap, re.I))


def standing(asked: Asked, text: str) -> tuple[Span, ...]:
    """Where the pieces stand in the text word for word, in their order; nothing if one does not."""
    there = list(words(text))
    folded = [word.folded for word in there]
    spans: list[Span] = []
    at = 0
    for piece in asked.pieces:
        wanted = [word.folded for word in words(piece)]
        starts = (n for n in range(at, len(folded) - len(wanted) + 1) if folded[n] == wanted[0])
        first = next((n for n in starts if folded[n : n + len(wanted)] == wanted), None)
        if first is None:
            return ()
        at = first + len(wanted)
        spans.append((there[first].span[0], there[at - 1].span[1]))
    return tuple(spans)
