"""What goes wrong: one sentence on stderr, the promised exit status, and a book that stays as it was."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bidtracker.book import Book
from bidtracker.cli.root import root

Run = Callable[..., Result]

WRONG_USAGE = [
    (["tendres"], "did you mean tenders?"),
    (["xyzzy"], "--help lists them"),
    (["radar", "--lmit", "3"], "--limit"),
    (["radar", "--limit", "many"], "many"),
    (["radar", "--as-of", "someday"], "not a date"),
    (["--as-of", "31/31/2026", "radar"], "31/31/2026"),
    (["show", "42"], "is not an id"),
    (["show"], "ID"),
    (["bid", "A1", "--p-win", "10%"], "T1 (tenders)"),
    (["bid", "T1", "--p-win", "10"], "10% or 0.1"),
    (["bid", "T1", "--price", "lots"], "not an amount"),
    (["bid", "T1", "--intent", "positon"], "did you mean position?"),
    (["lost", "T1"], "--reason"),
    (["lost", "T1", "--reason", "prise"], "did you mean price?"),
    (["lost", "T1", "--reason", "price", "--currency", "EURO"], "did you mean EUR?"),
    (["lost", "T1", "--reason", "price", "--end", "01/02/2027"], "could be"),
    (["no-award", "T1", "--reason", "chan-ned"], "did you mean"),
    (["signal", "A1", "delivery_lat"], "did you mean delivery_late?"),
    (["signal", "A1", "delivery_late", "--severity", "4"], "4"),
    (["signal", "A1", "delivery_late", "--reliability", "Z9"], "A to F"),
    (["signal", "A1", "delivery_late", "--promise", "second"], "A5.2"),
    (["touch", "B1"], "--on"),
    (["believe", "P1"], "--level"),
    (["add", "tendr", "title=x"], "tendr"),
    (["add", "tender", "title"], "KEY=VALUE"),
    (["add", "tender", "titel=x", "buyer=y"], "did you mean title?"),
    (["add", "tender", "title=x", "buyer=y", "deadline=soon"], "deadline"),
    (["set", "T1", "p_win=10%"], "bidtracker bid"),
    (["set", "T1", "outcome=lost"], "bidtracker lost"),
    (["tenders", "--where", "stge=lost"], "did you mean stage?"),
    (["tenders", "--where", "lost"], "no condition"),
    (["tenders", "--where", "outcome=lsot"], "did you mean"),
    (["tenders", "--sort", "deadlin"], "did you mean deadline?"),
    (["import", "x.json", "--where", "biyer=x"], "buyer"),
    (["import", "x.json", "--format", "natve"], "did you mean native?"),
    (["import"], "FILE"),
    (["export", "radr", "--format", "csv"], "radar"),
    (["export", "radar", "--format", "doc"], "doc"),
    (["export", "radar"], "--format"),
    (["undo", "--steps", "0"], "0"),
    (["settings", "--rate", "USD"], "USD=0.92"),
    (["proposals", "accept"], "--all"),
    (["demo", "--no-screen"], "--book"),
    (["completions", "tcsh"], "tcsh"),
]
NOT_DONE = [
    (["show", "T99"], "there is no T99 in this book"),
    (["history", "T99"], "there is no T99"),
    (["bid", "T99", "--p-win", "10%"], "there is no T99"),
    (["lost", "T1", "--reason", "other"], "needs a note"),
    (["lost", "T1", "--reason", "price", "--to", "C99"], "there is no C99 in this book"),
    (["won", "T1", "--start", "2027-01-01", "--end", "2026-01-01"], "lies before"),
    (["signal", "T1", "delivery_late"], "0 awards"),
    (["signal", "A99", "delivery_late"], "there is no A99"),
    (["touch", "B1", "--on", "fri", "--contact", "Nobody"], "Nobody"),
    (["done", "F99", "no_answer"], "there is no F99"),
    (["snooze", "A99", "--until", "+1m"], "there is no A99"),
    (["watch", "T1", "contacted"], "is not lost"),
    (["confirm", "S9"], "there is no S9"),
    (["delete", "T1", "T99"], "there is no T99"),
    (["merge", "B1", "B1"], "cannot be merged"),
    (["add", "tender", "title=x"], "buyer is missing"),
    (["add", "contact", "name=x", "buyer=B99"], "there is no B99"),
    (["set", "T1", "title="], "title"),
    (["redo"], "nothing to redo"),
    (["proposals", "accept", "Q9"], "there is no Q9"),
    (["proposals", "accept", "--all"], "no open proposals"),
    (["export", "radar", "--format", "ics", "-o", "x.ics"], "is no calendar"),
    (["import", "nowhere.json"], "nowhere.json"),
    (["restore", "nowhere.json"], "cannot be read"),
]


@pytest.fixture
def one_tender(bt: Run, path: Path) -> Path:
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council")
    return path


def check(bt: Run, book: Path, args: list[str], status: int, words: str) -> None:
    before = book.read_bytes()
    result = bt(*args, status=status)
    assert words in result.stderr
    assert result.stderr.startswith("bidtracker: ") and result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert book.read_bytes() == before


@pytest.mark.parametrize(("args", "words"), WRONG_USAGE, ids=lambda value: " ".join(value)[:40])
def test_wrong_usage_is_2_and_says_what_would_do(
    bt: Run, one_tender: Path, args: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(one_tender.parent)
    named = args != ["demo", "--no-screen"]
    if named:
        check(bt, one_tender, args, 2, words)
    else:
        assert words in bt(*args, status=2, named=False).stderr


@pytest.mark.parametrize(("args", "words"), NOT_DONE, ids=lambda value: " ".join(value)[:40])
def test_what_cannot_be_done_is_1_and_changes_nothing(
    bt: Run, one_tender: Path, args: list[str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(one_tender.parent)
    check(bt, one_tender, args, 1, words)


READING = [
    "radar",
    "tenders",
    "show T1",
    "history",
    "check",
    "agenda",
    "export radar --format csv",
    "dump",
    "undo",
    "backup",
]


@pytest.mark.parametrize("command", [*READING, "bid T1 --p-win 10%", "settings", "proposals"])
def test_no_book_is_made_by_reading(bt: Run, path: Path, command: str) -> None:
    result = bt(*command.split(), status=1)
    assert "there is no book at" in result.stderr and "bidtracker import FILE" in result.stderr
    assert not path.exists()


@pytest.mark.parametrize("command", ["add tender title=x", "import nowhere.json", "restore nowhere.json"])
def test_a_book_made_for_a_command_that_fails_goes_again(bt: Run, path: Path, command: str) -> None:
    bt(*command.split(), status=1)
    assert not path.exists()


def test_a_book_that_is_none(bt: Run, path: Path) -> None:
    for content, words in ((b"", "empty file"), (b"hello, this is a letter" * 9, "not a book")):
        path.write_bytes(content)
        assert words in bt("tenders", status=1).stderr
        assert path.read_bytes() == content
    path.unlink()
    path.mkdir()
    assert "is a folder" in bt("tenders", status=1).stderr


def test_a_server_says_so() -> None:
    result = CliRunner().invoke(root, ["tenders", "--book", "postgresql://somewhere/bids"])
    assert result.exit_code == 1 and "PostgreSQL" in result.stderr and result.stderr.count("\n") == 1


def test_bad_settings_are_named(bt: Run, tmp_path: Path) -> None:
    file = tmp_path / "home" / "bidtracker" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('langauge = "zh_CN"\n', encoding="utf-8")
    assert re.search("config.toml.*did you mean language", bt("tenders", status=1).stderr)


def test_the_language_of_the_settings_is_spoken(bt: Run, tmp_path: Path, one_tender: Path) -> None:
    file = tmp_path / "home" / "bidtracker" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('language = "English"\n', encoding="utf-8")
    assert bt("tenders").stdout.startswith("Id")


def test_what_nobody_foresaw_is_one_sentence(bt: Run, one_tender: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Book) -> None:
        raise ZeroDivisionError("a fault\nof ours")

    monkeypatch.setattr(Book, "check", broken)
    result = bt("check", status=1)
    assert "ZeroDivisionError" in result.stderr and "--debug" in result.stderr and result.stderr.count("\n") == 1
    detailed = CliRunner().invoke(root, ["check", "--debug", "--book", str(one_tender)])
    assert detailed.exit_code == 1 and "Traceback" in detailed.stderr


@pytest.mark.parametrize("error", [KeyboardInterrupt, EOFError])
def test_being_stopped_is_one_sentence(
    bt: Run, one_tender: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def stopped(self: Book) -> None:
        raise error

    monkeypatch.setattr(Book, "check", stopped)
    assert "stopped; nothing was changed" in bt("check", status=1).stderr
