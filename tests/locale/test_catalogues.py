"""Every sentence is in every catalogue, and nothing that a person sees goes past them.

python tests/locale/test_catalogues.py        brings the catalogues up to date
"""

from __future__ import annotations

import ast
import io
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import bidtracker
from bidtracker import locale
from bidtracker.locale.sentences import Sentence, sentences

PROGRAM = Path(bidtracker.__file__).parent
FOREIGN = sorted(set(locale.LANGUAGES) - {"en"})
HOW = "run: python tests/locale/test_catalogues.py"


@cache
def output() -> dict[Sentence, str]:
    """Every sentence of the program, with a place where it is said."""
    result: dict[Sentence, str] = {}
    for path in sorted(PROGRAM.rglob("*.py")):
        for line, words in sentences(path.read_text("utf-8")):
            result.setdefault(words, f"{path.relative_to(PROGRAM)}:{line}")
    return result


@pytest.mark.parametrize("code", FOREIGN)
def test_a_catalogue_has_every_sentence_and_no_other(code: str) -> None:
    file = locale.FOLDER / code / "LC_MESSAGES" / "bidtracker.po"
    catalogue = read_po(io.BytesIO(file.read_bytes()), locale=code)
    sound = (message for message in catalogue if message.id and all(_forms(message.string)) and not message.fuzzy)
    translated = {_forms(message.id)[0] for message in sound}
    wanted = {words[0] for words in output()}
    lacking = {place: words for words, place in output().items() if words[0] not in translated}
    assert not lacking, HOW
    assert not translated - wanted, HOW
    assert not catalogue.obsolete, HOW


def _forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (str(text),)


# ---------------------------------------------------------------- what goes past them

PROSE = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}|^ ?[A-Z][a-z]+\b")
WORD = re.compile(r"[A-Za-z]{2,}")
FUNCTIONS = {"Button", "Content", "Label", "Option", "Static", "heading", "pair", "span", "text"}
METHODS = {"notify", "echo", "secho"}
NOT_SHOWN = {
    "failure.py": {"bidtracker: "},  # who speaks
    "command.py": {"standard input"},  # what a list is called that comes through it
    "find.py": {"Input"},  # a widget's type
    "web.py": {"Host", "Origin", "Strict", "Content-Security-Policy", "Referrer-Policy"},  # headers
}
"""What reads like prose and is none, by file."""
DEVELOPERS = {"AttributeError", "TypeError", "LookupError"}  # what these say, only who changes the program can meet


def past(source: str) -> Iterator[tuple[int, str]]:
    """Literals that read like prose, or are given to what shows them, and are in no catalogue."""
    tree = ast.parse(source)
    expected = {text for words in output() for text in words}
    skipped = {id(node) for owner in ast.walk(tree) for node in _unseen(owner)}
    given = {id(node) for call in ast.walk(tree) if isinstance(call, ast.Call) for node in _given(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            reads = WORD if id(node) in given else PROSE
            if node.value not in expected and reads.search(node.value):
                yield node.lineno, node.value


def _unseen(owner: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, names of styles, keys, ids and types, and what only who changes the program can meet."""
    if isinstance(owner, ast.Raise) and getattr(getattr(owner.exc, "func", None), "id", "") in DEVELOPERS:
        yield from ast.walk(owner)
    if isinstance(owner, ast.Expr):
        yield owner.value
    if isinstance(owner, ast.keyword) and owner.arg in ("classes", "id", "metavar", "name", "message"):
        yield from ast.walk(owner.value)
    if isinstance(owner, ast.Call) and getattr(owner.func, "id", "") in ("Binding", "TypeVar", "getattr"):
        yield from ast.walk(owner)


def _given(call: ast.Call) -> Iterator[ast.AST]:
    """What is shown as it stands: the literals and the pieces of f-strings among the arguments."""
    if getattr(call.func, "id", "") in FUNCTIONS or getattr(call.func, "attr", "") in METHODS:
        for argument in call.args[:1]:
            yield argument
            if isinstance(argument, ast.JoinedStr):
                yield from argument.values


def test_what_goes_past_the_catalogues_is_found() -> None:
    source = '''
"""A docstring is for us."""
label("Open"); Static("ajar"); heading(tr(_("Open"))); note = "this is said"; key = "ctrl+p"
say_line(f"There are {n}"); span(f"{n} left over"); Binding("escape,q", "dismiss the dialog")
'''
    assert {text for _, text in past(source)} == {"ajar", "this is said", "There are ", " left over"}


@pytest.mark.parametrize("room", ["tui", "cli"])
def test_nothing_that_is_seen_goes_past_the_catalogues(room: str) -> None:
    result = [
        f"{path.relative_to(PROGRAM)}:{line}: {text}"
        for path in sorted((PROGRAM / room).rglob("*.py"))
        for line, text in past(path.read_text("utf-8"))
        if text not in NOT_SHOWN.get(path.name, ())
    ]
    assert not result


# ---------------------------------------------------------------- bringing them up to date


def write() -> None:
    """Gathers the sentences, merges them into the catalogues, compiles these, and prints what wants a translation.

    Compiled without Babel's own check of placeholders, which takes the "% o" of "10 % or more" for one.
    """
    os.chdir(PROGRAM.parent)
    folder = locale.FOLDER.relative_to(PROGRAM.parent)
    template = str(folder / "bidtracker.pot")
    settings = f"-F {folder}/babel.cfg --no-location --sort-output --project bidtracker"
    CommandLineInterface().run(["pybabel", "-q", "extract", *settings.split(), "-o", template, "."])
    settings = "-D bidtracker --no-fuzzy-matching --ignore-obsolete --width 120"
    CommandLineInterface().run(["pybabel", "-q", "update", *settings.split(), "-i", template, "-d", str(folder)])
    for code in FOREIGN:
        file = folder / code / "LC_MESSAGES" / "bidtracker.po"
        catalogue = read_po(io.BytesIO(file.read_bytes()), locale=code)
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        for message in catalogue:
            if message.id and not all(_forms(message.string)):
                print(f"{file}:{message.lineno}: {_forms(message.id)[0]}")


if __name__ == "__main__":
    write()
