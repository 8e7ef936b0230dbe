"""The program as a shell has it: a real process, its exit status, its pipes, its terminal, and what it loads."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
unix = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and terminals as Unix has them")


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "bidtracker", *args]


@pytest.fixture
def shell(tmp_path: Path, sample: Path) -> dict[str, str]:
    """The environment of a process that finds the sample as its book."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "VIRTUAL_ENV") if name in os.environ}
    return kept | {"HOME": str(tmp_path), "BIDTRACKER_BOOK": str(sample), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def run(shell: dict[str, str], *args: str, **how: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(*args), env=shell, capture_output=True, timeout=60, **how)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("args", "status"),
    [(["radar"], 0), (["show", "T1"], 0), (["show", "T999"], 1), (["radr"], 2), (["radar", "--as-of", "x"], 2)],
)
def test_exit_status(shell: dict[str, str], args: list[str], status: int) -> None:
    done = run(shell, *args)
    assert done.returncode == status
    assert (done.stderr == b"") is (status == 0) and done.stderr.count(b"\n") <= 1


def test_some_refused_is_3(shell: dict[str, str]) -> None:
    rows = b'[{"title": "Grit", "buyer": "Ashby"}, {"title": "Salt", "buyer": "Ashby", "deadline": "soon"}]'
    done = run(shell, "import", "-", input=rows)
    assert done.returncode == 3 and done.stdout.startswith(b"2 read: 1 created") and b"record 2" in done.stderr


@unix
def test_an_import_that_is_stopped_keeps_what_came_in_if_asked_to(shell: dict[str, str], tmp_path: Path) -> None:
    shell |= {"BIDTRACKER_BOOK": str(tmp_path / "new.bidtracker")}
    rows = b"".join(b'{"reference": "%d", "title": "Grit", "buyer": "Ashby"}\n' % n for n in range(20_000))
    pipe = tmp_path / "list.jsonl"
    os.mkfifo(pipe)
    importing = subprocess.Popen(command("import", str(pipe), "--keep"), env=shell, stdout=subprocess.PIPE)
    with contextlib.suppress(BrokenPipeError), pipe.open("wb") as stream:  # opened once the import waits for it
        importing.send_signal(signal.SIGINT)
        stream.write(rows)
    out, _ = importing.communicate(timeout=60)
    assert importing.returncode == 3 and b"stopped after record" in out
    kept = int(out.split(b" read")[0])
    done = run(shell, "import", "-", "--keep", "--json", input=rows)
    report = json.loads(done.stdout)
    assert (done.returncode, report["created"], report["stopped"]) == (0, 20_000 - kept, None)


HEAVY = "textual tinydb msgspec rich dateutil sqlite3 rapidfuzz bidtracker.book bidtracker.domain bidtracker.tui"


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["completions", "zsh"]])
def test_what_must_be_quick_loads_nothing_heavy(shell: dict[str, str], args: list[str]) -> None:
    code = f"""
import sys
from bidtracker.cli.root import root
try: root.main({args!r})
except SystemExit as end: assert end.code == 0
print([name for name in {HEAVY.split()!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], env=shell, capture_output=True, timeout=60)
    assert done.stderr.decode().strip() == "[]"


def test_a_command_does_not_load_the_screen(shell: dict[str, str]) -> None:
    code = """
import sys
from bidtracker.cli.root import root
try: root.main(["radar"])
except SystemExit: pass
print("textual" in sys.modules, "rich" in sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], env=shell, capture_output=True, timeout=60)
    assert done.stderr.decode().strip() == "False False"


@unix
@pytest.mark.parametrize(
    "args", [["tenders"], ["tenders", "--json"], ["dump"], ["export", "tenders", "--format", "csv"]]
)
def test_a_reader_that_goes_away_is_no_failure(shell: dict[str, str], args: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.Popen(command(*args), env=shell, stdout=write, stderr=subprocess.PIPE)
    os.close(write)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 0 and complaint == b""


@unix
def test_a_full_disk_is_one_sentence(shell: dict[str, str]) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as stream:
        done = subprocess.run(command("tenders"), env=shell, stdout=stream, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 1
    assert done.stderr.decode().strip() == f"bidtracker: {os.strerror(errno.ENOSPC)}"


@unix
def test_an_act_that_could_not_be_told_is_told_to_be_done(shell: dict[str, str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    for n, stream in enumerate((">/dev/full", ">&-")):
        line = f'"{sys.executable}" -m bidtracker set T1 title=Told{n} {stream}'
        done = subprocess.run(["sh", "-c", line], env=shell, capture_output=True, timeout=60)
        assert done.returncode == 0 and b"this was done" in done.stderr and done.stderr.count(b"\n") == 1, done.stderr
        assert f"Told{n}".encode() in run(shell, "show", "T1").stdout
        line = f'"{sys.executable}" -m bidtracker settings --us Us{n} {stream}'
        done = subprocess.run(["sh", "-c", line], env=shell, capture_output=True, timeout=60)
        assert done.returncode == 0 and b"this was done" in done.stderr, done.stderr
        assert f"Us{n}".encode() in run(shell, "settings").stdout


def test_a_traceback_of_debug_is_safe_to_show(shell: dict[str, str], tmp_path: Path) -> None:
    name = "no\x1b]52;c;aGk=\x07book"
    done = run(shell | {"BIDTRACKER_BOOK": str(tmp_path / name)}, "radar", "--debug")
    assert done.returncode == 1 and b"Traceback" in done.stderr and b"\x1b" not in done.stderr


@unix
def test_ctrl_c_leaves_nothing_half_done(shell: dict[str, str], sample: Path) -> None:
    before = sample.read_bytes()
    process = subprocess.Popen(
        command("import", "-"),
        env=shell,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # where these tests run in the background, children inherit that SIGINT is ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdin is not None
    row = b'{"title": "Grit", "buyer": "Ashby", "reference": "%d"}\n'
    for number in range(60_000):  # more than a pipe holds, so that the import is under way
        process.stdin.write(row % number)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1 and complaint.strip() == b"bidtracker: stopped; nothing was changed"
    assert sample.read_bytes() == before


def test_json_is_utf8_whatever_the_terminal_speaks(shell: dict[str, str]) -> None:
    shell = shell | {"PYTHONIOENCODING": "cp1252"}
    done = run(shell, "buyers", "--json")
    assert "霖港灣市立聯合醫院" in done.stdout.decode("utf-8")
    plain = run(shell, "buyers")
    assert plain.returncode == 0 and b"?????" in plain.stdout and plain.stderr == b""


def on_terminal(shell: dict[str, str], *args: str, columns: int = 100) -> str:
    """What a command prints on a terminal of that width."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(command(*args), env=shell, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    text = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:  # Linux says so that the other side is closed
            break
        if not part:
            break
        text += part
    os.close(leader)
    process.wait(timeout=60)
    return text.decode().replace("\r\n", "\n")


@unix
def test_a_terminal_gets_colour_and_its_width_and_a_pipe_does_not(shell: dict[str, str]) -> None:
    from bidtracker.domain.text import cells

    shell = shell | {"TERM": "xterm-256color"}
    coloured = on_terminal(shell, "tenders")
    assert coloured.startswith("\x1b[1mId")
    plain = on_terminal(shell | {"NO_COLOR": "1"}, "tenders")
    assert "\x1b" not in plain and max(map(cells, plain.splitlines())) <= 100
    piped = run(shell, "tenders").stdout.decode()
    assert "\x1b" not in piped and max(map(cells, piped.splitlines())) > 100


@unix
def test_an_import_on_a_terminal_leaves_no_bar_behind(shell: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text('[{"title": "Grit", "buyer": "Ashby"}]', encoding="utf-8")
    text = on_terminal(shell | {"TERM": "xterm"}, "import", str(file))
    assert text.rpartition("\r")[2].removeprefix("\x1b[K").startswith("1 read: 1 created")


@unix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_demo_takes_its_book_along_when_its_terminal_is_closed(
    shell: dict[str, str], tmp_path: Path, name: str
) -> None:
    code = f"""
import os, signal
from bidtracker.cli.program import screen
from bidtracker.cli.root import root
def run(book, demo):
    assert os.path.exists(book.address)
    os.kill(os.getpid(), signal.{name})
screen._run, screen._needs_terminal = run, lambda: None
root.main(["demo"])
"""
    away = tmp_path / "away"
    away.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", code], env=shell | {"TMPDIR": str(away)}, capture_output=True, timeout=60
    )
    assert done.returncode == 1 and done.stderr == b"" and list(away.iterdir()) == []
