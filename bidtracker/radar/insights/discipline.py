"""Whether we call in time: inside the window, and before its last day to act."""

from __future__ import annotations

from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.insights.funnel import window_days
from bidtracker.radar.measures.rates import Rate, rate
from bidtracker.radar.score.relations import reached
from bidtracker.radar.score.timing import end_of


class Discipline(msgspec.Struct, frozen=True, kw_only=True):
    """Of the windows that have opened on awards of others that we follow: those inside which we spoke with the buyer;
    and the awards whose act-by day went by without."""

    contacted: Rate
    missed: tuple[str, ...]


def discipline(holdings: Holdings, as_of: date) -> Discipline:
    """Timing over all windows whose dates are known; a call counts from the opening to the contract's end."""
    opened, contacted, missed = 0, 0, []
    for award in holdings.tracked_awards():
        opens, act_by = window_days(award)
        if opens is None or act_by is None or opens > as_of:
            continue
        if award.ours or award.dismissed or award.status is AwardStatus.CANCELLED:
            continue
        buyer = holdings.buyer_of(award)
        end = end_of(award) or as_of
        calls = [t.done for t in holdings.touches_of(buyer) if reached(t, as_of) and t.done and opens <= t.done <= end]
        opened += 1
        contacted += bool(calls)
        if act_by < as_of and not any(day <= act_by for day in calls):
            missed.append((act_by, ref("awards", award.id)))
    return Discipline(contacted=rate(contacted, opened), missed=tuple(award_ref for _, award_ref in sorted(missed)))
