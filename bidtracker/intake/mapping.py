"""Plain lists with columns of any name: which column is which field of a native list.

The program proposes, from names in the main languages and from the look of the values; a person confirms; the
mapping confirmed is kept under the set of the columns' names. Nothing is ever mapped unasked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Record
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Self

import msgspec

from bidtracker.domain.amounts import CURRENCIES, read_amount
from bidtracker.domain.dates import read_period, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import Message, say
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.text import fold
from bidtracker.intake.loose import Object
from bidtracker.intake.native import COLUMNS, REQUIRED, NativeReader
from bidtracker.intake.notice import Notice, Problem, digest, shorten
from bidtracker.intake.ordered import NUMBERS, ORDERS, in_order
from bidtracker.intake.synonyms import OFF, SYNONYMS, WINNERS

LENGTH = "contract_length"  # not a native column: with the start it gives the end
FIELDS = (*COLUMNS, LENGTH)
DATES = frozenset(
    ["published", "deadline", "decision_date", "standstill_until", "submitted", "award_date", "contract_start",
     "contract_end", "contract_max_end"]
)  # fmt: skip
AMOUNTS = frozenset(["value", "price", "award_value"])
READING = re.compile(r"([.,]?)([A-Z]{3})?")
NAMED = frozenset(  # currencies that a column's name may mean; other codes are words as well (all, try, top, pen)
    "eur usd gbp czk pln sek nok dkk chf huf uah cny jpy inr aud cad nzd brl mxn krw twd hkd sgd zar bgn rsd".split()  # noqa: SIM905
)
ENOUGH = 0.5  # a confidence below this is not proposed
READ = 0.8  # of the values of a column must read as what the field wants
DEPTH = 3


class Mapped(msgspec.Struct, frozen=True, omit_defaults=True):
    """One column read as one field. `reading` is the order of its dates ("dmy"), or the decimal mark and the currency
    of its amounts (",", "EUR", ",EUR").

    `sure` is from 0 to 1; `doubt` where the values allow another reading as well.
    """

    column: str
    field: str
    sure: float = 1.0
    reading: str = ""
    doubt: bool = False


class Mapping(msgspec.Struct, frozen=True):
    """Which column of a list is which field; `key` is equal for lists with the same set of columns."""

    key: str
    columns: tuple[Mapped, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it names what every tender needs."""
        return {mapped.field for mapped in self.columns} >= set(REQUIRED)

    def plain(self) -> Object:
        """As JSON, to be kept in a book."""
        found: Object = msgspec.to_builtins(self)
        return found

    @classmethod
    def of(cls, plain: Any) -> Self:
        """Out of what `plain` gave."""
        return msgspec.convert(plain, cls)

    def words(self) -> str:
        """Each column with its field and how sure that is: "Opportunity=title (95%), Closing=deadline:dmy (90%)"."""
        return ", ".join(f"{shorten(m.column)}={_field(m)} ({m.sure:.0%})" for m in self.columns)


class Unmapped(Unreadable):
    """A list whose columns nobody has confirmed; `proposal` is how they would be read."""

    def __init__(self, file: str, proposal: Mapping) -> None:
        super().__init__(
            "{file} is in no known layout; its columns would be read as {columns}: confirm with --map auto, or name "
            "each with --map COLUMN=FIELD",
            file=file,
            columns=proposal.words(),
        )
        self.proposal = proposal


# ---------------------------------------------------------------- records as rows


def flat(record: Record[str, Any], before: str = "", depth: int = DEPTH) -> Object:
    """A record with the keys of its inner objects as columns: {"buyer": {"name": …}} has the column buyer.name."""
    found: Object = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and depth:
            found |= flat(value, f"{before}{key}.", depth - 1)
        elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and depth:
            found |= flat(value[0], f"{before}{key}.", depth - 1)
        else:
            found[before + key] = value
    return found


def key_of(columns: Iterable[str]) -> str:
    """What a mapping is kept under: the same for every list with these columns, in any order."""
    return digest("\x1f".join(sorted(set(columns))).encode("utf-8", "replace"))


# ---------------------------------------------------------------- propose


def propose(records: Iterable[Any]) -> Mapping:
    """How the columns of these records would be read: each field at most once, the surest first."""
    values: dict[str, list[Any]] = {}
    for record in records:
        if isinstance(record, Record):
            for column, value in flat(record).items():
                known = values.setdefault(column, [])
                if value not in (None, "", []):
                    known.append(value)
    found = sorted(
        (mapped for column, told in values.items() for mapped in _candidates(column, told)),
        key=lambda mapped: (-mapped.sure, FIELDS.index(mapped.field)),
    )
    taken: dict[str, Mapped] = {}
    used: set[str] = set()
    for mapped in found:
        if mapped.field not in taken and mapped.column not in used:
            taken[mapped.field] = mapped
            used.add(mapped.column)
    _settle(taken, found)
    return Mapping(key_of(values), tuple(sorted(taken.values(), key=lambda mapped: FIELDS.index(mapped.field))))


def _settle(taken: dict[str, Mapped], found: Sequence[Mapped]) -> None:
    """What one column decides about another: an amount beside a winner is the award's, a lone description a title."""
    if "title" not in taken and "description" in taken:
        mapped = taken.pop("description")
        taken["title"] = msgspec.structs.replace(mapped, field="title", sure=round(mapped.sure * 0.8, 2))
    if "winner" in taken and "award_value" not in taken and "value" in taken:
        mapped = taken["value"]
        if not _ESTIMATE.search(_plain(mapped.column)):
            taken["award_value"] = msgspec.structs.replace(taken.pop("value"), field="award_value")
    if "contract_end" in taken or "contract_start" not in taken:
        taken.pop(LENGTH, None)


_ESTIMATE = re.compile(r"estim|budget|maxim|limit|expected|forecast|schätz|rozpo|orçament|presup|base|предпол|预算")


def _candidates(column: str, told: list[Any]) -> Iterable[Mapped]:
    name = _plain(column)
    for field in FIELDS:
        named = _named(name, field)
        if named < ENOUGH or not told:
            continue
        reading, doubt = _reading(field, told)
        if field in AMOUNTS:
            reading += next((word.upper() for word in name.split() if word in NAMED), "")
        share = sum(_reads(field, value, reading) for value in told) / len(told)
        if share >= READ:
            sure = named * share * (0.7 if doubt else 1)
            yield Mapped(column, field, round(sure, 2), reading, doubt)


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


def _reading(field: str, told: list[Any]) -> tuple[str, bool]:
    """In which order a column writes its dates, or what its decimal mark is; and whether that is in doubt."""
    texts = [value.strip() for value in told if isinstance(value, str)]
    if field in DATES:
        numbers = [found for text in texts if (found := NUMBERS.match(text)) and len(found[1]) < 4]
        if not numbers:
            return "", False
        orders = [order for order in ORDERS[:2] if all(_is_day(found[0], order) for found in numbers)]
        dotted = all(found[2] == "." for found in numbers)  # nobody writes the month first with dots
        return (orders[0] if orders else "dmy"), len(orders) != 1 and not (dotted and orders)
    if field in AMOUNTS:
        comma = any(re.search(r",\d{1,2}\D*$|\.\d{3},|\d\.\d{3}\.\d{3}", text) for text in texts)
        point = any(re.search(r"\.\d{1,2}\D*$|,\d{3}\.|\d,\d{3},\d{3}|\.\d{4,}", text) for text in texts)
        return ("", True) if comma and point else (",", False) if comma else (".", False) if point else ("", False)
    return "", False


def _is_day(text: str, order: str) -> bool:
    try:
        return bool(in_order(text, order))
    except Unreadable:
        return False


def _reads(field: str, value: Any, reading: str) -> bool:
    """Whether a value reads as what the field wants."""
    try:
        read = _value(field, value, reading)
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
        case "value" | "price" | "award_value":
            return True
        case _:
            return not isinstance(read, (dict, list)) or field in ("promises", "tags", "category")


def _value(field: str, value: Any, reading: str) -> Any:
    """A column's value as the native list reads it. Raises Unreadable."""
    if isinstance(value, list) and field not in ("winner", "winner_id", "promises", "tags", "also_reasons"):
        value = next((item for item in value if item not in (None, "")), "")
    if field in DATES and isinstance(value, str):
        value = _day(value, reading)
    elif field in AMOUNTS:
        value = _amount(value, reading)
    elif field == "offers" and (whole := _whole(value)):
        value = whole
    if field == LENGTH:
        return read_period(_length(value))
    read = COLUMNS[field]
    read(value)
    return value


def _day(text: str, reading: str) -> str:
    """ISO 8601; a date with a time that has no T between is one as well."""
    text = in_order(text.strip(), reading or "ymd") if reading or NUMBERS.match(text.strip()) else text.strip()
    return read_published(text) and text


def _amount(value: Any, reading: str) -> Any:
    """An amount with the column's decimal mark, as text that can be read in one way; with the column's currency."""
    mark, code = reading[:1] if reading[:1] in (".", ",") else "", reading.lstrip(".,")
    if isinstance(value, str) and mark:
        value = value.replace("," if mark == "." else ".", "").replace(",", ".")
        if re.fullmatch(r"\s*-?\d+\.\d{3}\s*", value):
            value += "0"  # 1.234 could be a thousand; here it is known not to be
    if not code or isinstance(value, dict):
        return value
    return {
        "amount": read_amount(value) if isinstance(value, str) and not _SIGN.search(value) else value,
        "currency": code,
    }


_SIGN = re.compile(r"[^\W\d]|[^\w\s.,'+-]")  # a currency or a multiplier beside the number


def _whole(value: Any) -> str:
    """A count that a table program has made a fraction of: 12.0."""
    text = f"{value:f}" if isinstance(value, Decimal) else value if isinstance(value, str) else ""
    return text.removesuffix(".0") if text.endswith(".0") else ""


def _length(value: Any) -> str:
    """A length of time; a number alone is one of months."""
    text = str(value).strip()
    return f"{text} months" if text.isdigit() else text


# ---------------------------------------------------------------- confirm


def confirmed(asked: Iterable[str], proposal: Mapping) -> Mapping:
    """The mapping that "--map" says: "auto" takes what is proposed, "COLUMN=FIELD" adds or changes one column,
    "COLUMN=FIELD:dmy" with the order of its dates (or ":," its decimal mark), "COLUMN=" leaves one out.

    Raises Unreadable where a field or an order is none, or what every tender needs is named by no column.
    """
    columns: dict[str, Mapped] = {}
    for text in asked:
        if text.strip().lower() == "auto":
            columns = {mapped.column: mapped for mapped in proposal.columns} | columns
            continue
        column, sign, rest = text.rpartition("=")
        field, _, reading = rest.strip().partition(":")
        if not sign or (field and field not in FIELDS):
            near = get_close_matches(field, FIELDS, 1, 0.4)
            raise Unreadable(
                "{text} names no field; write COLUMN=FIELD with a field like {near}",
                text=repr(shorten(text)),
                near=near[0] if near else "title",
            )
        if reading and not (reading in ORDERS if field in DATES else _is_reading(reading)):
            raise Unreadable(
                "{text} is no order of dates (dmy, mdy, ymd), nor a decimal mark (. or ,) and a currency like ,EUR",
                text=repr(shorten(reading)),
            )
        known = next((m for m in proposal.columns if m.column == column and m.field == field), None)
        columns = {name: mapped for name, mapped in columns.items() if name != column and mapped.field != field}
        if field:
            columns[column] = Mapped(column, field, 1.0, reading or (known.reading if known else ""))
    made = Mapping(proposal.key, tuple(columns.values()))
    if not made.complete:
        missing = next(field for field in REQUIRED if field not in {mapped.field for mapped in made.columns})
        raise Unreadable("no column is named as the {field}; say which with --map COLUMN={field}", field=missing)
    return made


def _is_reading(reading: str) -> bool:
    found = READING.fullmatch(reading)
    return found is not None and (not found[2] or found[2] in CURRENCIES)


def _field(mapped: Mapped) -> str:
    return f"{mapped.field}:{mapped.reading}" if mapped.reading else mapped.field


# ---------------------------------------------------------------- read


class MappedReader:
    """Reads the records of a list by a mapping, as a native list; a value that cannot be read is left out and told."""

    def __init__(self, file: str, list: str, mapping: Mapping) -> None:
        self._file = file
        self._columns = {mapped.column: mapped for mapped in mapping.columns}
        self._native = NativeReader(file, list)
        self._told: set[str] = set()

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one record says."""
        if not isinstance(value, dict):
            yield self._problem(number, "", value, say("it is not a record with keys"), refused=True)
            return
        record: Object = {}
        for column, given in flat(value).items():
            mapped = self._columns.get(column)
            if mapped is None:
                record["list " + column if column.lower() in COLUMNS else column] = given
            elif given not in (None, "", []):
                yield from self._take(number, mapped, given, record)
        if length := record.pop(LENGTH, None):
            self._end(record, length)
        for found in self._native(number, record, said):
            if not (isinstance(found, Problem) and found.record == 0):  # what is unknown has been seen and confirmed
                yield found

    def _take(self, number: int, mapped: Mapped, given: Any, record: Object) -> Iterable[Problem]:
        """One value into the record, or why not."""
        field = mapped.field
        if mapped.doubt and mapped.column not in self._told:
            self._told.add(mapped.column)
            order = say("its dates could be read in two orders and were read as {order}", order=mapped.reading)
            mark = say("its amounts are written in more than one way; those that could be two amounts are left out")
            yield self._problem(0, mapped.column, "", order if field in DATES else mark)
        if field in AMOUNTS and _is_zero(given):
            return  # lists write 0 where nothing is known
        if field in ("title", "buyer", "reference", "lot") and isinstance(given, str) and len(given) > LONGEST_NAME:
            given = given[:LONGEST_NAME]
            yield self._problem(number, mapped.column, given, say("it is too long and was cut"))
        try:
            record[field] = _value(field, given, mapped.reading)
        except Unreadable as error:
            if field in REQUIRED:
                record[field] = given
            else:
                yield self._problem(number, mapped.column, given, error.message)

    def _end(self, record: Object, length: Any) -> None:
        if "contract_start" in record and "contract_end" not in record:
            try:
                record["contract_end"] = length.last_day(read_published(record["contract_start"]).day).isoformat()
            except Unreadable:
                return

    def _problem(self, number: int, key: str, value: Any, message: Message, *, refused: bool = False) -> Problem:
        return Problem(file=self._file, record=number, key=key, value=shorten(value), message=message, refused=refused)


def _is_zero(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(r"\s*0+([.,]0+)?\s*", value) is not None
    return not isinstance(value, bool) and isinstance(value, (int, Decimal)) and value == 0
