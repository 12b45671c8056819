"""How a person's name looks: its words, what stands before it, and what is none."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable

from bot.domain.keys import fold

_RANK = (
    r"(?:Field |Air |Air Chief |Air Vice )?Marshal|(?:Lieutenant|Lt|Major|Maj|Brigadier|Brig)\.?(?: (?:General|Gen|Colonel|Col))?|Colonel|Col|Captain|Capt"
    r"|(?:Vice |Rear )?Admiral|Adm|Counsell?or|Councill?or|Charg[eé] d['’]Affaires"
)
HONORIFIC = (
    rf"(?:{_RANK}|Mr|Mrs|Ms|Dr|Prof|Gen|General|Sen|Rep|Senator|Sir|Lord|Lady|Sheikh|Ayatollah|Cardinal|H\.[EH]|H\.R\.H|(?:[Tt]he )?(?:Rt\.? )?Hon|Engr?|Shri|Smt|Tan Sri|Datuk(?: Seri)?|Dato[’']?(?: Sri| Seri)?|Tun|"
    r"CS|EAM|FM|VP|DPM|(?:(?:His|Her) )?(?:Royal )?(?:Highness|Excellency|Majesty))\.?\s+"
)
HONORIFICS = re.compile(rf"(?:{HONORIFIC})+")
# Stand before nothing but a person's name, whatever the recogniser makes of it.
ADDRESS = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Dr|Prof|Sheikh|H\.[EH]|H\.R\.H|Shri|Smt|(?:His|Her) (?:Royal )?(?:Highness|Excellency))\.?\s+(?:{HONORIFIC})*(?=[A-Z])"
)
ADDRESSED = re.compile(rf"\b(?:{HONORIFIC})$")
_CAPITAL = r"(?:al-|el-)?[A-ZÀ-ÖØ-ÞĀĂĆČĎĐĒĘĚĞĢİĶĹŁŃŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽ][\w’'.-]*"
_PARTICLE = r"(?:al|bin|bint|ibn|van|von|der|den|de|da|dos|di|du|la|le|el|ter|abu|ben|ul)"
NAME = re.compile(rf"{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)*{_CAPITAL}){{0,4}}")
_TRADE = re.compile(
    r"\b(?:coach|captain|analyst|professor|economist|expert|lawyer|activist|student|farmer|journalist|author|historian|businessman|researcher|leader|"
    r"mayor|colleague|counterpart) $"
)
_SHORTEST = 3
_GIVEN = re.compile(r" [A-Z][a-z]+-[a-z]+\b")
GIVEN_LAST = re.compile(rf"[A-Z][a-z]+{_GIVEN.pattern}")
# A full stop that ends a sentence, and no abbreviation, before a next capital word.
_STOP = r"(?<=[a-zà-ž]{2})(?<!\b[GS]en)(?<!\bGov)(?<!\bRep)(?<!\bCol)(?<!\bProf)\.\s"
# The verb of a headline in which every word has a capital: "Obama Says Deal Is Near".
HEADLINE_VERB = (
    r"(?<=\S)\s+(?:Says|Said|Tells|Told|Warns|Urges|Vows|Meets|Calls|Signs|Visits|Wins|Slams|Backs|Seeks|Wants|Is|Was|Has|Had|Arrives|Announces|Denies|"
    r"Secures|Travels|Discusses|Hosts|Attends|Receives|Departs|Joins|Delivers|Launches|Unveils|Approves|Inks|Stresses|Witnesses|Chairs|Inaugurates|"
    r"Congratulates|Condemns|Speaks|Concludes|Holds|Rejects|Accepts|Invites|Hails|Holds|Defends|Makes|Gets|Takes|Asks|Thanks|Praises|Orders|Offers|Pledges|Plans|Threatens|Welcomes)\b"
)
# A dash between words, "MoUs", "NGOs", and the last word of a firm's name.
_NO_PERSON = re.compile(
    r"\s[-–—]|[a-z][A-Z]s?$|^[A-Z]{2,}s$|\s(?:Inc|Corp|Corporation|Company|Ltd|LLC|PLC|Group|Holdings?|Airlines|Airways|Motors|Energy|Petroleum|Industries|"
    r"Technologies|Telecom|Pharmaceuticals?|Systems|Caucus)\.?$|^Program(?:me)?$"
)
_NOT_NAMES = frozenset(
    "President Prime Minister Secretary State General Foreign Affairs Council Commission Government Office Day Election Bank Summit Republic "
    "Party Republican Republicans Democrat Democrats Democratic National House Senate Committee Security Trade Defense Defence Treasury United "
    "World Europe Mr Mrs Ms Dr Elect Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December The A An In On At For But And He She They It His Her Their This That These Those As After Before While "
    "When If Department White Congress Parliament Twitter Reuters AFP CNN Fox News I We You GOP Ministry Court Union Nations Chief Leader "
    "Speaker Spokesman Spokeswoman Ambassador Envoy Kremlin Presidency Palace Integration Air Force Army Navy Institute University Center Centre "
    "Organization Organisation Authority Agency Service Customs Assembly Chairperson Chairman Chairwoman Commissioner Governor Fund Association Administration Board Staff Forces Bureau Directorate Meanwhile Separately Earlier "
    "Later However Also Then Elsewhere Moreover Furthermore Additionally Accompanied Promotion Following During Speaking Recall Yesterday Tomorrow".split()
)


# "HH the Amir", "His Majesty": a title that stands alone.
_TITLE_ALONE = frozenset(
    ("Amir", "Emir", "Majesty", "Highness", "Excellency", "Chairperson", "Chairman", "Chairwoman", "Commissioner")
)


def whole(text: str, start: int, end: int, name: str) -> tuple[int, int, str]:
    """A surname with the given name that the recogniser left out: "Kim | Do-hyung"."""
    given = _GIVEN.match(text, end) if " " not in name else None
    return (start, given.end(), name + given[0]) if given else (start, end, name)


def clean_name(text: str) -> str:
    """A name without genitive, full stop or trailing words that are none; "" if nothing is left."""
    name = re.split(rf"[’'](?:s\b|(?=\s)|$)|{_STOP}|{HEADLINE_VERB}", text)[0].strip().rstrip(".,;:")
    words = name.split()
    while words and words[-1].rstrip(".") in _NOT_NAMES:
        words.pop()
    return " ".join(words)


def is_name(name: str, known: frozenset[str] = frozenset()) -> bool:
    """Looks like a person's: no office, weekday, country or body."""
    words = name.split()
    rest = words[1:] if words[:1] == ["He"] and len(words) > 1 else words  # He Lifeng
    if not words or name in known or name in _TITLE_ALONE or any(word.rstrip(".") in _NOT_NAMES for word in rest):
        return False
    is_short = len(words) == 1 and (len(name) < 2 or (name.isupper() and len(name) < 6))
    return not is_short and not name.isupper() and not _NO_PERSON.search(name)


def is_by_trade(text: str, start: int, end: int) -> bool:
    """ "coach Adil Benhima", or Adil Benhima whom the text also calls "Mr Benhima", whatever the recogniser takes him for."""
    name = text[start:end]
    if " " not in name or not NAME.fullmatch(name):
        return False
    surname = re.escape(name.rsplit(maxsplit=1)[-1])
    return bool(_TRADE.search(text, max(0, start - 20), start) or re.search(rf"\bM(?:r|rs|s)\.? {surname}\b", text))


def by_part(full: Iterable[str], sure: Container[str]) -> dict[str, str]:
    """Long names by the words that begin or end them: "Aung San", "Suu Kyi"; only where one name has that part.

    Of those `sure` to begin with a first name also all but that: "Paz Soto" of Ana Paz Soto."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in full:
        words = name.split(" ")
        for cut in range(1, len(words)):
            if cut > 1:
                found[fold(" ".join(words[:cut]))].add(name)
            # "Rival Ann Lee" is no name of Ann Lee
            if len(words) - cut > 1 and (cut > 1 or name in sure):
                found[fold(" ".join(words[cut:]))].add(name)
    return {part: next(iter(names)) for part, names in found.items() if len(names) == 1}


def by_middle(full: Iterable[str]) -> dict[str, dict[str, None]]:
    """Names of three words and more by a word in their middle that only one has: "Ana Lind Roe" is also Lind."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for name in full:
        for word in name.split()[1:-1]:
            found[fold(word)][name] = None
    return {word: names for word, names in found.items() if len(names) == 1 and len(word) >= _SHORTEST}
