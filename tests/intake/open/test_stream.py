"""Records out of a stream of JSON: every container, every place a chunk may end, everything that is not JSON."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reads import DATA, needs_data

from bidtracker.domain.errors import BidtrackerError, Unreadable
from bidtracker.intake.open.encoding import as_utf8
from bidtracker.intake.open.envelope import LIST_KEYS
from bidtracker.intake.open.stream import Broken, JsonStream
from bidtracker.intake.open.values import REFUSED, decode, mend

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
record = st.dictionaries(st.text(max_size=5), anything, max_size=5)


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def values(data: bytes, *, size: int = 1 << 18, window: int = 1 << 20, longest: int = 1 << 25) -> list[Any]:
    """Every record of a stream, decoded as the readers do."""
    chunks, _ = as_utf8(pieces(data, size))
    result = []
    for raw in JsonStream(chunks, window=window, longest=longest).elements():
        try:
            result.append(decode(raw))
        except REFUSED:
            result.append(mend(bytes(raw))[0])
    return result


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":1},{"a":2},{"a":3}]',
        ' [ {"a":1} ,\n {"a":2}\t,{"a":3} ] \r\n',
        '{"a":1}\n{"a":2}\n{"a":3}\n',
        '{"a":1}\r\n\r\n{"a":2}\r\n{"a":3}',
        '{"a":1} {"a":2}{"a":3}',
        '{\n"a":1}\n{\n"a":2}\n{"a":3}',
        '{"uri":"x","releases":[{"a":1},{"a":2}],"more":[{"b":1}]}\n{"records":[{"a":3}]}',
        '{"records":[{"a":1}],"x":{"releases":[1]},"releases":[{"a":2},{"a":3}]}',
        '[{"a":1}][{"a":2},{"a":3}]',
    ],
)
@pytest.mark.parametrize("window", [1, 7, 1 << 20])
def test_every_container_gives_its_records_in_order(text: str, window: int) -> None:
    assert values(text.encode(), window=window) == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_a_record_is_one_whatever_lists_it_holds() -> None:
    whole = {"ocid": "ocds-1", "releases": [{"a": 1}, {"a": 2}]}
    native = {"Title": "t", "buyer": "b", "data": [{"a": 1}]}
    for each in (whole, native):
        text = json.dumps(each).encode()
        assert values(text) == values(text, window=4) == [each]


def test_an_object_without_a_list_that_is_larger_than_the_window_is_one_record() -> None:
    each = {"name": "x" * 50, "inner": {"list": [1, 2, {"b": "]}"}]}, "end": None}
    assert values(json.dumps(each).encode(), window=8) == [each]


@settings(max_examples=50)
@given(
    st.lists(record, max_size=8),
    st.integers(1, 40),
    st.integers(1, 200),
    st.sampled_from((None, 1)),
    st.booleans(),
)
def test_where_chunks_and_windows_end_does_not_matter(
    records: list[Any], size: int, window: int, indent: int | None, ascii_only: bool
) -> None:
    expected = [json.loads(json.dumps(r), parse_float=Decimal) for r in records]
    text = json.dumps(records, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace")
    assert values(text, size=size, window=window) == values(text) == json.loads(text, parse_float=Decimal)
    if ascii_only:
        assert values(text) == expected
    package = b'{"x":[{"releases":[1]}], "releases": ' + text + b"}"
    assert values(package, size=size, window=window) == values(text)


plain = record.filter(lambda each: bool(each) and LIST_KEYS.isdisjoint(each))  # a line may be a package of records too


@settings(max_examples=40)
@given(st.lists(plain, min_size=2, max_size=8), st.integers(1, 200))
def test_lines_are_as_good_as_a_list(records: list[Any], window: int) -> None:
    lines = "".join(json.dumps(r) + "\n" for r in records).encode()
    assert len(values(lines, window=window)) == len(records)
    assert values(lines, window=window) == values(json.dumps(records).encode())


def test_seams_inside_records_are_not_taken_for_their_ends() -> None:
    # Each record holds a list whose elements begin as the records do, and a text that looks like a seam.
    inner = [{"id": "x"}, {"id": "y"}, {"id": 'z"},{"id":"q'}]
    records = [{"id": f"r{n}", "parties": inner, "note": '}, {"id": "'} for n in range(50)]
    for separators in ((",", ":"), (", ", ": ")):
        text = json.dumps(records, separators=separators).encode()
        for window in (64, 300, 1000, 1 << 20):
            assert values(text, window=window) == records


def test_deep_records_are_found_too_and_too_deep_ones_are_refused() -> None:
    deep: Any = 1
    for _ in range(60):
        deep = {"a": [deep]}
    assert values(json.dumps([deep, 2]).encode(), window=16) == [deep, 2]
    bomb = b'[{"a":1},' + b"[" * 50_000 + b"]" * 50_000 + b',{"a":2}]'
    raws = list(JsonStream([bomb]).elements())
    assert [len(raw) for raw in map(bytes, raws)] == [7, 100_000, 7]
    with pytest.raises(REFUSED):
        decode(raws[1])
    with pytest.raises(Unreadable, match="nested too deeply"):
        mend(bytes(raws[1]))


def test_what_came_before_the_break_is_given_and_the_break_names_its_byte() -> None:
    for text, why in (
        ('[{"a":1},{"a":2},{"a":', "cut off: it ends at byte 22, within what begins at byte 17"),
        ('[{"a":1},{"a":2},', "cut off"),
        ('[{"a":1},{"a":2}', "cut off"),
        ('[{"a":1},{"a":2}}', "comma is missing at byte 16"),
        ('[{"a":1},{"a":2},]', "value is missing at byte 17"),
        ('[{"a":1},{"a":2},,{}]', "value is missing at byte 17"),
        ('[{"a":1},{"a":2}] and more', "something else follows the list at byte 18: 'and more'"),
        ('{"a":1}\n{"a":2}\n{"a":', "cut off"),
        ('{"releases":[{"a":1},{"a":2}', "cut off"),
        ('{"releases":[{"a":1},{"a":2}],"x"', "cut off"),
        ('{"releases":[{"a":1},{"a":2}],x:1}', "key in quotes is missing at byte 30"),
        ('{"releases":[{"a":1},{"a":2}] "x":1}', "comma is missing at byte 30"),
    ):
        result = []
        stream = JsonStream(pieces(text.encode(), 3), window=4)
        with pytest.raises(Broken, match=why):
            for raw in stream.elements():
                result.append(decode(raw))
        assert result == [{"a": 1}, {"a": 2}], text


def test_one_bad_line_leaves_the_others() -> None:
    raws = list(JsonStream([b'{"a":1}\n{"a":\n{"a":2}\nnonsense\n{"a":3}\n']).elements())
    assert [bytes(raw) for raw in raws] == [b'{"a":1}', b'{"a":', b'{"a":2}', b"nonsense", b'{"a":3}']


def test_a_record_without_end_is_bounded() -> None:
    def endless() -> Iterator[bytes]:
        yield b'[{"a": "'
        while True:
            yield b"x" * 1000

    with pytest.raises(Broken, match="longer than 1 MB"):
        list(JsonStream(endless(), window=1000, longest=1 << 20).elements())


def test_memory_does_not_grow_with_the_file() -> None:
    each = json.dumps({"reference": "R", "title": "t" * 900}).encode()

    def many(count: int) -> Iterator[bytes]:
        yield b"[" + each
        for _ in range(count):
            yield b"," + each
        yield b"]"

    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in JsonStream(many(count), window=1 << 16).elements()) == count + 1
        return tracemalloc.get_traced_memory()[1]

    few, tenfold = peak(1_000), peak(10_000)
    tracemalloc.stop()
    assert tenfold < 1.5 * few


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_not_known_within_a_record_and_refused_elsewhere(text: str) -> None:
    raw = f'{{"a":{text},"lots":[{{"b":{text},"c":1.50}},{{"b":{text}}}]}}'.encode()
    with pytest.raises(REFUSED):
        decode(raw)
    value, doubts = mend(raw)
    assert value == {"a": None, "lots": [{"b": None, "c": Decimal("1.50")}, {"b": None}]}
    assert [(doubt.path, doubt.value) for doubt in doubts] == [("a", text), ("lots.b", text)]
    assert "read as null" in str(doubts[0].message)
    with pytest.raises(Unreadable, match=f"{text} is no number that JSON knows"):
        mend(f"[{text}]".encode())


def test_only_so_many_doubts_are_told_of_one_record() -> None:
    raw = json.dumps({f"k{n}": float("nan") for n in range(1000)}).encode()
    value, doubts = mend(raw)
    assert (len(value), len(doubts)) == (1000, 100)


def test_numbers_keep_every_digit_and_absurd_ones_are_refused() -> None:
    assert decode(b"[0.1, 12345678901234567890.123456789, 123456789012345678901234567890]") == [
        Decimal("0.1"),
        Decimal("12345678901234567890.123456789"),
        123456789012345678901234567890,
    ]
    for raw in (b"[" + b"9" * 5000 + b"]", b"[1e" + b"9" * 40 + b"]"):
        with pytest.raises(REFUSED):
            decode(raw)
        with pytest.raises(Unreadable, match="too l"):
            mend(raw)


def test_half_characters_and_foreign_bytes_are_mended() -> None:
    assert mend(b'{"\\ud800": ["x\\udc00y", 1]}')[0] == {"�": ["x�y", 1]}
    value, doubts = mend(b'{"a": "caf\xe9"}')
    assert value == {"a": "café"}
    assert ["cp1252" in str(doubt.message) for doubt in doubts] == [True]


@needs_data
@pytest.mark.parametrize("sort", ["y", "n", "i"])
def test_the_json_test_suite(sort: str) -> None:
    files = sorted((DATA / "bad" / "jsontestsuite").glob(f"{sort}_*.json"))
    assert len(files) > 30
    for file in files:
        try:
            values(file.read_bytes())
            parsed = True
        except BidtrackerError:
            parsed = False
        # Two lists after each other are no JSON, but several documents in one file are a list that is published so.
        expected = sort == "y" or file.name == "n_structure_double_array.json"
        assert parsed == expected or sort == "i", file.name
