"""Every followed contract on one axis of time: its window, and what was heard and said about it."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Signal, Touch
from bidtracker.radar.score.case import Survey, window_of
from bidtracker.radar.score.opportunity import followed
from bidtracker.radar.score.timing import Phase, Window


class ContractWindow(msgspec.Struct, frozen=True, kw_only=True):
    """One contract of a competitor or of ours, when it can change hands, and the signals and touches about it."""

    award: int
    tender: int
    buyer: int
    suppliers: tuple[int, ...]
    ours: bool
    since: date | None
    window: Window
    signals: tuple[Signal, ...] = ()
    touches: tuple[Touch, ...] = ()


def windows(holdings: Holdings, as_of: date) -> list[ContractWindow]:
    """The windows that are not closed, the next day to act by first; those without one last."""
    survey = Survey(holdings, as_of, None)
    rows = []
    for award in followed(holdings, as_of):
        case = survey.case(award)
        when = window_of(case)
        if when.state is Phase.CLOSED:
            continue
        buyer = holdings.buyer_of(award)
        touches = (t for t in holdings.touches_of(buyer) if not t.award or t.award == award.id)
        rows.append(
            ContractWindow(
                award=award.id,
                tender=award.tender,
                buyer=buyer,
                suppliers=award.suppliers,
                ours=award.ours,
                since=award.start,
                window=when,
                signals=tuple(holdings.signals_of(award)),
                touches=tuple(touches),
            )
        )
    rows.sort(key=lambda row: (row.window.act_by or date.max, row.award))
    return rows
