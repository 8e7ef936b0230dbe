"""The World Bank: its procurement notices (API), its contract awards (dataset), and lists of the bids on its contracts.

https://search.worldbank.org/api/v2/procnotices, https://datacatalog.worldbank.org/ ("Contract Awards in Investment
Project Financing").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bidtracker.domain.dates import PublishedTime
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.names import normal
from bidtracker.domain.records import Identifier
from bidtracker.domain.rules import LONGEST_NAME
from bidtracker.domain.vocabulary import Stage
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.formats.shared.number_dates import in_order
from bidtracker.intake.formats.shared.offers import BidPrice, runner_up
from bidtracker.intake.notice import Notice, NoticeAward, Party, Problem, digest
from bidtracker.intake.open.lenient_json import Doubt, Object, first, obj, objs, text

CONTRACT = {  # the columns of contract awards -> their names in the interface to the same data
    "WB Contract Number": "wb_contract_number",
    "Contract Description": "contract_description",
    "Borrower Contract Reference Number": "borrower_contract_reference_number",
    "Contract Signing Date": "contract_signing_date",
    "Borrower Country / Economy": "borrower_country",
    "Project ID": "project_id",
    "Project Name": "project_name",
    "Supplier": "supplier",
    "Supplier Country / Economy": "supplier_country",
    "Supplier Contract Amount (USD)": "supplier_contract_amount_usd",
}
PROJECT = "https://projects.worldbank.org/en/projects-operations/procurement-detail/"
MOST = 100_000  # contracts kept until the file ends; 17,000 bids on 3,400 contracts take 15 MB
Bids = dict[str, tuple[int, list[Object]]]  # of each contract: the record that named it first, and its bids
_CLOCK = re.compile(r"\d\d:\d\d")
_WRITTEN = re.compile(r"([A-Z]{3})\s*(\d[\d,]*(?:\.\d+)?)")
PRICES = ("opening.price", "evaluated.price", "contract.price")

# What stands beside a reference in its notices; a sheet of one's own may have that too.
ITS_OWN = {"project_id", "project_name", "project_ctry_name", "notice_type", "bid_description", "noticedate"}


class WorldBankReader(RecordReader):
    """Reads notices, awards, and bids, which are gathered by contract: they do not stand together in the file."""

    name = "worldbank"
    label = "World Bank"
    alone = False  # a record that does not hold what is looked for may belong to a contract that does

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether this is a notice, a contract award or a bid."""
        return (
            ("bid_reference_no" in record and not ITS_OWN.isdisjoint(record))
            or "procnotices" in record
            or "WB Contract Number" in record
            or "wb_contract_number" in record
            or {"project", "contract", "bidder.name"} <= set(record)
            or ("project_id" in record and "notice_type" in record and "bid_description" in record)
        )

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._bids: Bids = {}

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """One Notice of a notice or an award; those of bids come when all of a contract are known."""
        if "procnotices" in record:  # an answer whose notices are named by their ids
            held = record["procnotices"]
            for notice in objs(list(held.values()) if isinstance(held, dict) else held):
                yield self._notice(number, notice, bytes(raw) + text(notice.get("id")).encode())
        elif "WB Contract Number" in record:
            yield self._awarded(number, record, raw)
        elif "wb_contract_number" in record:
            yield self._awarded(number, {name: record.get(key) for name, key in CONTRACT.items()}, raw)
        elif "bidder.name" in record:
            contract = text(record.get("contract"))
            if not contract or (contract not in self._bids and len(self._bids) >= MOST):
                yield from self.rest()
            self._bids.setdefault(contract, (number, []))[1].append(record)
        else:
            yield self._notice(number, record, raw)

    def rest(self) -> Iterable[Notice | Problem]:
        """The contracts whose bids have been gathered."""
        for contract, (number, bids) in self._bids.items():
            yield self._contract(number, contract, bids)
            yield from self._doubts(number)
        self._bids.clear()

    # ------------------------------------------------------------ bids

    def _contract(self, number: int, contract: str, bids: list[Object]) -> Notice:
        """All bids on one contract. Who borrows is not told: the buyer is known by the project only."""
        project, contract_id = text(bids[0].get("project")), contract.rpartition("/")[2]
        names = dict.fromkeys(_bidder(bid) for bid in bids if text(bid.get("bidder.name")))
        kept = [
            {"bidder": text(bid.get("bidder.name")), "status": text(bid.get("status"))} | _prices(bid) for bid in bids
        ]
        return Notice(
            key=contract_id or project,
            list=self._list or "worldbank",
            format="worldbank",
            digest=digest("\x1e".join("\x1f".join(map(text, bid.values())) for bid in bids).encode()),
            record=number,
            url=contract if contract.startswith("http") else "",
            reference=contract_id[:LONGEST_NAME],
            title=f"{project} {contract_id}".strip()[:LONGEST_NAME],
            buyer=_project(project, f"World Bank project {project}") if project else None,
            stage=Stage.CLOSED,
            offers=len(names) or None,
            tenderers=tuple(names),
            awards=tuple(self._won(bids)),
            extra={"bids": kept},
        )

    def _won(self, bids: list[Object]) -> Iterable[NoticeAward]:
        """One award for each winner; a bidder that is listed twice with one price won once."""
        seen = set()
        offers = [offer for bid in bids if (offer := self._evaluated(bid))]
        for bid in bids:
            name = text(bid.get("bidder.name"))
            if text(bid.get("status")).casefold() != "awarded" or not name:
                continue
            amount = text(bid.get("contract.price.amount"))
            if (normal(name), amount) in seen:
                continue
            seen.add((normal(name), amount))
            won, value = (_bidder(bid),), self._price(bid, "contract.price")
            yield NoticeAward(
                key=f"{normal(name)} {amount}".strip(),
                suppliers=won,
                value=value,
                runner_up=runner_up(offers, won, "", value),
            )

    def _evaluated(self, bid: Object) -> BidPrice | None:
        """A bid that was evaluated and did not win, at the price by which bids are compared."""
        if text(bid.get("status")).casefold() != "evaluated":
            return None
        money = self._price(bid, "evaluated.price")
        return BidPrice((_bidder(bid),), money) if money else None

    def _price(self, bid: Object, key: str) -> Money | None:
        """A price as it is written out ("AMD267,254,619.60"): the column beside it has it without its fraction, and of
        a price in several currencies only the first."""
        written = text(bid.get(f"{key}.raw"))
        parts = _WRITTEN.findall(written)
        if len(parts) > 1:
            several = say("the price is in several currencies; it was not imported")
            self._loose.doubts.append(Doubt(key, written, several))
            return None
        if parts:
            return self._loose.amount(parts[0][1].replace(",", ""), parts[0][0], key)
        return self._loose.amount(bid.get(f"{key}.amount") or None, bid.get(f"{key}.currency"), key)

    # ------------------------------------------------------------ contract awards

    def _awarded(self, number: int, row: Object, raw: bytes) -> Notice:
        contract, project = text(row.get("WB Contract Number")), text(row.get("Project ID"))
        place = _named(row, "Borrower Country / Economy", "Borrower Country")
        supplier = text(row.get("Supplier"))
        own = text(row.get("Borrower Contract Reference Number"))
        amount = _named(row, "Supplier Contract Amount (USD)", "Total Contract Amount (USD)")
        return Notice(
            key=contract,
            list=self._list or "worldbank",
            format="worldbank",
            digest=digest(raw),
            record=number,
            reference=contract,
            title=first((text(row.get("Contract Description")), f"{project} {contract}"))[:LONGEST_NAME],
            buyer=_project(project, first((text(row.get("Project Name")), project)), place) if project else None,
            country=place,
            stage=Stage.CLOSED,
            awards=(
                NoticeAward(
                    key=f"{normal(supplier)} {amount}",
                    suppliers=(
                        Party(
                            name=supplier[:LONGEST_NAME],
                            country=_named(row, "Supplier Country / Economy", "Supplier Country"),
                        ),
                    )
                    if supplier
                    else (),
                    value=self._loose.money({"amount": amount or None, "currency": "USD"}, "Contract Amount (USD)"),
                    awarded=self._day(row, "Contract Signing Date", "mdy"),
                ),
            ),
            extra={"Borrower Contract Reference Number": own} if own else {},
        )

    # ------------------------------------------------------------ notices

    def _notice(self, number: int, notice: Object, raw: bytes) -> Notice:
        notice_id, project = text(notice.get("id")), text(notice.get("project_id"))
        place = text(notice.get("project_ctry_name"))
        kind = text(notice.get("notice_type")).casefold()
        awarded = kind.startswith("contract award")
        organisation = first((text(notice.get("agency_name")), text(notice.get("contact_organization"))))
        posted = self._day(notice, "noticedate", "dmy")
        buyer = Party(name=organisation[:LONGEST_NAME], country=place) if organisation else None
        deadline = self._deadline(notice)
        category = text(obj(notice.get("unspsc_classification")).get("proc_voc_id"))
        return Notice(
            key=notice_id or text(notice.get("bid_reference_no")),
            list=self._list or "worldbank",
            format="worldbank",
            digest=digest(raw),
            record=number,
            url=f"{PROJECT}{notice_id}" if notice_id else "",
            reference=text(notice.get("bid_reference_no"))[:LONGEST_NAME],
            title=first((text(notice.get("bid_description")), text(notice.get("project_name"))))[:LONGEST_NAME],
            buyer=buyer
            or (_project(project, first((text(notice.get("project_name")), project)), place) if project else None),
            country=place,
            category=category,
            category_scheme="UNSPSC" if category else "",
            value=self._loose.money(
                {"amount": notice.get("bid_estimate_amount"), "currency": notice.get("bid_currency_code")},
                "bid_estimate_amount",
            ),
            published=None if awarded else posted,
            deadline=deadline.day if deadline else None,
            deadline_at=deadline.hour if deadline else None,
            decision_date=posted if awarded else None,
            stage=Stage.CLOSED if awarded else Stage.WATCHING if kind.startswith("general procurement") else None,
        )

    def _deadline(self, notice: Object) -> PublishedTime | None:
        """Until when to bid; the date of submission is the day on which the Bank was sent the notice."""
        day = self._day(notice, "submission_deadline_date", "dmy")
        clock = text(notice.get("submission_deadline_time"))
        timed = (
            self._loose.published(f"{day}T{clock}", "submission_deadline_time") if day and _CLOCK.match(clock) else None
        )
        return timed or (PublishedTime(day) if day else None)

    def _day(self, record: Object, key: str, order: str) -> date | None:
        """A day as the Bank writes it: ISO, in its order of numbers, or "12-Mar-2026"."""
        written = text(record.get(key))
        try:
            return self._loose.day(in_order(_numbered(written), order) or None, key)
        except Unreadable as error:
            self._loose.doubts.append(Doubt(key, written, error.message))
            return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _numbered(written: str) -> str:
    """ "12-Mar-2026" with the number of its month."""
    day, _, rest = written.partition("-")
    month, _, year = rest.partition("-")
    name = month[:3].casefold()
    return f"{year[:4]}-{_MONTHS.index(name) + 1:02}-{day:0>2}" if name in _MONTHS else written


def _named(row: Object, *keys: str) -> str:
    return first(text(row.get(key)) for key in keys)


def _project(project: str, name: str, place: str = "") -> Party:
    return Party(name=name[:LONGEST_NAME], identifiers=(Identifier(scheme="WB-PROJECT", id=project),), country=place)


def _bidder(bid: Object) -> Party:
    return Party(name=text(bid.get("bidder.name"))[:LONGEST_NAME], country=text(bid.get("bidder.country")))


def _prices(bid: Object) -> Object:
    """The prices of a bid as it was opened, as it was evaluated, and as it became the contract."""
    prices: Object = {}
    for price in PRICES:
        written = text(bid.get(f"{price}.raw"))
        parts = _WRITTEN.findall(written) or [(text(bid.get(f"{price}.currency")), text(bid.get(f"{price}.amount")))]
        amounts = [{"amount": amount.replace(",", ""), "currency": currency} for currency, amount in parts if amount]
        if amounts:
            prices[price.partition(".")[0]] = amounts[0] if len(amounts) == 1 else amounts
    return prices


FORMAT = WorldBankReader
