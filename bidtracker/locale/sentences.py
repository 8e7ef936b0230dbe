"""Finds the English sentences and words in the program's source, for Babel and for the test of the catalogues.

Babel's own reader of Python knows calls by one fixed argument and stumbles over bytes; ours are marked by `say`,
`count`, `label`, `tr`, by Message, by every error that a person reads, and by what the command line says or declares:
its help stands where click has it, in an option's `help` and a command's docstring.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import IO, Any

import bidtracker
from bidtracker.domain.errors import BidtrackerError

MARKS = {"say": (0,), "label": (0,), "_": (0,), "tr": (0,), "count": (0, 1), "Message": (0, 2)}
MARKS |= {"say_line": (0,), "say_heading": (0,), "say_table": (0,), "complain": (0,), "UsageError": (0,)}
MARKS |= {"Heading": (0,), "CommandEntry": (1,)}
COMMANDS, OPTIONS = ("command", "group"), ("option", "Option")  # click's, which show help

Sentence = tuple[str, ...]  # one, or one and its plural


def sentences(source: str) -> Iterator[tuple[int, Sentence]]:
    """The line and the words of each marked sentence in Python source."""
    tree = ast.parse(source)
    named = _constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for sentence in _sentences(node, _called(node), named):
                yield node.lineno, sentence
        elif isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
            if help_text := ast.get_docstring(node):
                yield node.lineno, (help_text,)
        elif isinstance(node, ast.ClassDef) and node.name in _errors():
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _called(call) == "__init__":
                    for sentence in _sentences(call, node.name, named):
                        yield call.lineno, sentence


def extract(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Babel's interface to `sentences`; see babel.cfg."""
    for line, sentence in sentences(file.read().decode()):
        yield line, "ngettext" if len(sentence) > 1 else "gettext", sentence if len(sentence) > 1 else sentence[0], []


def _makes_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and _called(decorator) in COMMANDS


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", "") or getattr(call.func, "attr", ""))


def _sentences(call: ast.Call, name: str, named: dict[str, list[str]]) -> Iterator[Sentence]:
    if name in _errors():
        places: tuple[int, ...] = (1,) if _errors()[name] else (0,)
    elif name in MARKS:
        places = MARKS[name]
    elif name in OPTIONS:
        helps = [text for extra in call.keywords if extra.arg == "help" for text in _texts(extra.value, named)]
        yield from ((text,) for text in helps)
        return
    else:
        return
    given = [_texts(call.args[place], named) for place in places if place < len(call.args)]
    given += [_texts(extra.value, named) for extra in call.keywords if extra.arg == "plural"]
    if len(given) == 2 and given[1]:
        yield from zip(given[0], given[1], strict=False)
    elif given:
        yield from ((text,) for text in given[0])


def _texts(node: ast.expr, named: dict[str, list[str]]) -> list[str]:
    """The texts that an argument may be: a literal, one or the other, or a name that was given one."""
    match node:
        case ast.Constant(value=str(text)) if text:
            return [text]
        case ast.IfExp():
            return _texts(node.body, named) + _texts(node.orelse, named)
        case ast.Name():
            return named.get(node.id, [])
        case ast.Tuple():
            return [text for part in node.elts for text in _texts(part, named)]
    return []


def _constants(tree: ast.AST) -> dict[str, list[str]]:
    constants: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            constants.setdefault(node.targets[0].id, []).extend(_texts(node.value, {}))
    return constants


@cache
def _errors() -> dict[str, bool]:
    """The names of all errors that a person reads, each with whether a field's name stands before the sentence."""
    for module in pkgutil.walk_packages(bidtracker.__path__, "bidtracker."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {"FieldError": True} | {
        kind.__name__: False for kind in _below(BidtrackerError) if kind.__name__ != "FieldError"
    }


def _below(kind: type[BidtrackerError]) -> Iterator[type[BidtrackerError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)
