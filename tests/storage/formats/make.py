"""Makes the small book of the present format that later versions must still open: <format>.bidtracker, the dump of it
and the fields that its records may have.

    python tests/storage/formats/make.py

Run it again whenever a record gained a table or a field and the format has not been released yet. Once it has, the
three files stay for good: raise FORMAT in book_file.py, add the migration, and run this for the new one.
"""

from __future__ import annotations

import json
import tempfile
import uuid
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from unittest.mock import patch

import msgspec

from bidtracker.book import Book, seals
from bidtracker.domain.amounts import read_money
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.losses.score_sheet import read_criterion
from bidtracker.domain.message import say
from bidtracker.domain.records import RECORDS, Buyer, Proposal, ScoreSheet, Settings
from bidtracker.domain.vocabulary import (
    Channel,
    DealStep,
    DemandKind,
    FactKind,
    Fit,
    InquiryKind,
    Level,
    Lever,
    ProposalKind,
    SignalKind,
    Stance,
    TouchOutcome,
)
from bidtracker.intake import ImportChoices, import_files
from bidtracker.storage.book_file import FORMAT

FOLDER = Path(__file__).parent
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
LIST = {
    "tenders": [
        {
            "reference": "R-1",
            "title": "Hospital beds 病床 «lits»",
            "buyer": "Northern Trust",
            "country": "GB",
            "value": "1000000",
            "currency": "GBP",
            "published": "2025-01-10",
            "deadline": "2025-03-01",
            "outcome": "lost",
            "winner": "Acme Ltd",
            "award_value": "900000",
            "award_date": "2025-05-01",
            "contract_start": "2025-06-01",
            "contract_end": "2027-05-31",
            "url": "https://tenders.example/1",
        },
        {"reference": "R-2", "title": "Scanners", "buyer": "City Clinic", "value": "50000", "currency": "EUR"},
    ]
}


class Listed(BytesIO):
    """A list with the name of a file."""

    name = "list.json"


def fields() -> dict[str, list[str]]:
    """What may be stored: the fields of each kind of record and of the values in it."""
    result: dict[str, list[str]] = {}
    waiting: list[type] = [*RECORDS.values(), Settings]
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in result:
            result[kind.__name__] = sorted(field.encode_name for field in msgspec.structs.fields(kind))
            for field in msgspec.structs.fields(kind):
                waiting += inside(msgspec.inspect.type_info(field.type))
    return dict(sorted(result.items()))


def inside(info: msgspec.inspect.Type) -> list[type]:
    """The kinds of values within a type."""
    if isinstance(info, msgspec.inspect.StructType):
        return [info.cls]
    parts = [getattr(info, name, None) for name in ("item_type", "key_type", "value_type")]
    several = [*getattr(info, "types", ()), *getattr(info, "item_types", ())]
    return [kind for part in (*parts, *several) if part is not None for kind in inside(part)]


def fill(book: Book) -> None:
    """Acts that leave something in every table, a removed record, an undone act and one that could be done again."""
    book.set_settings(us=("Ours Ltd",), base_currency="EUR", rates={"GBP": "1.15"})
    import_files(book, [Listed(json.dumps(LIST).encode())], ImportChoices(file_format="native"))
    with book.acting("import") as draft:
        for number in range(210):  # so many that their images are kept apart
            draft.add(Buyer(name=f"Buyer {number}"))
        draft.title = say("Imported a long list")
    book.add("contacts", name="Dr Hu", buyer="B1", roles=["decides"], notes="Prefers mornings")
    book.believe("P1", level=Level.FAMILIAR, stance=Stance.SUPPORTS, on=date(2026, 10, 1))
    book.add("facts", buyer="B1", kind=FactKind.PAYMENT_PROCESS, text="Pays late", on=TODAY, channel=Channel.SIDE)
    book.set("T1", title="Hospital beds, Ward 7", notes="typed over the list")
    book.give_reasons("T1", [])
    book.promise("A1", "Delivery in 10 days", due=date(2026, 9, 1))
    book.observe("A1", SignalKind.DELIVERY_LATE, on=date(2026, 11, 2), promise=1, severity=2, contact="P1")
    book.confirm("S1")
    book.plan_touch("A1", on=date(2026, 11, 20), contact="P1", note="Ask about the delay")
    book.done("F1", TouchOutcome.PAIN_SHARED)
    book.bid("T2", price=read_money("45000 EUR"), p_win=0.6)
    book.add("offers", name="Model 8", price=read_money("40000 EUR"), floor=read_money("36000 EUR"))
    book.need("P1", "Beds for a new wing", budget=read_money("800000 GBP"))
    book.demand("N1", next(iter(DemandKind)), "Must fit the lift")
    book.match("N1.1", "O1", next(iter(Fit)), "with the short frame")
    book.quote("T2", read_money("45000 EUR"), offer="O1")
    book.quote("T2", read_money("44000 EUR"), by="Acme Ltd")
    book.concede("M1", "2 years of service", "a reference")
    book.theme("T1", next(iter(Lever)), "Delivered in a week, as twice before", need="N1.1", promise="A1.1", main=True)
    book.win("T2", ContractTerms(awarded=date(2026, 11, 1), value=read_money("45000 EUR"), start=date(2026, 12, 1)))
    sheet = ScoreSheet(criteria=(read_criterion("Quality = 60: 45/52"), read_criterion("Price = 40: 38/40")))
    book.score("T1", sheet, as_given=True)
    book.inquire("A1", next(iter(InquiryKind)), office="Buying office", as_given=True)
    book.add("facts", buyer="B1", kind=FactKind.FAMILY, text="Two daughters", on=TODAY, person="P1")
    book.add("favours", contact="P1", text="Lent us a bed", on=TODAY, returned=TODAY)
    book.hospitality("P1", "Lunch", value=read_money("40 EUR"))
    book.add("channel_changes", buyer="B1", was="a dealer", becomes="ourselves", on=TODAY, contact="P1")
    book.deal("A2")
    book.change_order("D1", "Red ones", costs=read_money("90 EUR"), days=7)
    book.step("D1", next(iter(DealStep)), due=date(2026, 12, 1), amount=read_money("9000 EUR"))
    with book.acting("import") as draft:
        draft.add(
            Proposal(kind=ProposalKind.SAME_BUYER, about="B1", other="B2", grounds=say("The names are alike"), on=TODAY)
        )
        draft.title = say("Imported a proposal")
    book.seal()
    book.add("tenders", title="By mistake", buyer="B2")
    book.delete("T3")
    book.add("buyers", name="Undone")
    book.undo()


def make(folder: Path) -> None:
    """Writes the files; the same fields make the same bytes, so that a change of them is a change of the format."""
    path = folder / f"{FORMAT}.bidtracker"
    salts = count(1)
    with (
        tempfile.TemporaryDirectory() as elsewhere,
        patch.object(seals, "new_salt", lambda: f"{next(salts):032x}"),
        patch.object(uuid, "uuid4", lambda: uuid.UUID(int=FORMAT)),
    ):
        fresh = Path(elsewhere) / "book"
        with Book.open(fresh, create=True, who="ann", clock=lambda: NOW) as book:
            fill(book)
            assert book.check() == []
            empty = [table for table in RECORDS if not len(book.db.table(table))]
            assert not empty, f"nothing is in {empty}: let fill() put something there"
            book.backup(path, overwrite=True)
            with path.with_suffix(".json").open("wb") as stream:
                book.dump(stream)
    path.with_suffix(".fields.json").write_text(json.dumps(fields(), indent=1) + "\n")


if __name__ == "__main__":
    make(FOLDER)
