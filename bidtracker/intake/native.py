"""The native tender list: flat records whose columns are our own words. Only `title` and `buyer` are required."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import msgspec

from bidtracker.domain.amounts import read_currency, read_money, read_percent
from bidtracker.domain.dates import Published, read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.records import Lot
from bidtracker.domain.rules import LARGEST_AMOUNT, LONGEST_NAME
from bidtracker.domain.vocabulary import (
    Decision,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    Outcome,
    Stage,
    Structure,
    Word,
)
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest, shorten
from bidtracker.intake.party import identifiers

W = TypeVar("W", bound=Word)

# ---------------------------------------------------------------- one value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Unreadable("{value} is not text; write one line of text", value=repr(shorten(value)))
    return f"{value:f}" if isinstance(value, Decimal) and abs(value.adjusted()) < 40 else str(value)


def _name(value: Any) -> str:
    text = _text(value)
    if len(text) > LONGEST_NAME:
        raise Unreadable("it has {n} characters; the longest is {longest}", n=len(text), longest=LONGEST_NAME)
    return text


def _moment(value: Any) -> Published:
    return read_published(_text(value))


def _day(value: Any) -> date:
    return read_published(_text(value)).day


def _amount(value: Any) -> Money:
    """An amount whose currency, if it names none, is the record's."""
    if isinstance(value, str):
        if _PLAIN_AMOUNT.fullmatch(value):
            return Money(Decimal(value))
        money = read_money(value)
        return Money(_sound(money.amount), money.currency)
    if isinstance(value, Mapping):  # as this program writes it
        return Money(_amount(value.get("amount")).amount, _currency(value.get("currency") or ""))
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise Unreadable("{value} is not an amount; write it like 118000 or 118000.50", value=repr(shorten(value)))
    return Money(_sound(Decimal(value)))


def _sound(amount: Decimal) -> Decimal:
    if -LARGEST_AMOUNT < amount < LARGEST_AMOUNT:
        return amount
    raise Unreadable("{value} is not an amount that money comes in", value=shorten(str(amount)))


def _currency(value: Any) -> str:
    return read_currency(_text(value)) if value else ""


def _share(value: Any) -> float:
    if isinstance(value, Decimal):
        value = float(value)
    if not isinstance(value, (str, int, float)):
        raise Unreadable("{value} is not a share; write it like 10% or 0.1", value=repr(shorten(value)))
    return read_percent(value)


def _count(value: Any) -> int:
    text = _text(value).strip()
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise Unreadable("{value} is not a count; write a whole number", value=repr(shorten(text)))
    return int(text)


def _texts(value: Any) -> tuple[str, ...]:
    """A list, or a string with semicolons between."""
    items = value if isinstance(value, list) else _text(value).split(";")
    return tuple([text for item in items if item is not None and (text := _text(item).strip())])


def _one_of(kind: type[W]) -> Callable[[Any], W]:
    words = {name: word for word in kind for name in (word.label.lower(), word.name.lower(), str(word).lower())}

    def read(value: Any) -> W:
        word = words.get(value) if isinstance(value, str) else None
        return word or words.get(_text(value).strip().lower().replace(" ", "_")) or _near(value)

    def _near(value: Any) -> W:
        text = _text(value).strip().lower()
        if text in words:
            return words[text]
        near = difflib.get_close_matches(text[:60], words, 1, 0.0)
        raise Unreadable(
            "{value} is none of the words for it; did you mean {near}? It may be {words}",
            value=repr(shorten(text)),
            near=str(words[near[0]]) if near else str(next(iter(kind))),
            words=", ".join(kind),
        )

    return read


def _some_of(kind: type[W]) -> Callable[[Any], tuple[W, ...]]:
    one = _one_of(kind)
    return lambda value: tuple(one(item) for item in _texts(value))


# ---------------------------------------------------------------- the columns

COLUMNS: dict[str, Callable[[Any], Any]] = {
    "reference": _name,
    "title": _name,
    "buyer": _name,
    "buyer_id": _text,
    "country": _text,
    "category": _text,
    "category_scheme": _text,
    "description": _text,
    "value": _amount,
    "currency": _currency,
    "published": _day,
    "deadline": _moment,
    "decision_date": _day,
    "standstill_until": _day,
    "stage": _one_of(Stage),
    "decision": _one_of(Decision),
    "intent": _one_of(Intent),
    "p_win": _share,
    "price": _amount,
    "submitted": _day,
    "outcome": _one_of(Outcome),
    "lost_reason": _one_of(LostReason),
    "also_reasons": _some_of(LostReason),
    "no_award_reason": _one_of(NoAwardReason),
    "method": _one_of(Method),
    "structure": _one_of(Structure),
    "offers": _count,
    "winner": _texts,
    "winner_id": _texts,
    "award_value": _amount,
    "award_date": _day,
    "contract_start": _day,
    "contract_end": _day,
    "contract_max_end": _day,
    "promises": _texts,
    "lot": _name,
    "url": _text,
    "notes": _text,
    "tags": _texts,
}
_SUFFIX = re.compile(r"(\.(json|jsonl|ndjson|csv|tsv|txt))?(\.gz)?$", re.IGNORECASE)
_PLAIN_AMOUNT = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,2})?")  # nothing in it can be doubted
REQUIRED = ("title", "buyer")
# Columns whose values come again and again in a list: each spelling is read once.
_RECURRING = frozenset(name for name, read in COLUMNS.items() if read not in (_text, _name, _amount, _count))


class Column(NamedTuple):
    """How one key of a list's records is read. `read` is None where it is no column of ours."""

    name: str
    read: Callable[[Any], Any] | None = None
    longest: int = 0  # a text up to so many characters needs no reading
    memo: dict[str, Any] | None = None


def column(key: str) -> str:
    """A key as the list may write it ("Contract end") -> the column's name."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")


def is_native(record: Mapping[str, Any]) -> bool:
    """Whether a record, or the list in it, has the columns that every native list has."""
    inner = record.get("tenders")
    if isinstance(inner, list) and inner and isinstance(inner[0], Mapping):
        record = inner[0]
    plain = {column(key) for key, value in record.items() if not isinstance(value, (dict, list))}
    return plain >= set(REQUIRED)


class NativeReader:
    """Reads the records of one native list. What the file as a whole is told about is told once."""

    def __init__(self, file: str, list: str) -> None:
        self._file = file
        self._list = list or _SUFFIX.sub("", file.rpartition("/")[2])
        self._known: dict[tuple[str, ...], tuple[Column, ...]] = {}
        self._columns = {name: _column(name) for name in COLUMNS}
        self._reported: set[str] = set()

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one record says."""
        if not isinstance(value, dict):
            return (self._refused(number, "", value, Unreadable("it is not a record with keys")),)
        if isinstance(value.get("tenders"), list):  # a line that holds a list
            return [found for inner in value["tenders"] for found in self(number, inner, msgspec.json.encode(inner))]
        keys = tuple(value)
        columns = self._known.get(keys)
        if columns is None:
            return [*self._learn(keys), *self(number, value, said)]
        twice = _key_twice(said) if bytes(said).count(b'":') > len(keys) else ""
        told: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        name = ""
        given: Any = None
        try:
            # The whole of an import waits on this loop: 30 turns for each record.
            for (name, read, longest, memo), given in zip(columns, value.values(), strict=True):
                if type(given) is str:
                    if not given:
                        continue
                    if len(given) <= longest:
                        told[name] = given
                        continue
                    if memo is not None:
                        found = memo.get(given)
                        if found is None:
                            found = _read_once(memo, read, given)
                        told[name] = found
                        continue
                elif given is None:
                    continue
                if read is None:
                    extra[name] = plain(given)
                else:
                    told[name] = read(given)
            for name in REQUIRED:
                given = told.get(name, "")
                if not given or given.isspace():
                    raise Unreadable("it has no {key}; every tender needs a title and a buyer", key=name)
        except Unreadable as error:
            return (self._refused(number, name, given, error),)
        notice = self._notice(number, told, extra, said)
        if twice:
            last_counts = say("the key stands twice in this record, and what stands last was taken")
            return (Problem(file=self._file, record=number, key=shorten(twice), message=last_counts), notice)
        return (notice,)

    def _refused(self, number: int, key: str, value: Any, error: Unreadable) -> Problem:
        return Problem(
            file=self._file, record=number, key=key, value=shorten(value), message=error.message, refused=True
        )

    def _learn(self, keys: tuple[str, ...]) -> Iterable[Problem]:
        """Finds the column of each key, for all records with these keys. Gives what is to be said about the others."""
        if len(self._known) > 1000:  # sparse lists have many combinations of keys
            self._known.clear()
        columns: list[Column] = []
        for key in keys:
            found = self._columns.get(column(key))
            columns.append(found if found and found not in columns else Column(key))
            if columns[-1].read is None and key not in self._reported and len(self._reported) < 1000:
                self._reported.add(key)
                yield self._unknown(key)
        self._known[keys] = tuple(columns)

    def _unknown(self, key: str) -> Problem:
        near = difflib.get_close_matches(column(key)[:60], set(COLUMNS) - {column(key)}, 1, 0.75)
        kept = say("it is no column of a tender list and is kept as it is")
        meant = say("it is no column of a tender list and is kept as it is; did you mean {near}?", near="".join(near))
        return Problem(file=self._file, record=0, key=shorten(key), message=meant if near else kept)

    def _notice(self, number: int, told: dict[str, Any], extra: dict[str, Any], said: bytes) -> Notice:
        """The Notice of what was told; the columns that are fields of a Notice go in as they are."""
        reference = told.get("reference")
        row_key = "" if reference else self._row_key(told, extra)
        take = told.pop
        buyer, country, currency = take("buyer"), told.get("country", ""), take("currency", "")
        lot = told.get("lot", "")
        deadline: Published | None = take("deadline", None)
        return Notice(
            key=row_key or f"{reference} @ {normal(buyer)}",
            list=self._list,
            format="native",
            digest=digest(said),
            record=number,
            buyer=_party(buyer, take("buyer_id", ""), self._list, country),
            value=_money(take("value", None), currency),
            price=_money(take("price", None), currency),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.at if deadline else None,
            lots=(Lot(id=lot),) if lot else (),
            awards=self._awards(told, lot, currency),
            cancelled=told.get("outcome") is Outcome.NO_AWARD,
            extra=extra,
            **told,
        )

    def _awards(self, told: dict[str, Any], lot: str, currency: str) -> tuple[NoticeAward, ...]:
        """The award that the record tells of, its columns taken out of `told`."""
        take = told.pop
        winners, ids = take("winner", ()), take("winner_id", ())
        value, awarded, start = take("award_value", None), take("award_date", None), take("contract_start", None)
        end, max_end = take("contract_end", None), take("contract_max_end", None)
        if not (winners or value or awarded or start or end or max_end):
            return ()
        if len(ids) != len(winners):
            ids = ("",) * len(winners)
        return (
            NoticeAward(
                key=lot,
                lot=lot,
                suppliers=tuple([_party(name, id, self._list) for name, id in zip(winners, ids, strict=True)]),
                value=_money(value, currency),
                awarded=awarded,
                start=start,
                end=end,
                max_end=max_end,
            ),
        )

    def _row_key(self, told: dict[str, Any], extra: dict[str, Any]) -> str:
        """What identifies a record without a reference: all it says, however it was written down."""
        return "row " + digest(msgspec.json.encode([self._list, told, extra], order="sorted"))


def _key_twice(said: bytes) -> str:
    """The key that a record of JSON has twice, or "". Worth looking for where it has more colons than keys."""
    twice: list[str] = []

    def pairs(members: list[tuple[str, Any]]) -> Any:
        keys = [key for key, _ in members]
        twice[:] = [key for key in keys if keys.count(key) > 1] if len(set(keys)) < len(keys) else []

    try:
        json.loads(bytes(said), object_pairs_hook=pairs)
    except (ValueError, RecursionError):
        return ""
    return twice[0] if twice else ""


def _column(name: str) -> Column:
    read = COLUMNS[name]
    longest = sys.maxsize if read is _text else LONGEST_NAME if read is _name else 0
    return Column(name, read, longest, {} if name in _RECURRING else None)


def _read_once(memo: dict[str, Any], read: Callable[[Any], Any] | None, given: str) -> Any:
    assert read is not None
    found = read(given)
    if len(memo) < 20_000:
        memo[given] = found
    return found


@lru_cache(65_536)
def _party(name: str, id: str, owner: str, country: str = "") -> Party:
    return Party(name=name, identifiers=identifiers(id, owner), country=country)


def _money(money: Money | None, currency: str) -> Money | None:
    return Money(money.amount, currency) if money and currency and not money.currency else money


def plain(value: Any) -> Any:
    """A value of an unknown key as any JSON holds it: fractions as floats, or as text where that loses digits."""
    if isinstance(value, Decimal):
        number = float(value)
        return number if Decimal(repr(number)) == value else str(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 1 << 63:
        return str(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value
