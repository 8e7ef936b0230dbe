"""check, dump, restore, backup, export, demo and the screen's door."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tinydb import TinyDB

from bidtracker.book import Book
from bidtracker.cli.program import screen
from bidtracker.storage import open_database

Run = Callable[..., Result]
Output = Callable[..., Any]


def test_check_of_a_sound_book(sample: Path, bt: Run, output: Output) -> None:
    assert bt("check").stdout == f"{sample} is sound\n"
    assert output("check") == {"book": str(sample), "sound": True, "faults": []}


def test_check_names_what_is_wrong_and_fails(sample: Path, bt: Run, output: Output) -> None:
    with open_database(sample) as db:
        db.table("buyers").remove(doc_ids=[1])
    result = bt("check", status=1)
    assert "points to B1, which is not there" in result.stdout and "faults were found" in result.stderr
    assert not output("check", status=1)["sound"]


def test_a_dump_opens_with_stock_tinydb_and_comes_back(sample: Path, bt: Run, output: Output, tmp_path: Path) -> None:
    file = tmp_path / "dump.json"
    assert bt("dump", "-o", str(file)).stdout == f"Wrote {file}\n"
    with TinyDB(file) as stock:
        assert len(stock.table("tenders")) == len(output("tenders"))
    before = output("tenders"), output("radar", "--why"), output("history")
    sample.unlink()
    assert "Restored" in bt("restore", str(file)).stdout
    assert (output("tenders"), output("radar", "--why"), output("history")) == before
    assert "already holds records" in bt("restore", str(file), status=1).stderr


def test_a_dump_goes_through_a_pipe(sample: Path, bt: Run, output: Output) -> None:
    dumped = bt("dump").stdout_bytes
    assert bt("dump", "-o", "-").stdout_bytes == dumped
    tenders = output("tenders")
    sample.unlink()
    bt("restore", "-", stdin=dumped)
    assert output("tenders") == tenders


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"tenders": {"1": {"title": "x"', b'{"tenders": {"1": {"colour": 1}}}']
)
def test_restore_refuses_what_is_no_dump(bt: Run, path: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dump.json").write_bytes(content)
    result = bt("restore", str(tmp_path / "dump.json"), status=1)
    assert result.stderr.count("\n") == 1 and not path.exists()


def test_a_backup_is_the_same_book(sample: Path, bt: Run, output: Output, tmp_path: Path) -> None:
    copy = tmp_path / "copy.bidtracker"
    assert bt("backup", "-o", str(copy)).stdout == f"Copied the book to {copy}\n"
    with Book.open(copy) as opened:
        assert len(opened.holdings.tenders) == len(output("tenders"))
    before = copy.read_bytes()
    assert "--force" in bt("backup", "-o", str(copy), status=1).stderr
    assert copy.read_bytes() == before
    bt("backup", "-o", str(copy), "--force")
    bt("backup")
    assert len(list(tmp_path.glob("a-2*.bidtracker"))) == 1, "without a name it lies beside the book, dated"


FORMATS = {"csv": "id,", "json": "[\n{", "md": "# "}


@pytest.mark.parametrize("name", ["radar", "agenda", "tenders", "awards", "signals", "competitors", "buyers"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_list_is_exported_in_every_format(sample: Path, bt: Run, tmp_path: Path, name: str, format: str) -> None:
    file = tmp_path / f"list.{format}"
    assert "Wrote " in bt("export", name, "-o", str(file)).stdout
    text = file.read_text(encoding="utf-8-sig")
    assert text.startswith("on," if (name, format) == ("agenda", "csv") else FORMATS[format])
    piped = bt("export", name, "--format", format).stdout_bytes
    assert file.read_bytes().removeprefix(b"\xef\xbb\xbf") == piped and not piped.startswith(b"\xef\xbb\xbf")
    assert bt("export", name, "--format", format, "-o", "-").stdout_bytes == piped


def test_a_workbook_and_a_calendar_are_files(sample: Path, bt: Run, tmp_path: Path) -> None:
    for name, start in (("agenda.ics", b"BEGIN:VCALENDAR"), ("tenders.xlsx", b"PK")):
        bt("export", name.partition(".")[0], "-o", str(tmp_path / name))
        assert (tmp_path / name).read_bytes().startswith(start)
    assert bt("export", "agenda", "--format", "ics").stdout_bytes.startswith(b"BEGIN:VCALENDAR")


def test_exported_json_is_what_the_list_prints(sample: Path, bt: Run, output: Output) -> None:
    assert json.loads(bt("export", "awards", "--format", "json").stdout) == output("awards")


def test_an_export_can_be_filtered_sorted_and_cut(sample: Path, bt: Run) -> None:
    args = ["--format", "csv", "--where", "outcome=lost", "--sort", "-deadline", "--limit", "4"]
    rows = list(csv.DictReader(bt("export", "tenders", *args).stdout.splitlines()))
    assert len(rows) == 4 and {row["outcome"] for row in rows} == {"lost"}
    assert [row["deadline"] for row in rows] == sorted((row["deadline"] for row in rows), reverse=True)


def test_a_file_is_not_overwritten_unless_asked(sample: Path, bt: Run, tmp_path: Path) -> None:
    file = tmp_path / "radar.csv"
    file.write_text("mine", encoding="utf-8")
    assert "already there" in bt("export", "radar", "-o", str(file), status=1).stderr
    assert file.read_text(encoding="utf-8") == "mine"
    bt("export", "radar", "-o", str(file), "--force")
    assert file.read_text(encoding="utf-8-sig").startswith("id,score")
    assert "cannot be written" in bt("export", "radar", "-o", str(tmp_path / "no" / "radar.csv"), status=1).stderr


def test_an_exported_list_of_tenders_comes_in_again(sample: Path, bt: Run, output: Output, tmp_path: Path) -> None:
    file = tmp_path / "tenders.csv"
    bt("export", "tenders", "-o", str(file))
    before = [(row["reference"], row["title"], row["buyer"], row["outcome"]) for row in output("tenders")]
    shutil.move(sample, tmp_path / "old.bidtracker")
    bt("import", str(file), "--format", "native")
    assert [(row["reference"], row["title"], row["buyer"], row["outcome"]) for row in output("tenders")] == before


# ---------------------------------------------------------------- the screen


def test_the_screen_needs_a_terminal(sample: Path, bt: Run) -> None:
    for args in ([], ["demo"]):
        assert "needs a terminal" in bt(*args, status=1).stderr


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the screen is opened with, instead of the screen."""
    calls: list[dict[str, Any]] = []

    def run(book: Book, *, demo: bool) -> None:
        calls.append({"demo": demo, "tenders": len(book.holdings.tenders), "at": book.address, "as_of": screen.as_of()})

    monkeypatch.setattr(screen, "_run", run)
    monkeypatch.setattr(screen, "_needs_terminal", lambda: None)
    return calls


def test_no_command_opens_the_screen_on_the_book(sample: Path, bt: Run, opened: list[dict[str, Any]]) -> None:
    bt()
    bt("--as-of", "2027-01-01")
    assert [call["demo"] for call in opened] == [False, False]
    assert opened[0]["at"] == str(sample) and opened[0]["tenders"] > 50
    assert [str(call["as_of"]) for call in opened] == ["2026-11-23", "2027-01-01"]


def test_a_first_start_leaves_no_book_unless_something_was_done(
    path: Path, bt: Run, opened: list[dict[str, Any]]
) -> None:
    bt()
    assert opened[0]["tenders"] == 0 and not path.exists()


def test_the_demo_is_thrown_away_or_kept(path: Path, bt: Run, output: Output, opened: list[dict[str, Any]]) -> None:
    bt("demo", named=False)
    assert opened[0]["demo"] and opened[0]["tenders"] > 50 and not Path(opened[0]["at"]).exists()
    bt("demo", "--no-screen", "--as-of", "2030-01-01")
    assert len(opened) == 1 and len(output("tenders")) > 50
    before = path.read_bytes()
    assert "already holds records" in bt("demo", status=1).stderr
    assert path.read_bytes() == before


def test_a_person_is_shown_and_erased_and_copies_are_named(sample: Path, bt: Run, output: Output) -> None:
    bt("add", "contact", "name=Ottilie Quartermaine", "buyer=B1")
    number = max(int(row["id"][1:]) for row in output("contacts"))
    bt("set", "B1", "notes=Ask Ottilie Quartermaine")
    bt("backup", "-o", str(sample.with_name("copy.bidtracker")))
    held = json.loads(bt("person", f"P{number}", "--export").stdout)
    assert held["person"]["name"] == "Ottilie Quartermaine" and list(held["records"]) == ["B1"]
    done = bt("erase", f"P{number}").stdout
    assert "Erased from 2 records" in done and "copy.bidtracker is a copy that still has" in done
    assert "Ottilie" not in bt("dump").stdout and bt("check")
    again = output("erase", "--name", "Ottilie Quartermaine", "--copies")
    assert again["copies"] == [] and len(again["erased"]) == 2
    assert "name whom to erase" in bt("erase", status=1).stderr
    bt("settings", "--forget-after", "3")
    assert output("erase")["not_met_for_years"] == 3
    assert output("compact") == {"acts": 0}
