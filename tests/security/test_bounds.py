"""What is read has bounds, what is written stays in its place, and nothing goes over the network."""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from bidtracker.book import Book
from bidtracker.cli.catalogue import COMMANDS
from bidtracker.cli.root import root
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake import import_files
from bidtracker.locale import set_language

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="limits as Unix has them")
GOOD = {"title": "Beds", "buyer": "Trust"}


def deep(folder: Path) -> Path:
    path = folder / "deep.json"
    path.write_bytes(b'[{"title":"x","buyer":"y","extra":' + b"[" * 500_000 + b"]" * 500_000 + b"}]")
    return path


def deep_objects(folder: Path) -> Path:
    path = folder / "objects.json"
    path.write_bytes(b'{"releases":[' + b'{"a":' * 200_000 + b"1" + b"}" * 200_000 + b"]}")
    return path


def never_closed(folder: Path) -> Path:
    path = folder / "open.json"
    path.write_bytes(b'[{"title":"' + b"x" * 40_000_000)
    return path


def wide_line(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_bytes(b"title,buyer\n" + b'"' + b"x" * 60_000_000)
    return path


def many_columns(folder: Path) -> Path:
    path = folder / "columns.csv"
    path.write_bytes(b"title,buyer" + b",x" * 50_000 + b"\n" + b"a,b" + b",1" * 50_000)
    return path


def bomb(folder: Path) -> Path:
    path = folder / "bomb.json.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(300):
            file.write(b" " * (1 << 20))
    return path


def zip_bomb(folder: Path) -> Path:
    path = folder / "bomb.zip"
    archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("list.json", "w") as file:
        for _ in range(300):
            file.write(b"\0" * (1 << 20))
    return path


def number(folder: Path) -> Path:
    path = folder / "number.json"
    path.write_bytes(b'[{"title":"x","buyer":"y","value":' + b"9" * 5_000_000 + b"}]")
    return path


def exponent(folder: Path) -> Path:
    path = folder / "exponent.json"
    path.write_text(
        json.dumps([GOOD | {"value": "1e999999999"}, GOOD | {"value": "1E+2147483647", "deadline": "9" * 99}])
    )
    return path


def many_keys(folder: Path) -> Path:
    path = folder / "keys.json"
    path.write_text(json.dumps([GOOD | {f"k{n}": n for n in range(30_000)}]))
    return path


def slow_pattern(folder: Path) -> Path:
    path = folder / "pattern.json"
    spaces, dots = " " * 200_000, "1.1" * 100_000
    path.write_text(
        json.dumps([GOOD | {"title": f"a{spaces}b", "value": dots, "deadline": f"1{spaces}/1", "p_win": spaces + "%"}])
    )
    return path


def size_now() -> int:
    """The bytes of memory that this process has asked for, where the system tells it."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30


@posix
@pytest.mark.parametrize(
    "make",
    [
        deep,
        deep_objects,
        never_closed,
        wide_line,
        many_columns,
        bomb,
        zip_bomb,
        number,
        exponent,
        many_keys,
        slow_pattern,
    ],
)
def test_a_reader_has_bounds(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """With 800 MB more and 30 seconds of the processor a list is read, or refused in a sentence, whatever it holds."""
    path = make(tmp_path)
    child = os.fork()
    if child == 0:
        status = 9
        try:
            most = size_now() + (800 << 20)
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
            with Book.open(tmp_path / "b", create=True) as book:
                try:
                    import_files(book, [path])
                    status = 0
                except BidtrackerError as error:
                    status = 0 if len(str(error)) < 2_000 else 8
        except BaseException as error:
            os.write(2, repr(error)[:2_000].encode())
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Book.open(tmp_path / "b") as book:
        assert book.check() == []


# ---------------------------------------------------------------- the network

watching = False
touched: list[str] = []
WATCHED = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
           "urllib.Request", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")  # fmt: skip


def _hear(event: str, _: object) -> None:
    if watching and event in WATCHED:
        touched.append(event)


sys.addaudithook(_hear)  # it cannot be taken away again, so it listens only while it is asked to


@contextmanager
def nothing_goes_out() -> Iterator[None]:
    global watching
    touched.clear()
    watching = True
    try:
        yield
    finally:
        watching = False
    assert touched == []


# `serve` is told to use the network, and does so on this machine only; `completions bash` asks bash for its version.
ASKED = {"serve", "completions"}
EVERY = {
    "show": ["show", "T1"],
    "add": ["add", "tender", "title=Beds", "buyer=Trust"],
    "set": ["set", "T1", "notes=https://somewhere.test"],
    "delete": ["delete", "T2"],
    "tag": ["tag", "urgent", "T1"],
    "merge": ["merge", "B1", "B2"],
    "bid": ["bid", "T1", "--p-win", "10%"],
    "decide": ["decide", "T1", "go"],
    "lost": ["lost", "T1", "--to", "Acme"],
    "signal": ["signal", "A1", "delivery_late", "--url", "https://somewhere.test"],
    "import": ["import", "list.json"],
    "export": ["export", "tenders", "-o", "out.xlsx"],
    "dump": ["dump", "-o", "dump.json"],
    "restore": ["restore", "dump.json"],
    "backup": ["backup", "-o", "copy"],
    "backtest": ["backtest", "list.json", "--resamples", "20"],
}


def test_no_command_uses_the_network_or_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    monkeypatch.delenv("BIDTRACKER_BOOK", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.json").write_text(json.dumps([GOOD | {"url": "https://somewhere.test", "reference": "R1"}]))
    book = ["--book", str(tmp_path / "book.bidtracker")]
    with nothing_goes_out():
        for args in (EVERY["import"], EVERY["add"], EVERY["add"], ["add", "buyer", "name=City"]):
            assert CliRunner().invoke(root, [*book, *args]).exit_code == 0
        for name in set(COMMANDS) - ASKED:
            CliRunner().invoke(root, [*book, *EVERY.get(name, [name])])
        for format in ("csv", "json", "md", "ics"):
            CliRunner().invoke(root, [*book, "export", "agenda", "--format", format])
        CliRunner().invoke(root, ["--book", str(tmp_path / "demo"), "demo", "--no-screen"])
    set_language("en")


def test_the_watch_itself_hears() -> None:
    import socket

    with pytest.raises(AssertionError), nothing_goes_out(), socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))


# ---------------------------------------------------------------- files


@posix
def test_what_is_written_stays_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link is followed out of place and nothing is overwritten unasked, whichever command writes."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    book = tmp_path / "book.bidtracker"
    with Book.open(book, create=True) as opened:
        opened.add("tenders", title="Beds", buyer="Trust")
    elsewhere = tmp_path / "elsewhere"
    writers = [
        *(["export", "tenders", "-o", f"out.{format}"] for format in ("csv", "json", "md", "xlsx")),
        ["export", "agenda", "-o", "out.ics"],
        ["dump", "-o", "out.dump"],
        ["backup", "-o", "out.copy"],
        ["check", "--rescue", "out.rescued"],
    ]
    for *args, name in writers:
        link = tmp_path / name
        for target in (elsewhere, tmp_path / "nothing"):
            elsewhere.write_text("somebody's")
            link.unlink(missing_ok=True)
            link.symlink_to(target)
            result = CliRunner().invoke(root, ["--book", str(book), *args, str(link)])
            assert result.exit_code == 1 and link.is_symlink(), (args, result.output)
            if "check" not in args:
                result = CliRunner().invoke(root, ["--book", str(book), *args, str(link), "--force"])
                assert result.exit_code == 0 and not link.is_symlink(), (args, result.output)
                assert link.stat().st_mode & 0o777 == 0o600
            assert elsewhere.read_text() == "somebody's" and not (tmp_path / "nothing").exists()


def test_dependencies_are_pinned_by_range() -> None:
    """Each has a lowest version that is known to work and, where it runs at a person's, a next major that is not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = {"dependencies": project["dependencies"]} | project["optional-dependencies"]
    for group, wanted in groups.items():
        for each in wanted:
            if each.startswith("bidtracker["):
                continue
            bounds = re.search(r">=[\d.]+(,<\d+)?$", each.partition(";")[0].strip())
            assert bounds, f"{group}: {each} has no range"
            if group not in ("test", "dev"):
                assert bounds[1], f"{group}: {each} has no upper end"
