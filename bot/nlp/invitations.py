"""Invitations: who asked whom to what. Inviting is no meeting, and "will invite" is not yet an invitation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from bot.domain.facts import DateSpan, Invitation, InvitationStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, governing_verb, is_passive, preposition_objects, subjects, tokens_between
from bot.nlp.confidence import INVITATION, SHOWN_FROM, of_sides
from bot.nlp.contacts import all_sides
from bot.nlp.dates import find_dates
from bot.nlp.invitation_words import ANSWERS, CARRYING, COMING, GIVING, LETTERS, OCCASION, STANDING
from bot.nlp.noun_moods import noun_mood
from bot.nlp.occasions import dated, place_of
from bot.nlp.party_words import PRONOUNS
from bot.nlp.reading import Reading
from bot.nlp.stages import MoodKind, mood_of

_NEAR = 800  # characters over which "that invitation" still means the one just told of
_AT_INVITATION = re.compile(r" (?:at|up?on) [^.]*?\binvitation\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bidding:
    """An invitation word with its phrases: `aim` is the head of what the guest is asked to."""

    word: Token
    inviters: tuple[Side, ...]
    invitees: tuple[Side, ...]
    aim: Token | None
    stage: InvitationStage


def find_invitations(reading: Reading) -> tuple[Invitation, ...]:
    """Every invitation of the body text, one for each inviter."""
    cast = Cast(reading)
    found: list[Invitation] = []
    for token in reading.doc:
        if token.lemma_.lower() not in {"invite", "invitation"} or not token.dep_ or not cast.is_body(token):
            continue
        bidding = _of_verb(token, cast) if token.pos_ == "VERB" else _of_noun(token, cast)
        if bidding is None and token.pos_ == "NOUN":
            _answer(found, token, cast)
        if bidding is not None:
            for invitation in _invitations(bidding, cast):
                _add(found, invitation)
    return tuple(found)


def _answer(found: list[Invitation], noun: Token, cast: Cast) -> None:
    """ "She has accepted that invitation": the one told last, now answered; who answers was invited."""
    verb = noun.head
    is_passive_answer = noun.dep_ == "nsubjpass"  # "the invitation was accepted"
    is_that = any(child.lower_ in {"the", "that", "this"} for child in noun.children)
    answer = ANSWERS.get(verb.lemma_.lower())
    if (
        not found
        or not is_that
        or noun.dep_ not in {"dobj", "nsubjpass"}
        or answer is None
        or mood_of(verb).kind != "fact"
    ):
        return
    known, here = found[-1], cast.sentence(noun)
    doing = preposition_objects(verb, {"by"}, depth=0) if is_passive_answer else subjects(verb)
    guests = {s.party.id for s in all_sides(doing, cast)}
    is_guest = guests <= {p.id for p in known.invitees} or all(s.pos_ == "PRON" for s in doing)
    if known.stage != "extended" or not is_guest:
        return
    if here == known.evidence[-1] and (guests or (is_passive_answer and not doing)):  # "A invited B, and B accepted it"
        found[-1] = replace(known, stage=answer)
    elif known.evidence[-1][1] <= here[0] < known.evidence[-1][1] + _NEAR:
        found[-1] = replace(known, stage=answer, evidence=(*known.evidence, here))


def _of_verb(verb: Token, cast: Cast) -> _Bidding | None:
    if verb.lemma_.lower() != "invite":
        return None
    letter = verb.head if verb.dep_ == "acl" and verb.head.lemma_.lower() in LETTERS else None
    if is_passive(verb):
        invitees = all_sides(subjects(verb), cast)
        inviters = all_sides(preposition_objects(verb, {"by"}, depth=0), cast)
    elif letter is not None and verb.tag_ == "VBG":
        return _by_letter(verb, letter, cast)
    elif verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl", "amod"}:
        return None
    else:
        invitees, inviters = all_sides(children(verb, "dobj"), cast), all_sides(subjects(verb), cast)
        inviters = [s for s in inviters if s.party.kind != "company"]
        if not inviters:
            return None
    if not invitees:
        clause = [c for c in children(verb, "ccomp", "xcomp") if c.tag_ == "VB"]
        invitees = all_sides([s for c in clause for s in children(c, "nsubj")], cast) if not is_passive(verb) else []
    return _bidding(verb, inviters, invitees, _aim(verb), mood_of(verb).kind) if _aim(verb) is not None else None


def _by_letter(verb: Token, letter: Token, cast: Cast) -> _Bidding | None:
    """ "Sent X a letter inviting him to": whoever gets the letter is invited."""
    sending = letter.head
    heads = preposition_objects(letter, {"to"}, depth=0) + children(sending, "dative")
    heads += preposition_objects(sending, {"to"}, depth=0)
    invitees = all_sides([h for head in heads for h in (children(head, "pobj") or [head])], cast)
    inviters = all_sides(subjects(sending), cast) or all_sides(preposition_objects(letter, {"from"}, depth=0), cast)
    aim = _aim(verb)
    return _bidding(verb, inviters, invitees, aim, mood_of(sending).kind) if aim is not None and inviters else None


def _bidding(
    word: Token,
    inviters: list[Side],
    invitees: list[Side],
    aim: Token | None,
    mood: MoodKind,
    stage: InvitationStage = "extended",
) -> _Bidding | None:
    """A bidding with guests that the mood leaves standing; one still to be made is intended."""
    if not invitees or mood in {"negated", "denied", "hypothetical"}:
        return None
    told: InvitationStage = "intended" if mood == "future" and stage == "extended" else stage
    return _Bidding(word=word, inviters=tuple(inviters), invitees=tuple(invitees), aim=aim, stage=told)


def _of_noun(noun: Token, cast: Cast) -> _Bidding | None:
    """ "Extended an invitation to X to visit", "accepted Y's invitation", "at the invitation of Y, X will visit"."""
    own = all_sides(children(noun, "poss") + preposition_objects(noun, {"from", "of", "by"}, depth=0), cast)
    if noun.dep_ == "pobj":
        return _after_preposition(noun, own, cast)
    verb = noun.head if noun.dep_ in {"dobj", "nsubjpass", "nsubj"} else None
    if verb is None:
        return None
    lemma, mood = verb.lemma_.lower(), mood_of(verb).kind
    guests = _guests(noun, verb, cast)
    aim = _aim(noun) or _aim(verb)
    if noun.dep_ == "nsubj":  # "X's invitation to Y to attend still stands"
        stands = lemma in STANDING and own and noun_mood(noun) is None
        return _bidding(noun, own, guests, aim, mood) if stands else None
    acting = all_sides(subjects(verb) if noun.dep_ == "dobj" else preposition_objects(verb, {"by"}), cast)
    if lemma in ANSWERS:
        acting = acting or (guests if noun.dep_ == "nsubjpass" else [])
        is_told = mood != "future" and acting and own
        return _bidding(noun, own, acting, aim, mood, ANSWERS[lemma]) if is_told else None
    if lemma in {"receive", "get"}:
        return _bidding(noun, own, acting, aim, mood) if own and acting and mood != "future" else None
    if lemma in CARRYING and own:
        return _bidding(noun, own, guests, aim, mood)
    return _bidding(noun, acting, guests, aim, mood) if lemma in GIVING and acting else None


def _after_preposition(noun: Token, own: list[Side], cast: Cast) -> _Bidding | None:
    """ "At X's invitation, Y will visit": Y comes. "Thanked X for the invitation and accepted it": who thanks was invited."""
    verb = governing_verb(noun)
    if verb is None or noun_mood(noun) is not None:
        return None
    mood = mood_of(verb).kind
    guests = all_sides(subjects(verb), cast)
    if verb.lemma_.lower() == "thank" and noun.head.lower_ == "for":
        hosts = own or all_sides(children(verb, "dobj"), cast)
        is_accepted = any(t.lemma_.lower() == "accept" and t.i > noun.i for t in verb.subtree)
        return (
            _bidding(noun, hosts, guests, _aim(noun), mood, "accepted" if is_accepted else "extended")
            if hosts
            else None
        )
    is_coming = noun.head.lower_ in {"at", "upon", "on"} and verb.lemma_.lower() in COMING
    if not is_coming or not own:
        return None
    told = "fact" if mood == "future" else mood  # "will visit": the invitation is made and taken
    return _bidding(noun, own, guests, verb, told, "accepted")


def _guests(noun: Token, verb: Token, cast: Cast) -> list[Side]:
    """ "Invitations for X to visit", "an invitation to X"."""
    for holder in (noun, verb):
        found = all_sides(preposition_objects(holder, {"to", "for"}, depth=0) + children(holder, "dative"), cast)
        if found:
            return found
        if holder == verb and verb.lemma_.lower() in GIVING and len(children(verb, "dobj")) == 2:
            return all_sides([thing for thing in children(verb, "dobj") if thing != noun], cast)  # "hands X an invite"
        for clause in children(holder, "acl", "relcl", "advcl", "xcomp", "ccomp"):
            found = all_sides(children(clause, "nsubj"), cast)
            if found:
                return found
    return []


def _aim(word: Token) -> Token | None:
    """What the guest is asked to: the infinitive of coming, or the occasion after "to"."""
    for clause in children(word, "xcomp", "ccomp", "advcl", "acl", "relcl"):
        if clause.lemma_.lower() in COMING and clause.tag_ in {"VB", "VBP"}:
            return clause
    for child in children(word, "dobj", "pobj"):
        inner = _aim(child)
        if inner is not None:
            return inner
    for preposition in children(word, "prep", "dative"):
        for thing in children(preposition, "pobj"):
            found = thing if preposition.lower_ in {"to", "for"} and _is_occasion(thing) else None
            found = found or (_aim(thing) if preposition.lower_ == "as" else None)
            if found is not None:
                return found
    return None


def _is_occasion(thing: Token) -> bool:
    is_named = thing.ent_type_ in {"GPE", "FAC", "EVENT", "LOC"} or any(c.isdigit() for c in thing.text)
    return is_named or thing.lemma_.lower() in OCCASION


def _invitations(bidding: _Bidding, cast: Cast) -> Iterator[Invitation]:
    sides = [*bidding.inviters, *bidding.invitees]
    confidence = round(INVITATION * of_sides(side.how for side in sides), 2)
    is_named = all(side.party.id not in PRONOUNS and cast.tells(side.party) for side in sides)
    to, date, place = _occasion(bidding, cast)
    for inviter in bidding.inviters or (None,):
        invitees = tuple(s.party for s in bidding.invitees if inviter is None or s.party.id != inviter.party.id)
        if not invitees:
            continue
        count = len(invitees) + (inviter is not None)
        yield Invitation(
            inviter=inviter.party if inviter else None,
            invitees=invitees,
            to=to,
            stage=bidding.stage,
            evidence=(cast.sentence(bidding.word),),
            confidence=confidence,
            place=place or _home(bidding, inviter, cast),
            shown=count > 1 and is_named and confidence >= SHOWN_FROM,
            date=date,
        )


def _occasion(bidding: _Bidding, cast: Cast) -> tuple[str, DateSpan | None, str | None]:
    """The words of what it is to, their date and their place."""
    aim, reading = bidding.aim, cast.reading
    if aim is None:
        return "", None, None
    start, end = aim.left_edge.idx, aim.right_edge.idx + len(aim.right_edge.text)
    if aim.pos_ in {"VERB", "AUX"}:
        start = aim.idx
    end = min(end, cast.sentence(aim)[1])
    words = _AT_INVITATION.split(reading.text[start:end].split(",")[0].rstrip(" .;:\"”’'"))[0]
    dates = find_dates(reading.text[start:end])
    is_done = aim.tag_ in {"VBD", "VBN", "VBG"}  # "is visiting at the invitation of"
    date = dated(dates[0].verbatim, cast, "past" if is_done else "future") if dates else None
    place = next((p for t in tokens_between(reading.doc, (start, end)) if (p := place_of(t, cast))), None)
    return words, date, place


def _home(bidding: _Bidding, inviter: Side | None, cast: Cast) -> str | None:
    """ "To visit their respective countries": each inviter's own."""
    if inviter is None or bidding.aim is None or bidding.aim.lemma_.lower() != "visit":
        return None
    for thing in children(bidding.aim, "dobj"):
        if thing.lemma_.lower() in {"country", "nation", "capital"} and any(c.tag_ == "PRP$" for c in thing.children):
            return next(
                (
                    m.party.name
                    for m in cast.reading.mentions
                    if m.kind == "country" and m.party.id == inviter.party.country and m.word != "demonym"
                ),
                None,
            )
        mention = cast.mention(thing)
        if mention is not None and mention.kind == "country":
            return cast.reading.text[mention.start : mention.end]
    return None


def _add(found: list[Invitation], new: Invitation) -> None:
    """One invitation told twice is one, with both sentences."""
    for i, known in enumerate(found):
        same = {p.id for p in known.invitees} == {p.id for p in new.invitees} and known.stage == new.stage
        if same and (known.inviter and known.inviter.id) == (new.inviter and new.inviter.id):
            found[i] = replace(
                known,
                evidence=tuple(sorted({*known.evidence, *new.evidence})),
                confidence=max(known.confidence, new.confidence),
                shown=known.shown or new.shown,
            )
            return
    found.append(new)
