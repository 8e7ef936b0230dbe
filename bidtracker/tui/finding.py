"""Words looked for in everything that the book holds, long texts included.

Records are read as they are stored, one after the other and each once, and most are put aside without being decoded:
100,000 tenders with their awards take a second of the processor, and no index has to be kept true. What is found comes
slice by slice, of a large book what is short before its tenders and awards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from bidtracker.book import Book
from bidtracker.book.bodies import decode
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Award
from bidtracker.domain.text import fold
from bidtracker.locale import tr
from bidtracker.tui.subject import KINDS

MOST = 50  # of one kind; whoever wants the 51st types one word more
SLICE = 500  # records between two looks whether they are still wanted, under 10 ms
AROUND = 40  # characters before the word in an excerpt
NOT_SEARCHED = {"source", "displaced", "extra"}  # where a record came from, not what it says
LONGEST = ("tenders", "awards")  # what most of a large book is
StoredRow = tuple[int, bytes]  # number and body


class _Awarded(msgspec.Struct, frozen=True, gc=False):
    tender: int = 0


class _TenderTitle(msgspec.Struct, frozen=True, gc=False):
    title: str = ""


_awarded = msgspec.json.Decoder(_Awarded).decode
_FOREIGN = re.compile(r"[^\x00-\x7f]+")  # folded by themselves: what of them joins an ASCII letter is no part of a fold
_fold = lru_cache(4096)(fold)  # most are accented letters
_UNESCAPED = re.compile(r'[^"\\\x00-\x1f\x7f]*').fullmatch  # a word that JSON writes as it is
_titled = msgspec.json.Decoder(_TenderTitle).decode


class FindHit(msgspec.Struct, frozen=True):
    """A record that has all the words: what it is called, and the text in which one of them stands."""

    table: str
    number: int
    name: str
    excerpt: str
    by_name: bool  # whether the name has all of them


class Slice(NamedTuple):
    """Records that are looked at together; `likely` are those in which one of the words may stand."""

    rows: list[StoredRow]
    likely: list[StoredRow]


class FindPart(NamedTuple):
    """What was found next of one kind; `more` says that there is more of it than is looked for."""

    table: str
    hits: list[FindHit]
    more: bool = False


def find(book: Book, text: str, wanted: Callable[[], bool]) -> Iterator[FindPart]:
    """Kind by kind the records that have all these words, at most MOST of each; a part for each slice that was looked
    at, also where none has.

    Ends early once it is not `wanted` any more. Case and accents do not count; an id ("T42") finds its record.
    """
    words = fold(text).split()
    if not words:
        return
    search = Search(book, text, words)
    yield from search.by_id()
    for table in sorted(KINDS, key=LONGEST.__contains__) if book.large else KINDS:
        yield from search.parts(table, wanted)
        if not wanted():
            return


class Search:
    """One search for some words: what it reads, and what it has seen of the tenders on its way."""

    def __init__(self, book: Book, text: str, words: list[str]) -> None:
        self.book, self.words = book, words
        self.around = Surroundings(book.snapshot(), words)
        self.tenders = Titles(self._slices("tenders"), words)
        try:
            self.meant = parse_ref(text.strip())
        except Unreadable:
            self.meant = ("", 0)

    def by_id(self) -> Iterator[FindPart]:
        """The record that is meant by its id, which counts among those of its kind."""
        table, number = self.meant
        body = self.book.reader.table(table).body(number) if table in KINDS else None
        if body is None:
            self.meant = ("", 0)
        else:
            yield FindPart(table, [self._hit(table, number, body)])

    def parts(self, table: str, wanted: Callable[[], bool]) -> Iterator[FindPart]:
        """What has the words in one table, without what was meant by its id, slice by slice."""
        count = int(self.meant[0] == table)
        for rows in self._candidates(table, wanted):
            records = rows[: MOST - count]
            yield FindPart(table, [self._hit(table, *record) for record in records], len(rows) > len(records))
            count += len(records)
            if len(rows) > len(records):
                break

    def _candidates(self, table: str, wanted: Callable[[], bool]) -> Iterator[list[StoredRow]]:
        """The records of a table that have the words, slice by slice; of a slice no more than could be shown."""
        but = self.meant[1] if self.meant[0] == table else 0
        for part in self.tenders if table == "tenders" else self._slices(table):
            if not wanted():
                return
            rows = self._inheriting(part, wanted) if table == "awards" else part.likely
            held = (row for row in self._held(table, rows) if row[0] != but)
            yield list(islice(held, MOST + 1))

    def _slices(self, table: str) -> Iterator[Slice]:
        rows = iter(self.book.reader.table(table).rows())
        while some := list(islice(rows, SLICE)):
            yield Slice(some, self._likely(some))

    def _likely(self, rows: list[StoredRow]) -> list[StoredRow]:
        """The records in which one of the words may stand."""
        together = _folded(b"\n".join([body for _, body in rows]), self.words)  # most words are in none of them
        if together is not None and not self._stands_in(together):
            return []
        bodies = ((row, _folded(row[1], self.words)) for row in rows)
        return [row for row, body in bodies if body is None or self._stands_in(body)]

    def _stands_in(self, text: str) -> bool:
        return any(word in text for word in self.words)

    def _inheriting(self, awards: Slice, wanted: Callable[[], bool]) -> list[StoredRow]:
        """The awards in which one of the words may stand, or in their tenders' titles."""
        self.tenders.read_for(awards.rows, wanted)
        rows, titled = awards.likely, self.tenders.titled
        if titled:
            likely = {number for number, _ in rows}
            rows = [row for row in awards.rows if row[0] in likely or _tender_of(row) in titled]
        self.around.read_tenders(map(_tender_of, rows))
        return rows

    def _held(self, table: str, rows: list[StoredRow]) -> Iterator[StoredRow]:
        """Those of some records that have all the words."""
        for number, body in rows:
            folded = _folded(body, self.words)
            whole = folded is None or all(word in folded for word in self.words)
            if (whole or self.around.may_hold(table, number, body, folded or "")) and self.around.holds(
                table, number, body
            ):
                yield number, body

    def _hit(self, table: str, number: int, body: bytes) -> FindHit:
        """What to show of a record: its name, and where one of the words stands if that is not in the name."""
        name = _called(self.around.holdings, table, number)
        missing = [word for word in self.words if word not in fold(name)]
        excerpt = ""
        if missing:
            for text in _texts(msgspec.json.decode(body)):
                at = fold(text).find(missing[0])
                if at >= 0:
                    start = max(0, at - AROUND)
                    excerpt = ("…" if start else "") + text[start : start + 5 * AROUND]
                    break
        return FindHit(table, number, name, excerpt, not missing)


class Titles:
    """The tenders slice by slice, each read once, and which of those read by now have a word in their title."""

    def __init__(self, slices: Iterator[Slice], words: list[str]) -> None:
        self.words = words
        self.titled: set[int] = set()
        self._slices = slices
        self._read = 0  # the last number read
        self._whole = False  # whether all are read

    def __iter__(self) -> Iterator[Slice]:
        for part in self._slices:
            self._read = part.rows[-1][0]
            self.titled.update(number for number, body in part.likely if self._has_word(body))
            yield part
        self._whole = True

    def read_for(self, awards: list[StoredRow], wanted: Callable[[], bool]) -> None:
        """Reads on, as long as that is wanted, until the tenders of some awards are read."""
        if not self._whole:
            last = max(map(_tender_of, awards))
            while self._read < last and wanted() and next(iter(self), None):
                pass

    def _has_word(self, body: bytes) -> bool:
        title = fold(_titled(body).title)
        return any(word in title for word in self.words)


class Surroundings:
    """What a record is found by beside its own text: an award by its tender's title, and everything by the names of
    its buyer and, where it is an award, of whoever won it, us included. One word at least must be its own."""

    def __init__(self, holdings: Holdings, words: list[str]) -> None:
        self.holdings, self.words = holdings, words
        self._with: dict[tuple[str, int], frozenset[str]] = {}  # a record -> those of the words that its name has
        self._us = self._in(" ".join(holdings.settings.us))

    def _in(self, name: str) -> frozenset[str]:
        folded = fold(name)
        return frozenset(word for word in self.words if word in folded)

    def named(self, table: str, number: int) -> frozenset[str]:
        """Those of the words that are in a record's name."""
        key = table, number
        if key not in self._with:
            self._with[key] = self._in(self.holdings.name(table, number)) if number else frozenset()
        return self._with[key]

    def read_tenders(self, numbers: Iterable[int]) -> None:
        """Reads some tenders together, with their buyers, since each will be asked for."""
        tenders, buyers = self.holdings.tenders, self.holdings.buyers
        if isinstance(tenders, UnreadTable):
            self._with.clear()  # or it grew with all that was looked at
            lines = tenders.fetch(dict.fromkeys(numbers))
            if isinstance(buyers, UnreadTable):
                buyers.fetch({line.buyer for line in lines})

    def _record(self, table: str, number: int, body: bytes) -> Any:
        """The record that a body is of; None where the book in memory has none yet."""
        records = self.holdings.table(table)
        return decode(table, number, body, line=True) if isinstance(records, UnreadTable) else records.get(number)

    def inherits(self, record: Any) -> frozenset[str]:
        """Those of the words that count as an award's own, since its tender has them."""
        return self.named("tenders", record.tender) if isinstance(record, Award) else frozenset()

    def beside(self, table: str, record: Any) -> frozenset[str]:
        """Those of the words that the names around a record have."""
        if record is None or table in ("buyers", "competitors", "offers"):
            return frozenset()
        words = self.named("buyers", self.holdings.buyer_of(record))
        if isinstance(record, Award):
            words = words.union(*(self.named("competitors", supplier) for supplier in record.suppliers))
            words |= self._us if record.ours else frozenset()
        return words

    def may_hold(self, table: str, number: int, body: bytes, folded: str) -> bool:
        """Whether a record can have all the words, by its folded body."""
        record = self._record(table, number, body)
        around = self.inherits(record) | self.beside(table, record)
        return all(word in around or word in folded for word in self.words)

    def holds(self, table: str, number: int, body: bytes) -> bool:
        """Whether a record has all the words, at least one of them by itself."""
        record = self._record(table, number, body)
        text = fold("\n".join(_texts(msgspec.json.decode(body))))
        own = self.inherits(record).union(word for word in self.words if word in text)
        if own.issuperset(self.words):
            return True
        return bool(own) and (own | self.beside(table, record)).issuperset(self.words)


def _folded(body: bytes, words: Sequence[str]) -> str | None:
    """A body as it is searched, in which each word stands that stands in one of its texts; None where JSON writes
    something of that in another way than it is."""
    if b"\\" in body and (b"\\u" in body or not all(map(_UNESCAPED, words))):
        return None
    low = body.lower().decode(errors="replace")
    return low if low.isascii() else _FOREIGN.sub(_folded_run, low)  # in which ASCII letters are small already


def _folded_run(run: re.Match[str]) -> str:
    return _fold(run[0])


def _tender_of(award: StoredRow) -> int:
    return _awarded(award[1]).tender


def names(holdings: Holdings) -> Iterator[str]:
    """The names that a mistyped word is compared with: those in a book, of a large one those that we deal with."""
    for table in ("tenders", "buyers", "competitors", "contacts", "awards"):
        for number in holdings.in_hand(table):
            yield holdings.name(table, number)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, within in value.items():
            if key not in NOT_SEARCHED:
                yield from _texts(within)
    elif isinstance(value, list):
        for within in value:
            yield from _texts(within)


def _called(holdings: Holdings, table: str, number: int) -> str:
    """A record's name; for one that has none, what kind it is and at which buyer."""
    name = holdings.name(table, number)
    record = holdings.table(table).get(number)
    if record is None or name != ref(table, number):
        return name
    buyer = holdings.name("buyers", holdings.buyer_of(record))
    return " · ".join(part for part in (tr(record.kind), buyer) if part)
