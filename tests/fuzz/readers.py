"""Lists that nobody wrote, for every reader: made of the words that the reader itself knows, and of real ones mutated.

    python tests/fuzz/readers.py [--seconds 600] [--format NAME]

Whatever a list holds, it is read or refused in words, its report adds up, and the book is sound afterwards.
"""

from __future__ import annotations

import argparse
import ast
import json
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import bidtracker.intake
from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.detect import formats

CASES = Path(__file__).parent / "cases"  # lists that were findings once, <format>-<sum>
ROOM = Path(bidtracker.intake.__file__).parent
WORST = [
    "", " ", "\0", "x" * 3_000, "2026-02-30", "2026-11-23T25:61:00Z", "9" * 40, "-1", "1e400", "NaN", "1,23.4", "٣",
    "𝟙", "é" * 9, "\u202e", "=1+1", "[]", "{}", "null", "true", "GB", "EUR", "100%", "10 Mio. €", "12/31/2026",
]  # fmt: skip


def words() -> list[str]:
    """Every string that the readers know of: keys, codes and names of formats."""
    result: set[str] = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and 0 < len(node.value) <= 40:
                result.add(node.value)
    return sorted(result)


class List(BytesIO):
    """Bytes with the name of a file."""

    def __init__(self, content: bytes, name: str = "fuzz.json") -> None:
        super().__init__(content)
        self.name = name


def name_of(content: bytes) -> str:
    """A name such as a list with this content would have."""
    return "fuzz.json" if content.lstrip()[:1] in (b"{", b"[") else "fuzz.csv"


WORDS = st.deferred(lambda: st.sampled_from(words()))
PLAIN = st.one_of(
    WORDS, st.sampled_from(WORST), st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(),
    st.text(max_size=8), st.dates().map(str),
)  # fmt: skip
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6), max_leaves=25
)
RECORDS = st.dictionaries(WORDS, VALUES, max_size=12)
START = {"title": "Beds", "buyer": "Trust", "reference": "R1", "ocid": "ocds-1"}


@st.composite
def lists(draw: st.DrawFn) -> tuple[bytes, str]:
    """A list as JSON, JSON Lines or CSV, sometimes with a few of its bytes changed; and its name."""
    records = [draw(st.just(START) | st.just({})) | draw(RECORDS) for _ in range(draw(st.integers(1, 3)))]
    match draw(st.sampled_from(["array", "lines", "package", "csv"])):
        case "array":
            content, name = json.dumps(records).encode(), "fuzz.json"
        case "lines":
            content, name = "\n".join(map(json.dumps, records)).encode(), "fuzz.jsonl"
        case "package":
            key = draw(
                st.sampled_from(["releases", "records", "tenders", "notices", "results", "data", "opportunitiesData"])
            )
            content, name = json.dumps({key: records}).encode(), "fuzz.json"
        case _:
            head = list(dict.fromkeys([*START, *(key for record in records for key in record)]))
            rows = [head, *([record.get(key, "") for key in head] for record in records)]
            content, name = "\n".join(",".join(json.dumps(cell) for cell in row) for row in rows).encode(), "fuzz.csv"
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 4]))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        content = content[:at] + draw(st.binary(max_size=3)) + content[at + draw(st.integers(0, 3)) :]
    return content, name


def read_and_bring(content: bytes, name: str, format: str | None) -> None:
    """Brings one list into a book of its own, twice; raises what should never be."""
    with tempfile.TemporaryDirectory() as folder, Book.open(Path(folder) / "b", create=True, who="fuzz") as book:
        for _ in range(2):
            try:
                report = import_files(book, [List(content, name)], ImportChoices(file_format=format))
            except BidtrackerError as error:
                assert str(error)
                break
            parts = report.created + report.updated + report.unchanged + report.refused + report.left_out
            assert report.read == parts, report
            assert all(str(problem.message) for problem in report.problems)
        assert book.check() == []


def fuzzed(format: str | None, examples: int, *, seed: int | None = None) -> None:
    """Tries so many lists on one reader; None lets the program find out which."""

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=seed is None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(lists())
    def try_one(made: tuple[bytes, str]) -> None:
        read_and_bring(*made, format)

    if seed is not None:
        from hypothesis import seed as seeded

        try_one = seeded(seed)(try_one)
    try_one()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--format", choices=[*formats(), ""], default=None)
    chosen = options.parse_args()
    names: list[Any] = [chosen.format] if chosen.format else [*formats(), None]
    end, round, inputs, result = time.monotonic() + chosen.seconds, 0, 0, 0
    while time.monotonic() < end:
        for format in names:
            try:
                fuzzed(format, 100, seed=round)
            except Exception as error:
                result += 1
                print(f"{format}: {error!r}"[:600])
            inputs += 100
        round += 1
    print(f"{inputs} lists, {result} findings")


if __name__ == "__main__":
    main()
