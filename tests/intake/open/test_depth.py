"""Values nested too deep are refused record by record; what comes in can be dumped and restored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.intake import import_files
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
    report = import_files(book, [path], file_format="native")
    assert (report.created, report.refused) == (2, 6)
    assert {str(problem.record) for problem in report.problems if problem.refused} == set("234567")


def test_brackets_within_texts_are_no_depth() -> None:
    raw = json.dumps([{"t": "[" * 500 + "]" * 3, "u": '\\"{' * 300}] * 3).encode()
    assert not is_too_deep(raw) and is_too_deep(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))
    assert not is_too_deep(b"[" * DEEPEST + b"]" * DEEPEST)


@given(
    st.recursive(
        st.text('[]{}\\"a') | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text("[{}a"), inner)
    )
)
def test_no_small_value_is_too_deep(value: object) -> None:
    assert not is_too_deep(json.dumps(value).encode() * 3)
