"""The rules of the house: which way imports run, what each room may know, and that keys and commands are told."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bidtracker"
FILES = sorted(PACKAGE.rglob("*.py"))

# room -> rooms that it may import from; an import only ever goes down
ARROWS = {
    "domain": {"later"},
    "locale": {"domain"},
    "config": {"domain"},
    "later": set(),  # knows nothing of the program
    "radar": {"domain"},
    "storage": {"domain", "later"},
    "backtest": {"radar", "domain"},
    "book": {"storage", "radar", "domain", "later"},
    "intake": {"book", "radar", "domain"},
    "exports": {"storage", "radar", "domain", "locale", "pages"},
    "pages": {"radar", "domain", "locale"},
    "assistant": {"exports", "pages", "book", "radar", "domain", "locale"},
    "demo": {"intake", "book", "domain"},
    "cli": {
        "tui",
        "assistant",
        "storage",
        "demo",
        "exports",
        "pages",
        "intake",
        "book",
        "backtest",
        "radar",
        "domain",
        "locale",
        "config",
    },
    "tui": {"demo", "exports", "pages", "intake", "book", "radar", "domain", "locale", "config", "later"},
}
# library -> the only rooms that know it
KNOWN_TO = {
    "tinydb": {"storage"},
    "sqlite3": {"storage"},
    "psycopg": {"storage"},
    "textual": {"tui"},
    "rich": {"tui"},
    "click": {"cli"},
    "mcp": {"assistant"},
    "rapidfuzz": {"book"},
    "holidays": {"book"},
    "charset_normalizer": {"intake"},
    "openpyxl": {"exports"},
    "icalendar": {"exports", "intake"},
}
GROUND = {"__future__", "msgspec", "dateutil"}  # besides the standard library
# The house within intake, from the roof down: a module imports only from its own folder and those after it.
INTAKE = (
    ("run", "odds", "mail", "counts"),
    ("session",),
    ("choices",),
    ("merge",),
    ("signals", "past_awards"),
    ("report",),
    ("reading",),
    ("mapping", "detect"),
    ("formats",),
    ("reasons",),
    ("open",),
    ("where",),
    ("notice",),
)
FLOORS = {name: floor for floor, names in enumerate(INTAKE) for name in names}
IMPURE = {"open", "print", "input"}
CLOCKS = {"now", "today", "utcnow", "time", "monotonic"}
WITH_IO = {"os", "io", "pathlib", "socket", "subprocess", "time", "random", "sqlite3", "urllib", "tempfile", "shutil"}


def room(file: Path) -> str:
    """The room that a file is in, or is."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes(file: Path) -> list[ast.AST]:
    """All of a file's syntax."""
    return [*ast.walk(ast.parse(file.read_text(encoding="utf-8")))]


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports: at the top, deferred inside functions, and for types only."""
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides where it goes"
            yield node.module or ""
            if node.module == "bidtracker":
                yield from (f"bidtracker.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_down(file: Path) -> None:
    here = room(file)
    if here in ("__init__", "__main__"):
        return
    for name in imports(file):
        parts = name.split(".")
        if parts[0] == "bidtracker" and len(parts) > 1:
            other = parts[1]
            assert other == here or other in ARROWS[here] or other == "__version__", (
                f"{file.relative_to(ROOT)} imports {name}, but {here} may only know {', '.join(sorted(ARROWS[here]))}: "
                f"move what it needs down, or hand it in from above (ARROWS in tests/test_house.py)"
            )
        assert here in KNOWN_TO.get(parts[0], {here}), (
            f"{file.relative_to(ROOT)} imports {name}, which only {', '.join(KNOWN_TO[parts[0]])} may know "
            f"(KNOWN_TO in tests/test_house.py)"
        )


@pytest.mark.parametrize(
    "file", [f for f in FILES if room(f) == "intake"], ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_imports_within_intake_go_down(file: Path) -> None:
    here = file.relative_to(PACKAGE / "intake").parts[0].removesuffix(".py")
    if here == "__init__":
        return
    assert here in FLOORS, f"give {here} its floor in INTAKE of tests/test_house.py"
    for name in imports(file):
        if name.startswith("bidtracker.intake.") and (other := name.split(".")[2]) != here:
            assert FLOORS[other] > FLOORS[here], (
                f"{file.relative_to(ROOT)} imports {name}, which lies above it: move what it needs of {other} "
                f"down into {here} or below, or give the two other floors in INTAKE of tests/test_house.py"
            )


@pytest.mark.parametrize("file", [f for f in FILES if room(f) in ("domain", "radar", "backtest")], ids=lambda f: f.name)
def test_the_ground_does_no_io_and_has_no_clock(file: Path) -> None:
    for name in imports(file):
        top = name.split(".")[0]
        place = file.relative_to(ROOT)
        assert top == "bidtracker" or top in GROUND or top in sys.stdlib_module_names, f"{place} imports {name}"
        assert top not in WITH_IO, f"{place} imports {name}: have its caller hand in what it reads"
    for node in nodes(file):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name):
                assert called.id not in IMPURE, f"{file.relative_to(ROOT)}:{node.lineno} calls {called.id}"
            if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
                clock = called.value.id in ("date", "datetime", "time") and called.attr in CLOCKS
                assert not clock, (
                    f"{file.relative_to(ROOT)}:{node.lineno} asks what time it is: take the day as an argument, `as_of`"
                )


def test_what_threads_share_has_no_lock_of_its_own() -> None:
    """Before Python 3.12 `cached_property` holds one lock for all instances while it computes: whoever has the book and
    waits for it would wait for somebody who waits for the book."""
    for file in FILES:
        if room(file) != "tui":
            has_one = "import cached_property" in file.read_text(encoding="utf-8")
            assert not has_one, f"{file.relative_to(ROOT)}: keep it in a field, None until it is asked for"


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a command loads."""
    script = (
        "import sys\n"
        f"sys.argv = ['bidtracker', *{arguments!r}]\n"
        "from bidtracker.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("completions", "bash")])
def test_help_loads_little(arguments: tuple[str, ...]) -> None:
    heavy = {"textual", "rich", "tinydb", "sqlite3", "msgspec", "rapidfuzz", "charset_normalizer", "bidtracker.radar"}
    assert not loaded_by(*arguments) & heavy


def test_the_first_screen_loads_nothing_that_it_does_not_show() -> None:
    script = (
        "import sys, bidtracker.cli.program.screen, bidtracker.tui.app, bidtracker.tui.views.morning\n"
        "print('\\n'.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    later = {
        *("bidtracker.exports", "bidtracker.intake", "bidtracker.pages.records", "bidtracker.radar.insights"),
        *("bidtracker.book.acts.records", "bidtracker.book.acts.losses.scores", "bidtracker.book.aside"),
        *("bidtracker.tui.finding", "bidtracker.tui.palette", "bidtracker.tui.leaving.half_typed"),
    }
    assert not later & {*run.stdout.split()}, "import it in the function that wants it"


@pytest.mark.parametrize("form", ["TenderForm", "FirstStart"])
def test_a_form_loads_no_readers_of_lists(form: str) -> None:
    script = f"import sys\nfrom bidtracker.tui import forms\nforms.{form}\nprint('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "bidtracker.intake" not in run.stdout.split(), "import it in the function that wants it"


def test_an_act_is_loaded_when_it_is_first_done(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from bidtracker.book import Book\n"
        "with Book.open(sys.argv[1], create=True) as book:\n"
        "    assert 'bidtracker.book.acts.records' not in sys.modules\n"
        "    buyer = book.add('buyers', name='Leeds Hospital')\n"
        "    assert book.get('B1') == buyer\n"
        "    assert 'bidtracker.book.acts.records' in sys.modules\n"
        "    assert 'bidtracker.book.acts.deals' not in sys.modules\n"
        "    assert (Book.add.__name__, Book.add.__module__) == ('add', 'bidtracker.book.acts.records')\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "x.bidtracker")], check=True)


def test_a_page_loads_nothing_that_it_does_not_say(tmp_path: Path) -> None:
    loaded = loaded_by("--book", str(tmp_path / "no.bidtracker"), "show", "T1")
    later = {"bidtracker.radar.insights.all_insights", "bidtracker.radar.pooling", "bidtracker.cli.log"}
    assert not later & loaded, "import it in the function that wants it"


def test_a_command_loads_no_screen(tmp_path: Path) -> None:
    assert "textual" not in loaded_by("--book", str(tmp_path / "no.bidtracker"), "radar")
