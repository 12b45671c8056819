"""How far a meeting, an invitation or a deal has come: of two reports, which stage stands."""

from bot.domain.facts import AnyRecorded, Quote

_RUNGS = {
    # meetings
    "hypothetical": 0,
    "planned": 1,
    "postponed": 1,
    "held": 8,
    "failed": 8,
    # invitations
    "intended": 1,
    "extended": 2,
    "accepted": 3,
    "declined": 3,
    # deals
    "mentioned": 0,
    "proposed": 1,
    "under_negotiation": 2,
    "in_preparation": 3,
    "pledged": 3,
    "announced": 3,
    "agreed": 4,
    "awarded": 4,
    "signed": 5,
    "approved": 6,
    "ratified": 7,
    "established": 7,
    "in_force": 8,
    "under_way": 8,
    "imposed": 8,
    "lifted": 8,
    "suspended": 8,
    "rejected": 8,
    "cancelled": 8,
}
OPEN = frozenset(("proposed", "under_negotiation", "in_preparation", "pledged", "announced", "agreed"))
"""Stages of a deal from which something is still awaited."""
CONTINUING = frozenset(
    ("approved", "ratified", "in_force", "under_way", "lifted", "suspended", "rejected", "cancelled")
)
"""Stages that only what was there before can come to."""


def stage_of(report: AnyRecorded) -> str:
    """A quote has no stage."""
    return "" if isinstance(report.fact, Quote) else report.fact.stage


def rung(stage: str) -> int:
    """Grows with how far it has come; what ends it stands on the highest."""
    return _RUNGS[stage]


def standing(report: AnyRecorded) -> tuple[int, float]:
    """The report with the greatest of these says the stage: the furthest, and of two as far the later."""
    stage = stage_of(report)
    return (rung(stage) if stage else 0, report.article.published_at.timestamp())
