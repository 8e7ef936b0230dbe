"""Counts written, pooled and taken by the commands; what broken and hostile files get."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Output = Callable[..., Any]


def counts(**more: Any) -> dict[str, Any]:
    return {"format": "bidtracker counts 1"} | more


def table(*cells: int) -> dict[str, int]:
    return dict(zip(("heard_changed", "heard_kept", "not_heard_changed", "not_heard_kept"), cells, strict=True))


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Twelve books in which late deliveries were twice as frequent before a change."""
    chance, paths = random.Random(7), []
    for number in range(12):
        wobble = chance.randrange(5)
        late = table(40 + wobble, 20, 40 - wobble, 60)
        path = tmp_path / f"book-{number}.json"
        path.write_text(json.dumps(counts(signals={"delivery_late": late}) | {"about": f"{number}"}))
        paths.append(str(path))
        late["not_heard_kept"] += number  # each book is another
        path.write_text(json.dumps(counts(signals={"delivery_late": late})))
    return paths


def test_the_sample_gives_away_what_a_person_can_read(sample: Path, bt: Run, tmp_path: Path) -> None:
    shown = bt("contribute").stdout
    target = tmp_path / "ours.json"
    assert "led to a contract" in shown and shown in bt("contribute", "-o", str(target)).stdout
    written = json.loads(target.read_bytes())
    assert written["format"] == "bidtracker counts 1" and written["expected_lost"]["awarded"]["yes"] >= 5
    assert "already there" in bt("contribute", "-o", str(target), status=1).stderr
    assert bt("odds", "--from", str(target)).stdout.startswith("Pooled odds")


def test_a_book_with_too_little_gives_nothing(lost: Run, tmp_path: Path) -> None:
    target = tmp_path / "ours.json"
    assert "Nothing can be given away yet" in lost("contribute", "-o", str(target), status=1).stderr
    assert not target.exists()


def test_pooled_factors_are_shown_taken_undone_and_dropped(
    sample: Path, bt: Run, output: Output, files: list[str]
) -> None:
    shown = bt("odds", "--from", *files).stdout
    assert "1 factor would be another" in shown and "Delivery late" in shown and "2..8" in shown
    (late,) = output("odds", "--from", *files)["kinds"]
    assert late["low"] <= 2 <= late["high"] and late["becomes"] < late["shipped"] == 4
    before = bt("radar", "--why").stdout
    taking = [part for path in files for part in ("--pooled-from", path)]
    bt("settings", *taking)
    after = bt("radar", "--why").stdout
    assert before != after and "pooled factor" in after and "12 books" in after and "12 files" in after
    assert output("settings")["pooled"]["delivery_late"]["books"] == 12
    assert "12 books" in bt("odds").stdout and output("odds")["delivery_late"]["books"] == 12
    bt("undo")
    assert bt("radar", "--why").stdout == before
    bt("redo")
    bt("settings", "--no-pooled")
    assert bt("radar", "--why").stdout == before and "shipped" in bt("odds").stdout


def test_counts_that_move_nothing_are_not_taken(sample: Path, bt: Run, files: list[str]) -> None:
    assert "move no factor" in bt("odds", "--from", *files[:4]).stdout
    assert "move no factor" in bt("settings", "--pooled-from", files[0], status=1).stderr


HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "holds no counts of a book"),
    "no JSON": (b"buyer,price\n1,2\n", "holds no counts of a book"),
    "no text": (b"\xff\xfe\x00\x01", "holds no counts of a book"),
    "a list": (b"[1, 2]", "holds no counts of a book"),
    "deep": (b"[" * 100_000, "holds no counts of a book"),
    "deep within": (b'{"format": ' + b'{"a":' * 100_000, "holds no counts of a book"),
    "large": (b" " * (1 << 20) + b"{}", "too large"),
    "another format": (json.dumps({"format": "x\x1b[31m" * 99}).encode(), "this version reads"),
    "more than counts": (json.dumps(counts(buyer="Ashby")).encode(), "holds no counts of a book"),
    "a small cell": (json.dumps(counts(signals={"delivery_late": table(4, 9, 9, 9)})).encode(), "delivery_late"),
    "below zero": (json.dumps(counts(signals={"delivery_late": table(-9, 9, 9, 9)})).encode(), "below 5"),
    "beyond any book": (json.dumps(counts(costs={"to_2_percent": 10**12})).encode(), "beyond a million"),
    "half a re-tender": (json.dumps(counts(costs={"to_2_percent": 7.5})).encode(), "holds no counts of a book"),
    "no number": (b'{"format": "bidtracker counts 1", "costs": {"to_2_percent": NaN}}', "holds no counts of a book"),
    "beyond a number": (b'{"format": "bidtracker counts 1", "costs": {"x": 1' + b"0" * 400 + b"}}", "beyond a million"),
    "markup": (json.dumps(counts(signals={"[red]\x1b[31m": table(1, 1, 1, 1)})).encode(), "below 5"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_or_hostile_file_gets_a_sentence_and_the_others_count(
    bt: Run, sample: Path, files: list[str], tmp_path: Path, case: str
) -> None:
    raw, words = HOSTILE[case]
    bad = tmp_path / "bad.json"
    bad.write_bytes(raw)
    alone = bt("odds", "--from", str(bad), status=1)
    assert "bad.json" in alone.stderr and words in alone.stderr and "\x1b" not in alone.stderr
    assert len(alone.stderr) < 400 and not alone.stdout
    with_others = bt("odds", "--from", *files, str(bad), status=3)
    assert words in with_others.stderr and "Delivery late" in with_others.stdout
    assert words in bt("settings", "--pooled-from", files[0], "--pooled-from", str(bad), status=1).stderr


def test_the_same_counts_count_once_and_unknown_kinds_not_at_all(
    bt: Run, output: Output, files: list[str], tmp_path: Path
) -> None:
    again = tmp_path / "again.json"
    again.write_text(json.dumps(json.loads(Path(files[0]).read_text()) | {"about": "another book, honestly"}))
    twice = bt("odds", "--from", *files, str(again), "--json", status=3)
    assert json.loads(twice.stdout)["books"] == 12 and "counts once" in twice.stderr
    newer = tmp_path / "newer.json"
    newer.write_text(json.dumps(counts(signals={"mood_of_the_porter": table(9, 9, 9, 9)})))
    shown = bt("odds", "--from", *files, str(newer), status=3)
    assert "does not know: mood_of_the_porter" in shown.stderr
    assert "name the files after --from" in bt("odds", files[0], status=2).stderr
    assert "no such file" in bt("odds", "--from", str(tmp_path / "none"), status=1).stderr
    assert "is a directory" in bt("odds", "--from", str(tmp_path), status=1).stderr
