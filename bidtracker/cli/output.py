"""What goes to standard output: lines, tables cut to the terminal, and JSON."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message
from bidtracker.domain.records import TABLE_OF, HistoryEntry, Record
from bidtracker.domain.text import cells, safe, safe_lines
from bidtracker.locale import listed, shown, tr
from bidtracker.pages.draw.text import UNCUT, page_lines
from bidtracker.pages.layout import NARROWEST, broken, fitted, padded
from bidtracker.pages.page import Page

GAP = "  "
BANDS = {"decision": 33, "management": 34, "operations": 32}  # layer -> colour of its cards, as terminals number them
HEADINGS = ("title", "strong")  # tones that are bold where colour may be used

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def say_line(message: Message | str) -> None:
    """One sentence."""
    click.echo(safe(tr(message)))


def say_text(text: str) -> None:
    """A text of several lines: made safe for a terminal, as it is for a program."""
    if sys.stdout.isatty():
        click.echo(safe_lines(text))
    else:
        click.echo(text.encode("utf-8", "replace"), nl=False)


def say_json(value: Any) -> None:
    """One JSON document, in UTF-8 whatever the terminal speaks."""
    from bidtracker.exports import json  # all that is judged and counted comes with it

    click.echo(json.document(value), nl=False)


def coloured() -> bool:
    """Whether colour may be used: on a terminal that knows it, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def heading(text: str) -> str:
    """A heading, in bold where colour may be used."""
    return f"\x1b[1m{text}\x1b[0m" if coloured() else text


def _toned(text: str, tone: str) -> str:
    """A span of a page: headings in bold, the bands of people in their colour."""
    if tone in BANDS and coloured():
        return f"\x1b[{BANDS[tone]}m{text}\x1b[0m"
    return heading(text) if tone in HEADINGS else text


def say_heading(text: Message | str) -> None:
    """A line over what follows, with a blank one before it."""
    click.echo("\n" + heading(safe(tr(text))))


def say_table(
    labels: Sequence[str], rows: Sequence[Sequence[Any]], right: Sequence[bool] = (), *, wrap: bool = False
) -> None:
    """A table with a heading. Cells may hold text from anywhere; `right` says which columns stand to the right.

    On a terminal the widest columns are cut until a line fits, and the last one goes on in further lines where it is
    to `wrap`; elsewhere everything is printed in full.
    """
    right = right or [False] * len(labels)
    texts = [[safe(shown(cell) if cell is not None else "") for cell in row] for row in rows]
    head = [safe(tr(label)) for label in labels]
    widths = [max(map(cells, column)) for column in zip(head, *texts, strict=True)]
    widths = fitted(widths, _columns() - len(GAP) * (len(widths) - 1))
    click.echo(heading(_line(head, widths, right)))
    for row in texts:
        last = broken(row[-1], widths[-1]) if wrap else row[-1:]
        click.echo(_line([*row[:-1], last[0]], widths, right))
        for more in last[1:]:
            click.echo(_line([*[""] * (len(row) - 1), more], widths, right))


def say_pairs(pairs: Sequence[tuple[Message | str, str]]) -> None:
    """Labels and what stands beside them, which may have several lines; all of it is shown."""
    shown_pairs = [(safe(tr(label)), safe_lines(value)) for label, value in pairs if value]
    indent = max((cells(label) for label, _ in shown_pairs), default=0) + len(GAP)
    room = max(NARROWEST, _columns() - indent)
    for label, value in shown_pairs:
        lines = [part for line in value.splitlines() for part in broken(line, room)]
        click.echo(heading(label) + " " * (indent - cells(label)) + lines[0])
        for line in lines[1:]:
            click.echo(" " * indent + line)


def say_page(page: Page, *, ids: bool = True) -> None:
    """A page; with `ids` the id of every record that it names, to be typed. Plots only where somebody looks."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else UNCUT
    for line in page_lines(page, width, plots=terminal, ids=ids):
        spans = (_toned(text, tone) if text.strip() else text for text, tone in line)
        click.echo("".join(spans).rstrip())


def _columns() -> int:
    """How many cells a line may have; as many as it likes where nobody looks at it."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else sys.maxsize


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    return GAP.join(padded(*cell) for cell in zip(row, widths, right, strict=True)).rstrip()


# ---------------------------------------------------------------- acts


def tell_act(entry: HistoryEntry | None, made: Any, *, as_json: bool) -> None:
    """What an act did: the words of its history entry and the records it made; nothing done where there is none."""
    records = [record for record in (made if isinstance(made, (tuple, list)) else [made]) if isinstance(record, Record)]
    if as_json:
        from bidtracker.exports import json  # all that is judged and counted comes with it

        say_json({"done": json.history_entry(entry) if entry else None, "records": records})
        return
    if entry is None:
        say_line("nothing changed")
        return
    line = tr(entry.title)
    others = [record_id for record_id in map(id_of, records) if record_id not in line.split()]
    click.echo(safe(f"{line} ({listed(others)})" if others else line))


def id_of(record: Record) -> str:
    """A record's id."""
    return ref(TABLE_OF[type(record)], record.id)
