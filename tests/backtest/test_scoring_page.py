"""docs/scoring.md has the weights of the code, and the worked example as the radar judges it."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from worlds import AS_OF, worked_example

from bidtracker.backtest import judgement
from bidtracker.backtest.matching import ALIKE, CLOSEST_DAYS, FARTHEST_DAYS, LEAD_DAYS
from bidtracker.backtest.report import replay
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.past_awards.awards import read_awards
from bidtracker.radar.score import opportunity
from bidtracker.radar.score import structure as rows
from bidtracker.radar.score.priors import ENTRENCHED_MONTHS, TYPICAL_DB, TYPICAL_N
from bidtracker.radar.score.structure import ReasonKind, StructuralRow

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
PRIORS = "TYPICAL_DB, TYPICAL_N in bidtracker/radar/score/priors.py"


def weight(db: float) -> str:
    return f"{db:+g}" if db else "0"


# What the table under "The formula" says of each row that comes from the record.
CELLS = {
    ReasonKind.OFFERS: f"without competition {weight(rows.DIRECT_DB)}; 1: {weight(rows.ONE_OFFER_DB)}; "
    f"2 to {rows.FEW_OFFERS}: {weight(rows.FEW_OFFERS_DB)}; more: {weight(rows.MANY_OFFERS_DB)}; not known: 0",
    ReasonKind.ENTRENCHED: f"the holder has {100 * rows.ENTRENCHED_SHARE:.0f} % of this buyer's awards here in "
    f"{ENTRENCHED_MONTHS} months, {rows.ENTRENCHED_AWARDS} or more: shown, {weight(rows.ENTRENCHED_DB)}",
    ReasonKind.KEPT: weight(rows.KEPT_DB),
    ReasonKind.TERM: f"under {rows.SHORT_MONTHS} months {weight(rows.SHORT_DB)}; to {rows.LONG_MONTHS}: 0; "
    f"longer {weight(rows.LONG_DB)}; not known: 0",
    ReasonKind.BUYER_HABIT: f"shown, {weight(rows.BUYER_HABIT_DB)}",
    ReasonKind.CATEGORY_HABIT: f"dB(rate) - dB(p0), the rate drawn toward p0 by {rows.HABIT_PSEUDO} re-tenders",
    ReasonKind.INCUMBENT_RECORD: f"dB(rate) - dB(p0), the rate drawn toward p0 by {rows.RECORD_PSEUDO} re-tenders",
}


def table(after: str) -> list[list[str]]:
    """The cells of the first table that follows on some words of the page, without its head."""
    lines = PAGE.split(after)[1].splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("| ")) + 2
    last = next(at for at, line in enumerate(lines[first:], first) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[first:last]]


def test_the_page_has_the_weight_of_each_row() -> None:
    kinds = list(ReasonKind)
    own = kinds[1 : kinds.index(ReasonKind.TYPICAL)]
    assert [*CELLS] == own, "say in CELLS of tests/backtest/test_scoring_page.py what each row is worth, in their order"
    expected = [[kind.label, cell] for kind, cell in CELLS.items()]
    printed = table("\n**C.** ")
    assert printed == expected, (
        "put into the table under **C.** of docs/scoring.md, and see that "
        f"{PRIORS} still are the mean of the rows:\n" + "\n".join(f"| {label} | {cell} |" for label, cell in expected)
    )


def test_the_worked_example_on_the_page_is_the_radars() -> None:
    world, award = worked_example()
    seen = opportunity.judge(world.holdings, award, AS_OF)
    expected = [
        *([str(row.label), "" if row.db is None else f"{row.db:+.2f}", f"{row.points:.2f}"] for row in seen.reasons),
        [f"**score** (C {100 * seen.c:.0f} %, A {100 * seen.a:.0f} %, W {seen.w:.2f})", "", f"**{seen.score:.2f}**"],
    ]
    assert table("### A worked example") == expected, (
        "do the worked example of docs/scoring.md again by hand; the radar has:\n"
        + "\n".join(f"| {' | '.join(cells)} |" for cells in expected)
    )
    assert abs(sum(row.points for row in seen.reasons) - seen.score) < 1e-9


def test_the_page_names_the_numbers_of_the_code() -> None:
    assert f"{CLOSEST_DAYS} to {FARTHEST_DAYS:,} days on" in PAGE and f"cosine .{round(100 * ALIKE)}" in PAGE
    assert (
        f"{TYPICAL_DB:.2f} dB, the mean over the {TYPICAL_N} re-tenders" in PAGE and f"judged {LEAD_DAYS} days" in PAGE
    )


def test_the_usual_sum_is_the_mean_of_the_rows_on_the_two_lists(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sums: list[float] = []

    def structure(*case: Any) -> list[StructuralRow]:
        listed = list(rows.structure(*case))
        sums.append(sum(row.db for row in listed if row.row is not ReasonKind.TYPICAL))
        return listed

    monkeypatch.setattr(judgement, "structure", structure)
    for name in ("cz_awards_DEV.csv", "xk_awards.csv"):
        replay(read_awards([str(real / "backtest_ready" / name)], Asked()).rows)
    measured = (round(fmean(sums), 2), len(sums))
    assert measured == (TYPICAL_DB, TYPICAL_N), f"{PRIORS}: the rows come to {measured} on the two lists"
