"""The native tender list: flat records whose columns are our own words. Only `title` and `buyer` are required."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

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
from bidtracker.intake.values import REFUSED, decode

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
    if isinstance(value, str):
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


_some_reasons = _some_of(LostReason)

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
    "also_reasons": _some_reasons,
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
MOST_KEPT = 20_000  # spellings of a column, and organisations, that are kept for when they come again
_TEXTS = frozenset(name for name, read in COLUMNS.items() if read in (_text, _name))
_READ_LATER = frozenset(
    ("value", "price", "award_value", "p_win", "offers", "winner", "winner_id", "promises", "tags", "also_reasons")
)

# The values of a record by their columns, texts as texts and the others as they stand; None where it says nothing.
# Most lists' records are decoded straight into it: 1.0 us a record where a dict takes 1.6, and attributes are quicker.
Row = msgspec.defstruct(
    "Row",
    [(name, Any if name in _READ_LATER else str | None, None) for name in COLUMNS],
    forbid_unknown_fields=True,
    gc=False,
)
_row = msgspec.json.Decoder(Row, float_hook=Decimal).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


class _Spellings(dict[Any, Any]):
    """What the spellings of a column's values mean, each read once; a value of nothing means None."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__({None: None, "": None})
        self._read = read

    def __missing__(self, given: Any) -> Any:
        found = self._read(given)
        if type(given) is str and len(self) < MOST_KEPT:
            self[given] = found
        return found


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
        self._layouts: dict[tuple[str, ...], tuple[str, ...]] = {}  # keys -> their columns, "" where it is none of ours
        self._reported: set[str] = set()
        self._parties: dict[tuple[str, str, str], tuple[Party, str]] = {}
        self._spelled = {name: _Spellings(read).__getitem__ for name, read in COLUMNS.items()}

    @staticmethod
    def decode(raw: bytes) -> Any:
        """A Row, or any other JSON as it stands. Raises what `values.decode` does."""
        try:
            return _row(raw)
        except (msgspec.MsgspecError, *REFUSED):
            return decode(raw)

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one record says."""
        if type(value) is Row:
            try:
                notice = self._notice(number, value, {}, said)
            except (Unreadable, TypeError):
                return self(number, decode(said), said)
            keys = len(COLUMNS) - msgspec.structs.astuple(value).count(None)
        elif not isinstance(value, dict):
            return (self._refused(number, "", value, Unreadable("it is not a record with keys")),)
        elif isinstance(value.get("tenders"), list):  # a line that holds a list
            return [found for inner in value["tenders"] for found in self(number, inner, msgspec.json.encode(inner))]
        elif tuple(value) not in self._layouts:
            return [*self._learn(tuple(value)), *self(number, value, said)]
        else:
            row, extra = self._sorted(value)
            try:
                texts = {name: _text(row[name]) for name in row.keys() & _TEXTS}
                notice = self._notice(number, Row(**row | texts), extra, said)
            except (Unreadable, TypeError) as error:  # a list where a word should be is no key of what has been read
                return (self._refusal(number, row, error),)
            keys = len(value)
        if twice := _key_twice(said, keys):
            last_counts = say("the key stands twice in this record, and what stands last was taken")
            return (Problem(file=self._file, record=number, key=shorten(twice), message=last_counts), notice)
        return (notice,)

    def _sorted(self, record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The values of a record by their columns, and what it says besides."""
        row: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for name, (key, given) in zip(self._layouts[tuple(record)], record.items(), strict=True):
            if given is None or given == "":
                continue
            if name:
                row[name] = given
            else:
                extra[key] = plain(given)
        return row, extra

    def _refusal(self, number: int, row: dict[str, Any], reason: Exception) -> Problem:
        """What is wrong with a record that was refused: its first value that cannot be read."""
        for name, given in row.items():
            try:
                COLUMNS[name](given)
            except Unreadable as error:
                return self._refused(number, name, given, error)
        for name in REQUIRED:
            given = row.get(name, "")
            if not _text(given).strip():
                missing = Unreadable("it has no {key}; every tender needs a title and a buyer", key=name)
                return self._refused(number, name, given, missing)
        raise reason

    def _refused(self, number: int, key: str, value: Any, error: Unreadable) -> Problem:
        return Problem(
            file=self._file, record=number, key=key, value=shorten(value), message=error.message, refused=True
        )

    def _learn(self, keys: tuple[str, ...]) -> Iterable[Problem]:
        """Finds the column of each key, for all records with these keys. Gives what is to be said about the others."""
        if len(self._layouts) > 1000:  # sparse lists have many combinations of keys
            self._layouts.clear()
        columns: list[str] = []
        for key in keys:
            name = column(key)
            columns.append(name if name in COLUMNS and name not in columns else "")
            if not columns[-1] and key not in self._reported and len(self._reported) < 1000:
                self._reported.add(key)
                yield self._unknown(key)
        self._layouts[keys] = tuple(columns)

    def _unknown(self, key: str) -> Problem:
        near = difflib.get_close_matches(column(key)[:60], set(COLUMNS) - {column(key)}, 1, 0.75)
        kept = say("it is no column of a tender list and is kept as it is")
        meant = say("it is no column of a tender list and is kept as it is; did you mean {near}?", near="".join(near))
        return Problem(file=self._file, record=0, key=shorten(key), message=meant if near else kept)

    def _notice(self, number: int, row: Any, extra: dict[str, Any], said: bytes) -> Notice:
        """The Notice of a Row. Column by column, since all of an import waits on it. Raises Unreadable, or TypeError
        where a list stands for one word; which value it was is looked for then."""
        title, buyer, reference, lot = row.title or "", row.buyer or "", row.reference or "", row.lot or ""
        if not title or title.isspace() or not buyer or buyer.isspace():
            raise Unreadable("it has no title or no buyer")
        if max(len(title), len(buyer), len(reference), len(lot)) > LONGEST_NAME:
            raise Unreadable("a name in it is too long")
        spelled = self._spelled
        day, currency, country = (
            spelled["published"],
            spelled["currency"](row.currency or None) or "",
            row.country or "",
        )
        deadline: Published | None = spelled["deadline"](row.deadline)
        outcome = spelled["outcome"](row.outcome)
        party, called = self._party(buyer, row.buyer_id or "", country)
        return Notice(
            key=f"{reference} @ {called}" if reference else self._row_key(row, extra),
            list=self._list,
            format="native",
            digest=digest(said),
            record=number,
            url=row.url or "",
            reference=reference,
            title=title,
            buyer=party,
            country=country,
            category=row.category or "",
            category_scheme=row.category_scheme or "",
            description=row.description or "",
            value=_money(row.value, currency),
            published=day(row.published),
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.at if deadline else None,
            decision_date=day(row.decision_date),
            standstill_until=day(row.standstill_until),
            stage=spelled["stage"](row.stage),
            method=spelled["method"](row.method),
            structure=spelled["structure"](row.structure),
            offers=None if row.offers is None or row.offers == "" else _count(row.offers),
            lots=(Lot(id=lot),) if lot else (),
            awards=self._awards(row, lot, currency),
            cancelled=outcome is Outcome.NO_AWARD,
            no_award_reason=spelled["no_award_reason"](row.no_award_reason),
            lot=lot,
            decision=spelled["decision"](row.decision),
            intent=spelled["intent"](row.intent),
            p_win=None if row.p_win is None or row.p_win == "" else _share(row.p_win),
            price=_money(row.price, currency),
            submitted=day(row.submitted),
            outcome=outcome,
            lost_reason=spelled["lost_reason"](row.lost_reason),
            also_reasons=_some_reasons(row.also_reasons) if row.also_reasons else (),
            promises=_listed(row.promises),
            notes=row.notes or "",
            tags=_listed(row.tags),
            extra=extra,
        )

    def _awards(self, row: Any, lot: str, currency: str) -> tuple[NoticeAward, ...]:
        """The award that the record tells of."""
        day = self._spelled["published"]
        winner = row.winner
        winners = (self._spelled["winner"](winner) or ()) if type(winner) is str else _listed(winner)
        ids = _listed(row.winner_id)
        value, awarded, start = _money(row.award_value, currency), day(row.award_date), day(row.contract_start)
        end, max_end = day(row.contract_end), day(row.contract_max_end)
        if not (winners or value or awarded or start or end or max_end):
            return ()
        if len(ids) != len(winners):
            ids = ("",) * len(winners)
        return (
            NoticeAward(
                key=lot,
                lot=lot,
                suppliers=tuple([self._party(name, id, "")[0] for name, id in zip(winners, ids, strict=True)]),
                value=value,
                awarded=awarded,
                start=start,
                end=end,
                max_end=max_end,
            ),
        )

    def _party(self, name: str, id: str, country: str) -> tuple[Party, str]:
        """An organisation, and the key of its name; most come again and again."""
        known = self._parties.get((name, id, country))
        if known is None:
            known = Party(name=name, identifiers=identifiers(id, self._list), country=country), normal(name)
            if len(self._parties) < MOST_KEPT:
                self._parties[name, id, country] = known
        return known

    def _row_key(self, row: Any, extra: dict[str, Any]) -> str:
        """What identifies a record without a reference: all it says, however it was written down."""
        said = msgspec.structs.asdict(row).items()
        told = {name: COLUMNS[name](given) for name, given in said if given is not None and given != ""}
        return "row " + digest(msgspec.json.encode([self._list, told, extra], order="sorted"))


def _key_twice(said: bytes, told: int) -> str:
    """The key that a record of JSON has twice, or "". `told` are those of its keys that are known; it is looked closer
    where there are more colons."""
    colons = bytes(said).count(b'":')
    if colons <= told:
        return ""
    try:
        if colons <= len(_members(said)):  # null is told by the others
            return ""
        twice: list[str] = []

        def pairs(members: list[tuple[str, Any]]) -> Any:
            keys = [key for key, _ in members]
            twice[:] = [key for key in keys if keys.count(key) > 1] if len(set(keys)) < len(keys) else []

        json.loads(bytes(said), object_pairs_hook=pairs)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return ""
    return twice[0] if twice else ""


def _listed(given: Any) -> tuple[str, ...]:
    return () if given is None or given == "" else _texts(given)


def _money(given: Any, currency: str) -> Money | None:
    """An amount whose currency, if it names none, is the record's."""
    if given is None or given == "":
        return None
    if type(given) is str and _PLAIN_AMOUNT.fullmatch(given):
        return Money(Decimal(given), currency)
    money = _amount(given)
    return money if money.currency else Money(money.amount, currency)


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
