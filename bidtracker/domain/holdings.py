"""All records of a book as they lie in memory: by number, and by what they hang on.

The book fills and changes it; the radar, the lists and the screen only read it. Tenders are here as
`TenderLine`, without their long texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from bidtracker.domain.ids import ref
from bidtracker.domain.links import LINKS, RecordLink, numbers
from bidtracker.domain.records import (
    RECORDS,
    Award,
    Buyer,
    Competitor,
    Contact,
    Deal,
    Fact,
    Need,
    Offer,
    Proposal,
    Quote,
    Record,
    Seal,
    Settings,
    Signal,
    TenderLine,
    Theme,
    Touch,
)

RecordKey = tuple[str, int]  # a table and a number in it

HELD = tuple(table for table in RECORDS if table != "history")


class Holdings:
    """The records of one book, each table a dict from number to record, with the links kept both ways."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.buyers: dict[int, Buyer] = {}
        self.contacts: dict[int, Contact] = {}
        self.competitors: dict[int, Competitor] = {}
        self.tenders: dict[int, TenderLine] = {}
        self.awards: dict[int, Award] = {}
        self.signals: dict[int, Signal] = {}
        self.touches: dict[int, Touch] = {}
        self.facts: dict[int, Fact] = {}
        self.needs: dict[int, Need] = {}
        self.offers: dict[int, Offer] = {}
        self.themes: dict[int, Theme] = {}
        self.quotes: dict[int, Quote] = {}
        self.deals: dict[int, Deal] = {}
        self.proposals: dict[int, Proposal] = {}
        self.seals: dict[int, Seal] = {}
        # (table, field) -> number pointed to -> numbers of the records that point there, in order of arrival.
        # Made when first asked for: most commands at 100,000 tenders never follow most links.
        self._back: dict[tuple[str, str], defaultdict[int, list[int]]] = {}

    def table(self, name: str) -> dict[int, Any]:
        """The records of a table by its name, number -> record."""
        records: dict[int, Any] = getattr(self, name)
        return records

    def put(self, table: str, record: Record) -> None:
        """Adds or replaces one record."""
        records = self.table(table)
        before = records.get(record.id)
        records[record.id] = record
        self._relink(table, record.id, before, record)

    def drop(self, table: str, number: int) -> None:
        """Takes one record out, if it is there."""
        before = self.table(table).pop(number, None)
        self._relink(table, number, before, None)

    def linked(self, table: str, field: str, number: int) -> Iterator[Any]:
        """The records of `table` whose `field` points to `number`."""
        records = self.table(table)
        return (records[n] for n in tuple(self._links(table, field).get(number, ())))

    def _links(self, table: str, field: str) -> defaultdict[int, list[int]]:
        links = self._back.get((table, field))
        if links is None:
            links = defaultdict(list)
            link = next(link for link in LINKS[table] if link.field == field)
            for record in list(self.table(table).values()):  # another thread may put meanwhile
                for target in numbers(record, link):
                    links[target].append(record.id)
            self._back[table, field] = links
        return links

    def _relink(self, table: str, number: int, before: Record | None, after: Record | None) -> None:
        for link in LINKS.get(table, ()):
            links = self._back.get((table, link.field))
            if links is None:
                continue
            old = numbers(before, link) if before else ()
            new = numbers(after, link) if after else ()
            if old == new:
                continue
            for target in old:
                links[target].remove(number)
            for target in new:
                links[target].append(number)

    def naming(self, table: str, number: int) -> Iterator[tuple[str, RecordLink, Any]]:
        """The records that name this one: the table of each, the link that names it, and the record."""
        for other, links in LINKS.items():
            for link in links:
                if link.to == table:
                    yield from ((other, link, record) for record in self.linked(other, link.field, number))

    def going(self, keys: Iterable[RecordKey]) -> list[RecordKey]:
        """The records that go when these go: these, and whatever hangs on one of them."""
        gone: dict[RecordKey, None] = {}
        waiting = [key for key in keys if key[1] in self.table(key[0])]
        while waiting:
            key = waiting.pop()
            if key in gone:
                continue
            gone[key] = None
            waiting += ((table, record.id) for table, link, record in self.naming(*key) if link.goes)
        return list(gone)

    # The links by name, so that a reader need not know the fields.

    def contacts_of(self, buyer: int) -> list[Contact]:
        return list(self.linked("contacts", "buyer", buyer))

    def tenders_of(self, buyer: int) -> list[TenderLine]:
        return list(self.linked("tenders", "buyer", buyer))

    def awards_of(self, tender: int) -> list[Award]:
        line = self.tenders.get(tender)
        return [self.awards[number] for number in line.awards if number in self.awards] if line else []

    def next_of(self, tender: int) -> list[TenderLine]:
        """The tenders that compete this one's need again."""
        return list(self.linked("tenders", "follows", tender))

    def awards_to(self, competitor: int) -> list[Award]:
        return list(self.linked("awards", "suppliers", competitor))

    def facts_of(self, buyer: int) -> list[Fact]:
        return list(self.linked("facts", "buyer", buyer))

    def touches_of(self, buyer: int) -> list[Touch]:
        return list(self.linked("touches", "buyer", buyer))

    def needs_of(self, buyer: int) -> list[Need]:
        return list(self.linked("needs", "buyer", buyer))

    def themes_of(self, tender: int) -> list[Theme]:
        """The win themes of our bids on a tender, the main ones first."""
        return sorted(self.linked("themes", "tender", tender), key=lambda theme: (not theme.main, theme.id))

    def quotes_of(self, tender: int) -> list[Quote]:
        """The prices named for a tender, ours and rivals', by day."""
        return sorted(self.linked("quotes", "tender", tender), key=lambda quote: (quote.on, quote.id))

    def deals_of(self, award: int) -> list[Deal]:
        return list(self.linked("deals", "award", award))

    def signals_of(self, award: Award) -> list[Signal]:
        """The signals about an award: its own, and those about one of its suppliers at its buyer in general."""
        buyer = self.buyer_of(award)
        general = (
            signal
            for supplier in award.suppliers
            for signal in self.linked("signals", "competitor", supplier)
            if not signal.award and signal.buyer == buyer
        )
        return [*self.linked("signals", "award", award.id), *general]

    def buyer_of(
        self, record: Award | Contact | TenderLine | Touch | Fact | Signal | Need | Theme | Quote | Deal
    ) -> int:
        """The number of the buyer that a record belongs to, 0 where it is not known."""
        if isinstance(record, Deal):
            award = self.awards.get(record.award)
            return self.buyer_of(award) if award else 0
        if isinstance(record, (Award, Theme, Quote)):
            tender = self.tenders.get(record.tender)
            return tender.buyer if tender else 0
        if isinstance(record, Signal) and record.award in self.awards:
            return self.buyer_of(self.awards[record.award])
        return record.buyer

    def tracked(self, award: Award) -> bool:
        """Whether somebody follows this award: we bid there, a signal or touch is about it, or a person marked it."""
        tender = self.tenders.get(award.tender)
        return bool(
            award.tracked
            or award.ours
            or (tender and (tender.bids or tender.watch))
            or next(self.linked("signals", "award", award.id), None)
            or next(self.linked("touches", "award", award.id), None)
        )

    def name(self, table: str, number: int) -> str:
        """What to call a record on one line: a buyer's, contact's or competitor's name, a tender's title, a price."""
        record = self.table(table).get(number)
        if record is None:
            return ""
        if isinstance(record, Award):
            return record.title or self.name("tenders", record.tender)
        if isinstance(record, Deal):
            return self.name("awards", record.award)
        if isinstance(record, Theme):
            return record.text
        if isinstance(record, Quote):
            return f"{self.name('competitors', record.competitor)} {record.price}".strip()
        return str(getattr(record, "name", "") or getattr(record, "title", "") or ref(table, number))

    def suppliers(self, award: Award) -> list[str]:
        """The names of an award's suppliers."""
        return [self.name("competitors", number) for number in award.suppliers]
