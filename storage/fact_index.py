"""Under what a fact is found: its tokens and its words."""

from bot.domain.facts import Deal, Fact, Quote, fact_kind
from bot.domain.sameness import sides_of
from storage import search
from storage.fact_rows import nations, ref, sides, stage_or_kind


def tags(fact: Fact) -> set[str]:
    """The tokens a fact is found by, but for its carriers' and those of its words."""
    found = {search.kind_token(fact_kind(fact)), search.stage_token(stage_or_kind(fact))}
    found |= {search.party_token(ref(party)) for _, party in sides(fact)}
    found |= {search.country_token(code) for code in nations(fact)}
    if kin := sides_of(fact):
        found.add(search.kin_token(fact_kind(fact), kin))
    if isinstance(fact, Deal):
        found |= {search.sector_token(sector) for sector in fact.sectors}
    return found


def runs(fact: Fact, text: str) -> list[str]:
    """The tokens a quote is found by word for word."""
    return search.run_tokens(words(fact, text)) if isinstance(fact, Quote) else []


def words(fact: Fact, text: str) -> str:
    """What a fact is found by: its own characters; for a quote only what was said, not who said it."""
    found = [text[start:end] for start, end in fact.evidence]
    if not isinstance(fact, Quote):
        found += [party.name for _, party in sides(fact)]
    return " … ".join(found)
