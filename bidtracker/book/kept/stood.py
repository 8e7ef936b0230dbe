"""The records of a large book as they stood on a day: those that were changed since lie over the others, which are read
as they are asked for; and what the book keeps of its past, as it would be of these."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.reading import Past, RecordSource, UsualSum
from bidtracker.radar.score.structure import ENTRENCHED_DB
from bidtracker.radar.score.tender_past import TenderPast, tender_past


class StoodRecords:
    """A source of records of which some are as they once stood."""

    def __init__(self, source: RecordSource, records: Iterable[tuple[str, Any]], past: Past | None) -> None:
        self._source, self._past_now = source, past
        self._stood_past: StoodPast | None = None
        self._records: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        for table, record in records:
            self._records[table][record.id] = record

    @property
    def past(self) -> Past | None:
        """What the book would keep of its past; None where it keeps nothing."""
        if self._stood_past is None and self._past_now is not None:
            self._stood_past = StoodPast(self._past_now, dict(self._changed_pasts()))
        return self._stood_past

    def _changed_pasts(self) -> Iterator[tuple[int, tuple[TenderPast, TenderPast]]]:
        """The tenders that may have told something else, each with what it tells now and what it told."""
        numbers = set(self._records["tenders"]) | {award.tender for award in self._records["awards"].values()}
        for number in list(numbers):
            numbers.update(self._source.pointing("tenders", "follows", "", number))
        stood = ((table, record) for table, records in self._records.items() for record in records.values())
        now, then = Holdings(source=self._source), Holdings(source=StoodRecords(self._source, stood, None))
        for number in sorted(numbers):
            if number in now.tenders:
                yield number, (tender_past(now, now.tenders[number]), tender_past(then, then.tenders[number]))

    def record(self, table: str, number: int) -> Any:
        return self._records[table].get(number) or self._source.record(table, number)

    def several(self, table: str, numbers: Iterable[int]) -> Iterator[Any]:
        stood = self._records[table]
        return (stood.get(record.id, record) for record in self._source.several(table, numbers))

    def linked(self, table: str, field: str, number: int) -> int:
        return self._source.linked(table, field, number)  # no link is kept as it stood but what a tender competes again

    def records(self, table: str) -> dict[int, Any]:
        return self._source.records(table) | self._records[table]

    def first(self, table: str) -> Iterator[Any]:
        stood = self._records[table]
        return (stood.get(record.id, record) for record in self._source.first(table))

    def count(self, table: str) -> int:
        return self._source.count(table)

    def pointing(self, table: str, field: str, within: str, number: int) -> Sequence[int]:
        return self._with_stood(table, self._source.pointing(table, field, within, number))

    def pointing_to_each(self, table: str, field: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        if table == "tenders":  # which one a tender competes again is kept as it stood
            return {}
        return self._source.pointing_to_each(table, field, numbers)

    def having(self, table: str, field: str, values: Collection[Any] = ()) -> Sequence[int]:
        return self._with_stood(table, self._source.having(table, field, values))

    def between(self, table: str, field: str, first: date, last: date) -> Sequence[int]:
        return self._with_stood(table, self._source.between(table, field, first, last))

    def changed_after(self, table: str, day: date) -> Sequence[int]:
        return self._with_stood(table, self._source.changed_after(table, day))

    def _with_stood(self, table: str, numbers: Sequence[int]) -> Sequence[int]:
        """Some numbers and those of what stood otherwise, which may be meant as well."""
        stood = self._records[table]
        return sorted({*numbers, *stood}) if stood else numbers

    def stood(self, records: Iterable[tuple[str, Any]], past: Past | None) -> RecordSource:
        return StoodRecords(self, records, past)


class StoodPast:
    """What a book keeps of its past, but for some tenders: for each what it tells now and what it told."""

    def __init__(self, past: Past, tenders: dict[int, tuple[TenderPast, TenderPast]]) -> None:
        self._past, self._tenders = past, tenders
        self._now = sorted(text for now, _ in tenders.values() for text in now.texts)
        self._then = sorted(text for _, then in tenders.values() for text in then.texts)
        self._events = [(place, number) for number, (_, then) in tenders.items() for place in then.event]
        self._gone = sum(len(now.event) for now, _ in tenders.values())

    def counts(self, ranges: Sequence[tuple[str, str]]) -> list[int]:
        otherwise = (len(_between(self._then, *pair)) - len(_between(self._now, *pair)) for pair in ranges)
        return [n + more for n, more in zip(self._past.counts(ranges), otherwise, strict=True)]

    def texts(self, first: str, until: str) -> list[str]:
        others = set(self._past.texts(first, until)).difference(self._now)
        return sorted(others.union(_between(self._then, first, until)))

    def newest(self, until: str, most: int) -> list[tuple[str, int]]:
        others = [each for each in self._past.newest(until, most + self._gone) if each[1] not in self._tenders]
        return sorted((*others, *(each for each in self._events if each[0] < until)), reverse=True)[:most]

    def account(self, buyer: int, since: date | None = None, category: str | None = None) -> list[tuple[int, Any]]:
        return self._as_it_stood(buyer, self._past.account(buyer, since, category))

    def expect(self, accounts: Collection[tuple[int, str]], since: date) -> None:
        self._past.expect(accounts, since)

    def retendered(self, buyer: int) -> list[tuple[int, Any]]:
        return [each for each in self._as_it_stood(buyer, self._past.retendered(buyer)) if each[1].ended]

    def _as_it_stood(self, buyer: int, lines: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """Some lines of a buyer, and all of its that stood otherwise, as these stood."""
        others = (each for each in lines if each[0] not in self._tenders)
        stood = ((number, then.line) for number, (_, then) in self._tenders.items() if then.buyer == buyer)
        return sorted((*others, *stood), key=itemgetter(0))

    def usual(self) -> Sequence[UsualSum]:
        otherwise = self._gone or self._events or (ENTRENCHED_DB and self._tenders)
        return () if otherwise else self._past.usual()


def _between(texts: Sequence[str], first: str, until: str) -> Sequence[str]:
    """Those of some sorted texts from `first` on and before `until`."""
    return texts[bisect_left(texts, first) : bisect_left(texts, until)]
