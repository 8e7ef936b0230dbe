"""The kinds of values that fields hold: how each is shown, written as JSON, sorted, and read from what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

import msgspec

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.figures import MINUS, figure
from bidtracker.domain.ids import LETTERS, parse_ref, ref
from bidtracker.domain.message import CLAUSES, Message, count, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Identifier
from bidtracker.domain.text import fold, safe
from bidtracker.domain.vocabulary import Word
from bidtracker.later import late_pattern

Shown = str | Message | Word
ReadTyped = Callable[[str, date], Any]

LEGEND, COLUMN = "bidtracker", "*"  # a hidden sheet of exported workbooks says what headings and words there are
MOST_NAMES = 3  # of a list of names that one cell shows


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of value. No function here is called with None or "": that is shown as "" and null in JSON.

    `show` gives safe text, or what the edge has still to put into the person's language (a Message, a Word);
    `order` a key that sorts; `words` the closed list and `table` the table that values come from, where there is one.
    """

    name: str
    show: Callable[[Any], Shown] = safe
    json: Callable[[Any], Any] = str
    order: Callable[[Any], Any] = fold
    read: ReadTyped = lambda text, today: text.strip()
    align: Literal["left", "right"] = "left"
    words: type[Word] | None = None
    table: str = ""


def _itself(value: Any) -> Any:
    return value


# ---------------------------------------------------------------- text

TEXT = Kind(name="text")
PROSE = Kind(name="prose")  # text that may have several lines


_COMMAS = late_pattern("[,;，；、]")


def _split(text: str) -> Iterable[str]:
    return dict.fromkeys(part.strip() for part in _COMMAS.split(text) if part.strip())


TEXTS = Kind(
    name="texts",
    show=lambda texts: listed(map(safe, texts)),
    json=list,
    order=lambda texts: [fold(text) for text in texts],
    read=lambda text, today: tuple(_split(text)),
)


ADDRESSES = Kind(  # of pages and files, which may hold a comma but no space
    name="addresses",
    show=lambda addresses: safe(" ".join(addresses)),
    json=list,
    order=lambda addresses: [fold(address) for address in addresses],
    read=lambda text, today: tuple(dict.fromkeys(text.split())),
)


def _read_identifiers(text: str, today: date) -> tuple[Identifier, ...]:
    identifiers = []
    for part in _split(text):
        scheme, colon, number = part.replace("：", ":").rpartition(":")
        if not (colon and scheme.strip() and number.strip()):
            raise Unreadable("{text} is no identifier; write scheme and number, like GB-COH:01234567", text=repr(part))
        identifiers.append(Identifier(scheme=scheme.strip(), id=number.strip()))
    return tuple(identifiers)


IDENTIFIERS = Kind(
    name="identifiers",
    show=lambda ids: listed(safe(f"{identifier.scheme}:{identifier.id}") for identifier in ids),
    json=lambda ids: [f"{identifier.scheme}:{identifier.id}" for identifier in ids],
    order=lambda ids: [(identifier.scheme, identifier.id) for identifier in ids],
    read=_read_identifiers,
)
SCORES = Kind(  # the lines of a score sheet
    name="scores",
    show=lambda lines: listed(map(safe, lines), CLAUSES),
    json=list,
    order=lambda lines: [fold(line) for line in lines],
    read=lambda text, today: tuple(line.strip() for line in re.split("[\n;；]", text) if line.strip()),
)
MESSAGE = Kind(name="message", show=_itself, order=str)  # a sentence of the program, never typed
SPOKEN = Kind(name="word", show=_itself, order=str)  # a word of a list that is kept above this room

# ---------------------------------------------------------------- numbers


def _read_whole(text: str, today: date) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 9):
        raise Unreadable("{text} is not a whole number, like 3", text=repr(text))
    return int(plain)


def _read_number(text: str, today: date) -> float:
    try:
        number = float(text.strip().replace(",", ".").replace(MINUS, "-"))
    except ValueError:
        number = float("nan")
    if abs(number) < 1e15:  # nan is not
        return number
    raise Unreadable("{text} is not a number, like 3 or 2.5", text=repr(text))


WHOLE = Kind(name="whole", show=str, json=_itself, order=_itself, read=_read_whole, align="right")
NUMBER = Kind(
    name="number",
    show=lambda number: figure(f"{number:.1f}"),
    json=_itself,
    order=_itself,
    read=_read_number,
    align="right",
)


# Percents, amounts and days can be written in many ways: what reads them is loaded when one is first read.


def _read_percent(text: str, today: date) -> float:
    from bidtracker.domain.amounts import read_percent

    return read_percent(text)


def _read_money(text: str, today: date) -> Money:
    from bidtracker.domain.amounts import read_money

    return read_money(text)


def _read_date(text: str, today: date) -> date:
    from bidtracker.domain.dates import read_date

    return read_date(text, today)


SHARE = Kind(
    name="share",
    show=lambda share: figure(f"{share * 100:.3g}%"),
    json=_itself,
    order=_itself,
    read=_read_percent,
    align="right",
)
MONEY = Kind(
    name="money",
    show=str,
    json=msgspec.to_builtins,
    order=lambda money: money.amount,  # across currencies too: no rate is invented to sort by
    read=_read_money,
    align="right",
)

# ---------------------------------------------------------------- time

DAY = Kind(name="day", show=date.isoformat, json=date.isoformat, order=_itself, read=_read_date)


def _shown_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


MOMENT = Kind(name="moment", show=_shown_moment, json=datetime.isoformat, order=_itself)

# ---------------------------------------------------------------- words

_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "on", "1", "是"), True),
    **dict.fromkeys(("no", "n", "false", "off", "0", "否"), False),
}


def read_flag(text: str) -> bool:
    """Whether a text says yes or no. Raises Unreadable."""
    flag = _YES_NO.get(text.strip().casefold())
    if flag is None:
        raise Unreadable("{text} is neither yes nor no", text=repr(text))
    return flag


FLAG = Kind(
    name="flag",
    show=lambda flag: say("yes") if flag else "",
    json=_itself,
    order=lambda f: not f,
    read=lambda text, today: read_flag(text),
)


def read_word(kind: type[Word], text: str, spoken: Callable[[Word], str] = str) -> Word:
    """The word of a closed list by its code or English label, or as it is `spoken`, in any case and order.

    Raises Unreadable, which names the nearest word or all of them.
    """
    by_name = {in_any_order(name): word for word in kind for name in (spoken(word), word.label, word)}
    typed = in_any_order(text)
    if typed in by_name:
        return by_name[typed]
    near = get_close_matches(" ".join(typed), map(" ".join, by_name), 1)
    if near:
        word = by_name[tuple(near[0].split(" "))]
        raise Unreadable("{text} is no word for this; did you mean {near}?", text=repr(text), near=str(word))
    raise Unreadable("{text} is no word for this; it is one of {words}", text=repr(text), words=listed(map(str, kind)))


def in_any_order(name: str) -> tuple[str, ...]:
    """The words of a name, folded, in an order that is theirs alone.

    >>> in_any_order("Late-Delivery") == in_any_order("delivery_late")
    True
    """
    return tuple(sorted(re.split(r"[\s_-]+", fold(name.strip()))))


@cache
def word(kind: type[Word]) -> Kind:
    """A word of a closed list; they sort in the order in which the list has them."""
    return Kind(
        name="word",
        show=_itself,
        json=str,
        order={item: place for place, item in enumerate(kind)}.__getitem__,
        read=lambda text, today: read_word(kind, text),
        words=kind,
    )


@cache
def words(kind: type[Word]) -> Kind:
    """Several words of a closed list."""
    return Kind(
        name="words",
        show=listed,
        json=lambda items: [str(item) for item in items],
        order=lambda items: [list(kind).index(item) for item in items],
        read=lambda text, today: tuple(read_word(kind, part) for part in _split(text)),
        words=kind,
    )


# ---------------------------------------------------------------- other records


def _read_ref(table: str, text: str) -> str:
    table_named, number = parse_ref(text if not text.strip().isdigit() else LETTERS[table] + text.strip())
    if table_named != table:
        raise Unreadable(
            "{text} is none of the {table}; those have ids like {id}", text=text, table=table, id=ref(table, 1)
        )
    return ref(table, number)


@cache
def id_of(table: str) -> Kind:
    """The number of a record, shown and read as its id ("T42")."""
    return Kind(
        name="id",
        show=lambda number: ref(table, number),
        json=lambda number: ref(table, number),
        order=_itself,
        read=lambda text, today: _read_ref(table, text),
        table=table,
    )


@cache
def link(table: str) -> Kind:
    """Another record by its name; reads a name or an id, which the book resolves."""
    return Kind(name="link", table=table)


def _show_names(names: tuple[str, ...]) -> str | Message:
    """A framework of 35 suppliers shows three; the record itself shows all."""
    if len(names) <= MOST_NAMES:
        return listed(map(safe, names))
    first = listed(map(safe, names[:MOST_NAMES]))
    return count("{first} and {n} more", "{first} and {n} more", len(names) - MOST_NAMES, first=first)


@cache
def links(table: str) -> Kind:
    """Several other records by their names."""
    return Kind(
        name="links",
        show=_show_names,
        json=list,
        order=TEXTS.order,
        read=lambda text, today: tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip()),
        table=table,
    )
