"""Why does the bot say so? The fact with the characters it rests on."""

from bot.domain.answers import Scope, WhyAnswer
from bot.domain.errors import NotFound
from bot.domain.facts import fact_kind
from bot.domain.keys import read_short_id, short_id
from bot.services.events import EventReader
from bot.words import _
from storage.facts import FactStore


class EvidenceService:
    def __init__(self, facts: FactStore, events: EventReader) -> None:
        self._facts = facts
        self._events = events

    async def answer(self, scope: Scope, typed_id: str) -> WhyAnswer:
        """The fact behind a short id, withdrawn or not."""
        read = read_short_id(typed_id)
        if read is None or read[0] == "story":
            raise NotFound(
                _(
                    "“{short_id}” is not the id of a fact. Ids look like Q-41K and stand at the end of every line; `/story id:` takes "
                    "those with an S."
                ).format(short_id=typed_id)
            )
        kind, number = read
        fact = await self._facts.by_id(scope, number)
        if fact is None or fact_kind(fact.fact) != kind:
            raise NotFound(
                _("No fact {short_id} is in the news this server reads.").format(short_id=typed_id.upper()),
                near=(short_id(fact_kind(fact.fact), number),) if fact else (),
            )
        return WhyAnswer(
            fact=fact,
            event=await self._events.of(scope, fact),
            history=await self._facts.history(fact),
            log=await self._facts.log(scope, number),
        )
