"""The nation of a person to whom an article gives none: the one that its sources last gave, if the article speaks of it at all."""

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.domain.facts import Deal, Extraction, Fact, Invitation, Meeting, Party, Quote
from storage.database import Transaction
from storage.fact_rows import ref

LAST = "SELECT country FROM last_named WHERE source_id = :source AND ref = :ref AND country IS NOT NULL"


def known(tx: Transaction, sources: Collection[int], extraction: Extraction) -> tuple[Fact, ...]:
    """The article's facts, with persons of the nation under which each of these sources, or those that know them, named them last."""
    mentioned = {country.code for country in extraction.countries}

    def placed(party: Party) -> Party:
        if party.kind != "person" or party.country or " " not in party.name or not mentioned:
            return party
        rows = [row for source in sources for row in tx.all(LAST, {"source": source, "ref": ref(party)})]
        nations = {row["country"] for row in rows}
        return replace(party, country=nations.pop()) if len(nations) == 1 and nations <= mentioned else party

    return tuple(_placed(fact, placed) for fact in extraction.facts)


def _placed(fact: Fact, placed: Callable[[Party], Party]) -> Fact:
    match fact:
        case Quote(speaker=speaker):
            if speaker is None or speaker.party is None:
                return fact
            return replace(fact, speaker=replace(speaker, party=placed(speaker.party)))
        case Meeting():
            participants = tuple(map(placed, fact.participants))
            nations = (*fact.countries, *(party.country for party in participants if party.country))
            return replace(fact, participants=participants, countries=tuple(dict.fromkeys(nations)))
        case Invitation(inviter=inviter):
            invitees = tuple(map(placed, fact.invitees))
            return replace(fact, inviter=placed(inviter) if inviter else None, invitees=invitees)
        case Deal():
            return replace(fact, parties=tuple(map(placed, fact.parties)))
