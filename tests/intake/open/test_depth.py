"""Values nested too deep are refused record by record; what comes in can be dumped and restored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.open.values import DEEPEST, is_too_deep


def nested(depth: int, pair: str = "[]") -> str:
    """A record with a value so many lists or objects deep."""
    opening, closing = ("[", "]") if pair == "[]" else ('{"a":', "}")
    return f'{{"title":"t{depth}","buyer":"B","extra":{opening * depth}1{closing * depth}}}'


@pytest.mark.parametrize("envelope", ["[%s]", '{"tenders":[%s]}', "%s"])
@pytest.mark.parametrize("pair", ["[]", "{}"])
def test_one_record_is_refused_and_the_list_goes_on(envelope: str, pair: str, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    depths = (10, 99, 480, 600, 1000, 2000, 20_000)
    records = [nested(depth, pair) for depth in depths] + ['{"title":"nul \\u0000","buyer":"B"}']
    path.write_text(envelope % ("\n" if envelope == "%s" else ",").join(records), encoding="utf-8")
    report = import_files(book, [path], ImportChoices(file_format="native"))
    assert (report.created, report.refused) == (1, 7)
    assert {str(problem.record) for problem in report.problems if problem.refused} == set("2345678")


def test_brackets_within_texts_are_no_depth() -> None:
    raw = json.dumps([{"t": "[" * 500 + "]" * 3, "u": '\\"{' * 300}] * 3).encode()
    assert not is_too_deep(raw) and is_too_deep(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))
    assert not is_too_deep(b"[" * DEEPEST + b"]" * DEEPEST)


@settings(max_examples=50)
@given(
    st.recursive(
        st.text('[]{}\\"a') | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text("[{}a"), inner)
    )
)
def test_no_small_value_is_too_deep(value: object) -> None:
    assert not is_too_deep(json.dumps(value).encode() * 3)


def test_lines_with_nul_are_refused_one_by_one(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Title,Buyer\nSalt,Ashby\nGr\0it\0\0\0,Moor\nBeds,\0\nCots,Moor\n" + b"\0" * 50)
    report = import_files(book, [path])
    assert [tender.title for tender in book.holdings.tenders.values()] == ["Salt", "Cots"]
    assert (report.read, report.refused) == (5, 3)
    assert {str(problem.message)[:27] for problem in report.problems if problem.refused} == {
        "it holds a NUL character, w"
    }


def test_a_backslash_before_u0000_is_no_nul(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"title": r"a \u0000", "buyer": "B"}]), encoding="utf-8")
    assert import_files(book, [path]).created == 1
