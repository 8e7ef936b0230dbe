"""The documents tell what the program has: their tables are made from it, and what they point to is there.

python tests/test_docs.py        writes the tables anew
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
import pytest

from bidtracker.cli.catalogue import COMMANDS, SECTIONS
from bidtracker.cli.root import root
from bidtracker.domain import vocabulary
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.vocabulary import SignalKind, Word
from bidtracker.intake.detect import formats
from bidtracker.tui.keys import GROUPS, KEYS, shown
from bidtracker.tui.ways import MOUSE, commands_of, in_palette

ROOT = Path(__file__).parent.parent
EVERYWHERE = {"--book", "--debug", "--as-of", "--json", "--help"}  # told once, at the head of the page
ROOMS = {path.name for path in (*ROOT.glob("*/"), *ROOT.glob("bidtracker/*/"))}
THEMES = ("tenders", "losses", "awards", "signals", "people", "facts", "offers", "deals", "proposals")
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md")])


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table of Markdown; a bar within a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def signal_kinds() -> str:
    return table(
        ["kind", "in words", "sign", "strength", "nature"],
        [[f"`{kind}`", kind.label, "+" if kind.sign > 0 else "-", kind.strength, kind.nature] for kind in SignalKind],
    )


def word_lists() -> str:
    lists = {
        name: each
        for theme in THEMES
        for name, each in vars(import_module(f"{vocabulary.__name__}.{theme}")).items()
        if isinstance(each, type) and issubclass(each, Word) and each not in (Word, SignalKind)
    }
    assert {*lists, "Word", "SignalKind"} == {*vocabulary.__all__}, "a theme of the vocabulary is not in THEMES"
    return table(
        ["list", "what it is", "words"],
        [
            [
                f"`{name}`",
                (each.__doc__ or "").strip().split("\n")[0],
                ", ".join(f"`{word}` {word.label}" for word in each),
            ]
            for name, each in lists.items()
        ],
    )


def format_list() -> str:
    rows = []
    for name, reader in sorted(formats().items()):
        summary = (sys.modules[reader.__module__].__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
        rows.append([f"`{name}`", reader.label, summary])
    return table(["`--format`", "what it is called", "what is read"], rows)


def commands() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    parts = []
    with click.Context(root, info_name="bidtracker") as context:
        for section, listed in SECTIONS.items():
            parts.append(f"## {section}\n")
            for name, entry in listed.items():
                command = root.get_command(context, name)
                assert command is not None, name
                arguments = " ".join(p.make_metavar(context) for p in command.params if isinstance(p, click.Argument))
                parts.append(f"### `{f'{name} {arguments}'.strip()}`\n\n{entry.help}.\n")
                options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden and p.help]
                own = [p for p in options if EVERYWHERE.isdisjoint(p.opts)]
                if own:
                    rows = [
                        [f"`{', '.join(p.opts + p.secondary_opts)}`", " ".join((p.help or "").split())] for p in own
                    ]
                    parts.append(table(["option", "what it does"], rows) + "\n")
    return "\n".join(parts).rstrip()


def fields() -> str:
    """The fields of each table, in their order."""
    return "\n".join(
        f"- **{name}**: {', '.join(f'`{field.name}`' for field in listed)}" for name, listed in FIELDS.items()
    )


def screen_acts() -> str:
    """Every act of the screen, and each way to it."""
    rows = []
    for act in KEYS:
        keys = f"`{shown(act)}`" if act.keys else ""
        palette = "yes" if in_palette(act) else ""
        named = ", ".join(f"`{command}`" for command in commands_of(act, COMMANDS))
        rows.append([act.help, keys, palette, MOUSE.get(act.id, ""), named])
    return table(["act", "key", "palette", "mouse", "command"], rows)


def keys() -> str:
    """The keys by what they are for."""
    parts = []
    for group, title in GROUPS.items():
        rows = [[f"`{shown(key)}`", key.help, f"`{key.id}`"] for key in KEYS if key.group is group]
        parts.append(f"## {title}\n\n{table(['keys', 'what they do', 'name'], rows)}\n")
    return "\n".join(parts).rstrip()


TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "signal kinds": ("docs/vocabulary.md", signal_kinds),
    "word lists": ("docs/vocabulary.md", word_lists),
    "fields": ("docs/vocabulary.md", fields),
    "formats": ("docs/formats.md", format_list),
    "commands": ("docs/commands.md", commands),
    "keys": ("docs/keys.md", keys),
    "screen acts": ("docs/screen.md", screen_acts),
}


def with_table(text: str, name: str) -> str:
    """A document with one of its tables as it should be."""
    before, opening, rest = text.partition(f"<!-- {name} -->\n")
    _, closing, after = rest.partition(f"<!-- /{name} -->")
    assert opening and closing, f"<!-- {name} --> is in {TABLES[name][0]} no more"
    return f"{before}{opening}{TABLES[name][1]()}\n{closing}{after}"


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_the_programs_own(name: str) -> None:
    text = (ROOT / TABLES[name][0]).read_text(encoding="utf-8")
    assert text == with_table(text, name), "run: python tests/test_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_document_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (page.parent / target).exists(), f"{page.name} points to {target}"
    for path in re.findall(r"`((?:[a-z_.]+/)+[\w.-]*)`", text):
        room = path.partition("/")[0]
        below = ROOT / "bidtracker" if (ROOT / "bidtracker" / room).exists() else ROOT
        assert room not in ROOMS or (below / path).exists(), f"{page.name} names {path}, which is not there"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_document_names_is_one(page: Path) -> None:
    named = set(re.findall(r"`bidtracker(?: --\S+ \S+)* ([a-z][a-z-]+)[ `]", page.read_text(encoding="utf-8")))
    commands_there = {name for listed in SECTIONS.values() for name in listed}
    assert named <= commands_there, f"{page.name}: {named - commands_there}"


def write() -> None:
    for name, (file, _) in TABLES.items():
        path = ROOT / file
        path.write_text(with_table(path.read_text(encoding="utf-8"), name), encoding="utf-8")


if __name__ == "__main__":
    import_module("bidtracker.locale").set_language("en")
    write()
