"""`seal`, and what is told of a list that was sealed by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from click.testing import Result

from bidtracker.cli import frame

Run = Callable[..., Result]
Output = Callable[..., Any]


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr(frame, "now", lambda: datetime.fromisoformat(moment))


@pytest.fixture
def lost(bt: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """T1 lost to Acme in the last quarter of 2026."""
    at(monkeypatch, "2026-11-23T10:00:00+00:00")
    bt("add", "tender", "title=Cleaning", "buyer=Ashby")
    bt("lost", "T1", "--to", "Acme", "--reason", "price", "--end", "2027-06-30")


def test_a_seal_is_written_told_graded_and_stays(lost: None, bt: Run, output: Output) -> None:
    assert "Sealed L1 with 1 contract, the radar of 2026-11-23" in bt("seal").stdout
    assert "a list can be judged 24 months after" in bt("insights", "sealed").stdout
    (graded,) = output("insights", "sealed")["sealed"]
    assert (graded["seal"], graded["named"], graded["ripe"]) == (1, 1, False)
    assert "sealed list" in bt("delete", "L1", status=1).stderr
    assert "seals are never changed" in bt("set", "L1", "day=2020-01-01", status=2).stderr
    assert "sound" in bt("check").stdout
    assert "Undone: Lost T1" in bt("undo").stdout  # the seal is passed by


def test_a_quarter_is_sealed_by_its_first_act_and_told_in_a_line(
    lost: None, bt: Run, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2027-01-04T10:00:00+00:00")
    run = bt("track", "A1", "--off")
    assert "Sealed L1 with 1 contract, the radar of 2027-01-04" in run.stderr and "Sealed" not in run.stdout
    assert "Sealed" not in bt("track", "A1").stderr
    assert output("settings", "--no-seal-quarterly")["seal_quarterly"] is False
    at(monkeypatch, "2027-04-05T10:00:00+00:00")
    assert "Sealed" not in bt("track", "A1", "--off").stderr


def test_nothing_to_seal_is_one_sentence(bt: Run) -> None:
    bt("add", "tender", "title=Cleaning", "buyer=Ashby")
    assert "there is nothing to seal" in bt("seal", status=1).stderr
