"""The README tells every command, key and column of the native list; its tables are made from the program's own.

python tests/test_readme.py        writes the tables anew
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent, wrap

from bidtracker.cli.catalogue import SECTIONS
from bidtracker.intake.formats.native.columns import COLUMNS
from bidtracker.tui.keys import GROUPS, KEYS, shown

README = Path(__file__).parent.parent / "README.md"


def commands() -> str:
    """The commands by what they are for."""
    rows = ["| for | commands |", "|---|---|"]
    rows += [f"| {section} | {' '.join(f'`{name}`' for name in listed)} |" for section, listed in SECTIONS.items()]
    return "\n".join(rows)


def keys() -> str:
    """The keys by what they are for, each with its act's short name."""
    rows = ["| to | keys |", "|---|---|"]
    for group, title in GROUPS.items():
        acts = (f"`{shown(key)}` {key.label}" for key in KEYS if key.group is group)
        rows.append(f"| **{title}** | {' · '.join(acts)} |")
    return "\n".join(rows)


def columns() -> str:
    """The columns of the native list."""
    return indent("\n".join(wrap(", ".join(COLUMNS), 112)), "    ")


def with_tables(text: str) -> str:
    """The README with its tables as they should be."""
    for name, table in (("commands", commands()), ("keys", keys()), ("columns", columns())):
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}<!-- {name} -->\n{table}\n<!-- /{name} -->{after}"
    return text


def test_the_tables_are_the_programs_own() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == with_tables(text), "run: python tests/test_readme.py"


def test_two_commands_set_everything_up() -> None:
    text = README.read_text(encoding="utf-8")
    for mark in ("<!-- demo -->", "<!-- test -->"):
        command = text.partition(mark)[2].partition("```sh\n")[2].partition("\n```")[0]
        assert command.startswith("python3 -m venv .venv && ") and "\n" not in command


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
