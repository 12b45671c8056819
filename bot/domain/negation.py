"""What must be shown beside reported words: without it "a threat" would say the reverse of "not 'a threat'", and a wish would be a fact."""

import re

from bot.domain.facts import Span

_NEGATION = (
    r"(?:not|never|no|none|nor|neither|without|hardly|cannot|no longer|far from|anything but|nothing|stopped short of|fail(?:s|ed|ing)? to|"
    r"den(?:y|ies|ied|ying)|refus(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es|ed|ing)|"
    r"[a-z]+n['’]t)"
)
_MARKS = "“”„«»\"'‘’`″"
_BESIDE = re.compile(
    rf"(?<![\w’'])(?P<words>{_NEGATION}(?:\s+[^\s.,;:!?()—–{_MARKS}]+){{0,3}})\s+[{_MARKS}]+$", re.IGNORECASE
)
_REACH = 90


def negation_before(text: str, start: int) -> Span | None:
    """The negation and the words between it and the mark that opens at `start` - 1, at most three; None if there is none.

    Punctuation ends the search: what it divides does not negate the fragment.
    """
    base = max(0, start - _REACH)
    found = _BESIDE.search(text[base:start])
    return (base + found.start("words"), base + found.end("words")) if found else None


_DENIAL = re.compile(r"(?:den(?:y|ies|ied|ying)|reject|dismiss|disput|refut|rebut|doubt|disavow)\w*", re.IGNORECASE)
_NO_SAYING = re.compile(
    rf"{_DENIAL.pattern}|(?:ask|urg|order|demand|request|propos|suggest|recommend|call|encourag|advis|press|instruct|implor|begg?|exhort|plead|direct|"
    r"describ|condemn|brand|label|dub|portray|slam|blast|denounc|criticis|criticiz|prais|hail|welcom|commend|laud|accus|lambast|attack|blam|mock|liken|voic|express|thank|"
    r"invit|warn|threaten|promis|pledg|vow|swear|swore|offer|agree|hop|wish|wonder|speculat|predict|forecast|complain)(?:e|es|s|ed|d|ing|ting)?\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:(?:do|does|did|ha[sd]|have|will|would|can|could|is|was|are|were|may|might)\s+)?(?:not|never)|\b[a-z]+n['’]t|\bnobody|\bno one)"
    r"\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_FARTHEST = 80


def stance(text: str, cue: Span | None, start: int) -> Span | None:
    """The words that say how the speaker stands to what is reported from `start` on, if not that it is so.

    "denied that", "did not say", "proposed that", "asked countries"; None where he plainly says it.
    """
    if cue is None:
        return None
    not_ = _NEGATED.search(text, max(0, cue[0] - 30), cue[0])
    is_infinitive = text.startswith("to ", start) and cue[1] <= start
    if not_ is None and not is_infinitive and not _NO_SAYING.match(text, *cue):
        return None
    begin = not_.start() if not_ else cue[0]
    between = text[cue[1] : start]
    is_near = cue[1] <= start and len(between) <= _FARTHEST and "\n" not in between
    return (begin, cue[1] + len(between.rstrip(" " + _MARKS))) if is_near else (begin, cue[1])
