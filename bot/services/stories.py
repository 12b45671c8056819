"""What is this story, who tells it, and how did it unfold?"""

from bot.domain.answers import Choice, Scope, StoryAnswer
from bot.domain.errors import NotFound
from bot.domain.facts import Quote
from bot.domain.keys import read_short_id, short_id
from bot.domain.ranking import told_again
from bot.services.events import EventReader
from bot.services.memory import PerScope
from bot.services.names import NameIndex
from bot.services.spellings import Spellings
from bot.words import _
from storage.facts import FactStore
from storage.story_reading import StoryReader

_RECENT = 200  # articles, whose stories are offered
_MOST = 25
_QUOTES = 5
_LONGEST_CHOICE = 100


class StoryService:
    def __init__(self, stories: StoryReader, facts: FactStore, events: EventReader, names: NameIndex) -> None:
        self._stories = stories
        self._facts = facts
        self._events = events
        self._recent = PerScope(self._read_recent, names.moments)

    async def answer(self, scope: Scope, typed_id: str) -> StoryAnswer:
        """A story by its short id, such as S-7F, or by that of any fact in it."""
        asked = await self._asked(scope, typed_id)
        story, articles = await self._stories.articles(scope, asked) if asked is not None else (0, ())
        if not articles:
            raise NotFound(
                _(
                    "No story “{typed_id}” is in the news this server reads. Ids of stories look like S-7F; the id at the end of a line will do too."
                ).format(typed_id=typed_id)
            )
        events = await self._events.whole(scope, await self._facts.of_story(scope, story))
        again = told_again(events)
        quotes = [event for event in events if isinstance(event.fact, Quote)]
        return StoryAnswer(
            id=story,
            articles=articles,
            events=tuple(event for event in events if event not in quotes),
            quotes=tuple([one for one in quotes if one.id not in again][:_QUOTES]),
        )

    async def stories(self, scope: Scope, typed: str) -> list[Choice]:
        """Recent stories by id or title, newest first; the value is the short id."""
        choices, spellings = await self._recent.lately(scope)
        return [choices[item] for _, item in spellings.fits(typed)[:_MOST]]

    async def _asked(self, scope: Scope, typed_id: str) -> int | None:
        read = read_short_id(typed_id)
        if read is None or read[0] == "story":
            return read[1] if read else None
        fact = await self._facts.by_id(scope, read[1])
        return fact.article.story if fact else None

    async def _read_recent(self, scope: Scope) -> tuple[tuple[Choice, ...], Spellings]:
        newest = {article.story: article for article in reversed(await self._stories.recent(scope, _RECENT))}
        choices = tuple(
            Choice(name=f"{short_id('story', story)} {article.title}"[:_LONGEST_CHOICE], value=short_id("story", story))
            for story, article in sorted(newest.items(), key=lambda pair: -pair[1].id)
        )
        return choices, Spellings([(choice.name, choice.value) for choice in choices])
