"""What a file is: found without being told, and said in one sentence where it is nothing that can be read."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from reads import DATA, as_bytes, needs_data, packed, split, take

from bidtracker.domain.errors import BidtrackerError
from bidtracker.intake import formats as folder
from bidtracker.intake.detect import formats
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.open import unpack
from bidtracker.intake.reading import read

NATIVE = {"title": "Beds", "buyer": "City"}
RELEASE = {"ocid": "ocds-abc123-1", "tender": {"title": "Beds"}}


@pytest.mark.parametrize(
    ("content", "format"),
    [
        ([NATIVE], "native"),
        ({"tenders": [NATIVE]}, "native"),
        (NATIVE, "native"),
        ([{"reference": "1", "title": "x"}, NATIVE], "native"),
        ("Title;Buyer\nBeds;City\n", "native"),
        ([RELEASE], "ocds"),
        ({"releases": [RELEASE]}, "ocds"),
        ({"records": [{"ocid": "ocds-abc123-1", "compiledRelease": RELEASE}]}, "ocds"),
        ({"pages": [{"releases": [RELEASE]}, {"releases": []}]}, "ocds"),
        ([{"uri": "x", "releases": [RELEASE]}], "ocds"),
        (RELEASE, "ocds"),
        (json.dumps(RELEASE) + "\n" + json.dumps(RELEASE) + "\n", "ocds"),
    ],
)
def test_the_format_shows_in_the_records(content: Any, format: str) -> None:
    reading = read(io.BytesIO(as_bytes(content)))
    notices, problems = split(reading)
    assert reading.format == format
    assert {n.format for n in notices} == {format}
    assert not [p for p in problems if p.refused and p.key != "buyer"]


@pytest.mark.parametrize(
    "sheet",
    [
        "Award ID;Recipient Name;Title;Buyer;Award Amount;Paid;Start Date\nA-1;Acme Ltd;Beds;City;500;120;2024-01-02",
        "Notice Identifier;Organisation Name;Title;Our price;Result;Winner\nN1;Leeds Trust;Beds;500;Lost;Acme",
        '[{"Notice Identifier": "N1", "Organisation Name": "Leeds", "Title": "Beds", "Our bid": 5, "Result": "Lost"}]',
        "bid_reference_no;title;buyer;our_price;outcome\nR1;Beds;Kent;500;lost",
        "publication-number;Title;Buyer;Our price;Result\n12-2024;Beds;Kent;500;lost",
        "ID;Objet;Acheteur;Titulaire;Notre prix;Résultat\n1;Lits;CHU Lyon;Acme SAS;500000;Perdu",
    ],
)
def test_a_sheet_of_one_s_own_with_a_publisher_s_headings_is_a_sheet(sheet: str) -> None:
    reading = read(io.BytesIO(sheet.encode()), mapping=Asked(auto=True))
    assert reading.format == "native"
    notices, problems = split(reading)
    assert [bool(notice.title and notice.buyer) for notice in notices] == [True]
    assert not [problem for problem in problems if problem.refused]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"[", "cut off"),
        (b'[{"title": "x", "buyer": ', "cut off"),
        (b"{'title': 'x'}", "not JSON"),
        (b"hello\nworld\n", "neither JSON nor a table"),
        (bytes(range(256)) * 20, "nor text at all"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04" + b"x" * 50, "zip archive or an Excel workbook"),
        (b"<html><body>", "XML or a web page"),
        (packed(b"x")[:10] + b"\xff" * 50, "damaged .gz"),
        ([1, 2, 3], "no known layout"),
        (
            [{"name": "x", "price": 3}],
            "no known layout. Its records have name, price; a native list has title and buyer",
        ),
        ({"title": "x"}, "no known layout"),
        (packed(b""), "is empty"),
        (packed(as_bytes([NATIVE] * 99))[:-60][:40], "cut off"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_sentence(content: Any, why: str) -> None:
    with pytest.raises(BidtrackerError, match=why) as error:
        take(content)
    assert "\n" not in str(error.value)


def test_missing_files_folders_and_files_that_may_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(BidtrackerError, match="there is no file"):
        read(tmp_path / "none.json")
    with pytest.raises(BidtrackerError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(BidtrackerError, match="cannot be read"):
        read("nul\0byte")


def test_an_unknown_format_name_offers_the_nearest() -> None:
    with pytest.raises(BidtrackerError, match="did you mean ocds"):
        take([NATIVE], format="odcs")
    assert take([NATIVE], format="Native")[0]


def test_an_empty_list_has_no_records_and_says_so() -> None:
    for content in ([], {"releases": []}, {"tenders": []}):
        notices, problems = take(content)
        assert not notices
        assert [str(p.message) for p in problems] in (["the list has no records"], [])


def test_the_rest_of_a_broken_file_is_one_refused_problem() -> None:
    whole = as_bytes([{**NATIVE, "reference": f"R{n}"} for n in range(2000)])
    for cut in (whole[:-1], whole[:-20], whole[: len(whole) // 2], packed(whole)[:-400]):
        notices, problems = take(cut)
        assert 0 < len(notices) <= 2000
        assert [n.reference for n in notices] == [f"R{n}" for n in range(len(notices))]
        assert [p.refused for p in problems] == [True]
        assert "cut off" in str(problems[0].message)


def test_packed_files_are_unpacked_whatever_their_name(tmp_path: Path) -> None:
    expected = take([NATIVE])[0]
    text = as_bytes([NATIVE])
    two_members = packed(text[:5]) + packed(text[5:]) + b"\0" * 100
    for n, data in enumerate((packed(text), two_members)):
        path = tmp_path / f"list{n}.json"
        path.write_bytes(data)
        assert take(path) == (expected, [])


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "BOMB_SIZE", 1 << 20)
    bomb = packed(as_bytes([NATIVE])[:-1] + b"," + b" " * (8 << 20) + b"{}]")
    assert len(bomb) < 10_000
    notices, problems = take(bomb)
    assert len(notices) == 1
    assert "300 times its size" in str(problems[-1].message)


def test_progress_and_an_early_end(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_bytes(as_bytes([NATIVE | {"description": "x" * 1_000}] * 2_500))
    with read(path) as reading:
        assert reading.bytes_total == path.stat().st_size
        next(iter(reading))
        assert 0 < reading.bytes_read < reading.bytes_total
    with read(path) as reading:
        assert sum(1 for _ in reading) == 2_500
        assert reading.bytes_read == reading.bytes_total


def test_standard_input_is_a_list_too() -> None:
    code = "from bidtracker.intake.reading import read; print([n.title for n in read('-')])"
    done = subprocess.run([sys.executable, "-c", code], input=as_bytes([NATIVE]), capture_output=True, check=True)
    assert done.stdout.decode().strip() == "['Beds']"


def test_every_format_has_its_own_name() -> None:
    assert all(name == format.name and format.label for name, format in formats().items())


@needs_data
@pytest.mark.parametrize("sort", ["y", "n", "i"])
def test_no_file_of_the_json_test_suite_comes_in_or_crashes(sort: str) -> None:
    for file in sorted((DATA / "bad" / "jsontestsuite").glob(f"{sort}_*.json")):
        try:
            notices, _ = take(file)
        except BidtrackerError as error:
            assert file.name in str(error)
        else:
            assert not notices, file.name


def test_a_new_format_is_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = '''
from bidtracker.intake.formats.reader import RecordReader
from bidtracker.intake.notice import Notice, Party, digest

class BulletinReader(RecordReader):
    """Reads a bulletin that nobody publishes."""
    name, label = "bulletin", "Bulletin"

    @classmethod
    def looks(cls, record):
        return "bulletinNumber" in record

    def notices(self, number, record, raw):
        buyer = Party(name=record["office"])
        yield Notice(key="1", list="bulletin", format="bulletin", digest=digest(raw), title="Roof", buyer=buyer)

FORMAT = BulletinReader
'''
    (tmp_path / "bulletin.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    formats.cache_clear()
    try:
        reading = read(io.BytesIO(b'[{"bulletinNumber": 1, "office": "Kettlebrook Trust"}]'), name="list")
        notices, problems = split(reading)
        assert reading.format == "bulletin" and reading.label == "Bulletin"
        assert [(n.title, n.buyer and n.buyer.name) for n in notices] == [("Roof", "Kettlebrook Trust")]
        assert not problems and list(formats())[-1] == "native", "what fits many lists is asked last"
    finally:
        formats.cache_clear()
