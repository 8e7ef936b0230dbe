"""Sealed lists: three simulated years, graded, and equal to a hand computation; and that nothing changes a seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from bidtracker.book import Book
from bidtracker.book.acts.seals import sealed_message
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.vocabulary import TouchOutcome
from bidtracker.pages.insights.sealed import sealed_page
from bidtracker.radar.measures.rates import Rate, rate
from bidtracker.radar.seals.grading import OURS, SealGrade, seal_grades
from bidtracker.radar.seals.sealing import digest_of

CONTRACTS = 12


class Clock:
    """A moment that a test moves."""

    def __init__(self) -> None:
        self.day = date(2023, 1, 10)

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 9, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quarters(tmp_path: Path, clock: Clock) -> Iterator[Book]:
    """A book with twelve lost contracts, T1 to T12 of as many buyers, that end from July 2024 to June 2025."""
    with Book.open(tmp_path / "seals.bidtracker", create=True, who="ana", clock=clock) as book:
        for n in range(CONTRACTS):
            book.add("tenders", title=f"Need {n}", buyer=f"Buyer {n}", offers=n % 5 + 1)
            book.lose(
                f"T{n + 1}",
                to=f"Holder {n % 3}",
                terms=ContractTerms(start=date(2022, 7, 1), end=date(2024 + (6 + n) // 12, (6 + n) % 12 + 1, 28)),
            )
        yield book


def tendered_again(book: Book, clock: Clock, old: int, on: date, winner: str | None) -> None:
    """A contract is tendered again and decided: another's, or ours (None)."""
    clock.day = on
    tender = book.add("tenders", title=f"Need {old - 1}", buyer=f"B{old}", follows=f"T{old}")
    ref = f"T{tender.id}"
    if winner is None:
        book.win(ref, ContractTerms(awarded=on, start=on, end=date(on.year + 2, on.month, 1)))
    else:
        book.lose(ref, to=winner, terms=ContractTerms(awarded=on, start=on))


def three_years(book: Book, clock: Clock) -> None:
    """2023: sealed by hand. 2024: calls and four re-tenders. 2025: two more, one of them ours."""
    book.seal()  # L1, on 2023-01-10, ripe on 2025-01-10
    clock.day = date(2023, 5, 2)
    (called,) = book.plan_touch("B1", on=clock.day)  # the first act of a quarter: L2, on 2023-05-02
    book.done(f"F{called.id}", TouchOutcome.INVITED, on=clock.day)
    clock.day = date(2024, 3, 4)
    (other,) = book.plan_touch("B2", on=clock.day)  # L3
    book.done(f"F{other.id}", TouchOutcome.REACHED_NOT_NOW, on=clock.day)
    tendered_again(book, clock, 1, date(2024, 5, 20), None)  # L4 before it; ours, called and invited
    tendered_again(book, clock, 2, date(2024, 6, 3), "Newcomer")  # changed, called
    tendered_again(book, clock, 3, date(2024, 6, 4), "Holder 2")  # kept
    tendered_again(book, clock, 4, date(2024, 8, 5), "Newcomer")  # L5 before it; changed
    tendered_again(book, clock, 5, date(2025, 2, 3), "Newcomer")  # L6; after 24 months of L1
    tendered_again(book, clock, 6, date(2025, 3, 3), None)
    clock.day = date(2025, 12, 30)


def grades(book: Book, clock: Clock) -> dict[int, SealGrade]:
    return {grade.seal: grade for grade in seal_grades(book.holdings, clock.day)}


def test_three_years_graded_by_hand(quarters: Book, clock: Clock) -> None:
    three_years(quarters, clock)
    seals = quarters.holdings.seals
    assert [seal.day for _, seal in sorted(seals.items())] == [
        date(2023, 1, 10),
        date(2023, 5, 2),
        date(2024, 3, 4),
        date(2024, 5, 20),
        date(2024, 8, 5),
        date(2025, 2, 3),
    ]
    by_number = grades(quarters, clock)
    first = by_number[1]
    # L1: all twelve ripe since 2025-01-10. Within its 24 months A1 to A4 were competed again; A1 was won by us, so it
    # changed; A2 and A4 went to a newcomer; A3 stayed. B1 and B2 were called before the act-by days of their contracts.
    assert (first.named, first.gone, first.graded) == (12, 0, 12)
    assert (first.again, first.changed, first.won) == (rate(4, 12), rate(3, 12), rate(1, 12))
    assert (first.called, first.invited) == (rate(2, 12), rate(1, 12))
    rows = {row.award: row for row in seals[1].rows}
    changed = {"A1": True, "A2": True, "A3": False, "A4": True}
    assert first.brier == pytest.approx(sum((rows[a].c - was) ** 2 for a, was in changed.items()) / 4)
    assert first.brier_constant == pytest.approx(0.75 * 0.25)
    lists = {line.by: line for line in first.lists}
    better = sum((rows[a].c > rows["A3"].c) + (rows[a].c == rows["A3"].c) / 2 for a in ("A1", "A2", "A4")) / 3
    assert lists[OURS].auc_changed.value == pytest.approx(better)
    assert lists[OURS].auc_won.value == pytest.approx((12 - rows["A1"].rank) / 11)
    # the nearest end: A1, A2, A3 … in this order
    assert [rows[f"A{n}"].ranks["expiry"] for n in range(1, 13)] == list(range(1, 13))
    assert lists["expiry"].auc_changed.value == pytest.approx(2 / 3)  # A1 and A2 before A3, A4 after it
    assert lists["expiry"].top_ten == rate(3, 10) and lists["expiry"].top_tenth == Rate(1, 1)
    tops = {row.award for row in seals[1].rows if row.rank <= 10}
    assert lists[OURS].top_ten == rate(len(tops & {"A1", "A2", "A4"}), 10)
    # L6, on 2025-02-03: what was decided that day or before is no merit of it; only A6 came later, and is ours
    last = by_number[6]
    assert not last.ripe and last.graded == last.again.hits == last.won.hits == 1
    assert last.again.value is None and last.lists[0].auc_won.value is None  # so far only what was competed again


def test_a_page_says_what_came_of_each(quarters: Book, clock: Clock) -> None:
    assert "No list is sealed yet" in str(sealed_page(()).headline)
    three_years(quarters, clock)
    page = sealed_page(seal_grades(quarters.holdings, clock.day))
    assert page.enough and len(page.tables[0].rows) == 6 and len(page.tables[1].rows) == 24
    assert "2023-05-02" in str(page.headline)  # the newest whose 24 months are over


def test_a_book_of_a_day_before_what_came_knows_nothing_of_it(quarters: Book, clock: Clock) -> None:
    three_years(quarters, clock)
    early = {grade.seal: grade for grade in seal_grades(quarters.holdings, date(2024, 6, 3))}[1]
    assert (early.graded, early.again.hits, early.changed.hits) == (2, 2, 2)


def test_a_seal_is_a_hash_over_a_line_of_json(quarters: Book) -> None:
    seal = quarters.seal()
    second = quarters.seal()
    line = {
        "day": "2023-01-10",
        "program": seal.program,
        "rows": [msgspec.to_builtins(row) for row in seal.rows],
    }
    text = json.dumps(line, sort_keys=True, separators=(",", ":"))
    assert seal.digest == hashlib.sha256(text.encode()).hexdigest()
    assert second.before == seal.digest and second.digest != seal.digest
    assert all(float(f"{row.score:.6g}") == row.score for row in seal.rows)


def test_nothing_changes_a_seal(quarters: Book) -> None:
    seal = quarters.seal()
    with pytest.raises(Refused, match="sealed list"):
        quarters.delete("L1")
    with pytest.raises(Refused, match="sealed list"), quarters.acting("set") as draft:
        draft.put(msgspec.structs.replace(seal, day=date(2020, 1, 1)))
    with pytest.raises(Refused, match="sealed list"), quarters.acting("set") as draft:
        draft.restore("seals", 1, None)
    assert quarters.holdings.seals == {1: seal}


def test_undo_passes_a_seal_by(quarters: Book) -> None:
    quarters.track("A1", off=True)
    quarters.seal()
    (undone,) = quarters.undo()
    assert undone.act == "track" and 1 in quarters.holdings.seals
    (again,) = quarters.redo()
    assert again.act == "undo" or again.title == undone.title
    assert 1 in quarters.holdings.seals and quarters.check() == []


def test_check_tells_a_seal_that_was_changed_or_taken_out(quarters: Book) -> None:
    first, second = quarters.seal(), quarters.seal()
    assert quarters.check() == []
    table = quarters.db.table("seals")
    better = msgspec.structs.replace(second, id=0, rows=second.rows[1:])
    with quarters.db.transaction():
        table.put(2, msgspec.json.encode(better))
    assert any("L2 is not as it was sealed" in str(fault) for fault in quarters.check())
    # who also makes the hash anew is found by the next seal
    with quarters.db.transaction():
        table.put(1, msgspec.json.encode(remade := _remade(first)))
        table.put(2, msgspec.json.encode(msgspec.structs.replace(second, id=0)))
    assert remade.digest != first.digest
    assert any("L2 does not follow the seal before it" in str(fault) for fault in quarters.check())
    with quarters.db.transaction():
        table.delete(1)
    assert any("L2 does not follow the seal before it" in str(fault) for fault in quarters.check())


def _remade(seal):  # type: ignore[no-untyped-def]
    shorter = msgspec.structs.replace(seal, id=0, rows=seal.rows[1:])
    return msgspec.structs.replace(shorter, digest=digest_of(shorter))


def test_the_first_act_of_a_quarter_seals_unless_told_not_to(quarters: Book, clock: Clock) -> None:
    quarters.track("A1")
    assert not quarters.holdings.seals  # the quarter in which the book began
    clock.day = date(2023, 4, 1)
    quarters.track("A2", off=True)
    (seal,) = quarters.holdings.seals.values()
    assert quarters.newly_sealed == [sealed_message(seal)]
    assert seal.day == clock.day and "A2" in {row.award for row in seal.rows}  # as it stood before the act
    quarters.track("A3")
    assert len(quarters.holdings.seals) == 1
    clock.day = date(2023, 7, 1)
    quarters.seal()
    quarters.track("A4")
    assert len(quarters.holdings.seals) == 2  # this quarter has one already
    quarters.set_settings(seal_quarterly=False)
    clock.day = date(2023, 10, 1)
    quarters.track("A5")
    assert len(quarters.holdings.seals) == 2


def test_a_seal_outlives_erasing_and_compacting(quarters: Book, clock: Clock) -> None:
    person = quarters.add("contacts", name="Jane Quarterman", buyer="B1")
    three_years(quarters, clock)
    before, graded = dict(quarters.holdings.seals), grades(quarters, clock)
    quarters.erase(f"P{person.id}")
    clock.day = date(2026, 1, 30)
    assert quarters.compact() > 0
    assert quarters.holdings.seals == before and quarters.check() == []
    clock.day = date(2025, 12, 30)
    assert grades(quarters, clock) == graded
    with quarters.db.transaction():
        quarters.db.table("seals").delete(3)
    assert any("L4 does not follow the seal before it" in str(fault) for fault in quarters.check())


def test_an_empty_radar_is_not_sealed(book: Book) -> None:
    with pytest.raises(NotFound, match="nothing to seal"):
        book.seal()


def test_a_dump_carries_the_seals(quarters: Book, tmp_path: Path, clock: Clock) -> None:
    quarters.seal()
    with (tmp_path / "dump.json").open("wb") as out:
        quarters.dump(out)
    with Book.open(tmp_path / "other.bidtracker", create=True, clock=clock) as other:
        other.restore(tmp_path / "dump.json")
        assert other.holdings.seals == quarters.holdings.seals and other.check() == []
