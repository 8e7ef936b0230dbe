"""Where we lose points: score sheets by criterion, buyer, rival and year, and how far from the winner we were.

Points are per cent of all that there were, so that sheets with other scales add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

import msgspec

from bidtracker.domain.ids import ref
from bidtracker.domain.losses.score_sheet import behind, whole
from bidtracker.domain.records import ScoreSheet
from bidtracker.domain.text import fold
from bidtracker.radar.insights.trials import Trial, losses

NEAR = 5.0  # points to the winner within which a loss was close


class PointsLost(msgspec.Struct, frozen=True, kw_only=True):
    """A group of losses: how many sheets say something of it, the median of points behind the winner in it (below 0:
    ahead), in how many we were behind, and the tenders."""

    name: str
    n: int
    median: float
    behind: int
    refs: tuple[str, ...]


class PointsInsight(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `n` losses have a sheet, `compared` of them name points of both sides; `by_price` and `by_quality`
    count where most of the distance came from, `close` those within NEAR. Groups stand with the most lost first; buyers
    and rivals by their ids."""

    n: int
    losses: int
    compared: int
    behind: float | None
    close: int
    by_price: int
    by_quality: int
    criteria: tuple[PointsLost, ...]
    buyers: tuple[PointsLost, ...]
    rivals: tuple[PointsLost, ...]
    years: tuple[PointsLost, ...]


Lost = tuple[str, float]  # the tender, and the points by which we were behind


def points(trials: list[Trial]) -> PointsInsight:
    """The score sheets of the losses."""
    lost = losses(trials)
    criteria: defaultdict[str, list[Lost]] = defaultdict(list)
    spelled: dict[str, str] = {}
    groups: dict[str, defaultdict[str, list[Lost]]] = {kind: defaultdict(list) for kind in ("buyer", "rival", "year")}
    distances: list[float] = []
    by_price = by_quality = 0
    with_sheet = [(trial, trial.bid.sheet) for trial in lost if trial.bid.sheet is not None]
    for trial, sheet in with_sheet:
        for each in sheet.criteria:
            if (gap := behind(each)) is not None:
                criteria[spelled.setdefault(fold(each.name), each.name)].append((trial.ref, gap))
    for trial in lost:
        gap = distance(trial)
        if gap is None:
            continue
        distances.append(gap)
        price, quality = parts(trial.bid.sheet)
        by_price += price is not None and quality is not None and price > quality
        by_quality += price is not None and quality is not None and quality >= price
        groups["buyer"][ref("buyers", trial.tender.buyer)].append((trial.ref, gap))
        for rival in sorted(trial.winners):
            groups["rival"][ref("competitors", rival)].append((trial.ref, gap))
        if trial.on is not None:
            groups["year"][str(trial.on.year)].append((trial.ref, gap))
    return PointsInsight(
        n=len(with_sheet),
        losses=len(lost),
        compared=len(distances),
        behind=round(median(distances), 2) if distances else None,
        close=sum(gap <= NEAR for gap in distances),
        by_price=by_price,
        by_quality=by_quality,
        criteria=_most_first(criteria),
        buyers=_most_first(groups["buyer"]),
        rivals=_most_first(groups["rival"]),
        years=tuple(sorted(_most_first(groups["year"]), key=lambda group: group.name)),
    )


def distance(trial: Trial) -> float | None:
    """How many points of a hundred we were behind the winner in all, None where that is not known.

    Points in all without a sheet count only where they are out of a hundred by their look."""
    sheet = trial.bid.sheet
    ours, winners = whole(sheet) if sheet else (None, None)
    if ours is None or winners is None:
        ours, winners = trial.bid.score, trial.bid.winning_score
        if ours is None or winners is None or max(ours, winners) > 100:
            return None
    return round(winners - ours, 4)


def parts(sheet: ScoreSheet | None) -> tuple[float | None, float | None]:
    """By how much we were behind in price, and in all else; None where the sheet does not say."""
    gaps = [(each.price, gap) for each in sheet.criteria if (gap := behind(each)) is not None] if sheet else []
    price, quality = ([gap for is_price, gap in gaps if is_price is wanted] for wanted in (True, False))
    return sum(price) if price else None, sum(quality) if quality else None


def _most_first(groups: dict[str, list[Lost]]) -> tuple[PointsLost, ...]:
    made = (_group(name, lost) for name, lost in groups.items())
    return tuple(sorted(made, key=lambda group: (-group.median * group.n, group.name)))


def _group(name: str, lost: Iterable[Lost]) -> PointsLost:
    rows = list(lost)
    return PointsLost(
        name=name,
        n=len(rows),
        median=round(median(gap for _tender, gap in rows), 2),
        behind=sum(gap > 0 for _tender, gap in rows),
        refs=tuple(dict.fromkeys(tender for tender, _gap in rows)),
    )
