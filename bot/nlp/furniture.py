"""Which lines of a page are the story, and which stand around it."""

import re
from collections import Counter

from bot.nlp.person_names import HEADLINE_VERB
from bot.nlp.reading import ParagraphRole

_FURNITURE = re.compile(
    r"""^(?:
      \W*\d+\s*(?:min(?:ute)?s?|hours?|days?|weeks?)\s+(?:read|ago)\W*
    | read\s+(?:more|also|next)\b.*  | see\s+also\b.*  | also\s+read\b.*  | more\s+on\s+this\b.*
    | source\s*:.* | photo\s*:.* | image\s*:.* | caption\s*:.* | tags?\s*:.* | topics?\s*:.*
    | share\b.{0,30} | subscribe\b.* | sign\s+up\b.* | follow\s+us\b.* | advert\w*\W* | listen\b.{0,30} | watch\s*:.*
    | (?:updated|published|posted|last\s+updated)\b.{0,60}\d.*
    | (?:by|from)\s+[\w.\s'’-]{2,50}
    | ©.* | copyright\b.* | all\s+rights\s+reserved.* | \W*
    | [A-Z][A-Z\s&/|-]{1,30}
    | \(?(?:reporting|editing|writing|compiled)\s+by\b.*
    )$""",
    re.X | re.I,
)
_RELATED = re.compile(r"(?i:related)(?:\s*:|\s+(?i:stor|article|news|cover)|(?=[A-Z])).*")
_NOTE = re.compile(r"(?:editor(?:['’]s|s['’])? note|correction|clarification|disclaimer)\s*:", re.I)
_UPPER_LABEL = re.compile(r"[A-Z][A-Z\s&/|-]{1,30}")
_CREDIT = re.compile(
    r"(?:/|\||\[|\(|—|–|-)\s*(?:(?:Photo|Image|File|Credit|Picture)\b.*|(?:AFP|AP|Reuters|REUTERS|AA|EPA|Getty(?:\sImages)?|dpa|TASS|Xinhua|"
    r"Anadolu|Bloomberg|Handout|[A-Z][\w.]*/[A-Z][\w./\s]*))\W*$"
)
_QUOTED_LINE = re.compile(r"(?P<mark>''|[‘“\"'«])(?P<words>(?:(?!'')[^‘’“”\"«»]|(?<=\w)’(?=\w)){3,120})(?:''|[’”\"'»])")
_RUN = re.compile(r"\S{200}")
_LONGEST_HEADING = 120


def roles(lines: list[str], title: str) -> list[ParagraphRole]:
    """A role for each line. `title` is the article's; where it stands again in the text it is no new word."""
    counts = Counter(_key(line) for line in lines if line.strip())
    first = {_key(line): number for number, line in reversed(list(enumerate(lines)))}
    is_repeated = {key for key, count in counts.items() if count > 1 and len(key) > 20}
    return [_role(line, _key(title), is_repeated, number == first.get(_key(line))) for number, line in enumerate(lines)]


def _key(line: str) -> str:
    return re.sub(r"\W+", " ", line).strip().lower()


def _role(line: str, title: str, is_repeated: set[str], is_first: bool) -> ParagraphRole:
    text = line.strip()
    if not text or _RELATED.match(text) or _NOTE.match(text):
        return "furniture"
    if _RUN.search(text):
        return "furniture"  # no language: the tokenizer would take minutes over it
    if _key(text) == title or _key(text) in is_repeated:
        return "headline"
    if _CREDIT.search(text) and len(text) < 300:
        return "caption"
    if (quoted := _QUOTED_LINE.fullmatch(text)) and _is_cross_heading(quoted["mark"], quoted["words"]):
        return "furniture"
    if _is_heading(text):
        return "headline"
    match = _FURNITURE.match(text)
    if match and (len(text) <= _LONGEST_HEADING) and not (text[-1:] in ".!?" and len(text.split()) > 8):
        is_label = _UPPER_LABEL.fullmatch(text) or not re.fullmatch(r"[A-Za-z\s&/|-]{2,31}", text) or _is_fixed(text)
        return "furniture" if is_label else "body"
    return "body"


def _is_cross_heading(mark: str, words: str) -> bool:
    """A line in marks between paragraphs: no sentence, or a short one in single marks."""
    return words[-1:] not in ",.!?" or (mark in ("'", "‘") and len(words.split()) <= 8)


def _is_heading(text: str) -> bool:
    """ "Deputy Minister Doe Travels to Peru": a verb in capitals, as all long words, and no full stop."""
    words = [word for word in text.split() if len(word) > 4]
    is_title = len(text) <= _LONGEST_HEADING and all(word[0].isupper() or not word[0].isalpha() for word in words)
    return is_title and text[-1] not in '.!?:;,"”’' and re.search(HEADLINE_VERB, text) is not None


def _is_fixed(text: str) -> bool:
    return bool(
        re.match(r"(?:related|read|see|also|more|share|subscribe|sign|follow|listen|by|from|advert)\b", text, re.I)
    )
