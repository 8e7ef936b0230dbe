"""How the columns of a plain list would be read: by what they are called, and by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Record
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.amounts import read_money
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.text import fold
from bidtracker.intake.formats.native.columns import IN_WORDS, LISTS
from bidtracker.intake.formats.native.notice import is_us
from bidtracker.intake.formats.shared.number_dates import NUMBERS, ORDERS
from bidtracker.intake.mapping.column_values import AMOUNTS, DATES, FIELDS, LENGTH, PERCENT, STATES, STATUS, value_of
from bidtracker.intake.mapping.columns import ColumnMap, MappedColumn, flat, key_of
from bidtracker.intake.mapping.dates import orders_of
from bidtracker.intake.mapping.status_words import is_own_word, reason_of, state_of
from bidtracker.intake.mapping.synonyms import OFF, SYNONYMS, WINNERS
from bidtracker.intake.mapping.unknown import is_unknown

NAMED = frozenset(  # currencies that a column's name may mean; other codes are words as well (all, try, top, pen)
    "eur usd gbp czk pln sek nok dkk chf huf uah cny jpy inr aud cad nzd brl mxn krw twd hkd sgd zar bgn rsd".split()  # noqa: SIM905
)
MOST_COLUMNS = 500  # that are looked at; what is beyond them is kept as it is
ENOUGH = 0.5  # a confidence below this is not proposed
READ = 0.8  # of the values of a column must read as what the field wants
WELL_NAMED, READ_OF_NAMED = (
    0.9,
    0.3,
)  # less of one whose name is the field's: cells that say nothing take no column along
DOUBTED = 0.7
OF_A_REGISTER = frozenset(
    (*STATES, "p_win", "price", "lost_reason", "our_score", "winning_score", "position", "bid_manager", "submitted")
)
OWN = frozenset(fold(word) for word in ("our", "unser", "notre", "nuestro", "nostro", "nosso", "onze", "nasza", "наша"))
OURS = (*STATES, "p_win", "price", "lost_reason")  # columns that only a register of one's own bids has
MOST_CELLS = 5_000  # different ones of a column
Cells = Counter[Any]


class ColumnProposal(ColumnMap, frozen=True):
    """How the columns of a list would be read, with the cells that they hold: each different one, and how often."""

    cells: dict[str, Cells] = msgspec.field(default_factory=dict)
    records: int = 0


def propose(records: Iterable[Any]) -> ColumnProposal:
    """How the columns of these records would be read: each field at most once, the surest first."""
    cells: dict[str, Cells] = {}
    names: dict[str, None] = {}
    total = 0
    for record in records:
        if isinstance(record, Record):
            total += 1
            columns = flat(record)
            names |= dict.fromkeys(columns)
            for column, value in columns.items():
                if column not in cells and len(cells) >= MOST_COLUMNS:
                    continue
                column_cells = cells.setdefault(column, Counter())
                if value not in (None, "", []) and len(column_cells) < MOST_CELLS:
                    column_cells[_hashable(value)] += 1
    proposal = ColumnProposal(key_of(names), (), tuple(names), cells=cells, records=total)
    candidates = sorted(
        (mapped for column in cells for mapped in _candidates(column, proposal)),
        key=lambda mapped: (-mapped.sure, FIELDS.index(mapped.field)),
    )
    taken: dict[str, MappedColumn] = {}
    used: set[str] = set()
    for mapped in candidates:
        if mapped.field not in taken and mapped.column not in used:
            taken[mapped.field] = mapped
            used.add(mapped.column)
    if not _is_register(taken, proposal):  # what a public list calls a status or a score is not ours
        taken = {field: m for field, m in taken.items() if field not in OF_A_REGISTER or _is_own_name(m)}
    _settle(taken, candidates)
    _one_order(taken)
    proposed = sorted(taken.values(), key=lambda mapped: FIELDS.index(mapped.field))
    return msgspec.structs.replace(proposal, columns=tuple(proposed))


def _is_register(taken: dict[str, MappedColumn], proposal: ColumnProposal) -> bool:
    """Whether a list is of one's own bids: it has a win chance, our price, or words that no public list has."""
    if "p_win" in taken or ("price" in taken and not OWN.isdisjoint(_plain(taken["price"].column).split())):
        return True
    if "winner" in taken and any(is_us(cell) for cell in proposal.cells[taken["winner"].column]):
        return True
    columns = [taken[field].column for field in (*STATES, "lost_reason") if field in taken]
    return any(is_own_word(cell) for column in columns for cell in proposal.cells[column] if isinstance(cell, str))


def _is_own_name(mapped: MappedColumn) -> bool:
    return _plain(mapped.column) == mapped.field.replace("_", " ") and mapped.field not in (STATUS, "position")


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_hashable, value))
    return repr(value) if isinstance(value, dict) else value


def _one_order(taken: dict[str, MappedColumn]) -> None:
    """Columns whose dates could be of two orders are of the order that the list's other columns have, if it is one."""
    orders = {m.reading for m in taken.values() if m.field in DATES and m.reading in ORDERS and not m.doubt}
    if len(orders) == 1:
        (order,) = orders
        for field, mapped in taken.items():
            if field in DATES and mapped.doubt and mapped.reading:
                sure = round(min(1.0, mapped.sure / DOUBTED), 2)
                taken[field] = msgspec.structs.replace(mapped, reading=order, doubt=False, sure=sure)


def _settle(taken: dict[str, MappedColumn], candidates: Sequence[MappedColumn]) -> None:
    """What one column decides about another: an amount beside a winner is the award's, a lone description a title."""
    if "title" not in taken and "description" in taken:
        mapped = taken.pop("description")
        taken["title"] = msgspec.structs.replace(mapped, field="title", sure=round(mapped.sure * 0.8, 2))
    if "winner" in taken and "award_value" not in taken and "value" in taken:
        mapped = taken["value"]
        ours = any(field in taken for field in OURS)  # in a register of one's own bids it is what was expected
        if not ours and not _ESTIMATE.search(_plain(mapped.column)):
            taken["award_value"] = msgspec.structs.replace(taken.pop("value"), field="award_value")
    if "contract_end" in taken or "contract_start" not in taken:
        taken.pop(LENGTH, None)
    if "award_value" in taken and _ESTIMATE.search(_plain(taken["award_value"].column)) and "value" not in taken:
        taken["value"] = msgspec.structs.replace(taken.pop("award_value"), field="value")


_ESTIMATE = re.compile(
    r"\best\b|estim|ceiling|plafond|budget|maxim|limit|expected|forecast|schätz|rozpo|orçament|presup|base|предпол|预算"
)


def _candidates(column: str, proposal: ColumnProposal) -> Iterable[MappedColumn]:
    name = _plain(column)
    cells = {value: n for value, n in proposal.cells[column].items() if not is_unknown(value) or _is_state(value)}
    total = sum(cells.values())
    for field in FIELDS:
        named = _named(name, field)
        if named < ENOUGH or not total:
            continue
        reading, doubt = reading_of(field, column, proposal)
        share = sum(n for value, n in cells.items() if _reads(field, value, reading)) / total
        if share >= (READ_OF_NAMED if named >= WELL_NAMED and field not in IN_WORDS else READ):
            sure = named * share * (DOUBTED if doubt else 1)
            yield MappedColumn(column, field, round(sure, 2), reading, doubt)


def _is_state(value: Any) -> bool:
    return isinstance(value, str) and (state_of(value) is not None or bool(reason_of(value)[0]))


def _plain(column: str) -> str:
    """A column's name as words: "contractStartDate" and "Contract_start-date" are "contract start date"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", column)
    return " ".join(re.findall(r"[^\W_]+", fold(spaced)))


def _named(name: str, field: str) -> float:
    """How well a column's name fits a field: 1 for the field's own, 0.95 for a synonym, less for a part of it."""
    if name == field.replace("_", " "):
        return 1.0
    words = name.split()
    theirs = not WINNERS.isdisjoint(words)
    best = 0.0
    for synonym in SYNONYMS.get(field, ()):
        if name == synonym:
            return 0.95
        parts = synonym.split()
        grown = not synonym.isascii() and len(synonym) > 1 and synonym in name
        if grown or any(words[at : at + len(parts)] == parts for at in range(len(words) - len(parts) + 1)):
            others = set(words).difference(parts)
            off = not grown and (not others.isdisjoint(OFF) or (theirs and not others.isdisjoint(WINNERS)))
            best = max(best, (0.55 + 0.35 * len(synonym) / len(name)) * (0.6 if off else 1))
    return best


def reading_of(field: str, column: str, proposal: ColumnProposal) -> tuple[str, bool]:
    """In which order a column writes its dates, or what its decimal mark and its currency are; whether that is in
    doubt."""
    cells = proposal.cells.get(column, Counter())
    texts = [value.strip() for value in cells if isinstance(value, str) and not is_unknown(value)]
    if field in DATES:
        return _order(texts)
    if field in AMOUNTS:
        comma = any(re.search(r",\d{1,2}\D*$|\.\d{3},|\d\.\d{3}\.\d{3}", text) for text in texts)
        point = any(re.search(r"\.\d{1,2}\D*$|,\d{3}\.|\d,\d{3},\d{3}|\.\d{4,}", text) for text in texts)
        code = _currency(column, texts)
        return (
            (code, True)
            if comma and point
            else (f",{code}", False)
            if comma
            else (f".{code}" if point else code, False)
        )
    if field == "p_win":
        numbers = [value for value in cells if type(value) in (int, Decimal) or _is_number(value)]
        bare = any(Decimal(str(value).strip()) > 1 for value in numbers)
        return (PERCENT if bare else ""), False
    return "", False


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\s*\d{1,3}(?:\.\d+)?\s*", value, re.ASCII) is not None


def _order(texts: list[str]) -> tuple[str, bool]:
    """The order of a column's dates: one that all of them have, "" where some are of one and some of another."""
    possible = [orders for text in texts if (orders := orders_of(text))]
    if not possible:
        return "", False
    common = [order for order in ORDERS[:2] if all(order in orders for orders in possible)]
    if not common:
        return "", True
    dotted = all(match[2] == "." for text in texts if (match := NUMBERS.match(text)))  # nobody puts the month first so
    return common[0], len(common) != 1 and not dotted


def _currency(column: str, texts: list[str]) -> str:
    """The one currency that a column's name or its cells have, "" where there is none or several."""
    signs = re.findall(r"[€£₹₴₽₩₺₪]|\b[A-Z]{3}\b", column)
    named = {word.upper() for word in _plain(column).split() if word in NAMED} | set(_codes(signs))
    if len(named) == 1:
        return named.pop()
    codes = {code for text in texts[:200] if (code := _code_in(text))}
    return codes.pop() if len(codes) == 1 else ""


def _codes(signs: Iterable[str]) -> Iterable[str]:
    return (code for sign in signs if (code := _code_in(f"1 {sign}")))


def _code_in(text: str) -> str:
    if text.isascii() and "$" in text and not re.search("[A-Za-z]", text):
        return ""
    match = re.search(r"[€£₹₴₽₩₺₪]|\b[A-Z]{3}\b|(?<=\d)\s*(?:zł|Kč|грн|руб|元)", text)
    try:
        return read_money(f"1 {match[0].strip()}").currency if match else ""
    except Unreadable:
        return ""


def _reads(field: str, value: Any, reading: str) -> bool:
    """Whether a value reads as what the field wants."""
    try:
        read = value_of(field, value, reading)
    except Unreadable:
        return False
    match field:
        case "url":
            return str(read).startswith(("http://", "https://", "www."))
        case "title" | "buyer":
            return isinstance(read, str) and any(char.isalpha() for char in read)
        case "country":
            return isinstance(read, str) and len(read) < 60 and not any(char.isdigit() for char in read)
        case "winner":
            return any(char.isalpha() for char in str(read))
        case "value" | "price" | "award_value" | "lost_reason":
            return True
        case "contract_length" | "contract_options" | "status" | "outcome" | "stage" | "decision":
            return True
        case _:
            return not isinstance(read, (dict, list)) or field in LISTS
