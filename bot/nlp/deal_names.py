"""The article's words for a deal: "oil supply deal", "ease trade sanctions", a treaty's own name."""

from spacy.tokens import Token

from bot.domain.facts import DealStage
from bot.nlp.cast import Cast
from bot.nlp.clauses import children
from bot.nlp.instruments import STAGE_OF_VERB

_KINDS_OF = frozenset(("joint", "free", "mutual", "bilateral", "preliminary", "nuclear", "retaliatory", "economic"))
_WHOSE_KIND = frozenset(("understanding", "intent", "intention", "action", "credit", "notes", "letters"))
_UNITS = frozenset(("m", "bn", "mn", "tn", "k", "million", "billion", "trillion", "crore", "percent", "euro", "dollar"))
_PAPERS = frozenset(("instrument", "document", "paper", "text"))
_CUTTING = frozenset(("cut", "lower", "reduce", "slash"))


def lifting(noun: Token, stage: DealStage, cast: Cast) -> str | None:
    """ "Ease trade sanctions", announced, or "cut its tariff": what is told is the easing, not the measure nor its end."""
    verb = noun.head
    is_cut = verb.lemma_.lower() in _CUTTING
    is_easing = stage == "announced" and STAGE_OF_VERB.get(verb.lemma_.lower()) == "lifted"
    if noun.dep_ != "dobj" or not (is_easing or (is_cut and stage in {"announced", "lifted"})):
        return None
    return cast.reading.text[verb.idx : noun.idx + len(noun.text)] if 0 < noun.i - verb.i <= 8 else None


def instrument_words(noun: Token, cast: Cast) -> str:
    """The article's word with the nouns before it: "oil supply deal", "memorandum of understanding"."""
    first, last = (noun.doc[noun.i - 2] if noun.lower_ == "fire" and noun.i > 1 else noun), noun
    mention = cast.mention(noun)
    if mention is not None:
        return noun.text
    for child in sorted(children(noun, "compound", "amod"), key=lambda t: -t.i):
        is_word = (
            child.dep_ == "compound" and child.is_alpha and child.lower_ not in _UNITS
        ) or child.lower_ in _KINDS_OF
        if child.i == first.i - 1 and is_word and cast.mention(child) is None:
            edge = child.left_edge
            first = (
                edge
                if cast.mention(edge) is None
                and edge.lower_ not in _UNITS
                and edge.i >= first.i - 3
                and edge.is_alpha
                and edge.pos_ != "DET"
                else child
            )
    after = noun.i + 1
    if after + 1 < len(noun.doc) and noun.doc[after].lower_ == "of" and noun.doc[after + 1].lower_ in _WHOSE_KIND:
        last = noun.doc[after + 1]
    return cast.reading.text[first.idx : last.idx + len(last.text)]


def name_of(noun: Token, cast: Cast) -> str | None:
    """A proper name such as a treaty's, from its mention or its capitals."""
    mention = cast.mention(noun)
    if mention is not None and mention.kind in {"organisation", "company"}:
        return cast.reading.text[mention.start : mention.end]
    if not noun.text[0].isupper():
        return None
    first = noun
    while first.i > 0 and noun.doc[first.i - 1].text[:1].isupper() and not first.is_sent_start:
        first = noun.doc[first.i - 1]
    name = cast.reading.text[first.idx : noun.idx + len(noun.text)]
    return name if first != noun and "\n" not in name else None


def is_vague(noun: Token, cast: Cast) -> bool:
    """ "Welcomed the following instruments": papers without a name, a number or what they are about."""
    is_bare = noun.tag_ == "NNS" and instrument_words(noun, cast) == noun.text and noun.text.islower()
    told = [c for c in children(noun, "nummod", "amod", "prep", "acl", "relcl") if c.lower_ != "following"]
    return is_bare and noun.lemma_ in _PAPERS and not told


def is_definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "that", "this"} for child in noun.children)
