"""Names under which things are found again: folded text, slugs, short ids, natural keys of facts, nonces."""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Literal

from bot.domain.facts import Deal, Fact, FactKind, Invitation, Meeting, Party, Quote

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіїєґўҳ",
        ("a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya a g q n o u u h i yi ye g o h")
        .replace("-", "")
        .split(" "),
        strict=True,
    )
)
_LATIN = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "þ": "th", "ð": "d"}
_SPELLED = str.maketrans(_LATIN | _CYRILLIC)
IdKind = FactKind | Literal["story"]
_PREFIX: dict[str, IdKind] = {"Q": "quote", "M": "meeting", "I": "invitation", "D": "deal", "S": "story"}
_LETTER = {kind: letter for letter, kind in _PREFIX.items()}
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U to misread


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case, Latin letters without marks, one blank between words: "Тоқаев", "Tokáyev" -> "toqaev", "tokayev"."""
    plain = text.casefold().replace("\0", "")
    if not plain.isascii():  # most is, and there is nothing to spell
        spelled = unicodedata.normalize("NFKD", plain.translate(_SPELLED))
        plain = "".join(c for c in spelled if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’ʻʼ`]", "", plain)))


def slug(name: str) -> str:
    """`kassym-jomart-tokayev`: a leader's id."""
    return fold(name).replace(" ", "-")


@functools.lru_cache(maxsize=8192)
def skeleton(name: str) -> str:
    """A romanisation skeleton, on which spellings of one word agree: Tokayev, Tokaev, Toqaev, Токаев -> "tkv"."""
    text = fold(name).replace(" ", "")
    for pattern, letter in (
        (r"kh|gh|q|ck|c(?=[aou])", "k"),
        (r"dzh|zh|dj|j", "j"),
        (r"ya|ia|ja", "a"),
        (r"sch|sh", "s"),
        (r"(.)\1+", r"\1"),
        (r"[aeiouyw]+", ""),
    ):
        text = re.sub(pattern, letter, text)
    return text


def short_id(kind: IdKind, number: int) -> str:
    """`Q-41K`: what readers see and type for the integer id of a fact or a story."""
    digits = ""
    while True:
        number, rest = divmod(number, 32)
        digits = _DIGITS[rest] + digits
        if not number:
            return f"{_LETTER[kind]}-{digits}"


def read_short_id(text: str) -> tuple[IdKind, int] | None:
    """The inverse of `short_id`, forgiving case, blanks and a missing dash; None when it is no such id."""
    match = re.fullmatch(r"([QMIDS])[\s-]*([0-9A-HJKMNP-TV-Z]{1,12})", text.strip().upper())
    if not match:
        return None
    number = 0
    for digit in match[2]:
        number = number * 32 + _DIGITS.index(digit)
    return _PREFIX[match[1]], number


def _party_key(party: Party) -> str:
    return f"{party.kind}:{party.id}"


def wording_key(pieces: Iterable[str]) -> str:
    """The key of every quote of these words, whoever said them."""
    return _key("quote", " ".join(map(fold, pieces)))


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def fact_key(fact: Fact, text: str) -> str:
    """What makes a fact the same in a later revision of its article; no offsets. The store adds the occurrence."""
    match fact:
        case Quote():
            return wording_key(text[start:end] for start, end in fact.segments)
        case Meeting():
            parts = ["meeting", fact.kind, *sorted(map(_party_key, fact.participants))]
        case Invitation():
            inviter = [_party_key(fact.inviter)] if fact.inviter else ["?"]
            parts = ["invitation", *inviter, *sorted(map(_party_key, fact.invitees)), fold(fact.to)]
        case Deal():
            parts = ["deal", fold(fact.name or fact.instrument), *sorted(map(_party_key, fact.parties))]
    return _key(*parts)


def delivery_nonce(subscription_id: int, local_date: date, part: int) -> str:
    """At most 25 characters, the same for every attempt at one part, so that Discord drops a repeated message."""
    key = f"{subscription_id}/{local_date.isoformat()}/{part}"
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def notice_nonce(batch_id: int, topic: str = "notice") -> str:
    """As `delivery_nonce`, for a notice; each topic numbers its own."""
    return hashlib.sha256(f"{topic}/{batch_id}".encode()).hexdigest()[:24]
