"""What a public record, and a change between two states of it, say about delivery.

One rule a function, each giving Findings or nothing, and slow to speak. What a record states is credible (2); what is
concluded from two states of it is only possible (3). A finding's key is stable, so that a record which says the same
again is heard once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.intake.signals import of_change as change
from bidtracker.intake.signals import of_delivery as delivery
from bidtracker.intake.signals.question import Case, Finding

Rule = Callable[[Case], Iterable[Finding]]
OF_CHANGE: tuple[Rule, ...] = (
    *(change.ended_for_failure, change.not_extended, change.end_moved, change.option_used, change.bridged),
    *(change.value_changed, change.replaced, change.churn),
)
OF_DELIVERY: tuple[Rule, ...] = (
    *(delivery.underspent, delivery.milestones, delivery.metrics, delivery.failures, delivery.challenged),
)


def findings(case: Case) -> list[Finding]:
    """All that a record and its changes say of an award's delivery; an award that was cancelled was not delivered."""
    if case.award.status is AwardStatus.CANCELLED:
        return []
    rules = OF_DELIVERY if case.decided else (*OF_CHANGE, *OF_DELIVERY)
    return [finding for rule in rules for finding in rule(case)]
