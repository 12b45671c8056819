"""The nation of a person to whom an article gives none: the one that its sources last gave, if the article speaks of it at all."""

from collections.abc import Collection
from dataclasses import replace

from bot.domain.facts import Extraction, Fact, Party, with_parties
from storage.database import Transaction
from storage.fact_rows import ref

LAST = "SELECT country FROM last_named WHERE source_id = :source AND ref = :ref AND country IS NOT NULL"


def known(tx: Transaction, sources: Collection[int], extraction: Extraction) -> tuple[Fact, ...]:
    """The article's facts, with persons of the nation under which each of these sources, or those that know them, named them last."""
    mentioned = {country.code for country in extraction.countries}

    def placed(party: Party) -> Party:
        if not (party.lacks_nation and mentioned):
            return party
        rows = [row for source in sources for row in tx.all(LAST, {"source": source, "ref": ref(party)})]
        nations = {row["country"] for row in rows}
        return replace(party, country=nations.pop()) if len(nations) == 1 and nations <= mentioned else party

    return tuple(with_parties(fact, placed) for fact in extraction.facts)
