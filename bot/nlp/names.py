"""Who and what is named where: the gazetteer, titles, the registry of leaders and the entity recogniser, in that order of trust."""

import re
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from bot.domain.facts import OfficeMention, Party, Span
from bot.domain.keys import fold
from bot.nlp.gazetteer import Gazetteer, Hit
from bot.nlp.home import at_home, home_of
from bot.nlp.link import People, surname
from bot.nlp.person_names import ADDRESS, HEADLINE_VERB, HONORIFICS, NAME, clean_name, is_by_trade, is_name
from bot.nlp.reading import Mention, Office, Paragraph
from bot.nlp.roles import Role, RoleFinder
from bot.nlp.titles import IN_OFFICE, TITLE

_COMPANY = re.compile(
    r"\b(?:Inc|Corp|Corporation|Company|Co|Ltd|LLC|PLC|plc|AG|SA|SE|GmbH|NV|Group|Holdings?|Airlines|Airways|Motors?|Energy|Oil|Gas|Petroleum|Steel|"
    r"Electric|Pharma\w*|Industries|Technologies|Telecom|Bank|Boeing|Airbus|Rosneft|Gazprom|Lukoil|Rosatom|Huawei|Alibaba|Tesla|Apple|Google|"
    r"Microsoft|Nvidia|Intel|Samsung|Toyota|Honda|Hyundai|Siemens|Shell|BP|Chevron|Exxon\w*|TotalEnergies|Total|Eni|Equinor|Aramco|Sinopec|"
    r"PetroChina|CNPC|KazMunayGas|Kazatomprom|Uzbekneftegaz|Wabtec|Embraer|Saab|Lockheed Martin|Raytheon|Rheinmetall|Thales|Alstom|"
    r"Vestas|Nestle|Maersk|Volkswagen|BMW|Renault|Alcoa|Cargill|Bayer|BYD|CATL|TSMC|Foxconn|Reliance|Tata|Adani)\b"
)
_INSTITUTION = re.compile(
    r"(?:['’]s)?\s+(?P<body>cabinet(?!\s+(?:secretary|minister|member|office|colleague))|presidency|presidential (?:office|palace|administration)|(?:foreign|defen[cs]e|finance|trade|commerce|economy|energy|interior|"
    r"transport|health|industry)(?: affairs)? ministry|parliament|central bank|embassy)\b",
    re.I,
)
_MINISTRY_OF = re.compile(
    r"\b(?P<body>(?:Ministry|Department) of (?:Foreign Affairs|Defen[cs]e|Finance|Trade|Commerce|Energy|Economy))(?:\s+of\s+(?:the\s+)?)",
    re.I,
)
_NAMED_BODY = re.compile(
    r"(?P<mark>[“\"‘'«]?)(?P<name>(?:[A-Z][\w.’'-]*|[A-Z]{2,}-[A-Z]\w+)(?: (?:and|of|for|on|the|&|[A-Z][\w.’'-]*)){1,9} "
    r"(?:Council|Commission|Fund|Forum|Committee|Initiative|Partnership|Alliance|Board|Bank|Authority|Agency|Dialogue))\b"
)
_ITS_PEOPLE = re.compile(
    r"^(?:(?:Members|Delegates|Representatives|Officials|Leaders|Ministers|Envoys|Diplomats|Heads) of )?(?:[Tt]he )?"
)
# A house or a body that bears somebody's name, and is not he: "Trump Tower".
_HOUSE = re.compile(
    rf"\b[A-Z][\w.’'-]{{0,30}}(?:(?!{HEADLINE_VERB}) [A-Z][\w.’'-]{{0,30}}){{0,3}} (?:Towers?|Hotel|University|College|Foundation|Center|Centre|Institute|Institution|Museum|Library|Airport|"
    r"Stadium|Theat(?:er|re)|Hospital|Organi[sz]ation|Avenue|Building)\b"
)
_GOVERNMENT = re.compile(r"(?:['’]s)?\s+(?:government|authorities)\b", re.I)
# Georgia on the Atlantic, in a text that never speaks of the one in the Caucasus.
_US_GEORGIA = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Fulton County|Georgia(?:['’]s)? (?:Gov\b|Governor|Sen\b|Senator|Rep\b|Republicans?|Democrats?|Legislature|"
    r"Secretary of State|State Senate|voters|primary|runoff|Tech|Bulldogs|Department of)|(?:Georgia|Ga\.), the U\.?S\.? state)"
)
# "Cabinet Secretary for Energy": what the recogniser takes for two bodies.
_FIELD_OF = re.compile(r"(?:[Mm]inister|[Ss]ecretary) (?:of|for) (?:the )?$")
_IN = re.compile(r"\b[Ii]n $")
_GEORGIAN = re.compile(r"\b(?:Tbilisi|Georgians?|Batumi|South Ossetia|Abkhazia|Caucasus)\b")
_MANY_HAVE = frozenset({"Foreign Office", "Senate"})  # one nation's only where that nation is named
_CANONICAL = {
    "presidential office": "Presidency",
    "presidential palace": "Presidency",
    "presidential administration": "Presidency",
    "foreign affairs ministry": "Foreign Ministry",
    "defense ministry": "Defence Ministry",
}


class Namer:
    """Finds the mentions of one text. Use once."""

    def __init__(self, text: str, doc: Doc, paragraphs: Sequence[Paragraph], gazetteer: Gazetteer) -> None:
        self._text = text
        self._doc = doc
        self._gazetteer = gazetteer
        self._home = home_of(text, paragraphs)
        self._paragraphs = [p for p in paragraphs if p.role != "furniture"]
        self._hits = [self._shift(hit, p.start) for p in paragraphs for hit in gazetteer.find(text[p.start : p.end])]
        self._hits = [hit for hit in self._hits if not text.startswith("$", hit.end)]  # "US$5m" names no nation
        if _US_GEORGIA.search(text) and not _GEORGIAN.search(text):
            self._hits = [hit for hit in self._hits if hit.party.id != "GE"]
        named = {
            hit.party.id for hit in self._hits if hit.kind == "country" and text[hit.start : hit.end] not in _MANY_HAVE
        }
        self._hits = [h for h in self._hits if text[h.start : h.end] not in _MANY_HAVE or h.party.country in named]
        self._entities = [(e.start_char, e.end_char, e.label_) for e in doc.ents]
        self._name_words = {word.text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1 for word in e}

    @staticmethod
    def _shift(hit: Hit, by: int) -> Hit:
        return Hit(start=hit.start + by, end=hit.end + by, kind=hit.kind, word=hit.word, party=hit.party)

    def find(self) -> tuple[tuple[Mention, ...], tuple[Office, ...]]:
        """Mentions, sorted and without overlap, and the offices that titles give."""
        told = [role for p in self._paragraphs for role in self._roles(p)]
        nations = [hit for hit in self._hits if hit.kind in ("country", "group")]
        roles = at_home(told, self._home, self._text, nations)
        bodies = list(self._institutions())
        hits = [hit for hit in self._hits if not self._is_vetoed(hit)]
        countries = {hit.party.id for hit in hits if hit.kind == "country"}
        entities = self._person_entities(roles)
        people = People(
            self._text,
            roles,
            [*entities, *self._namesakes(roles, entities)],
            countries,
            self._houses(roles),
            known=frozenset(self._text[hit.start : hit.end] for hit in self._hits),
        )
        found = [
            *people.mentions(),
            *bodies,
            *map(_mention, hits),
            *self._organisations(hits),
            *self._named_bodies(),
            *self._places(hits),
        ]
        mentions = _without_overlap(found)
        offices = tuple(
            Office(
                person=people.full_name(role.name, role.name_start),
                title=role.title,
                mention=OfficeMention(
                    office=role.office,
                    country=role.country,
                    evidence=(role.start, role.end),
                    standing=role.standing,
                ),
            )
            for role in roles
            if role.office
        )
        return mentions, offices

    def _roles(self, paragraph: Paragraph) -> list[Role]:
        text = self._text[paragraph.start : paragraph.end]
        hits = [
            self._shift(hit, -paragraph.start) for hit in self._hits if paragraph.start <= hit.start < paragraph.end
        ]
        found = RoleFinder(text, hits).find()
        if paragraph.role == "headline":  # "Doe, Peruvian premier discuss fish" are two
            found = tuple(
                role for role in found if role.name_start > role.start or text[role.end : role.end + 1] == ","
            )
        return [role.moved(paragraph.start) for role in found]

    def _person_entities(self, roles: Iterable[Role]) -> list[tuple[int, int, str]]:
        known = frozenset(self._text[hit.start : hit.end] for hit in self._hits)
        taken = [(role.name_start, role.name_end) for role in roles]
        found: list[tuple[int, int, str]] = []
        people = (
            (start, end)
            for start, end, label in map(self._untitled, self._entities)
            if label == "PERSON" or (label in ("ORG", "LOC", "GPE") and is_by_trade(self._text, start, end))
        )
        for start, end in [*people, *self._addressed()]:
            name = clean_name(self._text[start:end])
            is_taken = any(start < other_end and other < end for other, other_end in taken)
            is_taken = is_taken or bool(_HOUSE.match(self._text, start)) or self._is_lone_place(start, end)
            if not is_taken and is_name(name, known) and "\n" not in name:
                begin = self._first_name(start) if " " not in name else start
                found.append((begin, start + len(name), self._text[begin : start + len(name)]))
        return found

    def _untitled(self, entity: tuple[int, int, str]) -> tuple[int, int, str]:
        """ "Counselor Ann" of Counselor Ann Lee is Ann Lee, whole: the recogniser may stop too soon."""
        start, end, label = entity
        if titled := HONORIFICS.match(self._text, start):
            named = NAME.match(self._text, titled.end())
            return (*named.span(), label) if named else entity
        head = self._after_its_country(start, end) if label == "ORG" else None
        return (head, end, "PERSON") if head is not None else entity

    def _after_its_country(self, start: int, end: int) -> int | None:
        """ "The Energy Organization of Iran Ann Lee": where the name begins of whoever heads it."""
        inside = (hit for hit in self._hits if start < hit.start and hit.end < end and hit.word == "name")
        for hit in inside:
            name = NAME.fullmatch(self._text, hit.end + 1, end)
            if self._text[: hit.start].endswith((" of ", " of the ")) and name and " " in name[0]:
                return hit.end + 1
        return None

    def _addressed(self) -> Iterable[Span]:
        """ "Mrs Ada Kone", "H.E. Sok Vannak": persons that the recogniser may have missed."""
        persons = [(start, end) for start, end, label in self._entities if label == "PERSON"]
        for paragraph in self._paragraphs:
            for match in ADDRESS.finditer(self._text, paragraph.start, paragraph.end):
                name = NAME.match(self._text, match.end())
                if name and not any(name.start() < end and start < name.end() for start, end in persons):
                    yield name.span()

    def _is_lone_place(self, start: int, end: int) -> bool:
        """One word after "in" that is no part of a longer name: "met in Izmir", whatever the recogniser takes it for."""
        word = self._text[start:end]
        return (
            " " not in word and bool(_IN.search(self._text, max(0, start - 4), start)) and word not in self._name_words
        )

    def _houses(self, roles: Iterable[Role]) -> list[Span]:
        """Where houses and bodies with a person's name stand, except right after that person's title."""
        titled = {role.name_start for role in roles}
        return [m.span() for m in _HOUSE.finditer(self._text) if m.start() not in titled]

    def _namesakes(
        self, roles: Iterable[Role], entities: Iterable[tuple[int, int, str]]
    ) -> Iterable[tuple[int, int, str]]:
        """Another first name before a surname that the text knows is somebody else: "Brigitte Macron"."""
        spans = [(r.name_start, r.name_end, r.name) for r in roles] + list(entities)
        surnames = {surname(name) for *_, name in spans if " " in name}
        if not surnames:
            return
        known = frozenset(self._text[hit.start : hit.end] for hit in self._hits)
        words = {word for *_, name in spans for word in name.split()}
        pattern = rf"(?<![\w-])([A-Z][\w’-]+) (?:{'|'.join(map(re.escape, sorted(surnames)))})(?![\w-])"
        for match in re.finditer(pattern, self._text):
            first = match[1]
            token = self._doc.char_span(match.start(1), match.end(1))
            is_proper = token is not None and token[0].tag_ == "NNP" and not TITLE.search(first)
            is_called_so = is_proper and is_name(match[0], known) and not HONORIFICS.match(match[0])
            if first in words or first in known or not is_called_so:
                continue
            if not any(match.start() < end and start < match.end() for start, end, name in spans if " " in name):
                yield match.start(), match.end(), match[0]

    def _first_name(self, surname: int) -> int:
        """Where a name begins: nobody writes "German Gref" of a German called Gref, so "German" is his first name."""
        hit = next((hit for hit in self._hits if hit.end == surname - 1 and hit.word == "demonym"), None)
        is_first = hit and self._text[hit.end] == " " and " " not in self._text[hit.start : hit.end]
        return hit.start if hit and is_first else surname

    def _is_vetoed(self, hit: Hit) -> bool:
        """A country's name inside a longer name: Mark Cuban, New Mexico, the Bank of China."""
        if hit.kind != "country" or hit.word == "metonym":
            return False
        if re.search(r"(?:Republic|Kingdom|State|Federation) of (?:the )?$", self._text[: hit.start]):
            return False
        for start, end, label in self._entities:
            if start <= hit.start and hit.end <= end and end - start > hit.end - hit.start + 2:
                inside = self._text[start:end]
                if (
                    label == "PERSON"
                    and hit.word in ("demonym", "name")
                    and not re.match(r"(?:the )?\W*" + re.escape(self._text[hit.start : hit.end]) + r"['’]s", inside)
                ):
                    return (
                        bool(re.fullmatch(r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+)+", inside)) and start != hit.start
                    ) or hit.word == "name"
                if label in ("FAC", "WORK_OF_ART"):
                    return True
        return False

    def _institutions(self) -> Iterable[Mention]:
        """ "the Kazakh presidency" -> Presidency of Kazakhstan; "the Chinese government" is China."""
        for hit in self._hits:
            if hit.kind != "country":
                continue
            match = _INSTITUTION.match(self._text, hit.end)
            if match:
                body = _CANONICAL.get(match["body"].lower(), match["body"].title())
                name = f"{body} of {hit.party.name}"
                party = Party(kind="organisation", id=fold(name), name=name, country=hit.party.id)
                yield Mention(
                    start=hit.start, end=match.end(), kind="organisation", party=party, full=(hit.start, match.end())
                )
            government = _GOVERNMENT.match(self._text, hit.end)
            if government:
                yield Mention(
                    start=hit.start,
                    end=government.end(),
                    kind="country",
                    party=hit.party,
                    word=hit.word or "name",
                    full=(hit.start, government.end()),
                )
            before = _MINISTRY_OF.search(self._text, max(0, hit.start - 60), hit.start)
            if before and before.end() == hit.start:
                body = before["body"]
                name = f"{body.split(' of ')[1].replace(' Affairs', '').title()} Ministry of {hit.party.name}"
                party = Party(kind="organisation", id=fold(name), name=name, country=hit.party.id)
                yield Mention(
                    start=before.start(), end=hit.end, kind="organisation", party=party, full=(before.start(), hit.end)
                )

    def _organisations(self, hits: Sequence[Hit]) -> Iterable[Mention]:
        taken = {(hit.start, hit.end) for hit in hits if hit.kind != "country" or hit.word != "demonym"}
        for start, end, label in self._entities:
            name = re.sub(r"^(?:the|The)\s+|['’]s$|\s\([^)]*$", "", self._text[start:end]).strip()
            at = self._text.find(name, start, end)
            if (
                label != "ORG"
                or _FIELD_OF.search(self._text[max(0, at - 20) : at])
                or IN_OFFICE.match(self._text, at)
                or len(name) < 2
                or (at, at + len(name)) in taken
                or "\n" in name
                or not re.search(r"[A-Z]", name)
            ):
                continue
            kind = "company" if _COMPANY.search(name) else "organisation"
            if any(hit.start == at and hit.end == at + len(name) for hit in hits):
                continue
            party = Party(kind=kind, id=fold(name), name=name)
            yield Mention(start=at, end=at + len(name), kind=kind, party=party, full=(at, at + len(name)))

    def _named_bodies(self) -> Iterable[Mention]:
        """ "US-Uzbekistan Business and Investment Council": a proper name by its last word, whatever stands inside."""
        known = {(hit.start, hit.end) for hit in self._hits}
        for paragraph in self._paragraphs:
            for match in _NAMED_BODY.finditer(self._text, paragraph.start, paragraph.end):
                name = _ITS_PEOPLE.sub("", match["name"])
                start, end = match.end("name") - len(name), match.end("name")
                if (start, end) not in known:
                    party = Party(kind="organisation", id=fold(name), name=name)
                    yield Mention(start=start, end=end, kind="organisation", party=party, full=(start, end))

    def _places(self, hits: Sequence[Hit]) -> Iterable[Mention]:
        known = {hit.start for hit in hits}
        for start, end, label in self._entities:
            name = re.sub(r"^(?:the|The)\s+|['’]s$", "", self._text[start:end]).strip()
            at = self._text.find(name, start, end)
            if label in ("GPE", "LOC", "FAC") and at not in known and name[:1].isupper() and "\n" not in name:
                party = Party(kind="organisation", id=fold(name), name=name)
                yield Mention(start=at, end=at + len(name), kind="place", party=party, full=(at, at + len(name)))


def _mention(hit: Hit) -> Mention:
    return Mention(
        start=hit.start, end=hit.end, kind=hit.kind, party=hit.party, word=hit.word, full=(hit.start, hit.end)
    )


_TRUST = {"person": 0, "country": 2, "group": 2, "region": 3, "place": 1, "organisation": 2, "company": 2}


def _without_overlap(found: Sequence[Mention]) -> tuple[Mention, ...]:
    """People first, then whatever is longer."""
    kept: list[Mention] = []
    taken = bytearray(max((mention.end for mention in found), default=0))
    for mention in sorted(found, key=lambda m: (m.kind != "person", -(m.end - m.start), _TRUST[m.kind], m.start)):
        if 1 not in taken[mention.start : mention.end]:
            kept.append(mention)
            taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    return tuple(sorted(kept, key=lambda m: m.start))
