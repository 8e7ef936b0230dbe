"""The World Bank's notices, contract awards, and lists of bids with those who lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from reads import take

from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Stage

HEAD = (
    "project,contract,bidder.name,status,bidder.country,opening.price.currency,opening.price.amount,"
    "evaluated.price.currency,evaluated.price.amount,contract.price.currency,contract.price.amount\n"
)
LINK = "http://search.worldbank.org/wcontractawards/procdetails/"


def test_the_bids_on_a_contract_are_gathered_wherever_they_stand() -> None:
    rows = (
        f"P1,{LINK}OP1,Dear Ltd,Evaluated,Kenya,USD,12.0,KES,1200,,\n"
        f"P1,{LINK}OP2,Other,Awarded,,USD,1,USD,1,USD,1.0\n"
        f"P1,{LINK}OP1,Winner,Awarded,Kenya,USD,10.0,KES,1000,KES,1000.0\n"
        f"P1,{LINK}OP1,Cheap,Rejected,,USD,1.0,KES,100,,\n"
        f"P1,{LINK}OP1,Dearer,Evaluated,,USD,1.0,KES,1300,,\n"
        f"P1,{LINK}OP1,Winner,Awarded,Kenya,USD,10.0,KES,1000,KES,1000.0\n"
    )
    notices, problems = take(HEAD + rows, name=None)
    assert not problems
    assert [(n.key, n.title) for n in notices] == [("OP1", "P1 OP1"), ("OP2", "P1 OP2")]
    first = notices[0]
    assert (first.offers, [p.name for p in first.tenderers]) == (4, ["Dear Ltd", "Winner", "Cheap", "Dearer"])
    assert first.buyer is not None
    assert first.buyer.name == "World Bank project P1"
    (award,) = first.awards
    assert ([p.name for p in award.suppliers], award.value) == (["Winner"], Money(Decimal(1000), "KES"))
    assert award.runner_up == Money(Decimal(1200), "KES"), "a rejected bid is no price to be had"
    assert first.extra["bids"][0]["opening"] == {"amount": "12.0", "currency": "USD"}


def test_a_price_is_what_is_written_out() -> None:
    """The column beside it has no fraction, and of several currencies only the first."""
    columns = [
        *("project", "contract", "bidder.name", "status", "bidder.country"),
        *("evaluated.price.currency", "evaluated.price.amount", "evaluated.price.raw"),
        *("contract.price.currency", "contract.price.amount", "contract.price.raw"),
    ]
    rows = [
        ("P1", f"{LINK}OP1", "Winner", "Awarded", "", *("AMD", "7", "AMD7.60"), *("AMD", "1267", "AMD1,267.60")),
        ("P1", f"{LINK}OP1", "Second", "Evaluated", "", *("AMD", "2000", "AMD 2,000.25"), "", "", ""),
        ("P1", f"{LINK}OP1", "Mixed", "Evaluated", "", *("AMD", "3", "AMD 3.00USD 900.00"), "", "", ""),
        ("P2", f"{LINK}OP2", "Bare", "Awarded", "", "", "", "", *("", "", "USD 5.00")),
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (columns, *rows))
    (first, second), problems = take(text, name=None)
    (award,) = first.awards
    assert award.value == Money(Decimal("1267.60"), "AMD")
    assert award.runner_up == Money(Decimal("2000.25"), "AMD"), "three drams are not what the mixed offer asks"
    assert second.awards[0].value == Money(Decimal("5.00"), "USD")
    assert [(p.key, p.value, p.refused) for p in problems] == [("evaluated.price", "AMD 3.00USD 900.00", False)]
    assert first.extra["bids"][2]["evaluated"] == [
        {"amount": "3.00", "currency": "AMD"},
        {"amount": "900.00", "currency": "USD"},
    ]


def test_a_contract_award_of_the_dataset() -> None:
    head = (
        "WB Contract Number,Project ID,Project Name,Borrower Country / Economy,Contract Description,"
        "Contract Signing Date,Supplier,Supplier Country / Economy,Supplier Contract Amount (USD)\n"
    )
    (notice,), problems = take(head + "1657297,P130544,Roads,Kenya,Bridge works,06/25/2021,Rival,China,35729.02\n")
    assert not problems
    assert (notice.title, notice.country, notice.stage) == ("Bridge works", "Kenya", Stage.CLOSED)
    assert notice.buyer is not None
    assert notice.buyer.name == "Roads"
    assert notice.awards[0].awarded == date(2021, 6, 25)
    assert notice.awards[0].value == Money(Decimal("35729.02"), "USD")


def test_notices_of_the_api_as_a_list_or_by_their_ids() -> None:
    each = {
        "id": "OP00123456",
        "notice_type": "Invitation for Bids",
        "noticedate": "12-Mar-2026",
        "submission_deadline_date": "2026-04-30T00:00:00Z",
        "project_ctry_name": "Kenya",
        "project_id": "P1",
        "project_name": "Roads",
        "bid_reference_no": "KE-1",
        "bid_description": "Bridge works",
        "contact_organization": "Roads Authority",
    }
    for content in (
        {"total": "1", "procnotices": [each]},
        {"total": "1", "procnotices": {"OP00123456": each}},
    ):
        (notice,), problems = take(content, name=None)
        assert not problems
        assert (notice.key, notice.reference, notice.title) == ("OP00123456", "KE-1", "Bridge works")
        assert notice.buyer is not None
        assert notice.buyer.name == "Roads Authority"
        assert (notice.published, notice.deadline) == (date(2026, 3, 12), date(2026, 4, 30))
        assert notice.url.endswith("/procurement-detail/OP00123456")
