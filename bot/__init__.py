"""Communiqué: reads diplomatic news, keeps the facts, each with the characters of the article it rests on."""

__version__ = "0.1.0"
