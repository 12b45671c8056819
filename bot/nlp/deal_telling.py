"""One deal, one fact, however often the text comes back to it."""

from dataclasses import replace

from bot.domain.facts import Deal

NEAR = 800  # characters over which "the agreement" still means the one just told of
_SYNONYMS = frozenset(("deal", "agreement", "pact", "accord", "megadeal", "document", "instrument"))


def add(found: list[Deal], new: Deal, *, is_that: bool = False) -> None:
    """One deal told again is one."""
    for i, known in enumerate(found):
        if _is_same(known, new) or (is_that and _is_told_again(known, new)):
            found[i] = replace(
                known,
                evidence=tuple(sorted({*known.evidence, *new.evidence})),
                claims=known.claims or new.claims,
                sectors=known.sectors or new.sectors,
                name=known.name or new.name,
                date=known.date or new.date,
                towards=known.towards or new.towards,
                confidence=max(known.confidence, new.confidence),
                shown=known.shown or new.shown,
            )
            return
    found.append(new)


def _is_same(known: Deal, new: Deal) -> bool:
    """The same parties and stage, and a word of the same name or, a few lines on, of the same meaning."""
    if {p.id for p in known.parties} != {p.id for p in new.parties}:
        return False
    if new.claims and {claim.span for claim in new.claims} <= {claim.span for claim in known.claims}:
        return True  # "will provide $5m in loans": the verb and the noun tell of one sum
    if known.stage != new.stage:
        return False
    words = {deal.instrument.split()[-1].lower().rstrip("s") for deal in (known, new)}
    is_near = new.evidence[0][0] - known.evidence[-1][1] < NEAR
    return len(words) == 1 or (words <= _SYNONYMS and is_near and not (known.name or new.name))


def _is_told_again(known: Deal, new: Deal) -> bool:
    """ "The pact was inked by Secretary X and her Yish counterpart": those who signed for the sides told just before."""
    words = {deal.instrument.split()[-1].lower().rstrip("s") for deal in (known, new)}
    homes = {party.country for party in known.parties}
    are_of_them = all(party.country in homes or (party.kind == "person" and not party.country) for party in new.parties)
    is_near = 0 <= new.evidence[0][0] - known.evidence[-1][1] < NEAR
    is_stage = known.stage == new.stage or (known.stage, new.stage) == ("signed", "agreed")  # "… were initialled by"
    is_one = (len(words) == 1 or words <= _SYNONYMS) and is_stage and None not in homes
    is_all = {party.id for party in known.parties} == {party.id for party in new.parties}
    return is_near and is_one and are_of_them and (is_all or any(party.kind == "person" for party in new.parties))
