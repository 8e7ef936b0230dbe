"""Notices into a book: matched, updated, proposed, refused; twice the same is once."""

from __future__ import annotations

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bidtracker.book import Book
from bidtracker.domain.bids import loss_reasons
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Intent, LostReason, Outcome, ProposalKind, Stage, Watch
from bidtracker.intake import Cancelled, ImportChoices, ImportListener, Stop, import_files
from bidtracker.intake.report import Report


def listing(tmp_path: Path, *tenders: dict[str, Any], name: str = "list.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps({"tenders": tenders}), encoding="utf-8")
    return path


def counts(report: Report) -> tuple[int, int, int, int]:
    assert report.read == report.created + report.updated + report.unchanged + report.refused + report.left_out
    return report.created, report.updated, report.unchanged, report.refused


LOST = {
    "reference": "R-1",
    "title": "Scanners",
    "buyer": "Kettlebrook Trust",
    "country": "GB",
    "p_win": 0.1,
    "intent": "position",
    "price": "118000",
    "currency": "GBP",
    "submitted": "2024-03-01",
    "outcome": "lost",
    "lost_reason": "price",
    "also_reasons": ["references"],
    "winner": "Acme Ltd",
    "award_value": "99000",
    "award_date": "2024-05-01",
    "contract_start": "2024-07-01",
    "contract_end": "2027-06-30",
    "promises": ["30 days delivery"],
}
OPEN = {"reference": "R-2", "title": "Beds", "buyer": "Kettlebrook Trust", "deadline": "2026-12-12"}


def test_rows_of_lots_leave_the_tender_its_title_and_keep_their_own(book: Book, tmp_path: Path) -> None:
    whole = {"reference": "F1", "buyer": "Town"}
    rows = [
        whole | {"lot": str(n), "title": f"Cleaning {where}"} for n, where in enumerate(("north", "south", "east"), 1)
    ]
    assert import_files(book, [listing(tmp_path, *rows)]).created == 1
    assert book.get("T1").title == "Cleaning north"
    titles = [(lot.id, lot.title) for lot in book.get("T1").lots]
    assert titles == [("1", "Cleaning north"), ("2", "Cleaning south"), ("3", "Cleaning east")]
    before = book.get("T1")
    assert import_files(book, [listing(tmp_path, *rows)]).updated == 0
    rows[0]["deadline"] = "2026-12-12"
    import_files(book, [listing(tmp_path, *rows)])
    assert (book.get("T1").lots, book.get("T1").title) == (before.lots, before.title)


def test_a_native_loss_comes_in_whole(book: Book, tmp_path: Path) -> None:
    assert counts(import_files(book, [listing(tmp_path, LOST)])) == (1, 0, 0, 0)
    tender, award = book.get("T1"), book.get("A1")
    assert (tender.outcome, tender.stage, tender.watch) == (Outcome.LOST, Stage.CLOSED, Watch.WATCHING)
    assert tender.bid.p_win_locked == 0.1 and tender.bid.intent is Intent.POSITION
    assert tender.bid.price == Money(Decimal(118_000), "GBP") and tender.bid.outcome is Outcome.LOST
    assert [reason.code for reason in tender.bid.reasons] == [LostReason.PRICE, LostReason.REFERENCES]
    assert award.end == date(2027, 6, 30) and award.promises[0].text == "30 days delivery"
    assert book.holdings.suppliers(award) == ["Acme Ltd"] and book.holdings.tracked(award)
    assert book.check() == []


def test_what_a_list_says_of_a_loss_that_we_watch(book: Book, tmp_path: Path) -> None:
    parked = {"watch": "parked", "park_until": "2027-05-01", "links": "https://a.example b.pdf"}
    assert counts(import_files(book, [listing(tmp_path, LOST | parked)])) == (1, 0, 0, 0)
    tender = book.get("T1")
    assert (tender.watch, tender.park_until) == (Watch.PARKED, date(2027, 5, 1))
    assert tender.links == ("https://a.example", "b.pdf")
    book.watch("T1", word=Watch.CONTACTED)
    assert counts(import_files(book, [listing(tmp_path, LOST | parked | {"notes": "x"})])) == (0, 1, 0, 0)
    assert book.get("T1").watch is Watch.CONTACTED, "what became of it since is the book's own"
    assert book.check() == []


def test_a_loss_that_a_newer_list_tells_of_is_watched_as_it_says(book: Book, tmp_path: Path) -> None:
    open_yet = {key: LOST[key] for key in ("reference", "title", "buyer")}
    import_files(book, [listing(tmp_path, open_yet)])
    import_files(book, [listing(tmp_path, LOST | {"watch": "parked", "park_until": "2027-05-01"})])
    assert (book.get("T1").watch, book.get("T1").park_until) == (Watch.PARKED, date(2027, 5, 1))


def test_only_what_is_lost_is_watched_and_only_what_is_parked_returns(book: Book, tmp_path: Path) -> None:
    report = import_files(book, [listing(tmp_path, OPEN | {"watch": "contacted", "park_until": "2027-05-01"})])
    assert counts(report) == (1, 0, 0, 0)
    (problem,) = report.problems
    assert str(problem.message) == "it is not lost, so there is nothing to watch; left out"
    assert (book.get("T1").watch, book.get("T1").park_until) == (None, None)
    never = import_files(book, [listing(tmp_path, LOST | {"watch": "parked"})])
    assert counts(never) == (0, 0, 0, 1)
    assert "needs the date on which it returns" in str(never.problems[0].message)


def test_what_bears_a_lost_reason_out(book: Book, tmp_path: Path) -> None:
    other = LOST | {"lost_reason": "other", "lost_evidence": "they wanted blue ones"}
    import_files(book, [listing(tmp_path, other, LOST | {"reference": "R-3", "lost_reason": "other", "notes": "blue"})])
    assert [reason.evidence for reason in book.get("T1").bid.reasons] == ["they wanted blue ones", ""]
    assert [reason.evidence for reason in book.get("T2").bid.reasons] == ["blue", ""]


def test_twice_the_same_changes_nothing(book: Book, tmp_path: Path) -> None:
    path = listing(tmp_path, LOST, OPEN)
    import_files(book, [path])
    revision = book.db.revision()
    assert counts(import_files(book, [path])) == (0, 0, 2, 0)
    assert book.db.revision() == revision and len(book.history()) == 1


def test_two_statements_on_one_tender_in_one_list_also_settle(book: Book, tmp_path: Path) -> None:
    path = listing(tmp_path, OPEN, OPEN | {"description": "Beds and chairs"})
    assert counts(import_files(book, [path])) == (1, 1, 0, 0)
    assert counts(import_files(book, [path])) == (0, 0, 2, 0)
    assert book.get("T1").description == "Beds and chairs"


def test_rows_with_one_reference_and_other_titles_are_tenders_of_their_own(book: Book, tmp_path: Path) -> None:
    path = listing(tmp_path, OPEN, OPEN | {"title": "Beds, lot 2"}, OPEN | {"title": "Beds, lot 3"})
    report = import_files(book, [path])
    assert counts(report) == (3, 0, 0, 0)
    assert ["two tenders, as lots are" in str(problem.message) for problem in report.problems] == [True, True]
    assert counts(import_files(book, [path])) == (0, 0, 3, 0)


@pytest.mark.parametrize("reference", [" R-2", "R\u20112", "r \u2013 2", "R-2\xa0"])
def test_a_reference_is_the_same_with_other_spaces_dashes_and_case(book: Book, tmp_path: Path, reference: str) -> None:
    import_files(book, [listing(tmp_path, OPEN | {"reference": "R-2"})])
    assert counts(import_files(book, [listing(tmp_path, OPEN | {"reference": reference})])) == (0, 0, 1, 0)
    assert book.get("T1").reference == "R-2"


@pytest.mark.parametrize("reference", ["TBC", "N/A", "-", "?", "tbd"])
def test_a_placeholder_is_no_reference(book: Book, tmp_path: Path, reference: str) -> None:
    rows = [OPEN | {"reference": reference, "title": title} for title in ("Beds", "Chairs")]
    assert counts(import_files(book, [listing(tmp_path, *rows)])) == (2, 0, 0, 0)
    assert book.get("T1").reference == ""


def test_a_newer_list_updates_only_what_it_says(book: Book, tmp_path: Path) -> None:
    import_files(book, [listing(tmp_path, OPEN | {"value": "5", "currency": "GBP"})])
    newer = listing(tmp_path, OPEN | {"deadline": "2026-12-20"}, name="newer.json")
    assert counts(import_files(book, [newer])) == (0, 1, 0, 0)
    tender = book.get("T1")
    assert tender.deadline == date(2026, 12, 20) and tender.value == Money(Decimal(5), "GBP")


def test_what_a_person_typed_stays_and_is_asked_about_once(book: Book, tmp_path: Path) -> None:
    import_files(book, [listing(tmp_path, OPEN)])
    book.set("T1", title="Hospital beds")
    assert counts(import_files(book, [listing(tmp_path, OPEN)])) == (0, 0, 1, 0)
    says_anew = listing(tmp_path, OPEN | {"title": "Beds, 40 of them"})
    report = import_files(book, [says_anew])
    assert report.proposals == 1 and book.get("T1").title == "Hospital beds"
    assert import_files(book, [says_anew]).proposals == 0
    (proposal,) = book.holdings.proposals.values()
    assert (proposal.kind, proposal.about, proposal.field, proposal.value) == (
        ProposalKind.CHANGED_FIELD,
        "T1",
        "title",
        "Beds, 40 of them",
    )
    book.accept("Q1")
    assert book.get("T1").title == "Beds, 40 of them" and book.get("T1").displaced == {}
    book.undo()
    book.refuse("Q1")
    assert import_files(book, [says_anew]).proposals == 0
    with pytest.raises(BidtrackerError, match="already"):
        book.accept("Q1")


def test_a_typed_bid_survives_a_list_that_knows_less(book: Book, tmp_path: Path) -> None:
    import_files(book, [listing(tmp_path, OPEN)])
    book.bid("T1", p_win=0.15, price=Money(Decimal(7), "GBP"), submitted=date(2026, 11, 20))
    import_files(book, [listing(tmp_path, OPEN | {"deadline": "2026-12-24"})])
    bid = book.get("T1").bid
    assert bid.p_win_locked == 0.15 and bid.price == Money(Decimal(7), "GBP")


def test_a_typed_tender_is_found_by_reference_and_buyer_and_completed(book: Book, tmp_path: Path) -> None:
    book.add("tenders", title="Beds for us", buyer="Kettlebrook trust", reference="r-2")
    report = import_files(book, [listing(tmp_path, OPEN)])
    assert counts(report) == (0, 1, 0, 0) and report.proposals == 1, "the title"
    assert book.get("T1").deadline == date(2026, 12, 12) and book.get("T1").title == "Beds for us"


def test_undo_takes_back_an_import_whole_and_redo_brings_it_again(book: Book, tmp_path: Path) -> None:
    many = [OPEN | {"reference": f"R-{n}", "buyer": f"Buyer number {n}"} for n in range(150)]
    book.add("tenders", title="Chairs", buyer="City")
    assert import_files(book, [listing(tmp_path, *many)]).created == 150
    book.undo()
    assert len(book.holdings.tenders) == 1 and len(book.holdings.buyers) == 1
    book.redo()
    assert len(book.holdings.tenders) == 151
    assert book.check() == []


def test_a_dry_run_counts_and_writes_nothing(book: Book, tmp_path: Path) -> None:
    revision = book.db.revision()
    assert counts(import_files(book, [listing(tmp_path, LOST, OPEN)], ImportChoices(dry_run=True))) == (2, 0, 0, 0)
    assert book.db.revision() == revision and not book.holdings.tenders and not book.history()
    assert import_files(book, [listing(tmp_path, LOST)]).created == 1


def test_cancelling_leaves_nothing_half_done(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        import_files(book, [listing(tmp_path, LOST, OPEN)], listener=ImportListener(stopped=lambda: Stop.LEAVE))
    assert not book.holdings.tenders and not book.holdings.buyers and not book.history()


def test_a_refused_record_does_not_stop_the_others(book: Book, tmp_path: Path) -> None:
    report = import_files(book, [listing(tmp_path, OPEN | {"deadline": "whenever"}, LOST, {"title": "no buyer"})])
    assert counts(report) == (1, 0, 0, 2)
    assert [(problem.record, problem.key) for problem in report.problems if problem.refused] == [
        (1, "deadline"),
        (3, "buyer"),
    ]


def test_a_file_that_is_no_list_changes_nothing(book: Book, tmp_path: Path) -> None:
    good = listing(tmp_path, LOST)
    (tmp_path / "empty").mkdir()
    for bad in (tmp_path / "empty", tmp_path / "none.json"):
        with pytest.raises(BidtrackerError):
            import_files(book, [good, bad])
    assert not book.holdings.tenders


def test_contradicting_dates_are_left_out_and_said(book: Book, tmp_path: Path) -> None:
    report = import_files(book, [listing(tmp_path, LOST | {"contract_end": "2020-01-01"})])
    assert counts(report) == (1, 0, 0, 0)
    assert book.get("A1").end is None and book.get("A1").start == date(2024, 7, 1)
    assert "lies before" in str(report.problems[0].message)


def test_where_lets_in_only_what_is_asked_for(book: Book, tmp_path: Path) -> None:
    path = listing(tmp_path, LOST, OPEN | {"buyer": "City of Elm", "category": "33192100"})
    assert import_files(book, [path], ImportChoices(where=["buyer=*elm*"])).created == 1
    assert import_files(book, [path], ImportChoices(where=["category=3319", "title=beds"])).unchanged == 1
    assert import_files(book, [path], ImportChoices(where=["supplier=acme*"])).created == 1
    assert import_files(book, [path], ImportChoices(where=["since=2030-01-01"])).left_out == 2
    with pytest.raises(BidtrackerError, match="buyer"):
        import_files(book, [path], ImportChoices(where=["buyr=x"]))


def test_our_own_wins_are_no_competitors(book: Book, tmp_path: Path) -> None:
    won = LOST | {"outcome": "won", "winner": "OURS limited", "lost_reason": "", "also_reasons": []}
    import_files(book, [listing(tmp_path, won)], ImportChoices(us=["Ours Ltd"]))
    assert book.get("A1").ours and not book.holdings.competitors
    assert book.get("T1").outcome is Outcome.WON and book.get("T1").watch is None


def test_near_spellings_are_proposed_and_never_applied(book: Book, tmp_path: Path) -> None:
    near = OPEN | {"reference": "R-3", "buyer": "Kettelbrook Trust"}
    report = import_files(book, [listing(tmp_path, LOST, near)])
    assert len(book.holdings.buyers) == 2 and report.proposals == 1
    book.accept("Q1")
    assert len(book.holdings.buyers) == 1 and book.get("T2").buyer == book.get("T1").buyer
    assert book.check() == []


def test_the_same_name_in_two_countries_is_two_buyers(book: Book, tmp_path: Path) -> None:
    ministry = {"title": "Beds", "buyer": "Ministry of Health"}
    import_files(
        book,
        [
            listing(
                tmp_path,
                ministry | {"reference": "1", "country": "GB"},
                ministry | {"reference": "2", "country": "UA"},
                ministry | {"reference": "3", "country": "UA"},
            )
        ],
    )
    assert len(book.holdings.buyers) == 2 and book.get("T2").buyer == book.get("T3").buyer


def release(ocid: str, day: str, **fields: Any) -> dict[str, Any]:
    return {"ocid": ocid, "id": f"{ocid}-{day}", "date": f"{day}T00:00:00Z", "tag": ["tender"], **fields}


BUYER = {"id": "GB-COH-1", "name": "Kettlebrook Trust"}
AWARD = {
    "id": "a1",
    "status": "active",
    "date": "2026-10-01T00:00:00Z",
    "suppliers": [{"id": "x", "name": "Acme Ltd"}],
    "value": {"amount": 99, "currency": "GBP"},
    "contractPeriod": {"startDate": "2026-11-01T00:00:00Z", "endDate": "2028-10-31T00:00:00Z"},
}


def test_releases_in_any_order_give_the_newest_state(book: Book, tmp_path: Path) -> None:
    old = release("ocds-1", "2026-01-01", buyer=BUYER, tender={"id": "t", "title": "Beds"})
    new = release("ocds-1", "2026-02-01", buyer=BUYER, tender={"id": "t", "title": "Beds, more of them"})
    for name, order in (("a", (old, new)), ("b", (new, old))):
        path = tmp_path / f"{name}.jsonl.gz"
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, order)).encode()))
        with Book.open(tmp_path / f"{name}.bidtracker", create=True) as fresh:
            import_files(fresh, [path])
            assert fresh.get("T1").title == "Beds, more of them" and len(fresh.holdings.tenders) == 1
            assert import_files(fresh, [path]).unchanged == 2


def test_an_award_on_a_tender_we_bid_on_proposes_the_outcome(book: Book, tmp_path: Path) -> None:
    first = tmp_path / "first.json"
    tender = {"id": "t", "title": "Beds", "status": "active"}
    first.write_text(json.dumps({"releases": [release("ocds-1", "2026-01-01", buyer=BUYER, tender=tender)]}))
    import_files(book, [first])
    book.bid("T1", p_win=0.1, submitted=date(2026, 2, 1))
    second = tmp_path / "second.json"
    awarded = release("ocds-1", "2026-10-02", buyer=BUYER, tender=tender, awards=[AWARD])
    second.write_text(json.dumps({"releases": [awarded]}))
    report = import_files(book, [second])
    assert report.proposals == 1 and report.awards == 1
    assert book.get("T1").outcome is Outcome.PENDING
    book.accept("Q1")
    assert book.get("T1").outcome is Outcome.LOST and book.get("A1").tracked
    assert book.get("T1").bid.p_win_locked == 0.1
    book.undo()
    assert book.get("T1").outcome is Outcome.PENDING


def test_a_typed_loss_is_completed_by_the_published_award(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    tender = {"id": "t", "title": "Beds"}
    path.write_text(json.dumps({"releases": [release("ocds-1", "2026-01-01", buyer=BUYER, tender=tender)]}))
    import_files(book, [path])
    book.lose("T1", to="Acme", reasons=loss_reasons(LostReason.PRICE))
    path.write_text(
        json.dumps({"releases": [release("ocds-1", "2026-10-02", buyer=BUYER, tender=tender, awards=[AWARD])]})
    )
    report = import_files(book, [path])
    assert report.awards == 0 and len(book.holdings.awards) == 1
    assert book.get("A1").end == date(2028, 10, 31) and book.holdings.suppliers(book.get("A1")) == ["Acme"]


def test_contracts_finder_as_it_is(book: Book, real: Path) -> None:
    path = real / "ocds_uk_cf" / "contractsfinder_201_releases.jsonl.gz"
    report = import_files(book, [path])
    assert (report.read, report.created, report.refused) == (201, 190, 0)
    assert len(book.holdings.tenders) == 190 and len(book.holdings.awards) == 143
    again = import_files(book, [path])
    assert (again.unchanged, again.created, again.updated, again.proposals) == (201, 0, 0, 0)
    assert book.check() == []
    book.undo()
    assert not book.holdings.tenders and not book.holdings.awards and not book.holdings.buyers


ROW = {"title": "Road salt", "buyer": "City of Elm", "value": "5", "currency": "GBP", "published": "2026-05-01"}


def test_a_row_without_a_reference_that_was_put_right_is_the_same_tender(book: Book, tmp_path: Path) -> None:
    import_files(book, [listing(tmp_path, ROW, OPEN)])
    assert counts(import_files(book, [listing(tmp_path, ROW | {"value": "6"}, OPEN)])) == (0, 1, 1, 0)
    assert book.get("T1").value == Money(Decimal(6), "GBP") and len(book.holdings.tenders) == 2
    assert counts(import_files(book, [listing(tmp_path, ROW | {"value": "6"}, OPEN)])) == (0, 0, 2, 0)
    assert counts(import_files(book, [listing(tmp_path, ROW | {"value": "7"}, name="other.json")])) == (0, 1, 0, 0)


def test_two_rows_of_one_title_stay_two(book: Book, tmp_path: Path) -> None:
    other = ROW | {"value": "9"}
    assert counts(import_files(book, [listing(tmp_path, ROW, other)])) == (2, 0, 0, 0)
    # A new third one stands before the two that are known; neither gives way to it.
    third = ROW | {"value": "11"}
    assert counts(import_files(book, [listing(tmp_path, third, ROW, other)])) == (1, 0, 2, 0)
    assert sorted(str(book.get(f"T{n}").value.amount) for n in (1, 2, 3)) == ["11", "5", "9"]


def test_of_several_rows_the_one_that_no_other_stands_for_was_put_right(book: Book, tmp_path: Path) -> None:
    other = ROW | {"value": "9"}
    import_files(book, [listing(tmp_path, ROW, other)])
    assert counts(import_files(book, [listing(tmp_path, ROW | {"value": "6"}, other)])) == (0, 1, 1, 0)
    assert [str(book.get(f"T{n}").value.amount) for n in (1, 2)] == ["6", "9"]
    both = [ROW | {"value": "7"}, ROW | {"value": "10"}]  # which is which nobody can tell
    assert counts(import_files(book, [listing(tmp_path, *both)])) == (2, 0, 0, 0)


def test_of_rows_of_one_title_the_day_of_publication_tells(book: Book, tmp_path: Path) -> None:
    later = ROW | {"published": "2026-06-01"}
    import_files(book, [listing(tmp_path, ROW, later)])
    right = [ROW | {"value": "6"}, later | {"value": "8"}]
    assert counts(import_files(book, [listing(tmp_path, *right)])) == (0, 2, 0, 0)
    assert [str(book.get(f"T{n}").value.amount) for n in (1, 2)] == ["6", "8"]


def test_one_reference_of_two_buyers_is_two_tenders(book: Book, tmp_path: Path) -> None:
    both = [OPEN | {"buyer": "City of Elm"}, OPEN | {"buyer": "City of Oak"}]
    assert counts(import_files(book, [listing(tmp_path, *both)])) == (2, 0, 0, 0)
    newer = [each | {"value": str(n), "currency": "GBP"} for n, each in enumerate(reversed(both), 5)]
    assert counts(import_files(book, [listing(tmp_path, *newer, name="newer.json")])) == (0, 2, 0, 0)
    assert [str(book.get(f"T{n}").value) for n in (1, 2)] == ["6 GBP", "5 GBP"]
