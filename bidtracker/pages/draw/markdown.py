"""Pages as Markdown, to print, to mail or to keep: headings, lists and tables; no text of a record is ever markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bidtracker.locale import listed, shown, tr
from bidtracker.pages.escaping import escaped
from bidtracker.pages.page import CardMap, Page, PageItem, PageTable, Pair, Phrases, Remark, WaterfallStep, Words

_NUMBERED = re.compile(r"^(\d+)\\(?=\.)")  # what would begin a list is none within a heading
ALERT = "warn"  # a page's own remark in this tone stands out


def page_markdown(page: Page) -> str:
    """A page as Markdown. Plots are for a screen; what they show stands in words and tables too."""
    return "\n".join(_lines(page)) + "\n"


def _lines(page: Page) -> Iterator[str]:
    yield f"# {_words(page.title)}"
    for words in (page.note, page.headline):
        if words:
            yield from ("", _words(words))
    for section in page.sections:
        lines = [line for item in section.items for line in item_lines(item, pointed=bool(section.heading))]
        if not lines:
            continue
        if not section.heading and not lines[0].startswith("**"):
            yield ""
        if section.heading:
            note = f" ({_words(section.note)})" if section.note else ""
            heading = _NUMBERED.sub(r"\1", _words(section.heading))
            yield from ("", f"## {heading}{note}")
        yield from lines


def item_lines(item: PageItem, *, pointed: bool = True) -> Iterator[str]:
    """One thing on a page: a point of a list, or a line of its own outside of one."""
    match item:
        case Remark() if not pointed:
            words = remark_text(item)
            yield f"**{escaped(words)}**" if item.words[0][1] == ALERT else escaped(words)
        case Remark():
            yield f"{'  ' * item.depth}- {escaped(remark_text(item))}"
        case Pair():
            if value := _joined(item.words):
                yield f"- **{escaped(tr(item.label))}**: {escaped(value)}"
        case WaterfallStep():
            label, *detail = (shown(part) for part, _tone in item.words)
            yield f"- {item.number} {escaped(': '.join((label, *detail)))}"
        case PageTable():
            yield from _table(item)
        case CardMap():
            for band in item.bands:
                yield f"- **{_words(band.heading)}**"
                yield from (f"  - {escaped(remark_text(remark))}" for remark in band.remarks)
        case _:
            return


def remark_text(remark: Remark) -> str:
    """A remark as one sentence, its circumstances in brackets."""
    words = _joined(remark.words)
    right = listed(shown(part).strip() for part, _tone in remark.right)
    return f"{words} ({right})" if right else words


def _joined(words: Phrases) -> str:
    return "".join(shown(part) for part, _tone in words).strip()


def _words(words: Words) -> str:
    return escaped(shown(words))


def _table(table: PageTable) -> Iterator[str]:
    if table.title:
        yield from (f"**{_words(table.title)}**", "")
    yield _row(tr(column.label) for column in table.columns)
    yield f"|{'|'.join('---:' if column.right else '---' for column in table.columns)}|"
    yield from (_row("" if cell is None else shown(cell) for cell in row.cells) for row in table.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"
