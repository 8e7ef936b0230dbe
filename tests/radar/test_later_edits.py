"""What was changed after a result is not read by a judgement of a day before it: not by `--as-of`, not by a study."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bidtracker.backtest.ledger import book_awards
from bidtracker.backtest.report import Chances, replay, report
from bidtracker.book import Book
from bidtracker.domain.as_it_stood import as_it_stood
from bidtracker.domain.message import say
from bidtracker.domain.records import Award, Buyer, Competitor, Option, Signal, Tender
from bidtracker.domain.vocabulary import Method, SignalKind, SignalState
from bidtracker.radar.insights.all_insights import insights
from bidtracker.radar.score.opportunity import judge, opportunities

WRITTEN, RESULT, LATER = date(2020, 1, 10), date(2023, 1, 10), date(2023, 6, 1)
BETWEEN = date(2022, 6, 30)
N = 40
IDS = range(1, N + 1)


class MovingClock:
    """The day on which acts are done."""

    def __init__(self) -> None:
        self.day = WRITTEN

    def __call__(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def past(tmp_path: Path, clock: MovingClock) -> Iterator[Book]:
    """Forty contracts A1..A40, each with a signal, until 2022-12-31; each tendered again and decided by RESULT, every
    second one for another supplier."""
    with Book.open(tmp_path / "b", create=True, who="ann", clock=clock) as book:
        book.set_settings(seal_quarterly=False)
        with book.acting("add") as draft:
            draft.title = say("Added")
            draft.add(Buyer(name="Town")), draft.add(Competitor(name="One")), draft.add(Competitor(name="Two"))
            for n in IDS:
                draft.add(Tender(title=f"Street lamps of part {n}", buyer=1, category="lamps", offers=2))
            for n in IDS:
                days = {"awarded": WRITTEN, "start": WRITTEN, "end": date(2022, 12, 31)}
                draft.add(Award(tender=n, suppliers=(1,), **days))
                draft.add(Signal(kind=SignalKind.KEY_STAFF_LEFT, on=WRITTEN, award=n, severity=2))
        clock.day = RESULT
        with book.acting("add") as draft:
            draft.title = say("Added")
            for n in IDS:
                on = RESULT - timedelta(days=n)
                again = draft.add(Tender(title=f"Street lamps of part {n}", buyer=1, category="lamps", follows=n))
                draft.add(Award(tender=again.id, suppliers=(1 + n % 2,), awarded=on))
        clock.day = LATER
        yield book


def hindsight(book: Book) -> None:
    """All that one would change who knows the result: worse signals and more offers where it changed hands."""
    for n in IDS:
        if n % 2:
            book.set(f"S{n}", severity=3, kind=SignalKind.DELIVERY_LATE, credibility=1)
            book.set(f"T{n}", offers=9, method=Method.OPEN)
            book.set(f"A{n}", end=date(2022, 9, 1), options=(Option(decide_by=date(2022, 8, 1)),))
        else:
            book.refute(f"S{n}")
            book.set(f"T{n}", offers=1)
            book.set(f"A{n}", end=date(2025, 1, 1))


def studies(book: Book) -> dict[str, Any]:
    """Everything that looks back."""
    figures = insights(book.holdings, LATER)
    random = Random(1)
    chances = Chances(lambda n: random.choices(range(n), k=n), lambda n: random.sample(range(n), n))
    ledger = report(replay(book_awards(book.holdings).rows), chances, resamples=20)
    return {
        "quality": figures.quality,
        "yield": figures.signal_yield,
        "ledger": (ledger.rankings, ledger.calibration),
        "radar as of": opportunities(book.holdings, BETWEEN),
        "one as of": judge(book.holdings, book.holdings.awards[1], BETWEEN),
        "insights as of": insights(book.holdings, date(2023, 2, 1)),
    }


def test_an_edit_after_the_result_changes_nothing_of_any_study(past: Book) -> None:
    before = studies(past)
    assert before["quality"].auc is not None and before["ledger"][0]
    hindsight(past)
    after = studies(past)
    for name, figures in before.items():
        assert after[name] == figures, name
    assert past.get("S1").severity == 3 and past.get("A1").end == date(2022, 9, 1)


def test_the_same_edit_before_the_result_changes_every_study(past: Book, clock: MovingClock) -> None:
    before = studies(past)
    clock.day = date(2021, 1, 1)
    hindsight(past)
    after = studies(past)
    assert [name for name, figures in before.items() if after[name] == figures] == []


def test_it_holds_where_the_history_is_dropped_and_in_a_copy(past: Book, tmp_path: Path, clock: MovingClock) -> None:
    before = studies(past)
    hindsight(past)
    clock.day = LATER + timedelta(days=9)
    assert past.compact()
    with (tmp_path / "dump").open("wb") as stream:
        past.dump(stream)
    with Book.open(tmp_path / "copy", create=True, who="ann", clock=clock) as copy:
        copy.restore(tmp_path / "dump")
        for book in (past, copy):
            assert studies(book) == before
            assert book.check() == []


def test_what_is_taken_back_leaves_nothing(past: Book) -> None:
    past.set("S1", severity=3)
    assert past.get("S1").earlier
    past.undo()
    assert past.get("S1").earlier == ()


def test_several_changes_each_have_their_day(past: Book, clock: MovingClock) -> None:
    for day, severity in ((date(2023, 7, 1), 3), (date(2023, 8, 1), 1), (date(2023, 8, 1), 3)):
        clock.day = day
        past.set("S1", severity=severity)
    clock.day = date(2023, 9, 1)
    past.refute("S1")
    signal = past.get("S1")
    days = [date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 31), date(2023, 8, 31), date(2023, 9, 1)]
    seen = [as_it_stood(signal, day) for day in days]
    assert [each.severity for each in seen] == [2, 3, 3, 3, 3]
    assert [each.state is SignalState.REFUTED for each in seen] == [False] * 4 + [True]
    assert all(each.id == 1 for each in seen)
    assert len(signal.earlier) == 2  # on the first of August it was the same in the evening


def test_nothing_is_kept_of_what_was_written_today_nor_of_other_fields(past: Book) -> None:
    signal = past.observe("A2", SignalKind.DELIVERY_LATE)
    assert past.set(f"S{signal.id}", severity=3).earlier == ()
    assert past.set("A2", notes="a note", tags=("x",)).earlier == ()


def test_a_list_that_says_otherwise_today_said_so_only_today(past: Book, tmp_path: Path) -> None:
    from bidtracker.intake.run import import_files

    def brought(end: str) -> Award:
        file = tmp_path / "list.csv"
        head = "title,buyer,reference,winner,award_date,contract_end\n"
        file.write_text(f"{head}Chairs,Town,R-9,One,2020-01-01,{end}\n", encoding="utf-8")
        import_files(past, [file])
        return past.holdings.awards[max(past.holdings.awards)]

    assert brought("2022-01-31").earlier == ()
    award = brought("2024-01-31")
    assert award.end == date(2024, 1, 31)
    assert past.holdings.as_of(BETWEEN).awards[award.id].end == date(2022, 1, 31)
    assert past.holdings.as_of(LATER) is past.holdings


def test_a_day_before_knows_how_far_a_bid_was_then(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    now = book.clock()
    book.add("tenders", title="Beds", buyer="Leeds", deadline=now.date() + timedelta(days=9))
    book.add("tenders", title="More beds", buyer="Leeds")
    for days, act in (
        (2, lambda: book.bid("T1", submitted=now.date() + timedelta(days=2))),
        (4, lambda: book.set("T2", follows="T1")),
        (6, lambda: book.lose("T1", to="Acme")),
    ):
        monkeypatch.setattr(book, "clock", lambda moved=days: now + timedelta(days=moved))
        act()

    def stood(days: int) -> tuple[str, str, int]:
        tenders = book.holdings.as_of(now.date() + timedelta(days=days)).tenders
        return str(tenders[1].stage), str(tenders[1].outcome), tenders[2].follows

    assert [stood(days) for days in (1, 3, 5, 7)] == [
        ("watching", "pending", 0),
        ("submitted", "pending", 0),
        ("submitted", "pending", 1),
        ("closed", "lost", 1),
    ]
