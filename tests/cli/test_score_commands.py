"""The command that records how a bid was scored, the column that brings it, and what both ask about."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bidtracker.cli import asking
from bidtracker.cli.root import root

Run = Callable[..., Result]
Output = Callable[..., Any]
GOOD = ("Quality = 60: 45/52 | thin", "Price = 40: 38/40")


def sheet(output: Output, id: str = "T1") -> Any:
    return output("show", id)["record"]["bids"][0].get("sheet")


def test_scores_are_recorded_listed_and_dropped(lost: Run, output: Output) -> None:
    lost("scores", "T1", *GOOD, "--formula", "lowest", "--said-by", "public", "--on", "2026-11-23")
    kept = sheet(output)
    assert (kept["said_by"], kept["formula"], kept["on"]) == ("public", "lowest", "2026-11-23")
    assert output("tenders")[0]["scores"] == list(GOOD)
    assert "Quality  60 %" in lost("show", "T1").stdout
    lost("scores", "T1", "--drop")
    assert sheet(output) is None
    assert "at least one criterion" in lost("scores", "T1", status=1).stderr
    assert "no line of a score sheet" in lost("scores", "T1", "Quality 45", status=2).stderr


def test_bands_mean_the_banded_formula(lost: Run, output: Output) -> None:
    lost("scores", "T1", "Fee = 100: 80/90", "--price", "fee", "--band", "5%=90%", "--band", "10%=80%")
    assert sheet(output)["formula"] == "banded" and sheet(output)["criteria"][0]["price"] is True


def test_what_looks_wrong_is_asked_about(
    lost: Run, output: Output, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = ("scores", "T1", "Quality = 60: 65/52", "Price = 30: 20/30")
    refused = lost(*odd, status=1).stderr
    assert "the weights come to 90 %, not 100" in refused and "--as-given" in refused
    monkeypatch.setattr(asking, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    for answer, kept in ((False, False), (True, True)):
        monkeypatch.setattr(asking.click, "confirm", lambda *args, answer=answer, **how: answer)
        CliRunner().invoke(root, ["--book", str(path), *odd])
        assert (sheet(output) is not None) is kept
    lost("scores", "T1", "--drop")
    lost(*odd, "--as-given")
    assert sheet(output)["criteria"][0]["ours"] == 65


def test_a_list_brings_scores_and_an_export_comes_back_silent(bt: Run, output: Output, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "reference,title,buyer,outcome,scores\n"
        "A1,Salt,Ashby,lost,Quality = 60: 45/52; Price = 40: 38/40\n"
        "A2,Grit,Ashby,lost,Quality = 60: 45/52; Price = 30: 38/40\n",
        "utf-8",
    )
    done = bt("import", str(path), "--yes")
    assert "the weights come to 90 %, not 100" in done.output and "Left out" in done.output
    assert [row["scores"] for row in output("tenders", "--sort", "id")] == [
        ["Quality = 60: 45/52", "Price = 40: 38/40"],
        None,
    ]
    assert output("tenders", "--sort", "id")[0]["our_score"] == 83
    bt("scores", "T1", *GOOD, "--formula", "lowest")
    for kind in ("json", "csv"):
        own = tmp_path / f"own.{kind}"
        bt("export", "tenders", "--format", kind, "-o", str(own))
        done = json.loads(bt("import", str(own), "--yes", "--json").stdout)
        assert (done["updated"], done["unchanged"], done["created"]) == (0, 2, 0), kind
    assert sheet(output)["formula"] == "lowest"
