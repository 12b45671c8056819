"""The spaCy model, as this project runs it."""

from functools import cache

import spacy
from spacy.language import Language


@cache
def load(model: str) -> Language:
    """The pipeline of the installed package `model`, once a process."""
    return spacy.load(model)
