"""A large book's tenders are read as they are seen; the list is the same as where all of them lie in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import msgspec
import pytest
from glass import opened

from bidtracker.book import Book, memory
from bidtracker.book.kept.ordered import StoredOrder
from bidtracker.domain.filters import shown_cells
from bidtracker.domain.filters.conditions import Condition
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.filters.query import compile_conditions
from bidtracker.domain.filters.shown_cells import FewTexts
from bidtracker.domain.message import say
from bidtracker.domain.money import Money
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Award, Bid, Buyer, Competitor, Tender
from bidtracker.domain.vocabulary import Outcome, Stage
from bidtracker.tui.desk import Desk
from bidtracker.tui.listing import stored
from bidtracker.tui.listing.held import Listing
from bidtracker.tui.listing.stored import FEW, StoredListing, StoredRows
from bidtracker.tui.views import listed
from bidtracker.tui.views.tenders import TendersView

TODAY = date(2026, 11, 20)
TENDERS = 600
FILTERS = (
    "beds",
    "zzz",
    "buyer:leeds",
    "buyer:none",
    "!buyer:leeds beds",
    "stage:submitted",
    "stage:watching",
    "stage:submitted|closed buyer:york",
    "deadline<30d",
    "deadline>2027",
    "deadline:none",
    "p_win>50%",
    "p_win:none beds",
    "outcome:lost",
    "outcome:awarded",
    "winner:acme",
    "lost",
    "T17",
    "value>500k",
)


def numbered(book: Book) -> Book:
    """Tenders of every sort, some alike in what they are sorted by, some with nothing there."""
    chance = Random(7)
    with book.acting("set") as draft:
        buyers = [
            draft.add(Buyer(name=name)).id for name in ("Leeds Hospital", "York Trust", "leeds hospital 2", "Ayr")
        ]
        rivals = [draft.add(Competitor(name=name)).id for name in ("Acme Ltd", "Beta GmbH")]
        for _ in range(TENDERS):
            day = TODAY + timedelta(chance.randrange(-300, 300)) if chance.random() < 0.9 else None
            hour = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC) if day and chance.random() < 0.3 else None
            bids = (Bid(p_win=chance.choice((0.1, 0.4, 0.8))),) if chance.random() < 0.1 else ()
            if bids and chance.random() < 0.5:
                bids = (msgspec.structs.replace(bids[0], outcome=Outcome.LOST),)
            tender = draft.add(
                Tender(
                    title=f"{chance.choice(('Ward beds', 'Gas', 'Sterile goods'))} {chance.randrange(50)}",
                    buyer=chance.choice(buyers),
                    deadline=day,
                    deadline_at=hour,
                    stage=Stage.CLOSED if bids and bids[0].outcome is Outcome.LOST else chance.choice(list(Stage)[:3]),
                    outcome=bids[0].outcome if bids else Outcome.PENDING,
                    value=Money(Decimal(chance.randrange(1, 10) * 100_000), "GBP") if chance.random() < 0.5 else None,
                    bids=bids,
                )
            )
            if chance.random() < 0.4:
                award = draft.add(Award(tender=tender.id, suppliers=(chance.choice(rivals),)))
                draft.put(msgspec.structs.replace(draft.get("tenders", tender.id), awards=(award.id,)))
        draft.title = say("Made for a test")
    return book


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    monkeypatch.setattr(memory, "MANY", 100)
    with Book.open(tmp_path / "large", create=True, clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC)) as book:
        yield numbered(book)


@pytest.fixture
def small(large: Book, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """The same book, all of it in memory."""
    with Book.open(large.address, clock=large.clock) as book:
        monkeypatch.setattr(memory, "MANY", 100_000)
        book.read_all()
        monkeypatch.setattr(memory, "MANY", 100)
        assert book.holdings.source is None
        yield book


def columns(book: Book) -> dict[str, object]:
    view = TendersView("tenders", Desk(book, TODAY), ())
    return {column.name: column for column in view.columns()}


@pytest.mark.parametrize("falling", [False, True])
def test_every_order_is_that_of_a_list_in_memory(large: Book, small: Book, falling: bool) -> None:
    large.read_all()
    stored, held = StoredListing(large), Listing()
    held.replace(small.holdings.tenders.values())
    ours, theirs = columns(large), columns(small)
    for name in theirs:
        asyncio.run(stored.sort(ours[name], falling))  # type: ignore[arg-type]
        asyncio.run(held.sort(theirs[name], falling))  # type: ignore[arg-type]
        assert [row.id for row in stored.rows] == [row.id for row in held.rows], name
        assert list(stored.rows) == held.rows


@pytest.mark.parametrize("text", FILTERS)
def test_a_filter_lets_the_same_rows_through(large: Book, small: Book, text: str) -> None:
    async def matching(book: Book, listing: Listing | StoredListing) -> list[int]:
        view = TendersView("tenders", Desk(book, TODAY), ())
        view.listing = listing
        column = next(column for column in view.columns() if column.name == "deadline")
        await listing.sort(column, False)
        conditions = view.conditions(text)
        rows = [row.id async for part in listing.matching(conditions) for row in part]
        glimpsed = listing.glimpse(conditions, 5)
        assert glimpsed is None or [row.id for row in glimpsed][:5] == rows[:5]
        return rows

    large.read_all()
    held = Listing()
    held.replace(small.holdings.tenders.values())
    assert asyncio.run(matching(large, StoredListing(large))) == asyncio.run(matching(small, held))


def test_the_first_page_comes_before_the_order_is_known(large: Book) -> None:
    large.read_all()
    listing, column = StoredListing(large), columns(large)["deadline"]

    async def both() -> tuple[list[int], list[int]]:
        first = await listing.first(column, False, TODAY.isoformat(), 300)  # type: ignore[arg-type]
        assert first is not None and not listing.whole
        await listing.sort(column, False)  # type: ignore[arg-type]
        return list(first.numbers), list(listing.rows.numbers)

    first, every = asyncio.run(both())
    assert len(every) == TENDERS
    assert first[:200] == every[:200]


def test_the_first_page_of_many_that_have_one_day_is_that_of_the_order(tmp_path: Path) -> None:
    with Book.open(tmp_path / "alike", create=True, clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC)) as book:
        with book.acting("set") as draft:
            buyer = draft.add(Buyer(name="Kent")).id
            for _ in range(90):
                draft.add(Tender(title="Beds", buyer=buyer, deadline=date(2024, 4, 1)))
        assert StoredOrder(book.reader).from_day("2026-11-20", 30) == [*range(1, 31)]


async def test_marks_jumps_edits_and_undo_hold_over_all_of_a_large_book(large: Book) -> None:
    async with opened(large, as_of=TODAY) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.until(lambda: glass.view.listing.whole)
        table, listing = glass.table, glass.view.listing
        assert isinstance(listing, StoredListing) and isinstance(table.rows, StoredRows)
        assert "of 600" in glass.view.header.counted
        await glass.press("G")
        assert table.cursor == TENDERS - 1
        last = glass.current
        await glass.press("space", "g", "space")
        assert table.marks == {last, glass.view.key(listing.rows[0])}
        assert [table.key(row) for row in table.chosen] == [glass.view.key(listing.rows[0]), last]
        table.unmark()
        table.go_to(last)
        await glass.pilot.pause()
        assert glass.current == last and table.cursor == TENDERS - 1
        large.set(last, title="Edited here", deadline=TODAY + timedelta(1))
        await glass.until(lambda: table.cursor < 20)
        assert glass.current == last and "Edited here" in glass.text()
        assert len(table.rows) == TENDERS
        large.delete(last)
        await glass.until(lambda: len(table.rows) == TENDERS - 1)
        large.undo(2)
        await glass.until(lambda: len(table.rows) == TENDERS)
        assert table.rows.place(last) == TENDERS - 1


async def test_a_filter_on_a_large_book_shows_how_many_and_follows_an_act(large: Book) -> None:
    async with opened(large, as_of=TODAY) as glass:
        await glass.press("2")
        await glass.ready()
        glass.view.use_filter("stage:watching buyer:york")
        await glass.ready()
        shown = len(glass.ids)
        assert 0 < shown < TENDERS and glass.view.counted
        assert f"{shown:,} of 600" in glass.view.header.counted
        gone = glass.ids[0]
        large.set(gone, stage="qualifying")
        await glass.until(lambda: gone not in glass.ids)
        assert len(glass.ids) == shown - 1
        large.undo()
        await glass.until(lambda: gone in glass.ids)
        assert glass.ids[0] == gone


async def test_nothing_is_not_found_before_all_is_looked_through(large: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_through, matching = asyncio.Event(), StoredListing.matching

    async def slowly(listing: StoredListing, conditions: Sequence[Condition]) -> AsyncIterator[StoredRows]:
        async for page in matching(listing, conditions):
            yield page
        await looked_through.wait()
        yield listing.none()

    monkeypatch.setattr(StoredListing, "matching", slowly)
    monkeypatch.setattr(listed, "LOOK", 0.0)
    async with opened(large, as_of=TODAY) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash", *"zzz")
        await glass.until(lambda: "Looking for zzz" in glass.text())
        assert not glass.ids and not glass.view.counted and "Nothing found" not in glass.text()
        looked_through.set()
        await glass.until(lambda: "Nothing found for zzz" in glass.text())


async def test_a_filter_finds_a_buyer_by_the_name_it_was_given_meanwhile(large: Book) -> None:
    ayr = next(buyer.id for buyer in large.holdings.buyers.values() if buyer.name == "Ayr")
    number = len(large.holdings.tenders_of(ayr))
    assert 0 < number <= FEW  # else all is read anew
    async with opened(large, as_of=TODAY) as glass:
        await glass.press("2")
        await glass.ready()
        await glass.press("slash", *"ayr")
        await glass.until(lambda: glass.view.counted and len(glass.ids) == number)
        large.set(f"B{ayr}", name="Kent")
        await glass.until(lambda: not glass.ids)
        await glass.press("backspace", "backspace", "backspace", *"kent")
        await glass.until(lambda: glass.view.counted and len(glass.ids) == number)


def test_walking_through_all_leaves_what_is_on_top_in_memory(large: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "FEW_TEXTS", 100)
    large.read_all()
    listing, texts = StoredListing(large), FewTexts()
    asyncio.run(listing.sort(columns(large)["deadline"], False))  # type: ignore[arg-type]
    top = listing.rows.numbers[:100]

    async def filtered() -> list[int]:
        conditions = compile_conditions("beds", FilterFields.of("tenders"), large.holdings, TODAY, texts=texts)
        return [number async for part in listing.matching(conditions) for number in part.numbers]

    matches = asyncio.run(filtered())
    tenders = large.holdings.tenders
    assert isinstance(tenders, UnreadTable)
    kept = set(dict.keys(tenders))
    assert set(top) <= kept and len(kept) < TENDERS
    assert matches and matches == asyncio.run(filtered())


def test_of_too_many_texts_the_first_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_cells, "FEW_TEXTS", 2)
    texts = FewTexts()
    for number in range(4):
        texts[number] = (number, str(number))
    assert [*texts] == [0, 1]


def test_what_no_index_answers_is_read(large: Book) -> None:
    from bidtracker.book.kept.ordered import StoredOrder

    large.read_all()
    order = StoredOrder(large.reader)
    assert order.count() == TENDERS
    by_buyer = compile_conditions("buyer:ayr", FilterFields.of("tenders"), large.holdings, TODAY)[0]
    by_word = compile_conditions("ayr", FilterFields.of("tenders"), large.holdings, TODAY)[0]
    several = lambda numbers: [large.holdings.tenders[number] for number in numbers]  # noqa: E731
    assert by_word.field == "" and order.meeting("title", by_word.holds, several) is None
    answer = order.meeting(by_buyer.field, by_buyer.holds, several)
    ayr = next(buyer.id for buyer in large.holdings.buyers.values() if buyer.name == "Ayr")
    assert answer is not None and answer.whole
    assert [n for n, sign in enumerate(answer.signs) if sign] == [t.id for t in large.holdings.tenders_of(ayr)]


@pytest.mark.parametrize("field", ["buyer", "deadline", "stage", "watch", "intent"])
def test_groups_are_the_same_key_by_key_and_page_by_page(
    large: Book, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bidtracker.book.kept.ordered import StoredOrder

    def grouped() -> set[tuple[int, ...]]:
        groups = StoredOrder(large.db).groups(field)
        assert groups is not None
        return {tuple(group.numbers) for group in groups}

    by_key = grouped()
    monkeypatch.setattr("bidtracker.book.kept.ordered.GROUPS", 1)
    assert by_key == grouped() and sum(map(len, by_key)) == TENDERS
