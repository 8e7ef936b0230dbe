"""What is kept of the past is what a full reading finds, after any acts, and so is whatever is judged by it."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tinydb.operations import delete

from bidtracker.book import Book
from bidtracker.book.kept.past import KeptPast, is_true
from bidtracker.book.kept.stored import all_holdings
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Award, Bid, Buyer, Competitor, Settings, Tender
from bidtracker.domain.vocabulary import AwardStatus, Method, NoBidReason, Outcome, SignalKind, Stage, Watch
from bidtracker.pages.insights.all_pages import KEYS, counted, pages
from bidtracker.radar.agenda import agenda
from bidtracker.radar.score.opportunity import asleep, defended, judge, opportunities
from bidtracker.radar.score.past import history
from bidtracker.radar.score.tempo import award_pace

TODAY = date(2026, 6, 1)
BUYERS, RIVALS = 3, 4


def some_day(dice: random.Random) -> date | None:
    return None if dice.random() < 0.1 else TODAY - timedelta(days=dice.randrange(-40, 2_500))


def tender(dice: random.Random, earlier: list[int]) -> Tender:
    watch = dice.choice([None, None, None, Watch.PARKED, Watch.DEAD])
    return Tender(
        title=f"Need {dice.random()}",
        buyer=dice.randint(1, BUYERS),
        category=dice.choice(["33100000", "33190000", "71000000", "cleaning", ""]),
        published=some_day(dice),
        deadline=some_day(dice),
        decision_date=some_day(dice) if dice.random() < 0.3 else None,
        standstill_until=some_day(dice) if dice.random() < 0.2 else None,
        stage=dice.choice([Stage.WATCHING, Stage.WATCHING, Stage.PREPARING, Stage.SUBMITTED, Stage.CLOSED]),
        watch=watch,
        park_until=TODAY + timedelta(days=dice.randrange(-90, 90)) if watch is Watch.PARKED else None,
        method=dice.choice([None, Method.DIRECT]),
        offers=dice.choice([None, 1, 3, 7]),
        bids=tuple(
            Bid(outcome=dice.choice(list(Outcome)), outcome_on=some_day(dice)) for _ in range(dice.random() < 0.3)
        ),
        follows=dice.choice(earlier) if earlier and dice.random() < 0.6 else 0,
    )


def award(dice: random.Random, number: int) -> Award:
    start = some_day(dice)
    return Award(
        tender=number,
        lot=dice.choice(["", "", "1", "2"]),
        suppliers=tuple(sorted({dice.randint(1, RIVALS) for _ in range(dice.choice([0, 1, 1, 2]))})),
        ours=dice.random() < 0.15,
        status=dice.choice([AwardStatus.ACTIVE, AwardStatus.ACTIVE, AwardStatus.CANCELLED]),
        value=Money(Decimal(dice.randrange(1_000, 90_000)), dice.choice(["EUR", "UAH"]))
        if dice.random() < 0.8
        else None,
        awarded=some_day(dice),
        start=start,
        end=start + timedelta(days=dice.randrange(100, 1_400)) if start and dice.random() < 0.8 else None,
        tracked=dice.random() < 0.3,
    )


def act(book: Book, dice: random.Random) -> None:
    """One random act."""
    tenders, awards = book.db.storage.ids("tenders"), book.db.storage.ids("awards")
    match dice.choice(
        ["tender", "tender", "award", "award", "change", "change", "delete", "signal", "undo", "several"]
    ):
        case "tender":
            with book.acting("add") as draft:
                draft.add(tender(dice, tenders))
        case "several":
            with book.acting("add") as draft:
                for _ in range(4):
                    made = draft.add(tender(dice, tenders))
                    tenders.append(made.id)
                    draft.add(award(dice, made.id))
        case "award" if tenders:
            with book.acting("add") as draft:
                draft.by_person = dice.random() < 0.5
                draft.add(award(dice, dice.choice(tenders)))
        case "change" if awards and dice.random() < 0.6:
            with book.acting("set") as draft:
                before = draft.get("awards", dice.choice(awards))
                other = award(dice, dice.choice([before.tender, dice.choice(tenders)]))
                fields = {name: getattr(other, name) for name in ("tender", "suppliers", "status", "awarded", "ours")}
                draft.put(msgspec.structs.replace(before, **fields))
        case "change" if tenders:
            with book.acting("set") as draft:
                before = draft.get("tenders", dice.choice(tenders))
                other = tender(dice, [n for n in tenders if n < before.id])
                fields = {name: getattr(other, name) for name in ("buyer", "category", "deadline", "offers", "stage")}
                fields |= {"follows": other.follows} if dice.random() < 0.5 else {}
                draft.put(msgspec.structs.replace(before, **fields))
        case "delete" if awards:
            book.delete(f"A{dice.choice(awards)}")
        case "signal" if awards:
            book.observe(f"A{dice.choice(awards)}", SignalKind.DELIVERY_LATE)
        case "undo" if len(tenders) > 2:
            book.undo()


@pytest.fixture
def book(tmp_path: Path) -> Any:
    with Book.open(tmp_path / "book", create=True) as book:
        with book.acting("add") as draft:
            for number in range(BUYERS):
                draft.add(Buyer(name=f"Buyer {number}"))
            for number in range(RIVALS):
                draft.add(Competitor(name=f"Rival {number}"))
        yield book


def everything(holdings: Holdings, day: date) -> dict[str, Any]:
    """All that the past and the questions to the index have a part in."""
    past = history(holdings, day)
    rows = sorted(holdings.awards)
    return {
        "base": past.base,
        "buyers": [past.buyers.get(number) or None for number in range(BUYERS + 1)],
        "typical": past.typical,
        "bids": past.bids,
        "kept": [number for number in rows if number in past.kept],
        "tempo": [award_pace(holdings, buyer, day) for buyer in range(BUYERS + 1)],
        "radar": opportunities(holdings, day),
        "defend": defended(holdings, day, include_snoozed=True),
        "asleep": asleep(holdings, day),
        "judged": [judge(holdings, holdings.awards[number], day) for number in rows],
        "agenda": agenda(holdings, day, 60),
    }


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_a_full_reading_finds(book: Book, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bidtracker.radar.score.past.LEAST", 3)
    monkeypatch.setattr("bidtracker.radar.score.past.MOST", 6)
    monkeypatch.setattr("bidtracker.radar.score.past.MORE", 5)
    monkeypatch.setattr("bidtracker.radar.score.past.DAYS", 3)
    dice = random.Random(seed)
    for number in range(90):
        try:
            act(book, dice)
        except BidtrackerError:
            continue  # a random act may be refused; nothing of it is written
        if number % 30 == 29:
            assert is_true(book.db) and book.db.storage.index_is_true()
    assert book.holdings.past is not None
    for day in (TODAY, TODAY - timedelta(days=400), TODAY + timedelta(days=100)):
        full, kept = all_holdings(book.db, Settings()), Holdings(Settings(), book.holdings.tenders.source)  # type: ignore[attr-defined]
        expected, kept_answers = everything(full, day), everything(kept, day)
        for name, value in expected.items():
            if name == "buyers":
                value = [tally if tally and tally.n else None for tally in value]
                kept_answers[name] = [tally if tally and tally.n else None for tally in kept_answers[name]]
            assert kept_answers[name] == value, name
    assert book.check() == []


@pytest.mark.parametrize("seed", range(4))
def test_insights_are_those_of_a_full_reading_and_leave_the_records_unread(
    book: Book, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bidtracker.radar.insights.quality.LEAST", 2)
    dice = random.Random(seed)
    for _ in range(60):
        with suppress(BidtrackerError):
            act(book, dice)
    with book.acting("add") as draft:
        for reason in (NoBidReason.PRICE, None):
            draft.add(msgspec.structs.replace(tender(dice, []), outcome=Outcome.NO_BID, bids=(), no_bid_reason=reason))
    for day in (TODAY - timedelta(days=400), TODAY, TODAY + timedelta(days=400)):
        unread = Holdings(Settings(), book.holdings.tenders.source)  # type: ignore[attr-defined]
        figures = counted(unread, day)
        assert figures == counted(all_holdings(book.db, Settings()), day)
        assert len(pages(figures, unread)) == len(KEYS)
        assert all(isinstance(unread.table(table), UnreadTable) for table in ("tenders", "awards", "buyers", "signals"))
    assert figures.signal_yield.changed + figures.signal_yield.kept


def test_many_awards_are_judged_with_few_questions(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 31):
        book.add("tenders", title=f"Need {number}", buyer=f"City {number}", category="33100000")
        book.lose(f"T{number}", to=f"Firm {number % 9}")
    book.track(*(f"A{number}" for number in range(1, 31)))
    whole = opportunities(all_holdings(book.db, book.settings), book.today())
    asked: list[str] = []
    for name in ("count_entries", "count_each", "entries", "entries_in_each"):
        ask = getattr(book.db.storage, name)
        monkeypatch.setattr(
            book.db.storage, name, lambda *about, ask=ask, name=name, **more: asked.append(name) or ask(*about, **more)
        )
    assert len(opportunities(book.snapshot(), book.today())) == len(whole) == 30
    assert asked.count("count_entries") < 5 and asked.count("count_each") < 9


@pytest.mark.parametrize("most", [6, 100])
def test_the_usual_sum_of_each_of_the_newest_days_is_kept(
    book: Book, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also before what a list has put into the future, a mistyped year as well as what was awarded today."""
    monkeypatch.setattr("bidtracker.radar.score.past.LEAST", 3)
    monkeypatch.setattr("bidtracker.radar.score.past.MOST", most)
    days = [*(TODAY - timedelta(days=n) for n in range(12, 0, -1)), TODAY, TODAY, date(2062, 1, 1)]
    with book.acting("add") as draft:
        draft.by_person = False
        for day in days:
            old = draft.add(Tender(title="Need", buyer=1, category="33100000"))
            draft.add(Award(tender=old.id, suppliers=(1,), awarded=day - timedelta(days=900)))
            new = draft.add(Tender(title="Need", buyer=1, category="33100000", follows=old.id))
            draft.add(Award(tender=new.id, suppliers=(1 + day.day % 3,), awarded=day))
    full = all_holdings(book.db, Settings())
    with monkeypatch.context() as patched:
        patched.setattr("bidtracker.radar.score.past._as_it_looked", None)
        by_day = {day: history(book.holdings, day).typical for day in {*days, TODAY + timedelta(days=1)}}
    assert len(by_day) == 15 and len(set(by_day.values())) > 6
    for day, typical in by_day.items():
        assert typical == history(full, day).typical


def test_a_past_that_is_not_true_is_seen_and_made_anew(book: Book) -> None:
    dice = random.Random(5)
    with book.acting("add") as draft:
        made = draft.add(tender(dice, []))
        draft.add(award(dice, made.id))
    assert is_true(book.db)
    with book.db.transaction():
        book.db.table("_past").update({"buyer": 2 if made.buyer == 1 else 1}, doc_ids=[made.id])
    assert any("--rebuild" in str(fault) for fault in book.check())
    book.rebuild()
    assert book.check() == []


def test_a_past_of_an_earlier_form_is_made_anew_at_opening(book: Book, tmp_path: Path) -> None:
    dice = random.Random(3)
    with book.acting("add") as draft:
        draft.add(award(dice, draft.add(tender(dice, [])).id))
    with book.db.transaction():
        book.db.table("_usual").update(delete("form"), doc_ids=[1])
        book.db.table("_past").update({"around": []}, doc_ids=[1])
    assert KeptPast.of(book.db) is None
    with Book.open(tmp_path / "book") as again:
        assert KeptPast.of(again.db) is not None and is_true(again.db)


def test_no_dump_has_what_is_kept_and_a_restored_book_keeps_it(book: Book, tmp_path: Path) -> None:
    dice = random.Random(7)
    with book.acting("add") as draft:
        for _ in range(5):
            draft.add(award(dice, draft.add(tender(dice, [])).id))
    with (tmp_path / "dump").open("wb") as out:
        book.dump(out)
    assert b"_past" not in (tmp_path / "dump").read_bytes()
    with Book.open(tmp_path / "other", create=True) as other:
        other.restore(tmp_path / "dump")
        assert KeptPast.of(other.db) is not None and is_true(other.db) and other.check() == []
