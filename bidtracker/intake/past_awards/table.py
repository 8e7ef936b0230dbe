"""Tables of past awards, one award a row, whatever their columns are called.

A table needs columns for buyer, supplier and date; class, title, value, offers, start, end and procedure are used
where they are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice, repeat, zip_longest
from typing import TypeVar

from bidtracker.domain.amounts import CURRENCIES, read_amount, read_currency
from bidtracker.domain.dates import read_published
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.past_awards import LeftOutReason, Purchase
from bidtracker.domain.records import TenderLine
from bidtracker.domain.rules import LARGEST_AMOUNT
from bidtracker.domain.text import fold
from bidtracker.domain.vocabulary import Method
from bidtracker.intake.open.encoding import as_utf8
from bidtracker.intake.open.source import ListSource
from bidtracker.intake.open.table import Table
from bidtracker.radar.score.priors import category_class

# What a column may be called, in order of preference, without case, spaces, dashes and dots.
NAMES = {
    "buyer": "buyer buyername contractingauthority authority authorityname procuringentity organisationname agency"
    " awardingagency purchaser customer zadavatel",
    "buyer_id": "buyerid buyeridentifier authorityid contractingauthorityid agencycode organisationid",
    "supplier": "supplier suppliername winner winnername vendor vendorname contractor contractorname recipientname"
    " awardee awardedsupplier incumbent dodavatel",
    "supplier_id": "supplierid supplieridentifier winnerid vendorid contractorid recipientuei uei",
    "kind": "class cls itemclass category categorycode classification cpv cpvcode cpvcodes maincpv unspsc naics"
    " naicscode psc psccode",
    "scheme": "scheme classscheme categoryscheme classificationscheme",
    "title": "title tendertitle contracttitle awardtitle subject description name item",
    "day": "date awarddate awarded dateawarded awardeddate decisiondate contractdate signaturedate datesigned signed"
    " actiondate startdate published publicationdate",
    "value": "value awardvalue amount awardamount contractvalue contractamount price winningbid finalvalue",
    "currency": "currency valuecurrency awardcurrency currencycode",
    "offers": "offers nbids bids bidscount noffers numberofoffers numberofbids numberoftenderers ntenderers tenderers"
    " bidders nbidders offersreceived bidsreceived numberofoffersreceived",
    "start": "start contractstart startdate periodstart contractstartdate",
    "end": "end contractend enddate periodend contractenddate expiry expirydate",
    "method": "method procurementmethod procedure proceduretype competitiontype extentcompeted",
}
NEEDED = ("buyer", "supplier", "day")
SCHEMES = {"cpv": "CPV", "cpvcode": "CPV", "cpvcodes": "CPV", "maincpv": "CPV", "unspsc": "UNSPSC", "naics": "NAICS"}
SCHEMES |= {"naicscode": "NAICS", "psc": "PSC", "psccode": "PSC"}
# How procedures without competition are called.
DIRECT = re.compile(
    r"\b(direct\b|directa\b|direkt|directo|diretto|direta\b|sole source|single source|not competed|noncompetitive"
    r"|not available for competition|without (?:prior )?(?:publication|competition|call)|no competition"
    r"|bez uverejneni|bez zverejnenia|sin publicidad|sin publicacion|sans publicite|sans mise en concurrence"
    r"|gre a gre|senza (?:previa )?pubblicazione|bez ogloszenia|z wolnej reki|ohne teilnahmewettbewerb"
    r"|ohne (?:vorherige )?bekanntmachung|freihandig|inexigib|dispensa\b|award without|uden forudgaende"
    r"|единственн|без публикац|без оголошення)|单一来源|單一來源|直接"
)
METHODS = {str(method): method for method in Method}
SPELLINGS = re.compile(r"[^a-z]")

# An award before it is known which suppliers are the same: its need; names and ids of suppliers; the rest of the row.
NameAndId = tuple[str, str]
NOBODY: NameAndId = ("", "")
CellColumn = tuple[str, ...]
AT_ONCE = 1_000  # rows
strip = str.strip
RawAward = tuple[Purchase, tuple[NameAndId, ...], str, str, int | None, Method | None, date | None, date | None]


def rows_of(source: ListSource) -> Iterator[RawAward | LeftOutReason] | None:
    """The rows of a table of awards; None where the list is something else."""
    chunks, _ = as_utf8(source)
    first = next((chunk for chunk in chunks if chunk.strip()), b"")
    if not first.strip() or first.lstrip()[:1] in (b"[", b"{"):
        return None
    table = Table(chain((first,), chunks))
    columns = _columns(table.columns)
    if any(name not in columns for name in NEEDED):
        return None
    return _AwardColumns(columns).read(table)


def _columns(header: Iterable[str]) -> dict[str, str]:
    """Our name of a column -> what the table calls it."""
    named_as = {SPELLINGS.sub("", fold(name)): name for name in reversed(list(header))}
    columns: dict[str, str] = {}
    for name, spellings in NAMES.items():
        spelled = next((named_as[spelling] for spelling in spellings.split() if spelling in named_as), None)
        if spelled is not None and (spelled not in columns.values() or name == "start"):
            columns[name] = spelled
    if "scheme" not in columns and (scheme := SCHEMES.get(SPELLINGS.sub("", fold(columns.get("kind", ""))))):
        columns["="] = scheme
    if "buyer" not in columns and "buyer_id" in columns:
        columns["buyer"] = columns["buyer_id"]
    if "supplier" not in columns and "supplier_id" in columns:
        columns["supplier"] = columns["supplier_id"]
    return columns


CellValue = TypeVar("CellValue")
Meaning = TypeVar("Meaning")


class _CellMeanings(dict[CellValue, Meaning]):
    """What the cells of a column mean: each spelling is read once, however many rows have it."""

    def __init__(self, read: Callable[[CellValue], Meaning]) -> None:
        self._read = read

    def __missing__(self, cell: CellValue) -> Meaning:
        meaning = self[cell] = self._read(cell)
        return meaning


class _AwardColumns:
    """Reads the cells of one table, a column of many rows at a time."""

    def __init__(self, columns: dict[str, str]) -> None:
        self._scheme = columns.pop("=", "")
        self._columns = columns
        self._days = _CellMeanings(_day)
        self._kinds = _CellMeanings[NameAndId, str](lambda named: kind_of(*named))
        self._counts = _CellMeanings(_count)
        self._methods = _CellMeanings(_method)
        self._buyers = _CellMeanings(_buyer)

    def read(self, table: Table) -> Iterator[RawAward | LeftOutReason]:
        rows = table.cells()
        while batch := list(islice(rows, AT_ONCE)):
            sound = [cells for cells in batch if isinstance(cells, list)]
            yield from repeat(LeftOutReason.UNREADABLE, len(batch) - len(sound))
            # Of two columns with one name the last counts.
            columns = dict(zip(table.columns, zip_longest(*sound, fillvalue=""), strict=False))
            missing = ("",) * len(sound)
            yield from self._awards(*(columns.get(self._columns.get(name, ""), missing) for name in NAMES))

    def _awards(
        self,
        buyer_name: CellColumn,
        buyer_id: CellColumn,
        supplier: CellColumn,
        supplier_id: CellColumn,
        category: CellColumn,
        scheme: CellColumn,
        title: CellColumn,
        day: CellColumn,
        value: CellColumn,
        currency: CellColumn,
        offers: CellColumn,
        start: CellColumn,
        end: CellColumn,
        method: CellColumn,
    ) -> Iterator[RawAward | LeftOutReason]:
        """An award a row, its columns in the order of NAMES."""
        days = list(map(self._days.__getitem__, day))
        buyers = list(map(self._buyers.__getitem__, zip(map(strip, buyer_name), map(strip, buyer_id), strict=True)))
        parties = list(zip(map(strip, supplier), map(strip, supplier_id), strict=True))
        categories = list(map(strip, category))
        schemes = [cell.strip() or self._scheme for cell in scheme]
        kinds = map(self._kinds.__getitem__, zip(categories, schemes, strict=True))
        needs = map(Purchase, buyers, kinds, title, (day or date.min for day in days), map(_money, value, currency))
        awards = zip(
            needs,
            zip(parties, strict=True),
            categories,
            schemes,
            map(self._counts.__getitem__, offers),
            map(self._methods.__getitem__, method),
            map(self._days.__getitem__, start),
            map(self._days.__getitem__, end),
            strict=True,
        )
        for award, on, buyer, party in zip(awards, days, buyers, parties, strict=True):
            if on and buyer and party != NOBODY:
                yield award
            else:
                yield (
                    LeftOutReason.NO_DATE
                    if on is None
                    else LeftOutReason.NO_SUPPLIER
                    if buyer
                    else LeftOutReason.NO_BUYER
                )


def _buyer(named: NameAndId) -> str:
    """The id where the table has one, else the normal name."""
    return named[1] or (normal(named[0]) if named[0] else "")


def _method(text: str) -> Method | None:
    """A procedure; one of no kind that we know counts as not known."""
    plain = fold(text.strip())
    return METHODS.get(plain) or (Method.DIRECT if DIRECT.search(plain) else None)


def kind_of(category: str, scheme: str) -> str:
    """The class of alike purchases that a code or the words of a category name."""
    return category_class(TenderLine(title="", buyer=0, category=category, category_scheme=scheme))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    text = text.strip()
    try:
        return read_published(text).day
    except Unreadable:
        pass
    day_month_year = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?:[ T].*)?", text)
    if day_month_year is None or (
        day_month_year[2] == "/" and int(day_month_year[1]) <= 12 and int(day_month_year[3]) <= 12
    ):
        return None  # a date that could be two is not usable
    first, second = int(day_month_year[1]), int(day_month_year[3])
    if second > 12:
        first, second = second, first
    try:
        return date(int(day_month_year[4]), second, first)
    except ValueError:
        return None


def _money(text: str, currency: str) -> Money | None:
    if not text:
        return None
    try:
        amount = Decimal(text)
    except ArithmeticError:
        try:
            amount = read_amount(text)
        except Unreadable:
            return None
    if not (amount.is_finite() and 0 < amount < LARGEST_AMOUNT):
        return None
    return Money(amount, currency if currency in CURRENCIES else _currency(currency))


def _currency(text: str) -> str:
    try:
        return read_currency(text) if text.strip() else ""
    except Unreadable:
        return ""


def _count(text: str) -> int | None:
    """A number of offers; lists write 0 where it is not known."""
    if text.isdigit() and text.isascii() and len(text) < 7:
        return int(text) or None
    head = text.strip().partition(".")
    whole = head[0].isdigit() and head[0].isascii() and len(head[0]) < 7 and not head[2].strip("0")
    return (int(head[0]) or None) if whole else None
