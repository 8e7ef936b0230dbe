"""What changed on the radar and the agenda between two days: the difference of what each of them shows.

Both days are judged from the same book, each by what was known on it, so a digest can be asked for any two days.
"""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.radar.agenda import agenda
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.opportunity import Opportunity, ReasonRow, judge, opportunities
from bidtracker.radar.score.priors import History

AHEAD = 7  # days of the agenda that a digest looks ahead
MOVED = 1.0  # points of a score from which it has moved
MOST_MOVED = 5


class ScoreMove(msgspec.Struct, frozen=True, kw_only=True):
    """One contract whose score is otherwise than before. `row` is the reason that moved it most, as it stands now (as
    it stood, where it is gone), and `by` its points more or less than before."""

    award: int
    before: float
    now: Opportunity
    row: ReasonRow
    by: float


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a day shows that another did not. A contract is on the radar while its score is above 0.

    `left` are judged as of today: their window or action says why. `opened` are windows that opened, `due` what came
    onto the agenda of the next AHEAD days or became overdue.
    """

    since: date
    as_of: date
    entered: tuple[Opportunity, ...]
    left: tuple[Opportunity, ...]
    moved: tuple[ScoreMove, ...]
    opened: tuple[Opportunity, ...]
    due: tuple[DueItem, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.entered or self.left or self.moved or self.opened or self.due)


def digest(holdings: Holdings, since: date, as_of: date, *, past: History | None = None) -> Digest:
    """Compares the radar and the agenda of two days, `since` the earlier."""
    before = _on_radar(holdings, since, None)
    now = _on_radar(holdings, as_of, past)
    both = [opportunity for opportunity in now.values() if opportunity.award in before]
    moves = [_move(before[opportunity.award], opportunity) for opportunity in both]
    far = [move for move in moves if abs(move.now.score - move.before) >= MOVED]
    far.sort(key=lambda move: (-abs(move.now.score - move.before), move.award))
    return Digest(
        since=since,
        as_of=as_of,
        entered=tuple(opportunity for award, opportunity in now.items() if award not in before),
        left=tuple(judge(holdings, holdings.awards[award], as_of, past=past) for award in before if award not in now),
        moved=tuple(far[:MOST_MOVED]),
        opened=tuple(o for o in both if o.window.opens is not None and since < o.window.opens <= as_of),
        due=_came_due(holdings, since, as_of, past),
    )


def _on_radar(holdings: Holdings, day: date, past: History | None) -> dict[int, Opportunity]:
    """What the radar of a day has, best first."""
    ranked = opportunities(holdings, day, past=past)
    return {opportunity.award: opportunity for opportunity in ranked if opportunity.score > 0}


def _move(before: Opportunity, now: Opportunity) -> ScoreMove:
    """How a score moved, and the reason whose points moved most."""
    old = {row.kind: row for row in before.reasons}
    new = {row.kind: row for row in now.reasons}
    by = {kind: row.points for kind, row in new.items()}
    for kind, row in old.items():
        by[kind] = by.get(kind, 0.0) - row.points
    most = max(by, key=lambda kind: abs(by[kind]))
    row = new.get(most) or old[most]
    return ScoreMove(award=now.award, before=before.score, now=now, row=row, by=by[most])


def _came_due(holdings: Holdings, since: date, as_of: date, past: History | None) -> tuple[DueItem, ...]:
    """What the agenda of the later day has that the earlier had not, or had not as overdue; windows are told apart."""
    seen = {_same(item) for item in agenda(holdings, since, AHEAD)}
    later = agenda(holdings, as_of, AHEAD, past=past)
    return tuple(item for item in later if item.kind is not Due.WINDOW_OPENS and _same(item) not in seen)


def _same(item: DueItem) -> tuple[Due, tuple[str, ...], date, bool]:
    """What makes two items of two agendas the same."""
    return item.kind, item.refs, item.on, item.overdue
