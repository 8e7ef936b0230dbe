"""Published lists, one line of a table for each: what is found in them, against a count that knows nothing of ours.

The counts beside a line are made from the file by plain json and csv; the import of all of them twice changes nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from reads import DATA, needs_data, split

from bidtracker.book import Book
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import AwardStatus, Stage, Structure
from bidtracker.intake.choices import ImportChoices
from bidtracker.intake.notice import Notice
from bidtracker.intake.reading import read
from bidtracker.intake.run import import_files

pytestmark = needs_data
HEAD = 500  # lines of a table that come in twice


class Count(NamedTuple):
    """What a file holds by itself. `money` sums the awards' values by currency."""

    records: int
    awards: int
    refused: int = 0
    money: dict[str, Decimal] | None = None


def total(pairs: Iterable[tuple[Any, str]]) -> dict[str, Decimal]:
    """The sums by currency; nothing of 0 and nothing without an amount."""
    result: Counter[str] = Counter()
    for amount, currency in pairs:
        if amount not in (None, "") and Decimal(str(amount)):
            result[currency] += Decimal(str(amount))  # type: ignore[assignment] # sums of Decimals count as well
    return dict(result)  # type: ignore[arg-type]


def documents(path: Path) -> list[Any]:
    """The JSON documents of a file, whatever they stand between."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("iso-8859-1")
    result, at, decoder = [], 0, json.JSONDecoder(parse_float=Decimal)
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        document, at = decoder.raw_decode(text, at)
        result.append(document)
    return result


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def ocds(path: Path) -> Count:
    releases: list[dict[str, Any]] = []
    for document in documents(path):
        releases += document.get("releases", [])
        for record in document.get("records", []):
            own = [each for each in record.get("releases", []) if "ocid" in each]  # the others are only named
            releases += own or [record["compiledRelease"]]
        releases += [document] if "tag" in document else []
    awards: list[dict[str, Any]] = []
    for release in releases:
        reported = release.get("awards") or []
        ids = {str(award.get("id")) for award in reported}
        alone = [c for c in release.get("contracts") or [] if str(c.get("awardID")) not in ids]
        awards += reported + (
            alone if not (len(reported) == 1 and all(c.get("awardID") is None for c in alone)) else []
        )
    values = [award.get("value") or {} for award in awards]
    return Count(len(releases), len(awards), 0, total((v.get("amount"), v.get("currency", "")) for v in values))


def ted(path: Path) -> Count:
    notices = documents(path)[0]["notices"]
    results = [n for n in notices if n.get("form-type") == "result" and n.get("winner-name")]
    return Count(len(notices), len(results), 0, total((n["total-value"], n["total-value-cur"][0]) for n in results))


def sam(path: Path) -> Count:
    awards = [o["award"] for o in documents(path)[0]["opportunitiesData"]]
    reported = [award for award in awards if award]
    return Count(len(awards), len(reported), 0, total((award["amount"], "USD") for award in reported))


def prozorro(path: Path) -> Count:
    tender = documents(path)[0]["data"]
    contracts = [c for c in tender["contracts"] if c["status"] == "active"]
    awards = [a for a in tender["awards"] if a["status"] == "active"]
    return Count(1, len(awards), 0, total((c["value"]["amount"], c["value"]["currency"]) for c in contracts))


def worldbank(path: Path) -> Count:
    won = {
        (r["contract"], r["bidder.name"].casefold(), r["contract.price.amount"], r["contract.price.currency"])
        for r in rows(path)
        if r["status"] == "Awarded" and r["bidder.name"]
    }
    return Count(len({r["contract"] for r in rows(path)}), len(won))


def boamp(path: Path) -> Count:
    return Count(len(documents(path)[0]), 0)


def eu(path: Path) -> Count:
    """38 of its records hold NaN, which says that a value is not known."""
    records = [{key: value if value == value else None for key, value in r.items()} for r in documents(path)[0]]
    awards = [r for r in records if any(r[key] for key in ("award_date", "winner_name", "lot_value_eur"))]
    return Count(len(records), len(awards), 0, total((r["lot_value_eur"], "EUR") for r in awards))


def dos(path: Path) -> Count:
    awards = [r for r in rows(path) if r["Winning supplier"] or r["Contract amount"] or r["Contract start date"]]
    return Count(len(rows(path)), len(awards), 0, total((r["Contract amount"], "") for r in awards))


def janitorial(path: Path) -> Count:
    return Count(len(rows(path)), len(rows(path)), 0, total((r["value"], "") for r in rows(path)))


def past_awards(path: Path) -> Count:
    """Czech and Kosovar awards; some have no title, which every tender needs."""
    all_of = rows(path)
    sound = [r for r in all_of if r["title"].strip() and r["buyer"].strip()]
    reported = [r for r in sound if r["supplier"] or r["value"] not in ("", "0.0") or r["award_date"]]
    money = total((r["value"], r["currency"]) for r in reported)
    return Count(len(sound), len(reported), len(all_of) - len(sound), money)


class Line(NamedTuple):
    """A file, what it is found to be, what is counted in it, and the numbers of that count as they were looked at."""

    path: str
    format: str
    count: Callable[[Path], Count]
    records: int
    awards: int
    refused: int = 0
    why: str = ""
    mapping: tuple[str, ...] = ()


AUTO = ("auto",)
TABLE = (
    Line("ocds_uk_cf/contractsfinder_201_releases.jsonl.gz", "ocds", ocds, 201, 148),
    Line("ocds_uk_cf/contractsfinder_search_page_2025-01-23.json", "ocds", ocds, 1, 1),
    Line("ocds_uk_pcs/publiccontractsscotland_90_releases.json", "ocds", ocds, 90, 0),
    Line("ocds_uk_fts/find_a_tender_release_trimmed_2026-09-11.json", "ocds", ocds, 1, 0),
    Line("ocds_portland/first_record.json", "ocds", ocds, 1, 1),
    Line("ocds_ocdskit/realdata/record-package_package.json", "ocds", ocds, 4, 4),
    Line("ocds_ocdskit/realdata/release-package-1.json", "ocds", ocds, 2, 2),
    Line("ocds_ocdskit/realdata/release-package_1.0-1.json", "ocds", ocds, 1, 1),
    Line("ocds_ocdskit/realdata/release-package_encoding-iso-8859-1.json", "ocds", ocds, 3, 3),
    Line("ted_v3/ted_search_v3_5_notices.json", "ted", ted, 5, 1),
    Line("sam/sam_v2_DEV.json", "sam", sam, 5, 1),
    Line("prozorro/has-auction-true-tender-complete.json", "prozorro", prozorro, 1, 2),
    Line("worldbank/bids.csv", "worldbank", worldbank, 3390, 3358),
    Line("france/boamp_defense_tenders.json", "native", boamp, 100, 0, mapping=AUTO),
    Line("eu_sample/eu_procurement_500_sample_v1.1.json", "native", eu, 500, 471, mapping=AUTO),
    Line("uk_dos/opportunity-data.csv", "native", dos, 2118, 606, mapping=AUTO),
    Line("usaspending/janitorial_recompete_report.csv", "native", janitorial, 2448, 2448, mapping=AUTO),
    Line("backtest_ready/cz_awards_DEV.csv", "native", past_awards, 6708, 6708, mapping=AUTO),
    Line("backtest_ready/xk_awards.csv", "native", past_awards, 5473, 5453, 9, "it has no title", AUTO),
)
lines = pytest.mark.parametrize("line", TABLE, ids=[line.path.rpartition("/")[2] for line in TABLE])


def test_every_file_has_its_line() -> None:
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*") if path.is_file()}
    assert {f for f in files if not f.startswith("bad/") and not f.endswith(".md")} == {line.path for line in TABLE}


@lines
def test_what_is_found_is_what_is_there(line: Line) -> None:
    reading = read(DATA / line.path, mapping=line.mapping)
    notices, problems = split(reading)
    awards = [award for notice in notices for award in notice.awards]
    refused = [problem for problem in problems if problem.refused]
    present = line.count(DATA / line.path)
    assert reading.format == line.format
    assert (len(notices), len(awards), len(refused)) == (present.records, present.awards, present.refused)
    assert (present.records, present.awards, present.refused) == (line.records, line.awards, line.refused)
    assert all(line.why in str(problem.message) for problem in refused)
    if present.money is not None:
        result = total((award.value.amount, award.value.currency) for award in awards if award.value)
        assert result == present.money


ORDINARY = ("ocds_", "prozorro", "ted", "sam", "worldbank")  # lives without a delivery that went wrong


def held(book: Book) -> dict[str, list[tuple[int, bytes]]]:
    """Every record in a book but its history."""
    tables = ("tenders", "awards", "buyers", "competitors", "proposals")
    return {name: [(number, bytes(body)) for number, body in book.db.table(name).rows()] for name in tables}


def head_of(path: Path, folder: Path) -> Path:
    """The first rows of a table, as they stand there; any other file whole."""
    raw = path.read_bytes()
    if path.suffix != ".csv" or raw.count(b"\n") <= HEAD:
        return path
    lines = raw.splitlines(keepends=True)
    while b"".join(lines[:HEAD]).count(b'"') % 2:  # within a cell
        lines[HEAD - 1 : HEAD + 1] = [b"".join(lines[HEAD - 1 : HEAD + 1])]
    short = folder / path.name
    short.write_bytes(b"".join(lines[:HEAD]))
    return short


@lines
def test_the_same_list_twice_changes_nothing(line: Line, book: Book, tmp_path: Path) -> None:
    path = head_of(DATA / line.path, tmp_path)
    first = import_files(book, [path], ImportChoices(mapping=line.mapping))
    if line.path.startswith(ORDINARY):
        assert first.signals == 0, "nothing in it speaks against anybody's delivery"
    before = held(book)
    again = import_files(book, [path], ImportChoices(mapping=line.mapping))
    assert (again.created, again.updated, again.proposals, again.awards, again.buyers) == (0, 0, 0, 0, 0)
    assert (again.read, again.refused) == (first.read, first.refused)
    assert first.read == first.created + first.updated + first.unchanged + first.refused
    assert held(book) == before


@needs_data
def test_whole_folders_at_once(book: Book) -> None:
    report = import_files(book, [DATA / "ocds_uk_cf", DATA / "ted_v3", DATA / "sam"])
    assert report.read == 201 + 1 + 5 + 5
    assert sorted(report.formats.values()) == ["ocds", "ocds", "sam", "ted"]


# ---------------------------------------------------------------- looked at by eye


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


class Looked(NamedTuple):
    """One record that was read beside its file: its key, some of its fields, and those of its first award."""

    path: str
    key: str
    reported: dict[str, Any]
    award: dict[str, Any] | None = None


LOOKED = (
    Looked(
        "worldbank/bids.csv",
        "OP00029774",  # the column of amounts has no fraction, what is written out beside it has
        {"title": "P127759 OP00029774", "offers": 7},
        {"value": money("267254619.60 AMD"), "runner_up": money("270856500.00 AMD")},
    ),
    Looked(
        "worldbank/bids.csv", "OP00018768", {"offers": 2}, {"value": money("213176740 XOF")}
    ),  # not the cheapest won
    Looked("worldbank/bids.csv", "OP00011376", {"offers": 2}, {"value": money("231653735.50 UZS")}),
    Looked("worldbank/bids.csv", "OP00017877", {"offers": 7}, {"runner_up": money("60952919166 VND")}),
    Looked("worldbank/bids.csv", "OP00009398", {"offers": 1}, {"value": money("2088940.88 USD"), "runner_up": None}),
    Looked(
        "ocds_portland/first_record.json",
        "ocds-ptecst-118001",
        {
            "reference": "118001",
            "value": money("400000 USD"),
            "deadline": date(2015, 11, 6),
            "category": "92000",
            "category_scheme": "NIGP",
            "stage": Stage.CLOSED,
        },
        {  # "terminated" is its ordinary end; more was paid than was awarded
            "status": AwardStatus.ENDED,
            "value": money("391600 USD"),
            "awarded": date(2015, 11, 6),
            "start": date(2015, 9, 23),
            "end": date(2016, 12, 31),
            "terminated": None,
        },
    ),
    Looked(
        "ocds_uk_fts/find_a_tender_release_trimmed_2026-09-11.json",
        "ocds-h6vhtk-06a579",
        {
            "reference": "NEPO219",
            "value": money("800000000 GBP"),  # not the gross value
            "published": date(2026, 9, 11),
            "deadline": date(2026, 10, 16),
            "decision_date": date(2027, 1, 18),
            "structure": Structure.OPEN_FRAMEWORK,
            "category": "31000000",
        },
    ),
    Looked(
        "ocds_ocdskit/realdata/release-package_1.0-1.json",
        "ocds-03ad3f-193399",
        {"title": "Adquisición de Scanner", "published": date(2010, 3, 15)},
        {"value": money("135630400 PYG"), "awarded": date(2010, 4, 23)},
    ),
    Looked(
        "ocds_ocdskit/realdata/release-package-1.json",
        "OCDS-87SD3T-AD-SF-DRM-063-2015",
        # Both of its releases bear the tag "tender" and hold the whole life; it was not published when they were made.
        {"published": date(2015, 12, 22), "offers": 2, "value": money("1311264.00 MXN")},
        {"start": date(2016, 1, 1), "end": date(2016, 12, 31), "awarded": date(2015, 12, 30)},
    ),
    Looked(
        "ocds_ocdskit/realdata/record-package_package.json",
        "OCDS-87SD3T-AD-SF-DRM-065-2015",
        {"title": "RENOVACIÓN DEL LICENCIAMIENTO SELECT BENTLEY", "offers": 1, "value": money("1471566.72 MXN")},
    ),
    Looked(
        "ocds_ocdskit/realdata/release-package_encoding-iso-8859-1.json",
        "OCDS-87SD3T-SEFIN-DRM-AD-024-2016",
        {"title": "MANTENIMIENTO A MÁQUINA CORTADORA", "offers": 3},
        {"status": AwardStatus.PENDING},
    ),
)


@cache
def notices_of(path: str) -> dict[str, Notice]:
    """The notices of a file by their keys, the first of each."""
    return {notice.key: notice for notice in reversed(split(read(DATA / path))[0])}


@pytest.mark.parametrize("looked", LOOKED, ids=[looked.key for looked in LOOKED])
def test_records_that_were_read_by_eye(looked: Looked) -> None:
    notice = notices_of(looked.path)[looked.key]
    assert {field: getattr(notice, field) for field in looked.reported} == looked.reported
    if looked.award:
        assert {field: getattr(notice.awards[0], field) for field in looked.award} == looked.award


@needs_data
def test_where_releases_of_one_process_are_joined_and_were_not(book: Book) -> None:
    """What differs from a reading release by release, of 190 processes of Contracts Finder: the address of two, and the
    name of one supplier."""
    import_files(book, [DATA / "ocds_uk_cf" / "contractsfinder_201_releases.jsonl.gz"])
    lines = {book.get(f"T{number}").ocid[12:20]: number for number in book.holdings.tenders}
    urls = {process: book.get(f"T{lines[process]}").url.rpartition("/")[2][:8] for process in ("0cb08240", "75afe551")}
    assert urls["0cb08240"] == "7835a506", "an award's notice does not take the place of the tender's own"
    assert urls["75afe551"] == "e22ded3b", "of two notices of a tender the newer counts"
    (award,) = book.holdings.awards_of(lines["8d84c691"])
    names = [name for name in book.holdings.suppliers(award) if name.startswith("DENNIS EAGLE")]
    assert names == ["DENNIS EAGLE LIMITED"], "one number under two names is one supplier, called as its last entry is"
