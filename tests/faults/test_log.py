"""The log that a person can send: what was done and how long it took, and nothing of what it was about."""

from __future__ import annotations

import logging
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bidtracker.book import Book
from bidtracker.cli import log
from bidtracker.cli.program import upkeep
from bidtracker.cli.root import root

SECRET = ("Geheimamt", "Acme Secret", "99123", "confidential", "whisper")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    yield
    log.stop()


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *args: str) -> str:
    """What a command with --debug writes to the log."""
    monkeypatch.setattr(sys, "argv", ["bidtracker", *args, "--debug"])
    CliRunner().invoke(root, ["--book", str(folder / "Geheimamt.bidtracker"), *args, "--debug"])
    return log.log_file().read_text()


def test_acts_are_told_without_what_they_were_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        tmp_path,
        monkeypatch,
        "add",
        "tender",
        "title=confidential",
        "buyer=Geheimamt",
        "notes=whisper",
        "value=99123 EUR",
    )
    run(
        tmp_path,
        monkeypatch,
        "lost",
        "T1",
        "--to",
        "Acme Secret",
        "--reason",
        "price",
        "--amount",
        "99123",
        "--currency",
        "EUR",
    )
    output = run(tmp_path, monkeypatch, "set", "T1", "deadline=whisper")
    assert re.search(r"add: 2 records, revision 1, [\d.]+ ms", output) and "lose: " in output
    assert "in a file" in output and "Python" in output and "Unreadable" in output
    assert not [word for word in SECRET if word.lower() in output.lower()]


def test_what_broke_is_told_by_its_place_and_not_by_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Book.open(tmp_path / "Geheimamt.bidtracker", create=True).close()

    def broken(*_: object) -> None:
        try:
            raise ValueError("whisper")
        except ValueError as error:
            raise ZeroDivisionError("confidential 99123") from error

    monkeypatch.setattr(upkeep.Book, "check", broken)
    result = CliRunner().invoke(root, ["--book", str(tmp_path / "Geheimamt.bidtracker"), "check"])
    output = log.log_file().read_text()
    assert str(log.log_file()) in result.stderr and result.stderr.count("\n") == 1
    assert "builtins.ZeroDivisionError" in output and "builtins.ValueError" in output
    assert re.search(r"bidtracker/cli/program/upkeep\.py:\d+ check", output) and str(tmp_path) not in output
    assert not [word for word in SECRET if word.lower() in output.lower()]


def test_it_is_its_owners_alone_and_never_grows_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "LARGEST", 2_000)
    assert log.start() == log.log_file() == log.start()
    for number in range(400):
        logging.getLogger("bidtracker.book").debug("act %d", number)
    files = sorted(log.log_file().parent.iterdir())
    assert [file.name for file in files] == ["debug.log", "debug.log.1", "debug.log.2"]
    assert all(file.stat().st_size <= 2_000 and stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)


def test_where_it_cannot_be_written_nobody_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "blocked"))
    (tmp_path / "blocked").write_text("in the way")
    monkeypatch.setattr(sys, "argv", ["bidtracker", "--debug"])
    assert log.start() is None
    result = CliRunner().invoke(root, ["--book", str(tmp_path / "b"), "add", "buyer", "name=City"])
    assert result.exit_code == 0, result.output


def test_without_being_asked_nothing_is_written(tmp_path: Path) -> None:
    CliRunner().invoke(root, ["--book", str(tmp_path / "b"), "add", "buyer", "name=City"])
    assert not log.log_file().exists()
