"""All records of a book as they lie in memory: by number, and by what they hang on.

The book fills and changes it; the radar, the lists and the screen only read it. Tenders are here as
`TenderLine`, without their long texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from bidtracker.domain.as_it_stood import JUDGED, as_it_stood, earlier_of
from bidtracker.domain.ids import ref
from bidtracker.domain.links import LINKS, RecordLink, numbers
from bidtracker.domain.losses.inquiry_rules import RULES, Rules
from bidtracker.domain.reading import TOGETHER, Past, RecordSource, UnreadTable
from bidtracker.domain.records import (
    RECORDS,
    Award,
    Buyer,
    ChannelChange,
    Competitor,
    Contact,
    Deal,
    Fact,
    Favour,
    Hospitality,
    Inquiry,
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
from bidtracker.domain.vocabulary import AwardStatus, Outcome

OURS = (Outcome.WON, Outcome.LOST)  # outcomes that say that we bid
RecordKey = tuple[str, int]  # a table and a number in it

SOON_READ = 20_000  # records of a table that are read where all are wanted
GLANCED_AT = 1_000  # records that are read where only some are wanted, 7 ms
HELD = tuple(table for table in RECORDS if table != "history")
_JUDGED = tuple(table for table in HELD if RECORDS[table] in JUDGED)


class OwnTenders(msgspec.Struct, frozen=True):
    """The tenders in which we had a part: by buyer, and to whom how many were lost."""

    of_buyer: dict[int, list[TenderLine]]
    lost_to: Counter[int]


def is_lost(tender: TenderLine) -> bool:
    """Whether we lost a tender, or a lot of it."""
    return tender.outcome is Outcome.LOST or any(bid.outcome is Outcome.LOST for bid in tender.bids)


class Holdings:
    """The records of one book, each table a dict from number to record, with the links kept both ways.

    With a `source` records are read from there as they are asked for. `rules` are those by which buyers can be asked:
    the shipped ones and whoever's looks at the book.
    """

    def __init__(
        self, settings: Settings | None = None, source: RecordSource | None = None, rules: Rules = RULES
    ) -> None:
        self.settings = settings or Settings()
        self.rules = rules
        self.buyers: dict[int, Buyer] = {}
        self.contacts: dict[int, Contact] = {}
        self.competitors: dict[int, Competitor] = {}
        self.tenders: dict[int, TenderLine] = {}
        self.awards: dict[int, Award] = {}
        self.signals: dict[int, Signal] = {}
        self.touches: dict[int, Touch] = {}
        self.facts: dict[int, Fact] = {}
        self.inquiries: dict[int, Inquiry] = {}
        self.favours: dict[int, Favour] = {}
        self.hospitality: dict[int, Hospitality] = {}
        self.channel_changes: dict[int, ChannelChange] = {}
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
        # The records that keep what they were, found when first asked for; and all of them on the day last asked for.
        self._changed: dict[RecordKey, date] | None = None
        self._stood: tuple[date, Holdings] | None = None
        self._own: OwnTenders | None = None
        self._cancelled_to: Counter[int] | None = None  # the cancelled awards of each competitor
        self.source = source
        self.past: Past | None = source.past if source else None
        if source is not None:
            for name in HELD:
                setattr(self, name, UnreadTable(name, source, self._filled))

    def _filled(self, name: str, records: dict[int, Any]) -> None:
        """From now on a table's records are in memory."""
        setattr(self, name, records)

    def table(self, name: str) -> dict[int, Any]:
        """The records of a table by its name, number -> record."""
        records: dict[int, Any] = getattr(self, name)
        return records

    def put(self, table: str, record: Record) -> None:
        """Adds or replaces one record."""
        self._own = self._cancelled_to = None
        records = self.table(table)
        if isinstance(records, UnreadTable):
            records.forget(record.id)
            self._note_earlier(table, record)
            return
        before = records.get(record.id)
        records[record.id] = record
        self._relink(table, record.id, before, record)
        self._note_earlier(table, record)

    def drop(self, table: str, number: int) -> None:
        """Takes one record out, if it is there."""
        self._own = self._cancelled_to = None
        records = self.table(table)
        if isinstance(records, UnreadTable):
            records.forget(number)
        before = None if isinstance(records, UnreadTable) else records.pop(number, None)
        self._relink(table, number, before, None)
        self._stood = None
        if self._changed is not None:
            self._changed.pop((table, number), None)

    # ------------------------------------------------------------ as they stood

    def as_of(self, day: date) -> Holdings:
        """The same records, each as it stood on a day where it was changed since; these where none was."""
        if self.source is not None:
            if self._stood is None or self._stood[0] != day:
                self._stood = day, self._read_as_of(self.source, day)
            return self._stood[1]
        if self._changed is None:
            self._changed = {}
            for table in _JUDGED:
                for record in list(self.having(table, "earlier")):
                    self._note_earlier(table, record)
        later = [key for key, until in list(self._changed.items()) if until > day]
        if not later:
            return self
        if self._stood is None or self._stood[0] != day:
            then = Holdings(self.settings, rules=self.rules)
            for table in HELD:
                then.table(table).update(self.table(table).items())
            for table, number in later:
                then.table(table)[number] = as_it_stood(then.table(table)[number], day)
            then._changed = {}
            for table, number in self._changed:
                then._note_earlier(table, then.table(table)[number])
            self._stood = day, then
        return self._stood[1]

    def _read_as_of(self, source: RecordSource, day: date) -> Holdings:
        """The same where records are read as they are asked for: of those that were changed since no other is read."""
        later: dict[RecordKey, Any] = {}
        for table in _JUDGED:
            records = self.table(table)
            if isinstance(records, UnreadTable):
                candidates = list(records.numbered(source.changed_after(table, day)))
            else:
                candidates = list(records.values())
            for record in candidates:
                if (kept := earlier_of(record)) and kept[-1].until > day:
                    later[table, record.id] = as_it_stood(record, day)
        if not later:
            return self
        stood_source = source.stood(((table, record) for (table, _), record in later.items()), self.past)
        then = Holdings(self.settings, stood_source, self.rules)
        for table in HELD:
            records = self.table(table)
            if not isinstance(records, UnreadTable):
                stood = {number: record for (name, number), record in later.items() if name == table}
                setattr(then, table, {**records, **stood})
        then._stood = day, then
        return then

    def _note_earlier(self, table: str, record: Record) -> None:
        """Keeps in mind a record that was changed, and when last."""
        self._stood = None
        if self._changed is not None and (kept := earlier_of(record)):
            self._changed[table, record.id] = kept[-1].until
        elif self._changed is not None:
            self._changed.pop((table, record.id), None)

    # ------------------------------------------------------------ links

    def linked(self, table: str, field: str, number: int) -> Iterator[Any]:
        """The records of `table` whose `field` points to `number`."""
        records = self.table(table)
        if isinstance(records, UnreadTable):
            link = next(link for link in LINKS[table] if link.field == field)
            candidates = records.numbered(records.pointing(field, link.within, number)) if number else ()
            return (record for record in candidates if number in numbers(record, link))
        return (records[n] for n in tuple(self._links(table, field).get(number, ())))

    def count_linked(self, table: str, field: str, number: int) -> int:
        """In how many records of `table` the link in `field` leads to `number`."""
        records = self.table(table)
        if isinstance(records, UnreadTable):
            return records.source.linked(table, field, number)
        return len(self._links(table, field).get(number, ()))

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

    def having(self, table: str, field: str, values: Collection[Any] = ()) -> Iterator[Any]:
        """The records of `table` in which `field` is set, or has one of `values`."""
        records = self.table(table)
        candidates = (
            records.values()
            if not isinstance(records, UnreadTable)
            else records.numbered(records.source.having(table, field, values))
        )
        return (each for each in candidates if (getattr(each, field) in values if values else getattr(each, field)))

    def between(self, table: str, field: str, first: date, last: date) -> Iterator[Any]:
        """The records of `table` in which the day in `field` lies between two."""
        records = self.table(table)
        candidates = (
            records.values()
            if not isinstance(records, UnreadTable)
            else records.numbered(records.source.between(table, field, first, last))
        )
        return (
            each for each in candidates if getattr(each, field) is not None and first <= getattr(each, field) <= last
        )

    def some(self, table: str, most: int) -> Sequence[Any]:
        """The first records of a table; of one that is not in memory fewer, so that nobody waits for them."""
        records = self.table(table)
        if isinstance(records, UnreadTable):
            return records.first(min(most, GLANCED_AT))
        return list(islice(records.values(), most))

    def each(self, table: str) -> Iterator[Any]:
        """Every record of a table; where they are not in memory, they do not stay there."""
        records = self.table(table)
        return records.source.first(table) if isinstance(records, UnreadTable) else iter(list(records.values()))

    def in_hand(self, table: str) -> Iterable[int]:
        """The numbers of the records of a table; of a long one that is not in memory those that our bids, what we watch
        and what we follow are about."""
        records = self.table(table)
        if not isinstance(records, UnreadTable) or len(records) <= SOON_READ:
            return list(records)
        awards = self.tracked_awards()
        if table == "awards":
            return [award.id for award in awards]
        marked = (tender for field in ("bids", "watch") for tender in self.having("tenders", field))
        tenders = sorted({award.tender for award in awards}.union(tender.id for tender in marked))
        if table == "tenders":
            return tenders
        return sorted({self.tenders[number].buyer for number in tenders}) if table == "buyers" else []

    def own_tenders_of(self, buyer: int) -> list[TenderLine]:
        """The tenders of a buyer in which we had a part: with a bid, or with an outcome that is ours."""
        return self._own_tenders().of_buyer.get(buyer, [])

    def wins_of(self, competitor: int) -> int:
        """How many awards a competitor has that were not cancelled."""
        if self._cancelled_to is None:
            cancelled = self.having("awards", "status", (AwardStatus.CANCELLED,))
            self._cancelled_to = Counter(supplier for award in cancelled for supplier in award.suppliers)
        return self.count_linked("awards", "suppliers", competitor) - self._cancelled_to[competitor]

    def losses_to(self, competitor: int) -> int:
        """How many tenders that we lost a competitor won."""
        return self._own_tenders().lost_to[competitor]

    def _own_tenders(self) -> OwnTenders:
        """Found when first asked for, since every row of the buyers and competitors asks."""
        if self._own is None:
            own = OwnTenders({}, Counter())
            both = (tender for field in ("bids", "outcome") for tender in self.having("tenders", field))
            for tender in {tender.id: tender for tender in both if tender.bids or tender.outcome in OURS}.values():
                own.of_buyer.setdefault(tender.buyer, []).append(tender)
                if is_lost(tender):
                    awards = self.linked("awards", "tender", tender.id)
                    held = (award.suppliers for award in awards if award.status is not AwardStatus.CANCELLED)
                    own.lost_to.update({supplier for suppliers in held for supplier in suppliers})
            self._own = own
        return self._own

    def tracked_awards(self) -> list[Award]:
        """The awards that somebody follows, by number."""
        if not isinstance(self.awards, UnreadTable):
            return [award for award in self.awards.values() if self.tracked(award)]
        tenders = [*self.having("tenders", "bids"), *self.having("tenders", "watch")]
        about = [*self.having("signals", "award"), *self.having("touches", "award")]
        own = [*self.having("awards", "tracked"), *self.having("awards", "ours")]
        numbers = {award for tender in tenders for award in tender.awards}.union(
            (each.award for each in about), (award.id for award in own)
        )
        candidates = list(self.awards.numbered(sorted(numbers)))
        self._prepare(candidates)
        return [award for award in candidates if self.tracked(award)]

    def _prepare(self, awards: Sequence[Award]) -> None:
        """Reads together what whoever asks for some awards asks for next: their tenders and signals, and what competes
        them again."""
        tenders, signals = self.tenders, self.signals
        if isinstance(tenders, UnreadTable):
            tenders.fetch({award.tender for award in awards})
            tenders.prepare("follows", (award.tender for award in awards))
        if isinstance(signals, UnreadTable):
            signals.prepare("award", (award.id for award in awards))
            signals.prepare("competitor", (supplier for award in awards for supplier in award.suppliers))

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

    def prepare_around(self, tenders: Collection[TenderLine]) -> None:
        """Reads the buyers and awards of some tenders together, since those of each will be asked for."""
        if isinstance(self.buyers, UnreadTable):
            self.buyers.fetch({tender.buyer for tender in tenders})
        if isinstance(self.awards, UnreadTable):
            self.awards.fetch(award for tender in tenders for award in tender.awards)

    def prepare_people(self, buyers: Collection[int]) -> None:
        """Reads the people of some buyers and what was talked with them together, since those of each will be asked
        for."""
        if isinstance(self.contacts, UnreadTable):
            self.contacts.prepare("buyer", buyers)
        if isinstance(self.touches, UnreadTable):
            self.touches.prepare("buyer", [buyer for buyer in buyers if self.contacts_of(buyer)])

    def next_of(self, tender: int) -> list[TenderLine]:
        """The tenders that compete this one's need again."""
        return list(self.linked("tenders", "follows", tender))

    def following(self) -> Iterator[TenderLine]:
        """The tenders that compete another one again; that one and the awards of both are read together with those of
        others, since whoever asks looks at them."""
        tenders = self.having("tenders", "follows")
        while some := list(islice(tenders, TOGETHER)):
            self.prepare_following(some)
            yield from some

    def prepare_following(self, tenders: Collection[TenderLine]) -> None:
        """Reads what some tenders compete again, and the awards of both, together."""
        if isinstance(self.tenders, UnreadTable):
            self.prepare_around([*tenders, *self.tenders.fetch({tender.follows for tender in tenders})])

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

    def inquiries_of(self, tender: int) -> list[Inquiry]:
        """What was asked about a tender, the last asked first."""
        return sorted(self.linked("inquiries", "tender", tender), key=lambda asked: (asked.on, asked.id), reverse=True)

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

    def buyer_of(self, record: Any) -> int:
        """The number of the buyer that a record belongs to, 0 where it is not known."""
        if isinstance(record, Deal):
            award = self.awards.get(record.award)
            return self.buyer_of(award) if award else 0
        if isinstance(record, (Favour, Hospitality)):
            contact = self.contacts.get(record.contact)
            return contact.buyer if contact else 0
        if isinstance(record, (Award, Inquiry, Theme, Quote)):
            tender = self.tenders.get(record.tender)
            return tender.buyer if tender else 0
        if isinstance(record, Signal) and record.award in self.awards:
            return self.buyer_of(self.awards[record.award])
        buyer: int = record.buyer
        return buyer

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
        if isinstance(record, (Theme, Favour, Hospitality)):
            return record.text
        if isinstance(record, ChannelChange):
            return f"{record.was} → {record.becomes}"
        if isinstance(record, Inquiry):
            return self.name("tenders", record.tender)
        if isinstance(record, Quote):
            return f"{self.name('competitors', record.competitor)} {record.price}".strip()
        return str(getattr(record, "name", "") or getattr(record, "title", "") or ref(table, number))

    def suppliers(self, award: Award) -> list[str]:
        """The names of an award's suppliers."""
        return [self.name("competitors", number) for number in award.suppliers]
