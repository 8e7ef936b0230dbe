"""The sample book: `sample_data/` brought in through the same doors as anybody's data, moved so that it is fresh."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from bidtracker.book import Book
from bidtracker.book.draft import Draft
from bidtracker.book.values import build, changed
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.records import RECORDS, Award, Tender
from bidtracker.intake.choices import ImportChoices
from bidtracker.intake.run import import_files

# What the seller of the sample has settled: what a person may be given, what an hour costs, and what a bid takes that
# does not say so.
SETTINGS = {
    "hospitality_limit": Money(Decimal(100), "GBP"),
    "hour_rate": "85 GBP",
    "bid_costs": {"": "40 h", "CPV:331": "60 h"},
}
LEDGER_TABLES = (
    *("themes", "quotes", "signals", "touches", "deals"),
    *("inquiries", "favours", "hospitality", "channel_changes"),
)
TENDERS, LEDGER = "tenders.json", "ledger.json"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def fill(book: Book, as_of: date) -> None:
    """Puts the sample into an empty book, all its dates moved so that it is fresh on `as_of`: two acts, two undos.

    Raises Refused where the book already holds something.
    """
    if book.history(limit=1) or any(book.holdings.table(table) for table in RECORDS if table != "history"):
        raise Refused("{book} already holds records; give the demo a new book", book=book.address)
    folder = sample_folder()
    ledger = msgspec.json.decode((folder / LEDGER).read_bytes())
    days = as_of - date.fromisoformat(ledger["as_of"])
    tenders = msgspec.json.encode(_moved(msgspec.json.decode((folder / TENDERS).read_bytes()), days))
    import_files(book, [_List(tenders)], ImportChoices(file_format="native", us=tuple(ledger["us"])))
    with book.acting("demo") as draft:
        draft.by_person = False
        draft.keeps_earlier = False  # the sample is as if it had been written down over the years
        book.set_settings(us=tuple(ledger["us"]), **SETTINGS)
        DemoActs(draft, book, _moved(ledger, days)).write()
        draft.title = say("Filled in what the sample knows besides its list")


def sample_folder() -> Path:
    """Where `sample_data` is: within the installed package, or beside it in a checkout. Raises NotFound."""
    here = Path(__file__).parent
    for folder in (here / "sample_data", here.parent / "sample_data"):
        if (folder / TENDERS).is_file():
            return folder
    raise NotFound("the sample is not there: {folder} is missing from this installation", folder="sample_data")


class _List(BytesIO):
    """The sample's list as a file with a name."""

    name = TENDERS


def _moved(value: Any, days: timedelta) -> Any:
    """Every date within a JSON value moved."""
    match value:
        case str() if _DAY.fullmatch(value):
            return (date.fromisoformat(value) + days).isoformat()
        case dict():
            return {key: _moved(item, days) for key, item in value.items()}
        case list():
            return [_moved(item, days) for item in value]
        case _:
            return value


class DemoActs:
    """What a list cannot say: people, facts, needs, value, prices, signals, touches, deliveries, and the finer points
    of tenders, bids and awards.

    Links are by name (organisations, people, offers), by reference (tenders, and the one award of each), and by title
    (needs).
    """

    def __init__(self, draft: Draft, book: Book, values: dict[str, Any]) -> None:
        self.draft = draft
        self.values = values
        self.tenders = {tender.reference: tender.id for tender in book.holdings.tenders.values()}
        self.people: dict[tuple[int, str], int] = {}
        self.offers: dict[str, int] = {}
        self.needs: dict[str, int] = {}

    def write(self) -> None:
        """All of it, in the order in which one thing needs the other."""
        self._organisations("competitors")
        self._organisations("buyers")
        self._contacts()
        self._facts()
        self._tenders()
        for row in self.values["offers"]:
            self.offers[row["name"]] = self.draft.add(build("offers", row)).id
        for row in self.values["needs"]:
            matches = [match | {"offer": _known(self.offers, match["offer"])} for match in row["matches"]]
            self.needs[row["title"]] = self.draft.add(build("needs", self._linked(row | {"matches": matches}))).id
        for table in (
            "themes",
            "quotes",
            "signals",
            "touches",
            "deals",
            "inquiries",
            "favours",
            "hospitality",
            "channel_changes",
        ):
            for row in self.values[table]:
                self.draft.add(build(table, self._linked(row)))

    def _organisations(self, table: str) -> None:
        for row in self.values[table]:
            number = self.draft.organisation(table, row["name"])
            fields = {field: value for field, value in row.items() if field != "facts"}
            self._change(table, number, fields)

    def _contacts(self) -> None:
        others = []
        for row in self.values["contacts"]:
            named = {field: name for field, name in row.items() if field in ("reports_to", "introduced_by")}
            contact = self.draft.add(build("contacts", self._linked({k: v for k, v in row.items() if k not in named})))
            self.people[contact.buyer, contact.name] = contact.id
            others.append((contact, named))
        for contact, named in others:
            links = {field: self._person(contact.buyer, name) for field, name in named.items()}
            self._change("contacts", contact.id, links)

    def _facts(self) -> None:
        for buyer in self.values["buyers"]:
            for row in buyer.get("facts", ()):
                self.draft.add(build("facts", self._linked(row | {"buyer": buyer["name"]})))

    def _tenders(self) -> None:
        for reference, fields in self.values["tenders"].items():
            names = fields.get("tenderers", ())
            tenderers = [self.draft.organisation("competitors", name) for name in names]
            self._change("tenders", self._tender(reference), fields | {"tenderers": tenderers})
        for row in self.values["follows"]:
            self._change("tenders", self._tender(row["tender"]), {"follows": self._tender(row["follows"])})
        for reference, fields in self.values["bids"].items():
            tender: Tender = self.draft.get("tenders", self._tender(reference))
            if tender.bids:
                first, *others = msgspec.to_builtins(tender.bids)
                self._change("tenders", tender.id, {"bids": [first | fields, *others]})
            else:  # why we did not bid
                self._change("tenders", tender.id, {"notes": fields["why"]})
        for reference, fields in self.values["awards"].items():
            self._change("awards", self._award(reference).id, fields)

    def _change(self, table: str, number: int, fields: dict[str, Any]) -> None:
        self.draft.put(changed(self.draft.get(table, number), fields))

    # ------------------------------------------------------------ links

    def _linked(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with numbers for names and references. The buyer that a person works for may follow from the rest."""
        fields = dict(row)
        if "tender" in row:
            fields["tender"] = self._tender(row["tender"])
        if "award" in row:
            fields["award"] = self._award(row["award"]).id
        for field, table in (("buyer", "buyers"), ("competitor", "competitors")):
            if field in row:
                fields[field] = self.draft.organisation(table, row[field])
        for field, records in (("offer", self.offers), ("need", self.needs)):
            if field in row:
                fields[field] = _known(records, row[field])
        for field in ("contact", "person"):
            if field in row:
                fields[field] = self._person(self._buyer(row, fields), row[field])
        return fields

    def _tender(self, reference: str) -> int:
        return _known(self.tenders, reference)

    def _award(self, reference: str) -> Award:
        awards = self.draft.awards_of(self._tender(reference))
        if len(awards) != 1:
            raise NotFound("the sample's tender {reference} has no award of its own", reference=reference)
        return awards[0]

    def _buyer(self, row: dict[str, Any], fields: dict[str, Any]) -> int:
        """The buyer that a row is about, 0 where it says nothing of one."""
        if "award" in row and "buyer" not in fields:
            buyer: int = self.draft.get("tenders", self._award(row["award"]).tender).buyer
            return buyer
        return int(fields.get("buyer", 0))

    def _person(self, buyer: int, name: str) -> int:
        """The contact of that name at a buyer; at any where none is said, since names come once in the sample."""
        named = {called: number for (_buyer, called), number in self.people.items()}
        return _known(self.people, (buyer, name)) if buyer else _known(named, name)


def _known(table: dict[Any, int], key: Any) -> int:
    if key not in table:
        raise NotFound("the sample speaks of {key}, which is not in it", key=str(key))
    return table[key]
