"""A list finds the same in a book whether all of it was read before, or only what each notice may be about."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.book import memory as book_memory
from bidtracker.domain.records import Buyer
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.merge import recall
from bidtracker.intake.merge.recall import Recall
from bidtracker.storage import Busy

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TABLES = ("tenders", "awards", "buyers", "competitors", "signals", "proposals")

names = st.sampled_from(["Leeds City", "Leeds City.", "Kent Council", "NHS Kent", "Bern"])
titles = st.sampled_from(["Beds", "beds", "Cleaning of schools", "Cleaning of schools 2", "Window cleaning of schools"])
days = st.sampled_from(["2019-04-01", "2021-05-01", "2023-06-01", "2025-07-01"])
rows = st.fixed_dictionaries(
    {"title": titles, "buyer": names},
    optional={
        "reference": st.sampled_from(["R 1", "r-1", "R\N{EN DASH}1", "R2", "-"]),
        "ocid": st.sampled_from(["ocds-1", "ocds-2", "ocds-3"]),
        "lot": st.sampled_from(["1", "2"]),
        "published": days,
        "deadline": days,
        "category": st.sampled_from(["90911000", "90910000", "33192000"]),
        "winner": st.sampled_from(["Alpha Ltd", "Beta GmbH"]),
        "contract_start": days,
        "contract_end": st.sampled_from(["2023-03-31", "2025-03-31", "2027-03-31"]),
        "award_value": st.sampled_from([100, 200]),
    },
)
releases = st.fixed_dictionaries(
    {
        "ocid": st.sampled_from(["ocds-1", "ocds-2", "ocds-3"]),
        "date": days.map(lambda day: f"{day}T10:00:00Z"),
        "buyer": names.map(lambda name: {"name": name}),
        "tender": st.fixed_dictionaries(
            {"title": titles}, optional={"status": st.sampled_from(["active", "complete"])}
        ),
    },
    optional={
        "awards": st.sampled_from(["Alpha Ltd", "Beta GmbH"]).map(
            lambda name: [{"id": name, "suppliers": [{"name": name}], "status": "active"}]
        ),
        "relatedProcesses": st.sampled_from(["ocds-1", "ocds-2"]).map(
            lambda ocid: [{"relationship": ["renewalProcess"], "scheme": "ocid", "identifier": ocid}]
        ),
    },
)
lists = st.one_of(
    st.lists(rows, min_size=1, max_size=6).map(lambda each: {"tenders": each}),
    st.lists(releases, min_size=1, max_size=4).map(
        lambda each: {"releases": [release | {"id": str(n)} for n, release in enumerate(each)]}
    ),
)


@contextmanager
def little_by_little(most_of: int) -> Iterator[None]:
    """Books are read as large ones are: only what a notice may be about, until one in `most_of` tenders was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recall, "FEW", 0)
        patch.setattr(recall, "MOST_OF", most_of)
        patch.setattr(book_memory, "MANY", 0)
        yield


def brought(folder: Path, issues: list[list[tuple[str, dict[str, Any]]]]) -> list[tuple[str, int, bytes]]:
    """Every row of a book after these imports of one list or several."""
    folder.mkdir()
    with Book.open(folder / "book", create=True, clock=lambda: NOW) as book:
        for issue in issues:
            for name, content in issue:
                (folder / name).write_text(json.dumps(content))
            import_files(book, [folder / name for name, _ in issue])
        assert book.check() == []
        return [(table, number, body) for table in TABLES for number, body in book.db.table(table).rows()]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    issues=st.lists(
        st.lists(st.tuples(st.sampled_from(["one.json", "two.json"]), lists), min_size=1, max_size=2),
        min_size=2,
        max_size=4,
    ),
    most_of=st.sampled_from([0, 1, 3]),
)
def test_what_a_list_finds_hangs_on_what_it_is_about(issues: Any, most_of: int) -> None:
    with tempfile.TemporaryDirectory() as home:
        everything = brought(Path(home) / "everything", issues)
        with little_by_little(most_of):
            assert brought(Path(home) / "little", issues) == everything


def row(title: str, buyer: str, **fields: Any) -> dict[str, Any]:
    return {"title": title, "buyer": buyer, **fields}


def release(
    ocid: str, buyer: str, day: str, *, supplier: str = "", follows: str = "", reference: str = ""
) -> dict[str, Any]:
    """A small release of OCDS, with an award or with what it follows."""
    related = [{"relationship": ["renewalProcess"], "scheme": "ocid", "identifier": follows}]
    award = [{"id": f"{ocid}-{supplier}", "suppliers": [{"name": supplier}], "status": "active"}]
    return {
        "id": f"{ocid}-{buyer}-{day}",
        "ocid": ocid,
        "date": f"{day}T10:00:00Z",
        "buyer": {"name": buyer},
        "tender": {"title": f"Purchase {ocid}", "id": reference},
        **({"awards": award} if supplier else {}),
        **({"relatedProcesses": related} if follows else {}),
    }


def solicitation(number: int, department: str, **fields: Any) -> dict[str, Any]:
    """A notice of SAM.gov, known by its own number whoever buys."""
    plain = {"noticeId": f"n{number}", "title": f"Valves {number}", "department": department, "type": "Solicitation"}
    return plain | {"solicitationNumber": "", "postedDate": "2026-01-01"} | fields


def sam(*notices: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "sam.json", {"opportunitiesData": list(notices)}


def ocds(*each: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "ocds.json", {"releases": list(each)}


def plain(*each: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "plain.json", {"tenders": list(each)}


CASES = {
    "a notice known by its key, whose buyer is named anew": [
        [sam(solicitation(1, "NAVY"), solicitation(2, "ARMY"))],
        [sam(solicitation(1, "DEFENSE LOGISTICS AGENCY"))],
    ],
    "one process of two buyers, of which a row names the later one first": [
        [ocds(release("X", "Leeds City", "2026-01-01", supplier="Alpha Ltd"))],
        [ocds(release("X", "Bern", "2026-01-02", supplier="Beta GmbH"))],
        [plain(row("Beds", "Bern"))],
        [
            ocds(
                release("Y", "Bern", "2026-02-01", supplier="Beta GmbH"),
                release("X", "Kent Council", "2026-02-02"),
                release("X", "Leeds City", "2026-02-03", supplier="Alpha Ltd"),
            )
        ],
    ],
    "one reference of two processes, the later of which comes up first, under another buyer": [
        [ocds(release("X", "Bern", "2026-01-01", reference="R1"))],
        [ocds(release("Y", "Bern", "2026-01-02", reference="R1"))],
        [ocds(release("Y", "Leeds City", "2026-01-03")), plain(row("Sofas", "Bern", reference="R1"))],
    ],
    "a process that follows another buyer's": [
        [ocds(release("X", "Leeds City", "2020-01-01", supplier="Alpha Ltd"))],
        [ocds(release("Y", "Bern", "2026-01-01", follows="X"))],
    ],
    "several who follow one": [
        [ocds(release("X", "Leeds City", "2020-01-01", supplier="Alpha Ltd"))],
        [ocds(release("Y", "Bern", "2026-01-01", follows="X"))],
        [ocds(release("Z", "Kent Council", "2026-02-01", follows="X"))],
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_what_lies_with_other_buyers_is_found_as_well(case: str, tmp_path: Path) -> None:
    everything = brought(tmp_path / "everything", CASES[case])
    with little_by_little(0):
        assert brought(tmp_path / "little", CASES[case]) == everything


def test_whom_another_buyer_follows_is_not_asked_about_again(tmp_path: Path) -> None:
    """What the book says of who follows whom is known also where the follower is none of the buyer's."""
    old = row("Cleaning of schools", "Bern", category="90911000", published="2021-01-01", contract_end="2025-12-31")
    other = row("Cleaning of all schools", "Leeds City", category="90911000", published="2025-06-01")
    new = row("Cleaning of schools", "Bern", category="90911000", published="2025-07-01", reference="again")
    asked = []
    for patience in (None, 0):
        with (
            little_by_little(0) if patience == 0 else nullcontext(),
            Book.open(tmp_path / f"{patience}", create=True) as book,
        ):
            for each in ([old | {"winner": "Alpha Ltd"}, other], [new]):
                (tmp_path / "list.json").write_text(json.dumps({"tenders": each}))
                if each == [new]:
                    book.set("T2", follows="T1")
                import_files(book, [tmp_path / "list.json"])
            asked.append([proposal.kind for proposal in book.holdings.proposals.values()])
    assert asked == [[], []]


# ---------------------------------------------------------------- a short list into a large book


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Book]:
    with little_by_little(0), Book.open(tmp_path / "large", create=True) as book:
        each = [{"title": f"Beds {n}", "buyer": f"Buyer {n}", "reference": f"R{n}"} for n in range(30)]
        (tmp_path / "first.json").write_text(json.dumps({"tenders": each}))
        import_files(book, [tmp_path / "first.json"])
        yield book


def write(folder: Path, *numbers: int) -> Path:
    path = folder / "day.json"
    each = [{"title": f"Beds {n}", "buyer": f"Buyer {n}", "reference": f"R{n}", "value": 5} for n in numbers]
    path.write_text(json.dumps({"tenders": each}))
    return path


def beside(book: Book) -> list[str]:
    """The copies that lie beside a book."""
    return sorted(path.name for path in Path(book.address).parent.iterdir() if ".before-" in path.name)


def test_a_short_list_reads_what_it_is_about(large: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taught: list[int] = []
    teach = Recall._teach
    monkeypatch.setattr(Recall, "_teach", lambda self, number, keys: (taught.append(number), teach(self, number, keys)))
    report = import_files(large, [write(tmp_path, 3, 40, 7)])
    assert (report.created, report.updated, sorted(taught)) == (1, 2, [4, 8])


def test_a_short_list_is_an_act_like_another(large: Book, tmp_path: Path) -> None:
    before = [(table, number, body) for table in TABLES for number, body in large.db.table(table).rows()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bidtracker.book.aside.workbench.workbench", None)  # would fail
        assert import_files(large, [write(tmp_path, 3, 40)]).created == 1
    assert beside(large) == [] and large.check() == []
    large.undo()
    assert [(table, number, body) for table in TABLES for number, body in large.db.table(table).rows()] == before
    large.redo()
    assert large.get("T31").title == "Beds 40"


def test_a_short_list_waits_for_a_longer_one_that_is_on_its_way(large: Book, tmp_path: Path) -> None:
    with Book.open(large.address, who="other") as other, other.acting("import") as draft:
        draft.add(Buyer(name="Hospice"))
        with pytest.raises(Busy):
            import_files(large, [write(tmp_path, 40)])
        large.set("B1", name="Typed")
    assert import_files(large, [write(tmp_path, 40)]).created == 1 and large.check() == []


def test_a_rehearsal_of_a_short_list_leaves_nothing(large: Book, tmp_path: Path) -> None:
    revision = large.db.revision()
    report = import_files(large, [write(tmp_path, 3, 40)], ImportChoices(dry_run=True))
    assert (report.created, report.updated, large.db.revision()) == (1, 1, revision)
    assert import_files(large, [write(tmp_path, 3, 40)]).created == 1


def test_a_longer_list_is_prepared_beside_the_book(
    large: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bidtracker.intake.run.SHORT", 1)
    import_files(large, [write(tmp_path, *range(3, 80))])
    assert len(beside(large)) == 1, "the book was copied before"
