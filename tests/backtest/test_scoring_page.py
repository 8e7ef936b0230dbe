"""docs/scoring.md prints the worked example as the radar judges it."""

from __future__ import annotations

from pathlib import Path

from worlds import AS_OF, worked_example

from bidtracker.backtest.matching import ALIKE, CLOSEST_DAYS, FARTHEST_DAYS, LEAD_DAYS
from bidtracker.radar.score import opportunity
from bidtracker.radar.score.priors import TYPICAL_DB, TYPICAL_N

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")


def test_the_worked_example_on_the_page_is_the_radars() -> None:
    world, award = worked_example()
    seen = opportunity.judge(world.holdings, award, AS_OF)
    lines = PAGE.split("### A worked example")[1].split("## Check it")[0].splitlines()
    printed = [[cell.strip() for cell in line.strip("|").split("|")][1:] for line in lines if line.startswith("| ")][1:]
    rows = [["" if row.db is None else f"{row.db:+.2f}", f"{row.points:.2f}"] for row in seen.reasons]
    assert printed == [*rows, ["", f"**{seen.score:.2f}**"]]


def test_the_page_names_the_numbers_of_the_code() -> None:
    assert f"{CLOSEST_DAYS} to {FARTHEST_DAYS:,} days on" in PAGE and f"cosine .{round(100 * ALIKE)}" in PAGE
    assert (
        f"{TYPICAL_DB:.2f} dB, the mean over the {TYPICAL_N} re-tenders" in PAGE and f"judged {LEAD_DAYS} days" in PAGE
    )
