"""A command line of one's own: no settings, no book and no language from outside, and a clock that stands still."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bidtracker.cli import frame
from bidtracker.cli.root import root
from bidtracker.locale import set_language

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    for variable in ("BIDTRACKER_BOOK", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("APPDATA", str(tmp_path / "home"))
    monkeypatch.setattr(frame, "now", lambda: NOW)
    yield
    set_language("en")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the book of this test is, or will be."""
    return tmp_path / "a.bidtracker"


@pytest.fixture
def bt(path: Path) -> Run:
    """Runs a command on the test's book; `status` is what it must end with."""

    def run(*args: str, status: int = 0, stdin: bytes | None = None, named: bool = True) -> Result:
        where = ["--book", str(path)] if named else []
        result = CliRunner().invoke(root, [*where, *args], input=stdin)
        assert result.exit_code == status, f"{args}: {result.exit_code}\n{result.output}"
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def output(bt: Run) -> Callable[..., Any]:
    """Runs a command with --json and returns the document."""
    return lambda *args, **how: json.loads(bt(*args, "--json", **how).stdout)


@pytest.fixture
def sample(path: Path, sample_file: Path) -> Path:
    """The test's book, filled with the sample."""
    path.write_bytes(sample_file.read_bytes())
    return path


@pytest.fixture
def lost(bt: Run) -> Run:
    """The test's book with one lost tender, T1, and its award, A1."""
    bt("add", "tender", "title=Road salt", "buyer=Ashby Council", "value=120k GBP", "deadline=2026-10-01")
    bt("bid", "T1", "--p-win", "10%", "--intent", "position", "--price", "118000", "--submitted", "2026-09-30")
    bt("lost", "T1", "--to", "Saltworks Ltd", "--reason", "price", "--amount", "99000", "--start", "2026-11-01",
       "--end", "2028-10-31", "--promise", "Delivery within 24 hours")  # fmt: skip
    return bt
