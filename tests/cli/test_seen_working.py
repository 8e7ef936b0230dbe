"""The main job from the command line, on a real list: import, lose, hear, see it rise, export, take it all back."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]
LIST = "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz"


def test_from_a_published_list_to_the_list_of_whom_to_call(bt: Run, output: Output, real: Path, tmp_path: Path) -> None:
    report = output("import", str(real / LIST))
    assert report["read"] == 201 and report["refused"] == 0 and report["created"] == len(output("tenders")) == 190
    assert output("radar") == [], "an award that nobody tracks is not ranked"

    awards = output("awards", "--where", "end>2026-12", "--where", "status=active", "--sort", "end", "--limit", "6")
    for award in awards:
        bt("lost", award["id"], "--reason", "price", "--also", "references", "--promise", "Work begins within 4 hours")
    award = awards[-1]["id"]
    before = {row["id"]: row["score"] for row in output("radar")}
    assert set(before) == {row["id"] for row in awards}

    bt("signal", award, "delivery_late", "--severity", "3", "--source", "inside", "--reliability", "A1",
       "--on", "2026-11-20", "--promise", "1", "--note", "Three weeks, not four hours")  # fmt: skip
    bt("signal", award, "key_staff_left", "--source", "side", "--reliability", "B2", "--on", "-1w")
    after = {row["id"]: row["score"] for row in output("radar")}
    assert after[award] > before[award]
    assert list(after).index(award) <= list(before).index(award)
    assert all(after[id] == before[id] for id in before if id != award)

    why = next(row for row in output("radar", "--why") if row["id"] == award)
    [noted] = [reason for reason in why["reasons"] if reason["kind"] == "discontent"]
    assert set(noted["refs"]) == {"S1", "S2"} and noted["points"] > 0
    assert abs(sum(reason["points"] for reason in why["reasons"]) - why["score"]) < 1e-9
    assert "Delivery late" in bt("radar", "--why").stdout and "Key staff left" in bt("show", award).stdout

    bt("export", "radar", "-o", str(tmp_path / "radar.csv"))
    with (tmp_path / "radar.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == list(after)
    bt("export", "radar", "--format", "md", "-o", str(tmp_path / "radar.md"))
    call = next(part for part in (tmp_path / "radar.md").read_text().split("\n## ") if f" {award} " in part)
    assert "- Delivery late" in call and "- Key staff left" in call and "**Next**" in call

    undone = output("undo", "--steps", str(2 + len(awards) + 1))
    assert [entry["act"] for entry in undone] == ["observe"] * 2 + ["lose"] * len(awards) + ["import"]
    for name in ("tenders", "awards", "buyers", "competitors", "signals", "proposals", "radar"):
        assert output(name) == [], name
    assert json.loads(bt("check", "--json").stdout)["sound"]
