"""What readers would be shown of a text of one's own."""

from datetime import date

from bot.domain.facts import Deal, Meeting, Quote
from bot.nlp.extract import extract

PUBLISHED = date(2026, 3, 17)


def meetings(text: str) -> list[Meeting]:
    return [one for one in extract(text, published_on=PUBLISHED).meetings if one.shown]


def deals(text: str) -> list[Deal]:
    return [one for one in extract(text, published_on=PUBLISHED).deals if one.shown]


def quotes(text: str) -> list[Quote]:
    return [one for one in extract(text, published_on=PUBLISHED).quotes if one.shown]


def sides(meeting: Meeting) -> set[str]:
    return {party.name for party in meeting.participants}


def words(text: str, quote: Quote) -> str:
    return " … ".join(text[start:end] for start, end in quote.segments)
