"""Whether two ways of naming a person, an institution or a nation name the same."""

import re
import unicodedata
from collections.abc import Iterable

from bot.domain.facts import Party
from tests.nlp.gold_cases import Alternatives

_SMALL = {"the", "a", "an", "s", "of", "for"}
_VOICES = {"spokesman", "spokeswoman", "spokesperson", "spokespeople", "source", "embassy"}


def tokens(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return [word for word in re.findall(r"\w+", plain) if word not in _SMALL]


def same(gold: str, found: str) -> bool:
    """Equal words, or one with a title or a further name: "Minister Ana Lind" is Ana Lind; "Lind" alone is not."""
    a, b = tokens(gold), tokens(found)
    if sorted(a) == sorted(b):
        return bool(a)
    if set(a) & _VOICES != set(b) & _VOICES:
        return False
    few, many = sorted((a, b), key=len)
    return set(few) <= set(many) and (len(few) > 1 or few == a)


def names(gold: Alternatives, found: Iterable[str]) -> bool:
    said = list(found)
    return any(same(one, other) for one in gold for other in said)


def is_side(gold: Alternatives, party: Party) -> bool:
    """A nation in the gold (its code) is also met by whoever stands for it."""
    for one in gold:
        if re.fullmatch("[A-Z]{2}", one):
            nation = party.id if party.kind == "country" else party.country if party.kind == "person" else None
            if nation == one:
                return True
        elif same(one, party.name):
            return True
    return False
