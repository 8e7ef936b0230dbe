"""Contract days that a plain list gives before anything was awarded: they are what is planned, and make no award."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.message import say
from bidtracker.domain.vocabulary import Outcome, Stage
from bidtracker.intake.notice import Notice, NoticeAward
from bidtracker.intake.report import Report

_UNDECIDED = frozenset(Stage) - {Stage.STANDSTILL, Stage.CLOSED}


def without_planned(notice: Notice, today: date, report: Report) -> Notice:
    """A row whose contract days are kept beside it, where they alone would make an award of it and it is still open, or
    came to nothing."""
    if notice.own or notice.format != "native" or not all(map(_has_days_only, notice.awards)):
        return notice
    if not _is_undecided(notice, today):
        return notice
    days = {
        column: day.isoformat()
        for award in notice.awards
        for column, day in (
            ("contract_start", award.start), ("contract_end", award.end), ("contract_max_end", award.max_end)
        )
        if day is not None
    }  # fmt: skip
    why = say("nothing says that it was awarded, so the days of its contract are kept as they stand and make no award")
    report.note(notice, why, value=", ".join(days.values()))
    rough = tuple(field for field in notice.rough if field not in days)
    return msgspec.structs.replace(notice, awards=(), rough=rough, extra={**notice.extra, **days})


def _has_days_only(award: NoticeAward) -> bool:
    given = award.suppliers or award.ours or award.value or award.awarded or award.others
    return not given and bool(award.start or award.end or award.max_end)


def _is_undecided(notice: Notice, today: date) -> bool:
    match notice.outcome:
        case Outcome.NO_AWARD:
            return True
        case None | Outcome.PENDING:
            return (
                notice.stage in _UNDECIDED
                or (notice.deadline is not None and notice.deadline >= today)
                or notice.outcome is not None
            )
    return False
