"""How far a meeting, an invitation or a deal has come: of two reports, which stage stands."""

from bot.domain.facts import AnyRecorded, Quote
from bot.words import N_, _

_RUNGS = {
    # meetings
    N_("hypothetical"): 0,
    N_("planned"): 1,
    N_("postponed"): 1,
    N_("held"): 8,
    N_("failed"): 8,
    # invitations
    N_("intended"): 1,
    N_("extended"): 2,
    N_("accepted"): 3,
    N_("declined"): 3,
    # deals
    N_("mentioned"): 0,
    N_("proposed"): 1,
    N_("under_negotiation"): 2,
    N_("in_preparation"): 3,
    N_("pledged"): 3,
    N_("announced"): 3,
    N_("agreed"): 4,
    N_("awarded"): 4,
    N_("signed"): 5,
    N_("approved"): 6,
    N_("ratified"): 7,
    N_("established"): 7,
    N_("in_force"): 8,
    N_("under_way"): 8,
    N_("imposed"): 8,
    N_("lifted"): 8,
    N_("suspended"): 8,
    N_("rejected"): 8,
    N_("cancelled"): 8,
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


def stage_words(stage: str) -> str:
    """A stage as it is shown."""
    return _(stage).replace("_", " ")


def rung(stage: str) -> int:
    """Grows with how far it has come; what ends it stands on the highest."""
    return _RUNGS[stage]


def standing(report: AnyRecorded) -> tuple[int, float]:
    """The report with the greatest of these says the stage: the furthest, and of two as far the later."""
    stage = stage_of(report)
    return (rung(stage) if stage else 0, report.article.published_at.timestamp())
