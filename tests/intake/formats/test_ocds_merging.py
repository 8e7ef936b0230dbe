"""Releases of one process are merged before they are read, however they come, and give the book that a record gives."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from releases import ACME, BOLT, BUYER, gbp, moment

from bidtracker.book import Book
from bidtracker.domain.vocabulary import AwardStatus, Method, Outcome, SignalKind, TerminationReason
from bidtracker.intake import import_files
from bidtracker.intake.formats.ocds import joining
from bidtracker.intake.formats.ocds.merging import compiled, takes_back
from bidtracker.intake.formats.ocds.state import state_of

OCID = "ocds-abcdef-1"
TABLES = ("tenders", "awards", "buyers", "competitors", "signals", "proposals")


def release(day: str, *tags: str, **parts: Any) -> dict[str, Any]:
    """A release that says only its parts."""
    return {"ocid": OCID, "id": day, "date": moment(day), "tag": list(tags), **parts}


RUNS = {"startDate": "2025-04-01", "endDate": "2028-03-31"}
LIFE = (
    release("2025-01-01", "tender", buyer=BUYER,
        tender={"id": "T1", "title": "Window cleaning", "contractPeriod": RUNS}),
    release("2025-03-01", "award", awards=[{"id": "A1", "status": "active", "value": gbp(90), "suppliers": [ACME]}]),
    release("2025-03-20", "contract", contracts=[{"id": "C1", "awardID": "A1", "status": "active", "period": RUNS}]),
    release("2026-04-01", "implementation", contracts=[{"id": "C1", "awardID": "A1", "implementation": {"milestones": [
        {"id": "M1", "title": "Report", "status": "met"}]}}]),
    release("2026-09-01", "contractTermination", contracts=[{"id": "C1", "awardID": "A1", "status": "terminated",
        "terminationDetails": "The supplier failed to perform the contract"}]),
)  # fmt: skip


def rows(folder: Path, *files: Any) -> dict[str, list[Any]]:
    """All that a new book holds once the files are imported, one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    with Book.open(folder / "x.bidtracker", create=True) as book:
        for content in files:
            path = content if isinstance(content, Path) else folder / "list.json"
            if not isinstance(content, Path):
                path.write_text(json.dumps(content), encoding="utf-8")
            report = import_files(book, [path])
            assert report.refused == 0, report.problems
        assert book.check() == []
        return {table: [(n, _now(body)) for n, body in book.db.table(table).rows()] for table in TABLES}


def _now(body: bytes) -> dict[str, Any]:
    """What a record says now, without what it keeps of what it was before a list said otherwise."""
    return {field: value for field, value in json.loads(body).items() if field != "earlier"}


def brought(book: Book, folder: Path, *files: Any) -> None:
    for content in files:
        (folder / "list.json").write_text(json.dumps(content), encoding="utf-8")
        assert import_files(book, [folder / "list.json"]).refused == 0


def in_one_file(life: tuple[dict[str, Any], ...]) -> list[Any]:
    return [{"releases": list(life)}]


def days_apart(life: tuple[dict[str, Any], ...]) -> list[Any]:
    return [{"releases": [each]} for each in life]


@pytest.mark.parametrize("files", [in_one_file, days_apart])
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (0, 4, 2, 3, 1), (0, 3, 1, 4, 2)])
def test_what_a_release_leaves_out_stays(files: Any, order: tuple[int, ...], book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *files(tuple(LIFE[n] for n in order)))
    tender, award = book.get("T1"), book.get("A1")
    assert (tender.title, tender.reference) == ("Window cleaning", "T1") and len(book.holdings.awards) == 1
    assert (award.start, award.end) == (date(2025, 4, 1), date(2028, 3, 31)), "as the tender's contract runs"
    assert book.holdings.suppliers(award) == ["Acme Ltd"] and award.value is not None and award.value.amount == 90
    assert (award.status, award.terminated) == (AwardStatus.TERMINATED, date(2026, 9, 1))
    assert award.termination_reason is TerminationReason.FAILURE
    assert [signal.kind for signal in book.holdings.signals.values()] == [SignalKind.EARLY_TERMINATION]


def test_an_award_alone_ends_as_the_tender_says(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *days_apart(LIFE[:2]))
    assert book.get("A1").end == date(2028, 3, 31) and book.get("T1").title == "Window cleaning"
    assert book.get("T1").published == date(2025, 1, 1)


def test_an_implementation_without_a_status_leaves_the_contract_active(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, *days_apart(LIFE[:4]))
    assert book.get("A1").status is AwardStatus.ACTIVE


def test_a_party_named_in_another_release(book: Book, tmp_path: Path) -> None:
    named = release("2025-01-01", "tender", buyer={"id": "b"}, tender={"id": "T1", "title": "Roof"},
        parties=[{"id": "b", "name": "Kettlebrook Trust"}, {"id": "s", "name": "Acme Ltd"}])  # fmt: skip
    later = release("2025-02-01", "award", awards=[{"id": "A1", "suppliers": [{"id": "s"}], "relatedLots": ["1"]}])
    lots = release(
        "2025-03-01", "tenderUpdate", tender={"lots": [{"id": "1", "contractPeriod": {"endDate": "2027-01-31"}}]}
    )
    brought(book, tmp_path, *days_apart((named, later, lots)))
    assert book.holdings.suppliers(book.get("A1")) == ["Acme Ltd"] and book.get("A1").end == date(2027, 1, 31)


@pytest.mark.parametrize("files", [in_one_file, days_apart])
def test_null_takes_back(files: Any, book: Book, tmp_path: Path) -> None:
    first = release("2025-01-01", "tender", buyer=BUYER, tender={"id": "T1", "title": "Roof",
        "procurementMethod": "open", "value": gbp(5), "description": "long"})  # fmt: skip
    second = release("2025-01-02", "tenderUpdate", tender={"id": "T1", "procurementMethod": None, "value": None})
    brought(book, tmp_path, *files((first, second)))
    tender = book.get("T1")
    assert tender.method is None and tender.value is None and tender.description == "long"


def test_null_takes_back_nothing_that_a_person_typed(book: Book, tmp_path: Path) -> None:
    first = release(
        "2025-01-01", "tender", buyer=BUYER, tender={"id": "T1", "title": "Roof", "procurementMethod": "open"}
    )
    brought(book, tmp_path, {"releases": [first]})
    book.set("T1", method="limited")
    brought(book, tmp_path, {"releases": [release("2025-01-02", "tenderUpdate", tender={"procurementMethod": None})]})
    assert book.get("T1").method is Method.LIMITED


def test_a_tender_that_is_cancelled_and_taken_up_again(book: Book, tmp_path: Path) -> None:
    first = release("2025-01-01", "tender", buyer=BUYER, tender={"id": "T1", "title": "Roof", "status": "active"})
    off = release("2025-01-02", "tenderCancellation", tender={"status": "cancelled"})
    on = release("2025-01-03", "tenderUpdate", tender={"status": "active"})
    brought(book, tmp_path, *days_apart((first, off)))
    assert book.get("T1").outcome is Outcome.NO_AWARD
    brought(book, tmp_path, {"releases": [on]})
    assert book.get("T1").outcome is Outcome.PENDING and str(book.get("T1").stage) == "watching"


def test_a_record_and_a_package_give_the_same_book(tmp_path: Path) -> None:
    package = rows(tmp_path / "package", {"releases": list(LIFE)})
    record = {"ocid": OCID, "releases": list(LIFE)}
    assert rows(tmp_path / "record", {"records": [record]}) == package
    assert rows(tmp_path / "both", {"records": [record | {"compiledRelease": compiled(LIFE)}]}) == package
    assert rows(tmp_path / "lines", list(LIFE)) == package


def test_the_same_again_changes_nothing(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({"releases": LIFE}), encoding="utf-8")
    import_files(book, [path])
    before = [(n, bytes(body)) for n, body in book.db.table("tenders").rows()]
    again = import_files(book, [path])
    assert (again.unchanged, again.updated, again.signals) == (5, 0, 0)
    assert [(n, bytes(body)) for n, body in book.db.table("tenders").rows()] == before


def test_contracts_of_one_award_keep_supplier_value_and_period(book: Book, tmp_path: Path) -> None:
    contracts = [
        {"id": "C1", "awardID": "A1", "value": gbp(10), "suppliers": [ACME], "period": {"endDate": "2026-01-01"}},
        {"id": "C2", "awardID": "A1", "value": gbp(50), "suppliers": [BOLT], "period": {"endDate": "2029-01-01"}},
    ]
    award = {"id": "A1", "status": "active", "suppliers": [ACME, BOLT]}
    reported = release("2025-03-01", "contract", buyer=BUYER, tender={"id": "T", "title": "Drugs"}, awards=[award])
    brought(book, tmp_path, {"releases": [reported]})
    brought(book, tmp_path, {"releases": [release("2025-04-01", "contract", contracts=contracts)]})
    held = [
        (book.holdings.suppliers(a), a.value and int(a.value.amount), str(a.end)) for a in book.holdings.awards.values()
    ]
    assert held == [(["Acme Ltd"], 10, "2026-01-01"), (["Bolt plc"], 50, "2029-01-01")]
    assert not book.holdings.signals, "nobody was replaced"


def test_the_list_of_parties_names_the_buyer(book: Book, tmp_path: Path) -> None:
    parties = [
        {"id": "77", "name": "Gemeente Elst", "identifier": {"scheme": "NL-OIN", "id": "77"}, "roles": ["buyer"]}
    ]
    tender = {"id": "1", "title": "Dak", "procuringEntity": {"id": "77", "name": "J. de Vries"}}
    brought(book, tmp_path, {"releases": [release("2025-01-01", "tender", parties=parties, tender=tender)]})
    assert [buyer.name for buyer in book.holdings.buyers.values()] == ["Gemeente Elst"]


def test_two_buyers_under_one_ocid_keep_their_awards(book: Book, tmp_path: Path) -> None:
    item = release("2025-01-01", "award", buyer={"name": "North Water plc"}, tender={"id": "QS", "title": "Pumps"},
        awards=[{"id": "001", "suppliers": [ACME]}])  # fmt: skip
    two = release("2025-02-01", "award", buyer={"name": "South Rail plc"}, tender={"id": "QS", "title": "Signals"},
        awards=[{"id": "002", "suppliers": [BOLT]}])  # fmt: skip
    for _ in range(2):
        brought(book, tmp_path, {"releases": [item, two]})
    held = {book.holdings.buyers[t.buyer].name: [book.holdings.suppliers(book.get(f"A{n}")) for n in t.awards]
            for t in book.holdings.tenders.values()}  # fmt: skip
    assert held == {"North Water plc": [["Acme Ltd"]], "South Rail plc": [["Bolt plc"]]}
    assert book.check() == []


def test_a_buyer_that_is_put_right_stays_one_process(book: Book, tmp_path: Path) -> None:
    award = {"id": "001", "suppliers": [ACME]}
    item = release("2025-01-01", "award", buyer={"name": "Trust"}, tender={"id": "T", "title": "Beds"}, awards=[award])
    two = release("2025-02-01", "awardUpdate", buyer={"name": "Kettlebrook NHS"}, awards=[award])
    brought(book, tmp_path, {"releases": [item]}, {"releases": [two]})
    assert len(book.holdings.tenders) == 1


# ---------------------------------------------------------------- the rules' own fixtures, and what is published


@pytest.fixture(scope="module")
def fixtures(cases: Path) -> list[Path]:
    return sorted(path for path in (cases / "ocds_merge").rglob("*.json") if not path.stem.endswith("-compiled"))


def test_the_fixtures_of_the_rules(fixtures: list[Path]) -> None:
    assert len(fixtures) == 18
    for path in fixtures:
        whole = json.loads((path.parent / f"{path.stem}-compiled.json").read_text())
        assert compiled(json.loads(path.read_text())) == whole, path.stem


def test_each_fixture_gives_the_book_that_its_compiled_release_gives(fixtures: list[Path], tmp_path: Path) -> None:
    together: list[dict[str, Any]] = []
    compiled_by_them: list[dict[str, Any]] = []
    for n, path in enumerate(fixtures):
        releases = [_titled(each) | {"ocid": f"{OCID}{n}"} for each in json.loads(path.read_text())]
        whole = _titled(json.loads((path.parent / f"{path.stem}-compiled.json").read_text())) | {"ocid": f"{OCID}{n}"}
        together += releases
        compiled_by_them.append(whole)
        if not path.stem.startswith("fill-identifiermerge"):
            apart = rows(tmp_path / f"{n}-apart", *([each] for each in releases))
            assert apart == rows(tmp_path / f"{n}-whole", whole), f"{path.stem}, days apart"
    assert rows(tmp_path / "releases", together) == rows(tmp_path / "compiled", compiled_by_them)


def _titled(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "buyer": {"name": "Kettlebrook Trust"}, "tender": {**given.get("tender", {}), "title": "Beds"}}


def test_published_packages_give_the_same_book_as_records_of_them(real: Path, tmp_path: Path) -> None:
    lines = gzip.decompress((real / "ocds_uk_cf" / "contractsfinder_201_releases.jsonl.gz").read_bytes()).split(b"\n")
    packages = [[json.loads(line) for line in lines if line.strip()]]
    for name in (
        "ocds_ocdskit/realdata/release-package-1.json",
        "ocds_uk_pcs/publiccontractsscotland_90_releases.json",
    ):
        packages.append(json.loads((real / name).read_text())["releases"])
    for n, releases in enumerate(packages):
        processes: dict[str, list[dict[str, Any]]] = {}
        for each in releases:
            processes.setdefault(each["ocid"], []).append(each)
        records = [{"ocid": ocid, "releases": own, "compiledRelease": compiled(own)} for ocid, own in processes.items()]
        package = rows(tmp_path / f"{n}a", {"releases": releases})
        assert rows(tmp_path / f"{n}b", {"records": records}) == package


# ---------------------------------------------------------------- shapes are joined as dicts are merged


def _some(draw: random.Random, whole: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if draw.random() < 0.5}


def _any_release(draw: random.Random, number: int) -> dict[str, Any]:
    """A release whose ids repeat, as numbers and as text, and whose lists may be empty."""

    def party() -> dict[str, Any]:
        extra = {"address": draw.choice([{"country": "GB"}, {"locality": "x"}, {}]), "identifier": {"id": 7}}
        registers = {"additionalIdentifiers": [{"scheme": "X", "id": draw.choice("12")}], "roles": ["buyer"]}
        return {
            "id": draw.choice([1, "1", "s"]),
            "name": draw.choice(["Acme", "Bolt"]),
            **_some(draw, extra | registers),
        }

    def several(make: Callable[[], dict[str, Any]]) -> list[dict[str, Any]]:
        return [make() for _ in range(draw.randint(0, 3))]

    def item() -> dict[str, Any]:
        return _some(
            draw, {"id": draw.choice([1, "1", 2]), "classification": {"scheme": "CPV", "id": draw.choice("34")}}
        )

    def lot() -> dict[str, Any]:
        return _some(draw, {"id": draw.choice([1, "1", 2]), "title": "L", "value": gbp(draw.randint(1, 9))})

    def award() -> dict[str, Any]:
        own = {"id": draw.choice([1, "1", 2]), "value": gbp(draw.randint(1, 9)), "suppliers": [party()]}
        return _some(draw, own | {"items": several(item), "contractPeriod": _some(draw, RUNS), "relatedLots": ["1"]})

    def contract() -> dict[str, Any]:
        met = {"milestones": [{"id": draw.choice([1, 2]), "status": draw.choice(["met", "notMet"])}]}
        own = {"id": draw.choice([1, "C"]), "awardID": 1, "status": "active", "implementation": met}
        return _some(
            draw, own | {"period": _some(draw, RUNS), "amendments": [{"id": draw.choice("xy"), "rationale": "r"}]}
        )

    tender = {"id": "T", "title": draw.choice(["Beds", "Bins"]), "status": draw.choice(["active", "complete"])}
    tender |= {"items": several(item), "lots": several(lot), "tenderPeriod": _some(draw, RUNS), "tenderers": [party()]}
    parts = {"buyer": party(), "parties": several(party), "tender": _some(draw, tender), "awards": several(award)}
    parts |= {"contracts": several(contract), "planning": draw.choice([{"rationale": "w"}, {"rationale": "x"}])}
    return release(f"2025-0{draw.randint(1, 9)}-01", "tender", **_some(draw, parts)) | {"id": str(number)}


@pytest.mark.parametrize("seed", range(4))
def test_shapes_are_joined_as_dicts_are_merged(seed: int) -> None:
    draw, state, remembered = random.Random(seed), '{"ocid":"ocds-abcdef-1"}', 0
    for number in range(60):
        raw = json.dumps(_any_release(draw, number)).encode()
        if takes_back(raw):
            continue
        shapes, members = joining.by_shapes(state, raw), joining.by_members(state.encode(), raw)
        assert (shapes.older, shapes.awarded) == (members.older, members.awarded)
        now, _ = state_of(members.release)
        again, whole = state_of(shapes.release)
        assert again == now
        if whole:
            joining.remember(now, shapes.release)
            remembered += 1
        state = now if number % 6 else state
    assert remembered  # so that what is remembered was joined to as well
