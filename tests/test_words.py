"""The words of the code: a name says what a thing is, a type's name has one meaning, and a folder is small."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bidtracker"
FILES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
# That somebody spoke, heard or found it is no name for a thing; see docs/glossary.md.
NO_NAMES = {"said", "told", "found", "known", "heard", "there", "one", "such"}
NO_PARTS = {"said", "told"}  # nor a part of one
NAMED_SO = {"said_by", "told_on", "SaidBy"}  # who says why we lost, and the day on which somebody was told
MOST_LINES = 60  # of a function
MOST = 20  # files of code in a folder
MOST_PARAMETERS = 6
# Functions that read best with more: what each is called with says why.
AN_ACT = "an act takes the fields of its record by name, as forms and options give them; what is left out stays"
MANY_PARAMETERS = {
    "book/acts/bids.py bid": AN_ACT,
    "book/acts/deals.py step": AN_ACT,
    "book/acts/deals.py visited": AN_ACT,
    "book/acts/themes.py theme": AN_ACT,
    "book/acts/touches.py plan_touch": AN_ACT,
    "book/acts/touches.py done": AN_ACT,
    "book/acts/touches.py asked": AN_ACT,
    "domain/filters/query.py compile_conditions": "only the screen names the last three: cache, language and cells",
    "intake/past_awards/table.py _awards": "the columns of a table in its order; numbers would hide which is which",
    "pages/records/plain.py fields": "each record's page names only in what it differs from all its fields in order",
    "tui/columns.py column": "the attributes of a column by name, each only where a list differs from the field",
}


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that is given in a file, with its line: of variables, arguments, attributes, functions, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.alias(asname=str(name))
            ):
                yield name, node.lineno


def is_banned(name: str) -> bool:
    """Whether a name says that somebody spoke, instead of what a thing is; that of a test is a sentence."""
    if name.startswith("test_"):
        return False
    parts = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")
    return name in NO_NAMES or (name not in NAMED_SO and not NO_PARTS.isdisjoint(parts))


def types(tree: ast.Module) -> Iterator[str]:
    """Every type that a file defines: its classes, type variables of more than a letter, and what it calls another."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if name.strip("_")[:1].isupper() and not name.isupper():
                    yield name.lstrip("_")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_name_says_what_a_thing_is(file: Path) -> None:
    lines = [f"{name}, line {line}" for name, line in names(ast.parse(file.read_text("utf-8"))) if is_banned(name)]
    assert not lines, f"{file.relative_to(ROOT)}: say what the thing is, instead of {'; '.join(lines)}"


def test_a_type_name_has_one_meaning() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for file in PACKAGE.rglob("*.py"):
        for name in types(ast.parse(file.read_text("utf-8"))):
            homes[name].append(str(file.relative_to(ROOT)))
    twice = {name: files for name, files in homes.items() if len(files) > 1}
    assert not twice, f"give one of them the name of what it is: {twice}"


@pytest.mark.parametrize("folder", sorted({file.parent for file in PACKAGE.rglob("*.py")}), ids=lambda path: path.name)
def test_a_folder_is_small_and_a_common_prefix_is_a_folder(folder: Path) -> None:
    stems = [file.stem for file in folder.glob("*.py") if file.stem != "__init__"]
    place = folder.relative_to(ROOT)
    assert len(stems) <= MOST, (
        f"{place} has {len(stems)} files: which of them belong together in a folder of their own?"
    )
    prefixes = Counter(stem.split("_")[0] for stem in stems if "_" in stem or stem)
    shared = {prefix: count for prefix, count in prefixes.items() if count > 2}
    assert not shared, f"{place}: what shares the prefix {shared} wants a folder of that name"


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """What a function is called with."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, [given.vararg])]
    return [each.arg for each in every if each.arg not in ("self", "cls")]


def test_a_function_is_read_at_one_look() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{node.lineno} {node.name}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES
    }
    assert not long, f"more than {MOST_LINES} lines: which part of it is a function with a name of its own? {long}"


def test_what_belongs_together_is_handed_over_together() -> None:
    many = {
        f"{file.relative_to(PACKAGE).as_posix()} {node.name}"
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and len(parameters(node)) > MOST_PARAMETERS
    }
    assert many == set(MANY_PARAMETERS), (
        "more than six parameters: make a Struct of those that belong together, or say in MANY_PARAMETERS of "
        f"tests/test_words.py why they read best so: {many ^ set(MANY_PARAMETERS)}"
    )
