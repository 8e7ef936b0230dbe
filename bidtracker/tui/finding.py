"""Words looked for in everything that the book holds, long texts included.

Records are read as they are stored, one after the other, and most are put aside without being decoded: 100,000
tenders take a third of a second, and no index has to be kept true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award
from bidtracker.domain.text import fold
from bidtracker.locale import tr

KINDS = {
    "tenders": _("Tenders"),
    "buyers": _("Buyers"),
    "competitors": _("Competitors"),
    "contacts": _("Contacts"),
    "awards": _("Awards"),
    "signals": _("Signals"),
    "touches": _("Touches"),
    "facts": _("Facts"),
    "inquiries": _("Inquiries"),
    "favours": _("Favours"),
    "hospitality": _("Hospitality"),
    "channel_changes": _("Changes of channel"),
    "needs": _("Needs"),
    "offers": _("Our offers"),
    "themes": _("Win themes"),
    "quotes": _("Prices"),
    "deals": _("Deals"),
}
MOST = 50  # of one kind; whoever wants the 51st types one word more
SLICE = 500  # records between two looks whether they are still wanted, under 10 ms
AROUND = 40  # characters before the word in an excerpt
NOT_SEARCHED = {"source", "displaced", "extra"}  # where a record came from, not what it says


class _Awarded(msgspec.Struct, frozen=True, gc=False):
    tender: int = 0


_awarded = msgspec.json.Decoder(_Awarded).decode


class FindHit(msgspec.Struct, frozen=True):
    """A record that has all the words: what it is called, and the text in which one of them stands."""

    table: str
    number: int
    name: str
    excerpt: str


def find(book: Book, text: str, wanted: Callable[[], bool]) -> Iterator[tuple[str, list[FindHit], bool]]:
    """Kind by kind the records that have all these words, at most MOST, and whether there are more.

    Ends early once it is not `wanted` any more. Case and accents do not count; an id ("T42") finds its record.
    """
    words = fold(text).split()
    if not words:
        return
    around = Surroundings(book.holdings, words)
    for table in KINDS:
        hits: list[FindHit] = []
        more = False
        for number, body in _records(book, table, text, around, wanted):
            if more := len(hits) == MOST:
                break
            hits.append(_hit(book, table, number, body, words))
        if not wanted():
            return
        hits.sort(key=lambda hit: not all(word in fold(hit.name) for word in words))
        yield table, hits, more


def _records(
    book: Book, table: str, text: str, around: Surroundings, wanted: Callable[[], bool]
) -> Iterator[tuple[int, bytes]]:
    """Number and body of the records of a table that have the words, or the id."""
    try:
        named = parse_ref(text.strip())
    except Unreadable:
        named = ("", 0)
    if named[0] == table:
        body = book.db.table(table).body(named[1])
        if body is not None:
            yield named[1], body
    if table == "awards" and not around.read_titles(wanted):
        return
    encoded = [word.encode() for word in around.words]
    for place, (number, body) in enumerate(book.db.table(table).rows()):
        if place % SLICE == 0 and not wanted():
            return
        if body.isascii() and b"\\" not in body:
            low = body.lower()
            if not any(word in low for word in encoded) and not around.may_inherit(table, body):
                continue
            if not all(word in low for word in encoded) and not around.may_hold(table, number, low):
                continue
        if number != named[1] and around.holds(table, number, body):
            yield number, body


class Surroundings:
    """What a record is found by beside its own text: an award by its tender's title, and everything by the names of
    its buyer and, where it is an award, of whoever won it, us included. One word at least must be its own."""

    def __init__(self, holdings: Holdings, words: list[str]) -> None:
        self.holdings, self.words = holdings, words
        self._with: dict[tuple[str, int], frozenset[str]] = {}  # a record -> those of the words that its name has
        self._titled: set[int] = set()
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

    def read_titles(self, wanted: Callable[[], bool]) -> bool:
        """Finds the tenders with a word in their title, in one pass; False where that is not wanted any more."""
        for place, tender in enumerate(self.holdings.each("tenders")):
            if place % SLICE == 0 and not wanted():
                return False
            if self._in(tender.title or ref("tenders", tender.id)):
                self._titled.add(tender.id)
        return True

    def may_inherit(self, table: str, body: bytes) -> bool:
        """Whether a record is an award whose tender has one of the words."""
        return table == "awards" and _awarded(body).tender in self._titled

    def inherits(self, table: str, number: int) -> frozenset[str]:
        """Those of the words that count as an award's own, since its tender has them."""
        award = self.holdings.awards.get(number) if table == "awards" else None
        return self.named("tenders", award.tender) if award else frozenset()

    def beside(self, table: str, number: int) -> frozenset[str]:
        """Those of the words that the names around a record have."""
        record = self.holdings.table(table).get(number)
        if record is None or table in ("buyers", "competitors", "offers"):
            return frozenset()
        words = self.named("buyers", self.holdings.buyer_of(record))
        if isinstance(record, Award):
            words = words.union(*(self.named("competitors", supplier) for supplier in record.suppliers))
            words |= self._us if record.ours else frozenset()
        return words

    def may_hold(self, table: str, number: int, low: bytes) -> bool:
        """Whether a record can have all the words, by its body in small ASCII letters."""
        around = self.inherits(table, number) | self.beside(table, number)
        return all(word in around or word.encode() in low for word in self.words)

    def holds(self, table: str, number: int, body: bytes) -> bool:
        """Whether a record has all the words, at least one of them by itself."""
        text = fold("\n".join(_texts(msgspec.json.decode(body))))
        own = self.inherits(table, number).union(word for word in self.words if word in text)
        return bool(own) and (own | self.beside(table, number)).issuperset(self.words)


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


def _hit(book: Book, table: str, number: int, body: bytes, words: list[str]) -> FindHit:
    """What to show of a record: its name, and where one of the words stands if that is not in the name."""
    name = _called(book.holdings, table, number)
    missing = [word for word in words if word not in fold(name)]
    excerpt = ""
    if missing:
        for text in _texts(msgspec.json.decode(body)):
            at = fold(text).find(missing[0])
            if at >= 0:
                start = max(0, at - AROUND)
                excerpt = ("…" if start else "") + text[start : start + 5 * AROUND]
                break
    return FindHit(table, number, name, excerpt)


def _called(holdings: Holdings, table: str, number: int) -> str:
    """A record's name; for one that has none, what kind it is and at which buyer."""
    name = holdings.name(table, number)
    record = holdings.table(table).get(number)
    if record is None or name != ref(table, number):
        return name
    buyer = holdings.name("buyers", holdings.buyer_of(record))
    return " · ".join(part for part in (tr(record.kind), buyer) if part)
