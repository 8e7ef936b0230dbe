"""What the program and its documents advise can be done: the command is there, and so are its options."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click

import bidtracker
from bidtracker.cli.catalogue import COMMANDS
from bidtracker.cli.root import Commands

PROGRAM = Path(bidtracker.__file__).parent
DOCUMENTS = [PROGRAM.parent / "README.md", *sorted((PROGRAM.parent / "docs").glob("*.md"))]
ADVICE = re.compile(r"`bidtracker ((?:--[^`\s]+ [^`\s]+ )*)([a-z][a-z-]*)([^`\n]*)`")
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")


def _advised() -> list[tuple[str, str, str]]:
    """Where something is advised, the command, and what stands behind it."""
    texts = [(path.name, path.read_text("utf-8")) for path in DOCUMENTS if path.exists()]
    for path in PROGRAM.rglob("*.py"):
        constants = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant))
        texts += [(path.name, node.value) for node in constants if isinstance(node.value, str)]
    return [(name, match[2], match[3]) for name, text in texts for match in ADVICE.finditer(text)]


def test_every_command_that_is_advised_is_there_with_its_options() -> None:
    advised = _advised()
    assert len(advised) > 50
    group = Commands()
    for name, command, rest in advised:
        assert command in COMMANDS, (name, command)
        entry = group.get_command(click.Context(group), command)
        words = rest.split()
        while isinstance(entry, click.Group) and words and words[0] in entry.commands:
            entry = entry.commands[words.pop(0)]
        assert entry is not None
        options = {option for parameter in entry.params for option in parameter.opts} | {"--help"}
        assert set(OPTION.findall(rest)) <= options, (name, command, rest)
