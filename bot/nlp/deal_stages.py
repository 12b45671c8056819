"""How far a deal has come, from the verb that governs its word."""

from dataclasses import dataclass

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.clauses import children, is_passive, participles, preposition_objects, whole
from bot.nlp.confidence import AHEAD, DEALS, SHIFTED
from bot.nlp.deal_phrases import measure_stage, phrasal_stage, stage_after_preposition, stage_of_being
from bot.nlp.gazetteer import is_country
from bot.nlp.instruments import (
    CAME_ABOUT,
    CARRYING,
    MEASURE_VERBS,
    PAPER_VERBS,
    STAGE_OF_NOUN,
    STAGE_OF_VERB,
    VENTURE_VERBS,
    Family,
)
from bot.nlp.noun_moods import noun_mood
from bot.nlp.stages import mood_of

_UNDER_WAY = frozenset(("underway", "way", "ongoing"))
_LEAVING = frozenset(("withdraw", "pull", "exit"))
_PROPOSING = frozenset(("urge", "press", "propose", "offer", "invite", "ask", "call", "push", "suggest", "pledge"))
_EXISTING = frozenset(("current", "existing", "landmark", "historic", "last"))
_JOINING = frozenset(("sign", "join", "accede", "commit"))
_TALKS = frozenset(("talk", "negotiation", "discussion"))
_PLEDGING = frozenset(("pledge", "promise", "vow"))
_CANCELLING = frozenset(("cancelled", "rejected", "suspended", "lifted"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFound:
    """A stage, and how often such a construction is right."""

    stage: DealStage
    confidence: float


def stage_of_deal(noun: Token, verb: Token | None, family: Family) -> StageFound | None:
    """The stage of the instrument `noun` under `verb`; None where the text denies it."""
    own = _own_clause(noun, family)
    if own is not None:
        news = _under(noun, verb, family) if verb == noun.head and noun.dep_ in {"dobj", "nsubjpass"} and verb else None
        is_news = news is not None and news.stage not in {"mentioned", "hypothetical"}
        return news if is_news else own  # "a treaty signed in May was ratified"
    if verb is not None and verb.lemma_.lower() == "give" and _is_given_way(verb):
        return with_mood("approved", verb, DEALS["clause"])
    if noun.dep_ == "pobj" and noun.head.head.lemma_.lower() in _TALKS and noun.head.lower_ in {"on", "over", "about"}:
        talks = noun.head.head
        is_held = talks.dep_ in {"nsubj", "nsubjpass"} and mood_of(talks.head).kind == "fact"
        return StageFound(stage="under_negotiation" if is_held else "mentioned", confidence=DEALS["state"])
    noun = whole(noun)
    above = _above(noun)
    if above.lemma_.lower() in CAME_ABOUT:
        return _by_noun(above, verb)
    return _bare(noun, family) if verb is None else _under(noun, verb, family)


def _under(noun: Token, verb: Token, family: Family) -> StageFound | None:
    """The stage that the governing verb gives, by the place the instrument has in its clause."""
    lemma = verb.lemma_.lower()
    if family in {"talks", "request"}:
        return _talks(noun, verb, lemma) if family == "talks" else _request(noun, verb, lemma)
    if noun.dep_ == "pobj" and noun.head.lower_ in {"in", "under"} and lemma in CARRYING:
        return with_mood("agreed", verb, DEALS["state"])
    if (noun.dep_ in {"nsubj", "nsubjpass"} and noun.head == verb) or noun.head.lower_ == "worth":
        return _as_subject(noun, verb, lemma, family)
    beside = stage_after_preposition(noun, lemma, verb, family) if noun.dep_ == "pobj" else None
    if beside is not None:
        return with_mood(beside, verb, DEALS["state"])
    is_after = noun.dep_ == "pobj" and noun.head.head == verb
    if is_after and lemma in _LEAVING and noun.head.lower_ in {"from", "of", "out"}:
        return with_mood("cancelled", verb, DEALS["clause"])
    is_listed = noun.dep_ == "conj" and _first_of(noun).dep_ != "pobj"  # not "favourable for trade and investment"
    is_object = noun.dep_ == "dobj" or is_listed or (noun.dep_ in {"nsubj", "nsubjpass"} and noun.head != verb)
    if is_object or (noun.dep_ == "pobj" and noun.head.lower_ in {"to", "on", "into"}):
        found = _as_object(noun, verb, lemma, family)
        if found is not None:
            return found
        if noun.dep_ == "dobj" and not children(noun, "poss"):
            negated = mood_of(verb).kind in {"negated", "denied"}
            return None if negated else StageFound(stage="mentioned", confidence=DEALS["bare"])
    return _bare(noun, family)


def _first_of(noun: Token) -> Token:
    while noun.dep_ == "conj":
        noun = noun.head
    return noun


def _is_given_way(verb: Token) -> bool:
    """ "Has given the go-ahead for the construction of a pipeline"."""
    words = {t.lower_ for t in verb.subtree}
    return "ahead" in words or "go-ahead" in words or {"green", "light"} <= words


def _above(noun: Token) -> Token:
    """ "The establishment of a council": what the instrument is "of"."""
    if noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for", "to"}:
        return noun.head.head
    return noun.head


def _by_noun(above: Token, verb: Token | None) -> StageFound:
    stage = STAGE_OF_NOUN[above.lemma_.lower()]
    mood = mood_of(verb).kind if verb is not None else "fact"
    if mood not in {"fact", "negated"}:
        stage = "in_preparation" if mood == "future" else "hypothetical"
    return StageFound(stage=stage, confidence=DEALS["clause"])


def _own_clause(noun: Token, family: Family) -> StageFound | None:
    """ "A deal brokered last week by", "sanctions imposed in 1998", "ongoing projects"."""
    for clause in participles(noun):
        stage = STAGE_OF_VERB.get(clause.lemma_.lower())
        if clause.tag_ == "VBN" and stage is not None and _fits(clause.lemma_.lower(), family):
            if noun_mood(noun) in {"hypothetical", "negated"}:
                return None
            return StageFound(stage=stage, confidence=DEALS["clause"])
    if any(child.lower_ == "ongoing" for child in children(noun, "amod")):
        return StageFound(stage="under_way", confidence=DEALS["state"])
    return None


def _fits(lemma: str, family: Family) -> bool:
    if family == "measure":
        return lemma in MEASURE_VERBS
    if family == "paper":
        return lemma in PAPER_VERBS
    return lemma in VENTURE_VERBS if family == "venture" else lemma not in {"lift", "ease", "impose", "levy", "slap"}


def _as_object(noun: Token, verb: Token, lemma: str, family: Family) -> StageFound | None:
    stage = "awarded" if family == "award" and lemma == "win" else STAGE_OF_VERB.get(lemma)
    if lemma == "negotiate" and verb.tag_ in {"VBG", "VB", "VBZ", "VBP"}:
        found = with_mood("agreed", verb, DEALS["clause"])  # "began negotiating a pact" has no pact yet
        is_asserted = found is not None and found.stage in {"agreed", "under_negotiation", "in_preparation"}
        return StageFound(stage="under_negotiation", confidence=DEALS["state"]) if is_asserted else found
    if lemma == "set" and any(c.lower_ == "up" for c in verb.children):
        stage = "established"
    if (phrasal := phrasal_stage(verb, lemma, family)) is not None:
        stage, lemma = phrasal
    elif family == "measure":
        stage = measure_stage(noun, verb, lemma) or stage
    if noun.lemma_.lower() in {"loan", "bailout"} and lemma in {"extend", "give", "grant", "provide"}:
        stage = "agreed"
    if lemma in _JOINING and family == "agreement":
        stage = "signed" if lemma == "sign" else "agreed"
    elif noun.dep_ == "pobj" and lemma not in {"agree", "enter"}:
        return None
    if stage is None or not _fits(lemma, family):
        return None
    if stage == "lifted" and family != "measure":
        stage = "cancelled"  # one ends a pact, and lifts a ban
    return with_mood(stage, verb, DEALS["verb"])


def with_mood(stage: DealStage, verb: Token, confidence: float) -> StageFound | None:
    """The stage as the mood leaves it: "will be signed" is in preparation, "tries to strike" under negotiation."""
    mood = mood_of(verb)
    if mood.kind in {"fact", "future"} and _is_conditional(verb):
        return StageFound(stage="hypothetical", confidence=confidence)
    if mood.is_trying and stage in {"agreed", "signed", "established"}:
        open_stage: DealStage = "in_preparation" if stage == "established" else "under_negotiation"
        return StageFound(stage=open_stage, confidence=confidence * SHIFTED)
    if mood.kind == "fact":
        if mood.is_progressive and stage in {"agreed", "signed"}:
            return StageFound(stage="under_negotiation", confidence=confidence * AHEAD)
        return StageFound(stage=stage, confidence=confidence)
    if mood.kind in {"negated", "denied"}:
        return None
    if mood.kind == "future" and verb.dep_ == "xcomp" and verb.head.lemma_.lower() == "agree":
        return StageFound(stage="agreed", confidence=confidence * SHIFTED)  # "agreed to extend their truce"
    if mood.kind == "future":
        if stage in _CANCELLING:
            return StageFound(stage="announced" if stage == "lifted" else "hypothetical", confidence=confidence * AHEAD)
        ahead: DealStage = "proposed" if stage == "imposed" else "in_preparation"
        if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _PLEDGING:
            ahead = "pledged"
        if verb.lemma_.lower() in CARRYING:  # "is to supply X in a deal": the deal is made, the goods are to come
            ahead = "announced"
        return StageFound(stage=ahead, confidence=confidence * AHEAD)
    above = verb.head.lemma_.lower()
    if verb.dep_ in {"xcomp", "ccomp"} and above in _PROPOSING and stage not in _CANCELLING:
        return StageFound(stage="proposed", confidence=confidence * SHIFTED)
    return StageFound(stage="hypothetical", confidence=confidence)


def _is_conditional(verb: Token) -> bool:
    """ "Will lend it if parliament agrees", "would be signed provided …"; what was done was done under whatever condition."""
    if verb.tag_ == "VBD":
        return False
    holders = (verb, verb.head) if verb.dep_ == "xcomp" else (verb,)
    is_if = any(
        m.lower_ in {"if", "unless"} and m.dep_ == "mark"
        for holder in holders
        for clause in children(holder, "advcl")
        for m in clause.children
    )
    return is_if or any(_is_proviso(word) for word in verb.subtree if word.i > verb.i)


def _is_proviso(word: Token) -> bool:
    """ "Provided Lima agrees", not "provided by Lima"."""
    following = word.doc[word.i + 1] if word.i + 1 < len(word.doc) else word
    return word.lower_ == "provided" and following.pos_ in {"PROPN", "DET", "PRON", "SCONJ", "NOUN"}


def _as_subject(noun: Token, verb: Token, lemma: str, family: Family) -> StageFound | None:
    """ "The treaty was signed", "the deal collapsed", "the projects are under way", "the agreement expires"."""
    after = {c.lower_ for c in verb.subtree if c.dep_ in {"acomp", "advmod", "pobj", "attr"} and c.head.i >= verb.i}
    if lemma == "be" and after & _UNDER_WAY:
        return StageFound(stage="under_way", confidence=DEALS["clause"])
    if lemma == "be" and (state := stage_of_being(verb)) is not None:
        return with_mood(state, verb, DEALS["state"])
    if lemma == "take" and any(thing.lower_ in {"effect", "force"} for thing in children(verb, "dobj")):
        return with_mood("in_force", verb, DEALS["state"])
    if lemma == "hold" and noun.lemma_.lower() in {"ceasefire", "fire", "cease-fire", "truce"}:
        return with_mood("in_force", verb, DEALS["state"])
    phrasal = phrasal_stage(verb, lemma, family)
    stage, lemma = phrasal or (STAGE_OF_VERB.get(lemma), lemma)
    if family == "measure" and is_passive(verb):
        stage = measure_stage(noun, verb, lemma) or stage
    if is_passive(verb) and stage is not None and _fits(lemma, family):
        return with_mood(stage, verb, DEALS["verb"])
    if lemma in {"collapse", "fail", "crash"}:
        return with_mood("cancelled", verb, DEALS["state"])
    if lemma == "expire" and verb.tag_ in {"VBD", "VBN"}:
        return _bare(noun, family)
    if lemma == "expire" and mood_of(verb).kind in {"fact", "future"}:
        return StageFound(stage="in_force", confidence=DEALS["state"])
    if lemma in {"take", "come", "enter"} and preposition_objects(verb, {"into"}, depth=0):
        return with_mood("in_force", verb, DEALS["state"])
    return _bare(noun, family)


def _request(noun: Token, verb: Token, lemma: str) -> StageFound | None:
    """ "Approved Sri Lanka's request for a freeze": somebody's, granted or refused."""
    stage: DealStage = "rejected" if lemma in {"reject", "refuse", "decline"} else "approved"
    if (
        noun.dep_ != "dobj"
        or lemma not in {"approve", "grant", "accept", "reject", "refuse", "decline"}
        or not children(noun, "poss")
    ):
        return None
    return with_mood(stage, verb, DEALS["clause"])


def _talks(noun: Token, verb: Token, lemma: str) -> StageFound | None:
    mood = mood_of(verb).kind
    if mood in {"negated", "denied"}:
        return None
    if noun.dep_ == "dobj" and lemma in {"suspend", "postpone", "halt", "freeze"} and mood == "fact":
        return StageFound(stage="suspended", confidence=DEALS["clause"])
    stage: DealStage = "under_negotiation" if mood in {"fact", "future"} else "hypothetical"
    return StageFound(stage=stage, confidence=DEALS["clause" if mood == "fact" else "state"])


def _is_owner(child: Token) -> bool:
    """ "The Union's deal", "the U.S. agreement"."""
    is_nation = child.dep_ in {"compound", "amod"} and is_country(child.text)
    return is_nation or (child.dep_ == "poss" and child.tag_ != "PRP$")


def _bare(noun: Token, family: Family, *, verb: Token | None = None) -> StageFound | None:
    """A deal that is only named: one that has an owner and an other side exists, more is not known."""
    mood = noun_mood(noun)
    if mood == "negated":
        return None
    words = {child.lower_ for child in noun.children}
    is_named = noun.text[:1].isupper()  # the words of a treaty's own name are no owners
    is_existing = bool(words & _EXISTING) or any(
        _is_owner(child) and (child.dep_ == "poss" or not is_named) for child in noun.children
    )
    if family in {"agreement"} and is_existing and mood is None:
        return StageFound(
            stage="in_force" if words & {"current", "existing"} else "agreed", confidence=DEALS["existing"]
        )
    if family == "talks":
        return StageFound(stage="under_negotiation", confidence=DEALS["talks"])
    if family == "agreement" and mood is None and (noun.head.lower_ == "of" and noun.head.head.lower_ == "part"):
        return StageFound(stage="agreed", confidence=DEALS["state"])
    return StageFound(stage="hypothetical" if mood == "hypothetical" else "mentioned", confidence=DEALS["bare"])
