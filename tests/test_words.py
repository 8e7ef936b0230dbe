"""The words of the code: a name says what a thing is, a type's name has one meaning, and a folder is small."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bidtracker"
FILES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")])
# That somebody spoke, heard or found it is no name for a thing; see docs/glossary.md.
NO_NAMES = {"said", "told", "found", "known", "heard", "there", "one", "such"}
MOST = 20  # files of code in a folder


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that is given in a file, with its line: of variables, arguments, attributes, functions, imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.alias(asname=str(name)):
                yield name, node.lineno


def types(tree: ast.Module) -> Iterator[str]:
    """Every type that a file defines: its classes, and what it calls a combination of types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name.lstrip("_")
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() | ast.BinOp(op=ast.BitOr())):
                if name.strip("_")[0].isupper() and not name.isupper():
                    yield name.lstrip("_")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_name_says_what_a_thing_is(file: Path) -> None:
    lines = [f"{name}, line {line}" for name, line in names(ast.parse(file.read_text("utf-8"))) if name in NO_NAMES]
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
