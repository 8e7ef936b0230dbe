"""What a day begins with: whom to call and why, what must be handed in, what changed since last time, what to ask."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.radar.agenda import agenda
from bidtracker.radar.digest import Digest, digest
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.actions import ActionCode
from bidtracker.radar.score.ask_next import Unknown
from bidtracker.radar.score.opportunity import Opportunity, opportunities
from bidtracker.radar.score.past import history

SOON = 14  # days in which a deadline stands on the page
MOST_CALLS = 7  # opportunities to call about, beside the touches that are planned; nobody calls more in a day
LOOKED_AT = 40  # of the best opportunities, among which the calls are looked for
MOST_QUESTIONS = 20
TO_TALK = (ActionCode.CALL, ActionCode.MEET, ActionCode.INTRODUCE, ActionCode.PULSE)
TOUCHES = (Due.CALLBACK, Due.TOUCH_OVERDUE, Due.TOUCH_DUE)
DEADLINES = (Due.DEADLINE, Due.QUESTIONS_UNTIL, Due.STANDSTILL_END, Due.OPTION_DECISION)


class OpenQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is not known of a contract, and would move its score."""

    award: int
    unknown: Unknown


class Morning(msgspec.Struct, frozen=True, kw_only=True):
    """One day's beginning. `touches` are planned for today or overdue; `calls` the best opportunities whose next step
    is to talk to somebody, at buyers where none is planned; `change` is None where nobody asked for it."""

    as_of: date
    touches: tuple[DueItem, ...] = ()
    calls: tuple[Opportunity, ...] = ()
    deadlines: tuple[DueItem, ...] = ()
    change: Digest | None = None
    questions: tuple[OpenQuestion, ...] = ()

    @property
    def to_do(self) -> tuple[DueItem, ...]:
        """The planned touches that are to be done today."""
        return tuple(item for item in self.touches if item.quiet is None)

    @property
    def put_off(self) -> tuple[DueItem, ...]:
        """Those that are not to be done now, each with why."""
        return tuple(item for item in self.touches if item.quiet is not None)

    @property
    def empty(self) -> bool:
        """Whether the day asks for nothing. Questions alone are no reason to begin with this page."""
        changed = self.change is not None and not self.change.empty
        return not (self.touches or self.calls or self.deadlines or changed)


def morning(holdings: Holdings, as_of: date, since: date | None = None) -> Morning:
    """The beginning of a day; with `since`, what changed from then on."""
    past = history(holdings, as_of)
    items = agenda(holdings, as_of, SOON, past=past)
    planned = (item for item in items if item.kind in TOUCHES and item.on <= as_of)
    touches = tuple(sorted(planned, key=lambda item: item.quiet is not None))  # what is not to be done now comes last
    best = opportunities(holdings, as_of, limit=LOOKED_AT, past=past)
    return Morning(
        as_of=as_of,
        touches=touches,
        calls=tuple(_calls(best, {item.buyer for item in touches})),
        deadlines=tuple(item for item in items if item.kind in DEADLINES),
        change=None if since is None else digest(holdings, since, as_of, past=past),
        questions=tuple(_questions(best)),
    )


def _calls(best: Iterable[Opportunity], planned: set[int]) -> Iterable[Opportunity]:
    """The best to talk about, one a buyer."""
    taken = set(planned)
    for opportunity in best:
        if opportunity.action.code in TO_TALK and opportunity.quiet is None and opportunity.buyer not in taken:
            taken.add(opportunity.buyer)
            yield opportunity
            if len(taken) - len(planned) == MOST_CALLS:
                return


def _questions(best: Iterable[Opportunity]) -> list[OpenQuestion]:
    """The first question of each of the best, in their order."""
    asked = (OpenQuestion(award=each.award, unknown=each.ask_next[0]) for each in best if each.ask_next)
    return [question for question, _n in zip(asked, range(MOST_QUESTIONS), strict=False)]
