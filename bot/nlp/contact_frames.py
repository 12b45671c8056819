"""The clause around a noun of contact: whether the meeting was held, is ahead or fell through, and who of the clause takes part."""

from spacy.tokens import Token

from bot.domain.facts import MeetingStage
from bot.nlp.cast import Cast, Side
from bot.nlp.clauses import children, is_passive, phrase, preposition_objects, subjects
from bot.nlp.contact_words import ENDS, HOLDING, PLANNING, WANTING
from bot.nlp.contacts import STAGES, all_sides, stage_of
from bot.nlp.mood_words import AGREEING
from bot.nlp.noun_moods import mood_above, noun_mood
from bot.nlp.stages import MoodKind, mood_of

_TAKING_PLACE = frozenset(
    ("take", "happen", "occur", "hold", "convene", "host", "schedule", "expect", "plan", "start", "begin", "open")
)
_OCCURRING = frozenset(("take", "happen", "occur", "hold", "materialise", "materialize"))
_BESIDE = frozenset(("sidelines", "margins", "margin", "fringes"))
_DUE = frozenset(("due", "expected", "scheduled", "set"))


def frame(noun: Token, verb: Token | None, cast: Cast) -> tuple[MeetingStage | None, list[Side], str]:
    """Stage, those of the surrounding clause who take part, and the name of the construction."""
    if (framed := mood_above(noun)) is not None:
        return STAGES[framed], [], "noun"
    mood = noun_mood(noun) or _own_mood(noun)
    by_word = STAGES[mood] if mood else "held"
    above = noun.head
    if noun.dep_ == "pobj" and above.head.lemma_.lower() in {"failure", "collapse", "breakdown"}:
        return "failed", [], "noun"
    if verb is None:
        return by_word, [], "noun"
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in {"on", "about", "for", "of", "towards"}:
        return "hypothetical", [], "noun"  # "talks on restarting the negotiations"
    lemma = verb.lemma_.lower()
    if noun.dep_ == "dobj" and above == verb:
        stage = _object_stage(verb, lemma, by_word)
        rule = "called" if lemma == "call" and stage == "planned" else "hold"
        return stage, all_sides(subjects(verb), cast) if lemma in HOLDING else [], rule
    if noun.dep_ in {"nsubj", "nsubjpass"} and above == verb:
        return _subject_stage(verb, lemma, by_word), all_sides(preposition_objects(verb, {"by"}), cast), "subject"
    if noun.dep_ == "attr" and above == verb and lemma == "be" and by_word == "held":
        return STAGES[mood_of(verb).kind], [], "noun"  # "it will be her first visit"
    if noun.dep_ == "pobj":
        is_apart = above.lower_ == "of" and above.head.lower_ != "ahead"  # "in months of meetings with China"
        return _prepositional_stage(above, verb, by_word), [] if is_apart else all_sides(subjects(verb), cast), "after"
    return by_word, [], "noun"


def _own_mood(noun: Token) -> MoodKind | None:
    """ "The summit which will take place in Oslo", "a meeting to be held in May": its own clause says that it is ahead."""
    for clause in [c for word in phrase(noun) for c in _clauses(word)]:
        if clause.lemma_.lower() in _TAKING_PLACE:
            is_to_be = clause.dep_ == "acl" and clause.tag_ in {"VB", "VBN"} and _is_to_be(clause)
            is_set = clause.dep_ == "acl" and clause.lemma_.lower() in PLANNING and clause.tag_ == "VBN"
            mood = "future" if is_to_be or is_set else mood_of(clause).kind
            if mood in {"future", "hypothetical"}:
                return mood
    return None


def _clauses(word: Token) -> list[Token]:
    """Its clauses, and what "is due to", "is expected to" lead to."""
    own = children(word, "relcl", "acl")
    due = [d for c in own for d in children(c, "acomp") if d.lower_ in _DUE]
    return own + [inner for c in (*own, *due) for inner in children(c, "xcomp")]


def _is_to_be(clause: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def _object_stage(verb: Token, lemma: str, by_word: MeetingStage | None) -> MeetingStage | None:
    """ "Held talks", "postponed a visit", "wants a meeting"."""
    if lemma in WANTING:
        return "hypothetical"
    stage = stage_of(verb, progressive="held")
    is_off = any(c.lower_ == "off" for c in verb.children)
    if stage == "held" and (lemma in ENDS or is_off):
        return "postponed" if lemma == "put" else ENDS.get(lemma, "cancelled")
    if stage == "held" and (lemma in PLANNING or lemma == "call"):
        return "planned"
    return by_word if stage == "held" else stage


def _subject_stage(verb: Token, lemma: str, by_word: MeetingStage | None) -> MeetingStage | None:
    """ "The talks failed", "a visit was postponed", "the meeting will take place", "was sought but did not take place"."""
    if any(mood_of(c).kind == "negated" for c in children(verb, "conj") if c.lemma_.lower() in _OCCURRING):
        return None
    stage = stage_of(verb, progressive="held")
    is_ended = lemma in ENDS and not children(verb, "xcomp")  # "failed to settle it" was held
    particles = {c.lower_ for c in children(verb, "prt")}
    if stage == "held" and lemma == "break" and "down" in particles:
        return "failed"
    if stage == "held" and (is_ended or "off" in particles):
        return "postponed" if lemma == "put" else ENDS.get(lemma, "cancelled")
    if stage == "held" and (lemma in PLANNING or lemma in {"set", "expect"}):
        return "planned"
    if stage == "held" and lemma in WANTING and is_passive(verb):
        return "hypothetical"
    if stage is None:  # "the meeting did not produce a deal" was held; "did not take place" was not
        return None if lemma in {"take", "happen", "occur", "be", "materialise", "materialize"} else by_word
    if stage == "hypothetical" and lemma not in {"take", "happen", "occur", "be"}:
        return by_word
    return by_word if stage == "held" else stage


def _prepositional_stage(preposition: Token, verb: Token, by_word: MeetingStage | None) -> MeetingStage | None:
    """ "After a meeting" was held, whatever followed; "ahead of a meeting" is to come."""
    word = preposition.lower_
    if word == "of" and preposition.head.lower_ == "ahead":
        return "planned"
    is_vow = verb.tag_ == "VB" and verb.head.lemma_.lower() in AGREEING and verb.head.tag_ in {"VBD", "VBN"}
    if word in {"during", "at", "after", "following"} and is_vow:
        verb = verb.head  # "agreed to step up work during their meeting": there they agreed
    stage = stage_of(verb, progressive="held")
    if word == "of" and preposition.head.lower_ in _BESIDE and stage == "planned":
        return "planned"
    if word == "for" and any(c.lower_ in _DUE for c in verb.children) and stage == "held":
        return "planned"  # "was due in Oslo for talks"
    if word == "before":
        return "planned" if by_word == "held" else by_word
    if stage == "planned" and word in {"after", "during", "at", "for", "in", "on"}:
        return "planned"
    if stage == "hypothetical":
        return "hypothetical"
    if stage is not None:
        return by_word
    return by_word if word in {"after", "during", "following"} else None
