"""When contracts end, month by month: what will come to the market."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.vocabulary import AwardStatus
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.timing import end_of

MONTHS = 24


class MonthEnds(msgspec.Struct, frozen=True, kw_only=True):
    """One month ("2027-03"): the awards of others that we follow and that end in it, and how many not followed ones
    and how many of ours do."""

    month: str
    followed: tuple[str, ...]
    others: int
    ours: int


class ContractEnds(msgspec.Struct, frozen=True, kw_only=True):
    """The next 24 months, this one first; and of the followed ones those that end later, and those whose end is not
    known."""

    months: tuple[MonthEnds, ...]
    later: int
    unknown: tuple[str, ...]


def contract_ends(holdings: Holdings, as_of: date) -> ContractEnds:
    """The ends of contracts that run on a day, or whose end is not known. Cancelled and dismissed ones do not count."""
    first = as_of.replace(day=1)
    names = [f"{month:%Y-%m}" for month in (add_months(first, n) for n in range(MONTHS))]
    followed: defaultdict[str, list[int]] = defaultdict(list)
    counts: dict[tuple[str, bool], int] = defaultdict(int)
    later, unknown = 0, []
    tracked = {award.id for award in holdings.tracked_awards()}
    for award in holdings.each("awards"):
        if award.status is AwardStatus.CANCELLED or award.dismissed:
            continue
        end, ours = award.terminated or end_of(award), award.ours
        if end is not None and end < as_of:
            continue
        ends_in = f"{end:%Y-%m}" if end else ""
        if ours or award.id not in tracked:
            counts[ends_in, ours] += 1
        elif end is None:
            unknown.append(award.id)
        elif ends_in > names[-1]:
            later += 1
        else:
            followed[ends_in].append(award.id)
    return ContractEnds(
        months=tuple(
            MonthEnds(
                month=name,
                followed=tuple(ref("awards", number) for number in sorted(followed[name])),
                others=counts[name, False],
                ours=counts[name, True],
            )
            for name in names
        ),
        later=later,
        unknown=tuple(ref("awards", number) for number in sorted(unknown)),
    )
