"""What changed on the radar and the agenda between two days: the difference of what each of them shows.

Both days are judged from the same book, each by what was known at its end, so a digest can be asked for any two days.
A digest of a morning knows nothing of what is heard later that day. So the next one looks back to the end of the day
before, and leaves out what was told in between.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.radar.agenda import agenda
from bidtracker.radar.due import Due, DueItem
from bidtracker.radar.score.case import Survey
from bidtracker.radar.score.opportunity import Opportunity, Rank, ranks, spelled
from bidtracker.radar.score.priors import History
from bidtracker.radar.score.reason_rows import ReasonRow
from bidtracker.radar.score.structure import ReasonKind

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


class ScorePoints(msgspec.Struct, frozen=True):
    """A score, 0 off the radar, and the points of each of its reasons."""

    score: float = 0.0
    points: dict[ReasonKind, float] = {}


class Reported(msgspec.Struct, frozen=True, kw_only=True):
    """What the digests of a day have reported. `scores` are those of the contracts named; `due` are things on the
    agenda, as `_same` spells them."""

    day: date
    scores: dict[int, ScorePoints] = {}
    opened: tuple[int, ...] = ()
    due: tuple[str, ...] = ()

    @property
    def since(self) -> date:
        """The day at whose end all was as it had been told before."""
        return self.day - timedelta(days=1)


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a day shows that another did not. A contract is on the radar while its score is above 0.

    `since` is the day of the last digest, else the day at whose end it was otherwise. `left` are judged as of today:
    their window or action says why. `opened` are windows that opened, `due` what came onto the agenda of the next AHEAD
    days or became overdue.
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


def digest(holdings: Holdings, since: date | Reported, as_of: date, *, past: History | None = None) -> Digest:
    """Compares the radar and the agenda of two days, `since` the earlier, or a day with what was reported. Both radars
    are ranked by numbers; only what differs is spelled out."""
    reported = since if isinstance(since, Reported) else Reported(day=since + timedelta(days=1))
    then, today = Survey(holdings, reported.since), Survey(holdings, as_of, past)
    earlier, now = _on_radar(then), _on_radar(today)
    before = {award: rank.score for award, rank in earlier.items()}
    before |= {award: was.score for award, was in reported.scores.items() if award in holdings.awards}
    before = {award: score for award, score in before.items() if score > 0}
    both = [award for award in now if award in before]
    far = [award for award in both if abs(now[award].score - before[award]) >= MOVED]
    far.sort(key=lambda award: (-abs(now[award].score - before[award]), award))
    opened = (
        award
        for award in both
        if (day := now[award].window.opens) is not None
        and reported.since < day <= as_of
        and award not in reported.opened
    )
    return Digest(
        since=since.day if isinstance(since, Reported) else since,
        as_of=as_of,
        entered=tuple(spelled(today, award) for award in now if award not in before),
        left=tuple(spelled(today, award) for award in before if award not in now),
        moved=tuple(
            _move(spelled(today, award), reported.scores.get(award), spelled(then, award) if award in earlier else None)
            for award in far[:MOST_MOVED]
        ),
        opened=tuple(spelled(today, award) for award in opened),
        due=_came_due(holdings, reported, as_of, past),
    )


def reported_by(change: Digest, before: Reported | None) -> Reported:
    """What has been reported on the day of a digest once it is read, with what others reported before on that day."""
    named = (*change.entered, *change.opened, *(move.now for move in change.moved))
    new = Reported(
        day=change.as_of,
        scores={each.award: _points(each) for each in named} | {each.award: ScorePoints() for each in change.left},
        opened=tuple(each.award for each in change.opened),
        due=tuple(map(_same, change.due)),
    )
    if before is None or before.day != new.day:
        return new
    return Reported(
        day=new.day,
        scores=before.scores | new.scores,
        opened=(*before.opened, *new.opened),
        due=(*before.due, *new.due),
    )


def _on_radar(survey: Survey) -> dict[int, Rank]:
    """What the radar of a day has, best first."""
    return {rank.award: rank for rank in ranks(survey) if rank.score > 0}


def _points(opportunity: Opportunity) -> ScorePoints:
    return ScorePoints(opportunity.score, {row.kind: row.points for row in opportunity.reasons})


def _move(now: Opportunity, reported: ScorePoints | None, earlier: Opportunity | None) -> ScoreMove:
    """How a score moved from what was reported, else from what it was earlier, with the reason that moved it most."""
    was = reported or (_points(earlier) if earlier else ScorePoints())
    rows = {row.kind: row for opportunity in (earlier, now) if opportunity for row in opportunity.reasons}
    points = _points(now).points
    by = {kind: points.get(kind, 0.0) - was.points.get(kind, 0.0) for kind in rows}
    most = max(by, key=lambda kind: abs(by[kind]))
    return ScoreMove(award=now.award, before=was.score, now=now, row=rows[most], by=by[most])


def _came_due(holdings: Holdings, reported: Reported, as_of: date, past: History | None) -> tuple[DueItem, ...]:
    """What the agenda of the later day has that the earlier had not, or not as overdue, and that was not told; windows
    are told apart."""
    seen = {*map(_same, agenda(holdings, reported.since, AHEAD)), *reported.due}
    later = agenda(holdings, as_of, AHEAD, past=past)
    return tuple(item for item in later if item.kind is not Due.WINDOW_OPENS and _same(item) not in seen)


def _same(item: DueItem) -> str:
    """What makes two items of two agendas the same."""
    return " ".join((item.kind, *item.refs, item.on.isoformat(), "overdue" if item.overdue else ""))
