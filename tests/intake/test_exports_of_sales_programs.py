"""Registers that people keep in a program for sales, as it writes them out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bidtracker.book import Book
from bidtracker.domain.records import Tender
from bidtracker.domain.vocabulary import Decision, LostReason, NoBidReason, Outcome, Stage, WonReason
from bidtracker.intake import ImportChoices, ImportListener, Report, import_files
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.survey import ColumnSurvey

SALESFORCE = """Opportunity ID,Account Name,Opportunity Name,Stage,Fiscal Period,Amount,Probability (%),Close Date,\
Loss Reason
0061r00000AbCdE,Ashford Trust,Patient monitors,Closed Lost,Q1-2026,"450,000.00",0,15/03/2026,Price
0061r00000AbCdF,Leeds Council,Road salt supply,Closed Won,Q2-2026,"120,000.00",100,02/05/2026,
0061r00000AbCdG,Kent Police,Body cameras,Negotiation/Review,Q4-2026,"1,200,000.00",60,18/12/2026,
"""
HUBSPOT = """Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company,Closed Lost Reason,\
Closed Won Reason,Deal probability
9001,Betten,closedlost,2026-03-15 14:33,450000,Klinikum Nord,Competitor cheaper,,0.0
9002,Monitore,closedwon,2026-05-02 10:00,120000,Klinikum West,,Best quality,1.0
9003,Ultraschall,contractsent,2026-12-18 00:00,1200000,Uniklinik,,,0.6
"""
PIPEDRIVE = """Deal - Title;Deal - Organization;Deal - Value;Deal - Stage;Deal - Status;Deal - Lost reason;\
Deal - Expected close date;Deal - Probability
Salt for Ashby;Ashby Council;450000;Proposal Made;Lost;Price too high;2026-03-15;20
Grit for Corby;Corby Council;120000;Negotiations Started;Won;;2026-05-02;60
Sand for Derby;Derby Council;1200000;Negotiations Started;Open;;2026-12-18;60
"""
ZOHO = """Deal Name,Account Name,Stage,Amount,Closing Date,Probability (%),Reason For Loss,Type,\
Contract Start,Contract End
Beds 2026,City Hospital,Closed-Lost to Competition,"£ 450,000",15/03/2026,0,Price - 12% above,New,,
Beds 2027,Town Hospital,Closed Won,"£ 120,000",02/05/2026,100,,New,01/06/2026,31/05/2029
Beds 2028,Vale Hospital,Negotiation/Review,"£ 1,200,000",18/12/2026,60,,New,,
"""
NOTION = """Name,Client,Status,Value (£k),Due,Win %,Lost because
Grounds maintenance,Ashby DC,❌ Lost,450,"March 15, 2026 12:00 PM",40%,💰 Price
Tree surgery,Corby BC,✅ Won,120,"May 2, 2026",60%,
Play areas,Derby CC,🟡 In evaluation,1200,"December 18, 2026 5:00 PM",60%,
"""
# The answers of their interfaces: fields in an envelope, nested, annotated, and with names written together.
AIRTABLE = [
    {"id": "rec1", "createdTime": "2026-01-01T00:00:00.000Z", "fields": {
        "Opportunity": "Beds", "Client": "City Hospital", "Status": "Lost", "Due": "2026-03-15", "Why lost": "Price"}},
    {"id": "rec2", "fields": {"Opportunity": "Cots", "Client": "Vale Hospital", "Status": "Won", "Due": "2026-05-02"}},
]  # fmt: skip
SALESFORCE_API = [
    {"attributes": {"type": "Opportunity"}, "Id": "006A", "Name": "Beds", "StageName": "Closed Lost",
     "Account": {"attributes": {"type": "Account"}, "Name": "City Hospital"}, "Amount": 120000.0,
     "Probability": 0.0, "CloseDate": "2026-03-15", "Loss_Reason__c": "Price", "CurrencyIsoCode": "EUR"},
    {"attributes": {"type": "Opportunity"}, "Id": "006B", "Name": "Cots", "StageName": "Closed Won",
     "Account": {"attributes": {"type": "Account"}, "Name": "Vale Hospital"}, "Amount": 90000.0,
     "Probability": 100.0, "CloseDate": "2026-05-02", "Loss_Reason__c": None, "CurrencyIsoCode": "EUR"},
]  # fmt: skip
PIPEDRIVE_API = [
    {"id": 1, "title": "Beds", "org_id": {"name": "City Hospital", "value": 7}, "value": 120000, "currency": "EUR",
     "status": "lost", "lost_reason": "Price", "expected_close_date": "2026-03-15", "stage_id": 3},
    {"id": 2, "title": "Cots", "org_id": {"name": "Vale Hospital", "value": 8}, "value": 90000, "currency": "EUR",
     "status": "won", "lost_reason": None, "expected_close_date": "2026-05-02", "stage_id": 4},
]  # fmt: skip
STATE = "statecode@OData.Community.Display.V1.FormattedValue"
DYNAMICS_API = [
    {"@odata.etag": "W/1", "name": "Beds", "customerid_account": {"name": "City Hospital"}, "statecode": 2,
     "estimatedvalue": 120000.0, "estimatedclosedate": "2026-03-15", STATE: "Lost", "lostreason": "Price"},
    {"@odata.etag": "W/2", "name": "Cots", "customerid_account": {"name": "Vale Hospital"}, "statecode": 1,
     "estimatedvalue": 90000.0, "estimatedclosedate": "2026-05-02", STATE: "Won", "lostreason": None},
]  # fmt: skip


class Brought(NamedTuple):
    """What came of a table, and the page that was shown of it."""

    report: Report
    survey: ColumnSurvey
    tenders: list[Tender]


def brought(book: Book, folder: Path, text: str) -> Brought:
    """Imports a table, or JSON, as the page proposes it."""
    path = folder / ("deals.json" if text.startswith("{") else "deals.csv")
    path.write_text(text, encoding="utf-8")
    pages: list[ColumnSurvey] = []
    choices = ImportChoices(mapping=Asked(auto=True))
    report = import_files(book, [path], choices, ImportListener(on_survey=pages.append))
    return Brought(report, pages[0], sorted(book.holdings.tenders.values(), key=lambda tender: tender.id))


@pytest.mark.parametrize("text", [SALESFORCE, HUBSPOT, PIPEDRIVE, ZOHO, NOTION])
def test_deals_come_in_as_bids(book: Book, tmp_path: Path, text: str) -> None:
    report, _, (lost, won, open_one) = brought(book, tmp_path, text)
    assert report.refused == 0
    assert [each.outcome for each in (lost, won, open_one)] == [Outcome.LOST, Outcome.WON, Outcome.PENDING]
    assert open_one.stage is Stage.EVALUATION and open_one.bid is not None and open_one.bid.p_win == 0.6
    assert lost.bid is not None and [reason.code for reason in lost.bid.reasons] == [LostReason.PRICE]
    assert [tender.deadline for tender in (lost, won, open_one)] == [
        date(2026, 3, 15), date(2026, 5, 2), date(2026, 12, 18),
    ]  # fmt: skip
    assert [tender.value.amount for tender in (lost, won, open_one) if tender.value] == [450_000, 120_000, 1_200_000]


@pytest.mark.parametrize(
    ("envelope", "records"),
    [("records", AIRTABLE), ("records", SALESFORCE_API), ("data", PIPEDRIVE_API), ("value", DYNAMICS_API)],
)
def test_what_interfaces_answer_comes_in_as_bids(
    book: Book, tmp_path: Path, envelope: str, records: list[dict[str, Any]]
) -> None:
    whole = {"success": True, envelope: records, "paging": {"next": {"after": "2"}}}
    report, _, (lost, won) = brought(book, tmp_path, json.dumps(whole))
    assert report.refused == 0
    assert [each.outcome for each in (lost, won)] == [Outcome.LOST, Outcome.WON]
    assert [book.holdings.buyers[each.buyer].name for each in (lost, won)] == ["City Hospital", "Vale Hospital"]
    assert [each.deadline for each in (lost, won)] == [date(2026, 3, 15), date(2026, 5, 2)]
    assert lost.bid is not None and [reason.code for reason in lost.bid.reasons] == [LostReason.PRICE]


def test_a_day_is_no_reference(book: Book, tmp_path: Path) -> None:
    _, _, (_, won, _) = brought(book, tmp_path, ZOHO)
    (award,) = (book.get(f"A{number}") for number in won.awards)
    assert (won.reference, award.start, award.end) == ("", date(2026, 6, 1), date(2029, 5, 31))


def test_why_a_bid_was_won_is_read_as_well(book: Book, tmp_path: Path) -> None:
    _, _, (_, won, _) = brought(book, tmp_path, HUBSPOT)
    assert won.bid is not None and [reason.code for reason in won.bid.won_reasons] == [WonReason.TECHNICAL_FIT]


def test_who_says_why_it_was_lost_has_lost_it(book: Book, tmp_path: Path) -> None:
    rows = "Client,Title,Reason lost,P(win)\nA,Beds,Price,20\nB,Bins,,30\nC,Cots,n/a,30\nD,Desks,Won,30\n"
    report, _, tenders = brought(book, tmp_path, rows)
    assert [tender.outcome for tender in tenders] == [Outcome.LOST, *[Outcome.PENDING] * 3]
    assert "it says why it was lost, so it was lost" in {str(problem.message) for problem in report.problems}
    assert all(tender.bid is None or not tender.bid.reasons for tender in tenders[1:])


def test_that_we_bid_says_nothing_of_how_it_ended(book: Book, tmp_path: Path) -> None:
    rows = "Kunde;Projekt;Entscheidung;Verlustgrund\nA;Betten;Go;Preis\nB;Liegen;Go;\nC;Monitore;No-Go;Kapazität\n"
    _, _, (lost, open_one, left) = brought(book, tmp_path, rows)
    assert [each.outcome for each in (lost, open_one, left)] == [Outcome.LOST, Outcome.PENDING, Outcome.NO_BID]
    assert left.decision is Decision.NO_GO and left.no_bid_reason is NoBidReason.CAPACITY


def test_amounts_that_cannot_be_read_for_one_reason_are_one_line(book: Book, tmp_path: Path) -> None:
    rows = "Client,Title,Budget\n" + "".join(f"Buyer {n},Beds {n},${n}000\n" for n in range(1, 61))
    (unread,) = brought(book, tmp_path, rows).survey.unread
    assert (unread.rows, unread.filled, unread.ways) == (60, 60, 60)
