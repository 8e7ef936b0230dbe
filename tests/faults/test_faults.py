"""A handful of each fault on each run; the scripts beside this file do hundreds, and README.md says what they found."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import stat
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.domain.errors import BidtrackerError
from bidtracker.storage import Damaged, ReadOnly, StorageError

pytestmark = pytest.mark.skipif(os.name != "posix", reason="fork, signals and permissions as Unix has them")

disk = pytest.importorskip("disk")
import kills  # noqa: E402  # beside this file, as the scripts are
import power  # noqa: E402
import sellers  # noqa: E402
from apart import start_apart  # noqa: E402

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a book that is there and empty."""
    if request.param == "file":
        where = str(tmp_path / "book.bidtracker")
        Book.open(where, create=True).close()
        yield where
        return
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    with kills.own_server() as server:
        where = f"{server}&schema=test_{uuid.uuid4().hex}"
        Book.open(where, create=True).close()
        yield where


def test_a_killed_writer_loses_no_act_that_it_was_told_of(address: str) -> None:
    result = kills.killed(address, 12)
    assert not result.wrong and result.acts > 12
    if address.startswith("/"):
        assert result.halves, "no kill came in the middle of a commit, so nothing was tried"


def test_several_at_once_and_an_import_overwrite_nobody(address: str) -> None:
    result = sellers.sold(address, 3, sellers.Pace(2.0))
    assert not result.wrong and result.acts > 20


@pytest.fixture
def watched() -> Iterator[disk.Disk]:
    """A disk between SQLite and the files."""
    try:
        made = disk.Disk()
    except (OSError, AttributeError):
        pytest.skip("this Python has SQLite built in, where no file layer can be put under it")
    with made.inserted():
        yield made


def test_a_power_cut_at_any_moment_leaves_the_book_before_or_after_the_act(watched: disk.Disk, tmp_path: Path) -> None:
    result = power.tried(tmp_path, 7, 3)
    assert not result.wrong and result.states > 500 and result.taken_back > 300


@pytest.mark.parametrize("times", [None, 1], ids=["for good", "once"])
@pytest.mark.parametrize("error", [disk.FULL, disk.WRITE_FAILED, disk.SYNC_FAILED], ids=["full", "write", "sync"])
def test_a_disk_that_fails_at_any_change_changes_nothing(
    watched: disk.Disk, book: Book, error: int, times: int | None
) -> None:
    """Either the act is refused in one sentence and nothing has changed, or it is done."""
    book.add("tenders", title="Beds", buyer="Trust")
    refused = 0
    for after in range(60):
        before = power.state(book)
        watched.refuse(after, error, times=times)
        try:
            book.set("T1", notes=f"{after} " * 3_000)
        except BidtrackerError as fault:
            refused += 1
            watched.mend()
            assert "Traceback" not in str(fault)
            assert power.state(book) == before and book.get("T1") == book.get("T1")
        else:
            if not watched.mend():
                break
            assert book.get("T1").notes.startswith(f"{after} ")
        assert book.holdings.tenders[1].title == "Beds" and not book.check()
        with Book.open(book.address) as again:
            assert power.state(again) == power.state(book)
    else:
        pytest.fail("the act never succeeded")
    assert refused > 5


def _act_in_little_room(path: Path, descriptor: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, size + 8192))
    with Book.open(path, who="ann") as book:
        try:
            book.add("tenders", title="Chairs", buyer="Trust", notes="x" * 200_000)
        except StorageError:
            book.set("T1", title="Small things still go")
            os.write(descriptor, b"refused, then done")


def test_a_file_that_may_grow_no_more(tmp_path: Path) -> None:
    """A real limit of the system, in a process of its own."""
    path = tmp_path / "book.bidtracker"
    with Book.open(path, create=True, who="ann") as book:
        book.add("tenders", title="Beds", buyer="Trust")
    process, read = start_apart(partial(_act_in_little_room, path))
    with os.fdopen(read) as report:
        assert report.read() == "refused, then done"
    process.join()
    with Book.open(path, who="ann") as book:
        assert [tender.title for tender in book.holdings.tenders.values()] == ["Small things still go"]
        book.undo()
        assert book.holdings.tenders[1].title == "Beds" and not book.check()


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", tmp_path], capture_output=True)
    if mounted.returncode:
        pytest.skip("only a system's administrator can make a small disk")
    try:
        with Book.open(tmp_path / "book.bidtracker", create=True, who="ann") as book:
            done = 0
            with pytest.raises(StorageError, match=r"no room left|cannot be"):
                while True:
                    book.add("tenders", title=f"Tender {done}", buyer="Trust", notes="x" * 9_000)
                    done += 1
            assert done > 3 and len(book.holdings.tenders) == done and not book.check()
            with pytest.raises(StorageError):
                book.backup(tmp_path / "copy")
        with Book.open(tmp_path / "book.bidtracker", who="ann") as book:
            assert len(book.holdings.tenders) == done and not book.check()
        assert [file.name for file in tmp_path.iterdir()] == ["book.bidtracker"]
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.parametrize("locked", ["file", "folder"])
def test_a_book_that_may_only_be_read_says_so_and_stays(book: Book, locked: str) -> None:
    book.add("tenders", title="Beds", buyer="Trust")
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to everybody else
        present = Path(name) / "book.bidtracker"
        shutil.copyfile(book.address, present)
        present.chmod(0o444 if locked == "file" else 0o666)
        Path(name).chmod(0o777 if locked == "file" else 0o555)
        before = present.read_bytes()
        try:
            if os.geteuid() == 0:  # root may write everything, so be nobody
                os.seteuid(65534)
            with Book.open(present, who="ann") as reader:
                for act in (
                    lambda: reader.add("buyers", name="City"),
                    lambda: reader.set("T1", title="Chairs"),
                    reader.undo,
                ):
                    with pytest.raises(ReadOnly, match="can be read but not written"):
                        act()
                assert reader.holdings.tenders[1].title == "Beds" and not reader.check()
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            Path(name).chmod(0o700)
        assert present.read_bytes() == before


def vanish(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))


def replace_by_another(path: Path) -> None:
    other = path.with_name("other")
    with Book.open(other, create=True) as book:
        book.add("buyers", name="Somebody else's")
    other.replace(path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("happen", [vanish, move, replace_by_another, empty])
def test_a_file_that_is_not_there_any_more_is_not_written(book: Book, happen: Callable[[Path], None]) -> None:
    path = Path(book.address)
    book.add("tenders", title="Beds", buyer="Trust")
    assert book.read_all().tenders
    happen(path)
    left = path.read_bytes() if path.exists() else None
    with pytest.raises(StorageError, match=r"moved, replaced or removed|cannot be written"):
        book.set("T1", title="Chairs")
    assert (path.read_bytes() if path.exists() else None) == left
    assert book.holdings.tenders[1].title == "Beds"


def test_a_clock_that_goes_backwards(tmp_path: Path) -> None:
    moments = iter([NOW - timedelta(days=400 * back) for back in range(20)])
    with Book.open(tmp_path / "b", create=True, who="ann", clock=lambda: next(moments)) as book:
        for title in ("Beds", "Chairs", "Lamps"):
            book.add("tenders", title=title, buyer="Trust")
        assert [entry.id for entry in book.history()] == [3, 2, 1]
        assert [entry.at for entry in book.history()] == sorted(entry.at for entry in book.history())
        assert [str(entry.title) for entry in book.undo(2)] == ["Added T3 Lamps", "Added T2 Chairs"]
        book.redo()
        assert [tender.title for tender in book.holdings.tenders.values()] == ["Beds", "Chairs"] and not book.check()


def test_noise_in_the_header_of_a_commit_that_was_cut_is_taken_back(book: Book, tmp_path: Path) -> None:
    """Found by the power cuts: the page with the header is written in each commit, and may arrive as noise."""
    book.add("tenders", title="Beds", buyer="Trust")
    path, torn = Path(book.address), tmp_path / "torn"
    book.db.storage._connection.execute("PRAGMA cache_size = 1")  # pages reach the file before the commit does
    with book.db.transaction():
        book.db.table("tenders").put_many((n, b'{"pad":"%s"}' % (b"x" * 5_000)) for n in range(2, 40))
        (tmp_path / "torn-journal").write_bytes(path.with_name(path.name + "-journal").read_bytes())
        torn.write_bytes(random.Random(1).randbytes(512) + path.read_bytes()[512:])
    with Book.open(torn) as again:
        assert len(again.holdings.tenders) == 1 and not again.check()
    torn.write_bytes(random.Random(1).randbytes(8192))
    (tmp_path / "torn-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(5_000))
    with pytest.raises(StorageError):
        Book.open(torn)


def test_a_cut_off_file_is_told_and_left(book: Book, tmp_path: Path) -> None:
    for number in range(40):
        book.add("tenders", title=f"Tender {number}", buyer="Trust", notes="x" * 3_000)
    whole = Path(book.address).read_bytes()
    for keep in range(0, len(whole), 4096):
        cut = tmp_path / "cut"
        cut.write_bytes(whole[:keep])
        try:
            with Book.open(cut) as opened:
                assert opened.check()
        except (Damaged, StorageError):
            pass
        assert cut.read_bytes() == whole[:keep]


def test_what_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """The book, what lies beside it while it is written, its copies, and the folders that are made for them."""
    before = os.umask(0)
    try:
        path = tmp_path / "new" / "folder" / "book.bidtracker"
        with Book.open(path, create=True, who="ann") as book:
            with book.acting("import") as draft:
                draft.organisation("buyers", "Trust")
            with book.acting("import") as draft:
                draft.organisation("buyers", "City")
                draft.flush()
                book.db.storage.settle()
                assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
                assert len(list(path.parent.iterdir())) == 4, (
                    "the book, the copy that the import is prepared in, its note, and the copy that is kept"
                )
            book.backup(path.with_name("copy"))
        assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)
