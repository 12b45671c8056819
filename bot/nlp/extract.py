"""The one door: a text in, its facts out. Same text, same facts, in any order and company."""

from datetime import date, datetime

from bot.domain.errors import BotError
from bot.domain.facts import CountryMentions, Extraction, Organisation, Person, Span
from bot.domain.news import Article
from bot.nlp.deals import find_deals
from bot.nlp.gazetteer import gazetteer
from bot.nlp.invitations import find_invitations
from bot.nlp.load import DEFAULT_MODEL, load
from bot.nlp.meetings import find_meetings
from bot.nlp.quotes import find_quotes
from bot.nlp.read import read
from bot.nlp.reading import Reading

LONGEST = 60_000
"""Characters. Longer texts take the parser's memory beyond what a worker may have."""


class TextRefused(BotError):
    """A text that is not read, with the reason in words."""


def extract(text: str, *, title: str = "", published_on: date | None = None, model: str = DEFAULT_MODEL) -> Extraction:
    """Everything found in `text`; spans are in its characters. `published_on` dates "on Tuesday"."""
    if len(text) > LONGEST:
        raise TextRefused(f"The text has {len(text):,} characters; at most {LONGEST:,} are read.")
    text = _clean(text)
    with load(model).memory_zone(text):
        reading = read(text, title=title, published_on=published_on, model=model)
        return Extraction(
            people=_people(reading),
            countries=_countries(reading),
            organisations=_organisations(reading),
            quotes=find_quotes(reading),
            meetings=find_meetings(reading),
            invitations=find_invitations(reading),
            deals=find_deals(reading),
        )


def extract_article(article: Article, model: str = DEFAULT_MODEL) -> Extraction:
    """What a worker process runs for an article."""
    return extract(article.text, title=article.title, published_on=article.published_at.date(), model=model)


def warm(model: str = DEFAULT_MODEL) -> None:
    """Load what the first text would wait for."""
    load(model)
    gazetteer()
    extract("Warm up.", published_on=datetime(2026, 1, 1).date(), model=model)  # noqa: DTZ001 - only a day


def _clean(text: str) -> str:
    """The same characters for the same offsets: what no parser can take becomes a blank or a replacement mark."""
    return (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", " ")
        if "\0" in text or not text.isprintable()
        else text
    )


def _people(reading: Reading) -> tuple[Person, ...]:
    found: dict[str, list[Span]] = {}
    leaders: dict[str, str | None] = {}
    for mention in reading.mentions:
        if mention.kind == "person":
            found.setdefault(mention.party.name, []).append((mention.start, mention.end))
            leaders[mention.party.name] = mention.party.leader
    return tuple(
        Person(
            name=name,
            leader=leaders[name],
            mentions=tuple(spans),
            offices=tuple(office.mention for office in reading.offices if office.person == name),
        )
        for name, spans in found.items()
    )


def _countries(reading: Reading) -> tuple[CountryMentions, ...]:
    found: dict[str, list[Span]] = {}
    for mention in reading.mentions:
        if mention.kind == "country":
            found.setdefault(mention.party.id, []).append((mention.start, mention.end))
    return tuple(CountryMentions(code=code, mentions=tuple(spans)) for code, spans in found.items())


def _organisations(reading: Reading) -> tuple[Organisation, ...]:
    found: dict[str, list[Span]] = {}
    for mention in reading.mentions:
        if mention.kind in ("organisation", "company", "group"):
            found.setdefault(mention.party.name, []).append((mention.start, mention.end))
    return tuple(Organisation(name=name, mentions=tuple(spans)) for name, spans in found.items())
