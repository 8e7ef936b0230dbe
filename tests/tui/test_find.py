"""Find: words in everything, as a list by kind, opened with enter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec
import pytest
from glass import opened, small
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book, memory
from bidtracker.book.spelling import respelled
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import say
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Award, Buyer, Competitor, Tender
from bidtracker.domain.text import fold
from bidtracker.tui import finding
from bidtracker.tui.finding import KINDS, MOST, FindHit, FindPart, find, names
from bidtracker.tui.screens.find import Find


def ids(book: Book, text: str) -> list[str]:
    return [f"{hit.table} {hit.number}" for part in find(book, text, lambda: True) for hit in part.hits]


@pytest.fixture
def full(book: Book) -> Book:
    small(book)
    book.set("T2", description="Analysers with a café in the lobby", notes='He said "never"')
    return book


TENDERS = 300


@pytest.fixture
def large_and_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Book, Book]]:
    """One book of which records are read as they are asked for, and the same with all of it in memory."""
    chance = Random(11)
    with Book.open(tmp_path / "book", create=True) as book:
        with book.acting("set") as draft:
            buyers = [draft.add(Buyer(name=name)).id for name in ("Leeds Hospital", "York Trust", "Ayr & Co")]
            rivals = [draft.add(Competitor(name=name)).id for name in ("Acme Ltd", "Béta GmbH")]
            for _ in range(TENDERS):
                title = f"{chance.choice(('Ward beds', 'Gas', 'Sterile goods', 'Café'))} {chance.randrange(90)}"
                notes = chance.choice(("", "beds, too", 'said "beds"', "naïve"))
                draft.add(Tender(title=title, buyer=chance.choice(buyers), notes=notes))
            for number in range(1, TENDERS + 1, 2):
                award = draft.add(
                    Award(tender=number, suppliers=(chance.choice(rivals),), notes=chance.choice(("", "gas")))
                )
                draft.put(msgspec.structs.replace(draft.get("tenders", number), awards=(award.id,)))
            draft.title = say("Made for a test")
        with Book.open(book.address) as large:
            book.read_all()
            monkeypatch.setattr(memory, "MANY", 100)
            large.read_all()
            monkeypatch.setattr(Book, "large", property(lambda each: each is large))
            yield large, book


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ward beds", ["tenders 1", "awards 1"]),  # an award is called like its tender
        ("BEDS", ["tenders 1", "awards 1", "facts 1"]),
        ("beds leeds", ["tenders 1", "awards 1", "facts 1"]),  # and all is found with its buyer
        ("leeds", ["buyers 1"]),  # but not by that alone
        ("beds acme", ["awards 1"]),
        ("sterile leeds", []),
        ("cafe lobby", ["tenders 2"]),
        ("CAFÉ", ["tenders 2"]),
        ('"never"', ["tenders 2"]),
        ("30 days", ["awards 1"]),  # a promise
        ("jane", ["contacts 1"]),
        ("T3", ["tenders 3"]),
        ("title", []),  # the name of a field is no text of the record
        ("nowhere", []),
        ("  ", []),
    ],
)
def test_words_are_found_wherever_they_stand(full: Book, text: str, expected: list[str]) -> None:
    assert ids(full, text) == expected


def test_our_own_award_is_found_by_its_tender_and_by_our_name(full: Book) -> None:
    full.set_settings(us=("Ours Medical Ltd",))
    full.win("T3")
    assert "awards 2" in ids(full, "sterile")
    assert ids(full, "sterile ours") == ["awards 2"]


def test_a_mistyped_word_is_set_right_by_the_names_of_the_book(full: Book) -> None:
    assert respelled("strile yorc", names(full.holdings)) == "sterile york"
    assert respelled("sterile", names(full.holdings)) == ""
    assert respelled("xylophone", names(full.holdings)) == ""


async def test_find_says_for_what_it_found_where_that_is_spelled_otherwise(full: Book) -> None:
    async with opened(full) as glass:
        await glass.press("ctrl+f")
        await glass.until(lambda: isinstance(glass.app.screen, Find))
        await glass.type("strile servces")
        await glass.until(lambda: "1 found for sterile services" in glass.text())
        assert glass.app.screen.pane.target == "T3"


def test_an_excerpt_shows_the_word_that_the_name_has_not(full: Book) -> None:
    ((hit,),) = [part.hits for part in find(full, "lobby", lambda: True) if part.hits]
    assert "lobby" in hit.excerpt


def test_no_more_than_fit_a_list_and_it_says_so(book: Book) -> None:
    for n in range(MOST + 1):
        book.add("buyers", name=f"Council {n}")
    result = {part.table: (len(part.hits), part.more) for part in find(book, "council", lambda: True)}
    assert result["buyers"] == (MOST, True)


def test_it_stops_when_nobody_wants_it_any_more(full: Book) -> None:
    assert list(find(full, "beds", lambda: False)) == []


@given(st.text(max_size=20))
def test_anything_may_be_typed(text: str) -> None:
    class Empty:
        large = False

        class reader:
            @staticmethod
            def table(name: str) -> type:
                return Empty.Table

        class Table:
            @staticmethod
            def rows() -> list[tuple[int, bytes]]:
                return [(1, b'{"title":"x"}')]

            @staticmethod
            def body(number: int) -> None:
                return None

        @staticmethod
        def snapshot() -> Holdings:
            return Holdings()

    for part in find(Empty, text, lambda: True):  # type: ignore[arg-type]
        assert part.table in KINDS


TEXTS = (
    "beds",
    "ward leeds",
    "sterile acme",
    "york",
    "gas 7",
    "T17",
    "A3",
    "t1",
    "acme",
    "cafe",
    "zzz",
    "leeds beds 4",
)


def in_kinds(book: Book, text: str) -> dict[str, tuple[list[FindHit], bool]]:
    """What was found of each kind, in its order, and whether there is more."""
    kinds: dict[str, tuple[list[FindHit], bool]] = {}
    for part in find(book, text, lambda: True):
        hits, more = kinds.get(part.table, ([], False))
        kinds[part.table] = [*hits, *part.hits], more or part.more
    return {table: (hits, more) for table, (hits, more) in kinds.items() if hits}


@pytest.mark.parametrize("text", TEXTS)
def test_of_a_large_book_the_same_is_found_slice_by_slice(
    large_and_small: tuple[Book, Book], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    large, in_memory = large_and_small
    expected = in_kinds(in_memory, text)
    monkeypatch.setattr(finding, "SLICE", 7)
    assert in_kinds(large, text) == expected


def test_every_tender_is_read_once_and_none_is_kept(
    large_and_small: tuple[Book, Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    large, _ = large_and_small
    monkeypatch.setattr(finding, "SLICE", 7)
    read: list[int] = []
    scan = large.reader.storage.scan

    def counted(table: str) -> Iterator[tuple[int, int, bytes]]:
        for row in scan(table):
            read.extend([row[0]] if table == "tenders" else [])
            yield row

    monkeypatch.setattr(large.reader.storage, "scan", counted)
    assert not in_kinds(large, "zzz")
    assert len(read) == len(set(read)) == TENDERS
    read.clear()
    assert in_kinds(large, "gas")["tenders"][1]
    assert len(read) < TENDERS, "where there is more than is shown, the rest is not read"
    assert isinstance(large.holdings.tenders, UnreadTable) and not dict.__len__(large.holdings.tenders)


def test_of_a_large_book_what_is_short_comes_before_its_tenders(large_and_small: tuple[Book, Book]) -> None:
    large, in_memory = large_and_small
    assert [part.table for part in find(large, "beds", lambda: True)][-1] == "awards"
    tables = list(dict.fromkeys(part.table for part in find(large, "leeds", lambda: True)))
    assert tables.index("tenders") > tables.index("buyers")
    assert next(iter(find(in_memory, "beds", lambda: True))).table == "tenders"


def test_the_record_meant_by_an_id_comes_first(large_and_small: tuple[Book, Book]) -> None:
    part = next(iter(find(large_and_small[0], "A3", lambda: True)))
    assert [(hit.table, hit.number) for hit in part.hits] == [("awards", 3)]


@given(
    st.lists(
        st.text(st.sampled_from('aÉße\u0301ﬁİſ−ø漢ガ\u3099가ـ\u064bΣ "\\\n\x01') | st.characters(), max_size=9),
        max_size=3,
    )
)
def test_what_stands_in_a_text_stands_in_its_record_as_it_is_searched(texts: list[str]) -> None:
    try:
        body = msgspec.json.encode({"title": texts})
    except UnicodeEncodeError:  # half a character, which no record holds
        return
    words = fold(" ".join(texts)).split()
    folded = finding._folded(body, words)
    if folded is None:
        assert b"\\" in body
    else:
        assert all(word in folded for word in words)
        assert finding._folded(body + b"\n" + body, words) == f"{folded}\n{folded}"


async def test_what_comes_later_leaves_the_cursor_where_it_was_put(full: Book) -> None:
    async with opened(full) as glass:
        await glass.press("ctrl+f")
        await glass.until(lambda: isinstance(glass.app.screen, Find))
        screen = glass.app.screen
        assert isinstance(screen, Find)
        await glass.type("leeds")
        await glass.until(lambda: "1 found" in glass.text())
        assert screen.pane.target == "B1"
        (buyer,) = screen.hits["buyers"]
        fact, contact, tender = (
            FindHit(table, 1, "Another", "", by_name=False) for table in ("facts", "contacts", "tenders")
        )
        screen.post_message(Find.Came(screen.turn, [FindPart("facts", [fact])], "leeds"))
        await glass.until(lambda: screen.hits.get("facts"))
        assert screen.pane.target == "B1"
        screen.post_message(Find.Came(screen.turn, [FindPart("tenders", [tender])], "leeds"))
        await glass.until(lambda: screen.hits.get("tenders"))
        assert screen.pane.target == "T1", "until it is moved, it is on the first"
        await glass.press("down", "down")
        assert screen.pane.target == "K1"
        screen.post_message(Find.Came(screen.turn, [FindPart("contacts", [contact])], "leeds"))
        await glass.until(lambda: screen.hits.get("contacts"))
        assert screen.pane.target == "K1", "then it stays with what it was put on"
        screen.post_message(Find.Came(screen.turn - 1, [FindPart("buyers", [buyer])], "leed"))
        await glass.pilot.pause()
        assert len(screen.hits["buyers"]) == 1, "what is found for an earlier text is not shown"


async def test_ctrl_f_finds_as_one_types_and_enter_opens_the_record(full: Book) -> None:
    async with opened(full) as glass:
        await glass.press("ctrl+f")
        await glass.until(lambda: isinstance(glass.app.screen, Find))
        result = glass.app.screen
        await glass.type("beds")
        await glass.until(lambda: "3 found" in glass.text())
        assert result.pane.target == "T1"
        await glass.press("down", "down")
        assert result.pane.target == "K1"
        await glass.press("enter")
        await glass.until(lambda: glass.app.screen is glass.view)
        await glass.until(lambda: any("900 beds" in line for line in glass.detail.lines))
        assert glass.app.focused is glass.detail
        await glass.press("escape")
        await glass.press("ctrl+f")
        await glass.type("zzz")
        await glass.until(lambda: "Nothing has zzz" in glass.text())
        await glass.press("escape")
        await glass.until(lambda: glass.app.screen is glass.view)
