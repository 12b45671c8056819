"""From a noun phrase to the sides it names: names, offices, "the two countries", "both leaders", "he"."""

from spacy.tokens import Token

from bot.domain.facts import Party
from bot.nlp.anaphora import named_above, nation, pair, person_before, speaker, they
from bot.nlp.cast import SECURITY_COUNCIL, Cast, How, Side, can_act
from bot.nlp.clauses import ancestors, children, conjuncts
from bot.nlp.joint_names import joined
from bot.nlp.party_words import FIRM, HIGHNESSES, HOUSES, PEOPLE, STATE
from bot.nlp.reading import Mention

_NATIONS = frozenset(("country", "group"))
_TOGETHER = frozenset(("along", "together"))


def sides(head: Token, cast: Cast) -> list[Side]:
    """Every side that the phrase of `head` names, those coordinated with it included, each once."""
    found: list[Side] = []
    for part in conjuncts(head):
        found += _of_head(part, cast)
        for company in [*_company(part), *_listed_nations(part, cast)]:
            found += sides(company, cast)
    return unique(found)


def _company(head: Token) -> list[Token]:
    """ "A, together with B" and "A along with B", whichever of the two words the parser hangs below the other."""
    along = [c for c in children(head, "prep", "advmod") if c.lower_ in {"along", "together"}]
    withs = [with_ for word in along for with_ in children(word, "prep")]
    withs += [
        c for c in children(head, "prep") if c.lower_ == "with" and any(w.lower_ in _TOGETHER for w in c.children)
    ]
    return [company for with_ in withs for company in children(with_, "pobj")]


def _listed_nations(head: Token, cast: Cast) -> list[Token]:
    """ "The A, the B and C": the parser takes B and C for what A is."""
    mention = cast.mention(head)
    if mention is None or mention.kind not in _NATIONS:
        return []
    return [
        other
        for other in children(head, "appos")
        if len(conjuncts(other)) > 1
        and (named := cast.mention(other)) is not None
        and named.kind in _NATIONS
        and named.party.id != mention.party.id
    ]


def is_partial(heads: list[Token], cast: Cast) -> bool:
    """ "With her and other ministers", "with the president and business leaders": who is named would not be all.

    "With X and representatives of trade": those without a name and a number are left out.
    """
    return any(
        len(parts) > 1 and any((p.tag_ in {"PRP", "PRP$"} or _is_partner(p)) and not _of_head(p, cast) for p in parts)
        for parts in map(conjuncts, heads)
    )


def _is_partner(word: Token) -> bool:
    return word.lemma_.lower() in PEOPLE and word.tag_ not in {"NNS", "NNPS"}


def unique(found: list[Side]) -> list[Side]:
    """Each party once, and no country or group beside a person of it."""
    kept: dict[str, Side] = {}
    for side in found:
        kept.setdefault(side.party.id, side)
    nations = {s.party.country for s in kept.values() if s.party.kind == "person"}
    return [s for s in kept.values() if not (s.party.kind != "person" and s.party.id in nations)]


def _of_head(head: Token, cast: Cast) -> list[Side]:
    mention = cast.mention(head)
    lemma = head.lemma_.lower()
    if head.text in {"Council", "Commission"} and cast.is_of_union and _is_alone(head, mention, cast):
        return [_side(nation("EU"), "description", head)]
    if mention is not None and mention.word == "demonym" and _is_crowd(head):
        return []
    if mention is not None and not (mention.word == "demonym" and lemma in PEOPLE | STATE):
        if mention.word == "demonym" and head.pos_ in {"ADJ", "PROPN"} and (firm := _shared_firm(head)) is not None:
            return _firm(firm, cast, of=_side(mention.party, "description", head))
        if parties := joined(mention, cast.reading.text):
            return [_side(party, "name", head) for party in parties]
        inner = _apposed(head, cast) if mention.kind != "person" else []
        if inner and inner[0].party.kind == "person":
            return inner
        return [_side(_at_home(mention.party, head, cast), "name", head)] if can_act(mention) else []
    if head.pos_ == "PRON" or head.tag_ in {"PRP", "PRP$", "WP"}:
        return _pronoun(head, cast)
    apposed = _apposed(head, cast)
    return apposed if apposed and lemma not in STATE else _of_word(head, lemma, cast)


def _is_alone(head: Token, mention: Mention | None, cast: Cast) -> bool:
    """ "The Council", by no longer name."""
    is_bare = mention is None or cast.reading.text[mention.start : mention.end] == head.text
    return (
        is_bare
        and any(child.lower_ == "the" for child in head.children)
        and not children(head, "compound", "prep", "amod")
    )


def _of_word(head: Token, lemma: str, cast: Cast) -> list[Side]:
    """A side told by a common noun: an office, a state, a firm, a chamber."""
    if head.lower_ == "two" and any(c.lower_ == "the" for c in head.children):
        return _both(head, cast, persons=True)  # "the two will meet again"
    if lemma in {"delegation", "team", "mission"} and (led := cast.leader_of(head)):
        return [Side(party=led.party, how="name", at=led.start)]
    if lemma in PEOPLE:
        named = _next_name(head, cast)
        return [named] if named else _people(head, cast)
    if lemma in STATE:
        return _states(head, cast)
    if lemma in FIRM:
        return _firm(head, cast)
    if lemma in HOUSES:
        return nations_of(head, cast)
    if head.lower_ in {"unions", "union"} and head.pos_ == "NOUN":
        return [_side(Party(kind="organisation", id="unions", name=head.text), "description", head)]
    return []


def _is_council(head: Token, cast: Cast) -> bool:
    """The Security Council acts for itself, and is not the United Nations."""
    mention = cast.mention(head)
    return mention is not None and cast.reading.text[mention.start : mention.end].endswith("Security Council")


def _is_crowd(head: Token) -> bool:
    """ "Two million Britons", "many Thais": people, not their state."""
    return head.tag_ in {"NNS", "NNPS"} and any(
        c.dep_ in {"nummod", "quantmod"} or c.lower_ in {"many", "some", "most", "few", "several"}
        for c in head.children
    )


def _at_home(party: Party, head: Token, cast: Cast) -> Party:
    """ "Ruritania's Oil Ministry" is Ruritania's, and a ministry is no company."""
    if party.kind == "organisation" and _is_council(head, cast):
        return SECURITY_COUNCIL
    if party.kind not in {"organisation", "company"} or party.country is not None or "Ministry" not in party.name:
        return party
    home = next((side.party.id for side in nations_of(head, cast) if side.party.kind == "country"), None)
    return Party(kind="organisation", id=party.id, name=party.name, country=home)


def _side(party: Party, how: How, token: Token) -> Side:
    return Side(party=party, how=how, at=token.idx)


def _apposed(head: Token, cast: Cast) -> list[Side]:
    """Names in apposition: "his counterpart Hans Eichel", "four countries - China, India, Japan and Korea"."""
    found: list[Side] = []
    for child in head.children:
        beside = child.dep_ == "appos" or (child.dep_ in {"compound", "nmod"} and child.i == head.i - 1)
        mention = cast.mention(child)
        if not beside or mention is None or not can_act(mention):
            continue
        if child.dep_ == "appos" or mention.kind == "person":
            wanted = mention.kind == "person" or child.dep_ == "appos"
            if wanted and not any(c.dep_ in {"case", "poss"} for c in child.children if c.lower_ in {"'s", "’s"}):
                found += [
                    _side(m.party, "name", part)
                    for part in conjuncts(child)
                    if (m := cast.mention(part)) is not None and can_act(m)
                ]
    return found


def nations_of(head: Token, cast: Cast) -> list[Side]:
    """Countries and groups that qualify `head`: "Iranian", "Iraq's", "of Bulgaria, Albania and Macedonia"."""
    found: list[Side] = []
    for child in head.children:
        if child.dep_ in {"amod", "compound", "poss", "nmod"}:
            found += _nations(child, cast)
        elif child.dep_ == "prep" and child.lower_ in (
            {"of", "from", "for"} if head.lemma_.lower() in PEOPLE else {"of", "from"}
        ):
            for inner in children(child, "pobj"):
                found += _nations(inner, cast)
    return unique(found)


def _nations(head: Token, cast: Cast) -> list[Side]:
    found: list[Side] = []
    for part in conjuncts(head):
        mention = cast.mention(part)
        if mention is not None and mention.kind in {"country", "group"}:
            found.append(_side(mention.party, "description", part))
        elif mention is None:
            for child in part.children:
                inner = cast.mention(child)
                is_modifier = child.dep_ in {"compound", "amod", "nmod"}
                if is_modifier and inner is not None and inner.kind in {"country", "group"}:
                    found.append(_side(inner.party, "description", child))
    return found


def _next_name(title: Token, cast: Cast) -> Side | None:
    """ "His counterpart Hakan Fidan", where the parser hangs the name on the verb."""
    following = title.doc[title.i + 1] if title.i + 1 < len(title.doc) else None
    mention = cast.mention(following) if following is not None else None
    is_name = mention is not None and mention.kind == "person" and title.tag_ in {"NN", "NNP"}
    return _side(mention.party, "name", title) if mention is not None and is_name else None


def _people(head: Token, cast: Cast) -> list[Side]:
    """ "The Pakistani president", "the leaders of A and B", "both leaders", "the president"."""
    office = cast.office(head)
    if head.lower_ in HIGHNESSES:
        person = cast.spoken_of(head)
        return [_side(person, "office", head)] if person else []
    nations = nations_of(head, cast)
    if nations:
        held = [(side, cast.holder(office, side.party.id, head.idx)) for side in nations]
        if all(person for _, person in held):
            return [_side(person, "office", head) for _, person in held if person]
        return nations
    for child in children(head, "prep"):  # "officials of the two countries"
        for of in children(child, "pobj"):
            if of.lemma_.lower() in {"country", "nation", "state"} and of.tag_ == "NNS":
                return _both(of, cast, persons=False)
    if any(child.dep_ in {"poss", "amod", "compound"} and _is_somebodys(child, cast) for child in head.children):
        return []  # "Trump's officials", "regional leaders", "his counterpart" without a name
    if head.tag_ in {"NNS", "NNPS"}:
        return _both(head, cast, persons=True)
    if any(child.dep_ == "det" and child.lower_ == "the" for child in head.children):
        person = cast.spoken_of(head)
        if (
            person is None
            and office in {"president", "prime minister", "king"}
            and not cast.has_person_before(head.idx)
        ):
            person = Party(kind="person", id=f"the {office}", name=f"the {office}")
        return [_side(person, "office", head)] if person else []
    return []


def _both(head: Token, cast: Cast, *, persons: bool) -> list[Side]:
    return [_side(party, "pair", head) for party in pair(head, cast, persons=persons)]


def _is_somebodys(child: Token, cast: Cast) -> bool:
    mention = cast.mention(child)
    return child.tag_ == "PRP$" or (mention is not None and mention.kind != "region")


def _states(head: Token, cast: Cast) -> list[Side]:
    """ "The Turkish government", "the Obama administration", "the two countries"."""
    nations = nations_of(head, cast)
    if nations:
        return nations
    for child in children(head, "compound", "poss", "nmod", "amod"):
        mention = cast.mention(child)
        if mention is not None and mention.kind == "person" and head.lemma_.lower() in {"administration", "government"}:
            code = mention.party.country or ("US" if head.lemma_.lower() == "administration" else None)
            return [_side(nation(code), "description", head)] if code else []
    return _both(head, cast, persons=False) if head.tag_ == "NNS" else []


def _shared_firm(demonym: Token) -> Token | None:
    """ "A Canadian and a Turkish company": the noun that the first shares with the second."""
    return next((c for c in conjuncts(demonym)[1:] if c.lemma_.lower() in FIRM), None)


def _firm(head: Token, cast: Cast, of: Side | None = None) -> list[Side]:
    """A company known only by its nation: a company all the same, never that nation."""
    if of is not None:
        adjective = cast.reading.text[of.at :].split(maxsplit=1)[0]
        return [_side(_nameless(f"{adjective} {head.text}", of), "description", head)]
    named = [m for c in children(head, "compound") if (m := cast.mention(c)) is not None and m.kind == "company"]
    if named:
        return [_side(named[0].party, "name", head)]
    found: list[Side] = []
    own = _own_name(head, cast)
    for home in nations_of(head, cast):
        if own:  # "the Yish firm Foobar"
            return [_side(Party(kind="company", id=own.lower(), name=own, country=home.party.id), "description", head)]
        name = cast.reading.text[min(home.at, head.idx) : head.idx + len(head.text)]
        found.append(_side(_nameless(name, home), "description", head))
    return found


def _own_name(firm: Token, cast: Cast) -> str:
    """The capitalised words right after "firm" that nothing knows, such as a company's name."""
    end = firm.i + 1
    while end < len(firm.doc) and firm.doc[end].pos_ == "PROPN" and _is_unknown(firm.doc[end], cast):
        end += 1
    return firm.doc[firm.i + 1 : end].text


def _is_unknown(word: Token, cast: Cast) -> bool:
    mention = cast.mention(word)
    return mention is None or mention.kind == "place"


def _nameless(name: str, home: Side) -> Party:
    return Party(kind="company", id=name.lower(), name=name, country=home.party.id)


def _pronoun(head: Token, cast: Cast) -> list[Side]:
    word = head.lower_
    if head.tag_ in {"WP", "WDT"}:
        above = next((a for a in ancestors(head) if a.dep_ == "relcl"), None)
        return _of_head(above.head, cast) if above is not None and above.head.pos_ != "PRON" else []
    if word in {"i", "me"}:
        party = speaker(head, cast)
        return [_side(party, "pronoun", head)] if party else []
    if word == "it":
        named = [m for m in named_above(head, cast) if m.kind != "person"]
        return [_side(named[0].party, "pronoun", head)] if named and can_act(named[0]) else []
    if word in {"he", "she", "him", "her", "his"}:
        person = person_before(head, cast)
        if person is None and word in {"he", "she"} and not cast.has_person_before(head.idx):
            person = Party(kind="person", id=word, name=head.text)  # the text never says who: its own word
        return [_side(person, "pronoun", head)] if person else []
    return [_side(party, "pair", head) for party in they(head, cast)] if word == "they" else []
