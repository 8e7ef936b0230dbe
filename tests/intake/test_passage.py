"""An import that is stopped: nothing stays, or what came in stays and the same import goes on from there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.intake import Cancelled, ImportChoices, ImportListener, Report, Stop, import_files, run, session
from bidtracker.intake.session import EVERY, RUN

SHORT_RUN = 8  # records of a run where the list is short
MANY = 5 * RUN * EVERY + 7  # records: a few looks at whether to go on


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "b.bidtracker", create=True) as opened:
        yield opened


def listed(folder: Path, name: str = "list.jsonl", many: int = MANY, **more: Any) -> Path:
    """A list of tenders with ids of their own."""
    rows = ({"reference": f"{name}-{n}", "title": f"Tender {n}", "buyer": f"Town {n % 9}", **more} for n in range(many))
    path = folder / name
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def at_look(number: int, stop: Stop = Stop.KEEP) -> Callable[[], Stop | None]:
    """Wants to stop when it is asked for the so-and-so-many-th time."""
    looks = iter(range(10**9))
    return lambda: stop if next(looks) == number else None


def reported(book: Book) -> list[tuple[str, str]]:
    """What the book knows of each tender, whatever its number."""
    holdings = book.holdings
    return sorted((t.title, holdings.buyers[t.buyer].name) for t in holdings.tenders.values())


def notes(report: Report) -> list[str]:
    return [str(problem.message) for problem in report.problems]


def test_what_is_kept_is_one_act_and_the_same_import_goes_on(book: Book, tmp_path: Path) -> None:
    path = listed(tmp_path)
    first = import_files(book, [path], listener=ImportListener(stopped=at_look(2)))
    assert first.stopped is not None
    name, place = first.stopped
    assert name == path.name and 0 < place < MANY and place == first.created == first.read
    assert len(book.history()) == 1 and book.settings.unfinished
    second = import_files(book, [path])
    assert second.stopped is None and not book.settings.unfinished
    assert second.created == second.read == MANY - place, "what came in is not looked at again"
    assert notes(second) == [f"the first {place} records came in before; it goes on behind them"]
    assert len(book.holdings.tenders) == MANY and len(book.history()) == 2
    assert import_files(book, [path]).unchanged == MANY, "once it is through it begins at its beginning"


def test_undone_it_begins_again(book: Book, tmp_path: Path) -> None:
    path = listed(tmp_path)
    import_files(book, [path], listener=ImportListener(stopped=at_look(1)))
    book.undo()
    assert not book.settings.unfinished and not book.holdings.tenders
    assert import_files(book, [path]).created == MANY


def test_what_is_left_leaves_nothing(book: Book, tmp_path: Path) -> None:
    with pytest.raises(Cancelled, match="nothing of it is in the book"):
        import_files(book, [listed(tmp_path)], listener=ImportListener(stopped=at_look(2, Stop.LEAVE)))
    assert not book.history() and not book.settings.unfinished


@pytest.mark.parametrize("how", [{"where": ["title=Tender"]}, {"us": ["Nordholm"]}, {"file_format": "native"}])
def test_another_import_of_the_list_begins_at_its_beginning(book: Book, tmp_path: Path, how: dict[str, Any]) -> None:
    path = listed(tmp_path)
    first = import_files(book, [path], listener=ImportListener(stopped=at_look(2)))
    second = import_files(book, [path], ImportChoices(**how))
    assert (second.unchanged, second.created) == (first.created, MANY - first.created) and not second.problems
    assert import_files(book, [path]).created == 0 and not book.settings.unfinished, "and leaves the place of the other"


def test_a_list_that_changed_begins_at_its_beginning(book: Book, tmp_path: Path) -> None:
    import_files(book, [listed(tmp_path)], listener=ImportListener(stopped=at_look(2)))
    assert import_files(book, [listed(tmp_path, note="!")]).read == MANY


def test_lists_that_came_in_are_passed_over(book: Book, tmp_path: Path) -> None:
    files = [listed(tmp_path, f"{name}.jsonl", many=RUN) for name in "ab"] + [listed(tmp_path, "c.jsonl")]
    first = import_files(book, files, listener=ImportListener(stopped=at_look(3)))
    assert first.stopped is not None and first.stopped[0] == "c.jsonl" and first.created > 2 * RUN
    second = import_files(book, files)
    assert [note.startswith("all of it") for note in notes(second)] == [True, True, False]
    assert len(book.holdings.tenders) == 2 * RUN + MANY


def test_an_import_in_parts_is_an_act_a_part_and_one_copy(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_files(book, [listed(tmp_path, "old.jsonl", many=1)])
    monkeypatch.setattr(run, "PART", 2 * RUN)
    report = import_files(book, [listed(tmp_path)], ImportChoices(in_parts=True))
    acts = [entry for entry in book.history() if entry.act == "import"][:-1]
    assert report.created == report.read == MANY and len(acts) == -(-MANY // (2 * RUN))
    assert len(list(tmp_path.glob("*.before-import-*"))) == 1 and not book.settings.unfinished
    assert "2 * RUN" not in str(acts[-1].title) and f"{2 * RUN} new tenders" in str(acts[-1].title)


def test_parts_that_are_through_stay_when_the_rest_is_lost(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "PART", 2 * RUN)

    def died() -> Stop | None:
        if len(book.history()) >= 3:
            raise ZeroDivisionError
        return None

    path = listed(tmp_path)
    with pytest.raises(ZeroDivisionError):
        import_files(book, [path], ImportChoices(in_parts=True), ImportListener(stopped=died))
    present = len(book.holdings.tenders)
    assert present == 3 * 2 * RUN
    assert import_files(book, [path], ImportChoices(in_parts=True)).created == MANY - present
    assert len(book.holdings.tenders) == MANY


def test_rows_without_an_id_begin_again_and_come_in_once(book: Book, tmp_path: Path) -> None:
    """Which older row a row puts right shows at the end of the list: what waits for that is read again."""
    path = tmp_path / "rows.jsonl"

    def write(value: int) -> None:
        rows = [{"title": f"T {n}", "buyer": "Town", "value": value} for n in range(3 * RUN * EVERY)]
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    write(1)
    import_files(book, [path])
    write(2)
    import_files(book, [path], listener=ImportListener(stopped=at_look(2)))
    import_files(book, [path])
    assert len(book.holdings.tenders) == 3 * RUN * EVERY
    assert {tender.value.amount for tender in map(book.get, map("T{}".format, book.holdings.tenders))} == {2}


@settings(max_examples=6)
@given(stops=st.lists(st.integers(0, 4), max_size=4), part=st.sampled_from([SHORT_RUN, 3 * SHORT_RUN, 10**6]))
def test_however_often_it_is_stopped_all_of_it_comes_in_once(
    tmp_path_factory: pytest.TempPathFactory, stops: list[int], part: int
) -> None:
    folder = tmp_path_factory.mktemp("stopped")
    path = listed(folder, many=3 * SHORT_RUN * EVERY)
    with Book.open(folder / "one", create=True) as each, Book.open(folder / "many", create=True) as many:
        import_files(each, [path])
        whole, run.PART, session.RUN = run.PART, part, SHORT_RUN
        try:
            for number in stops:
                import_files(many, [path], ImportChoices(in_parts=True), ImportListener(stopped=at_look(number)))
            import_files(many, [path], ImportChoices(in_parts=True))
        finally:
            run.PART, session.RUN = whole, RUN
        assert reported(each) == reported(many) and not many.settings.unfinished and not many.check()
