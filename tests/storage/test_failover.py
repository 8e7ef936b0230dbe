"""The server of a team dies and its standby takes over: everybody goes on, and nothing is lost or done twice."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
pytest.importorskip("pty", reason="signals and terminals as Unix has them")
pytest.importorskip("pyte", reason="pyte, of the extra `test`, is not installed")

import own_cluster  # only with psycopg
from own_cluster import Pair, until  # only with psycopg

from bidtracker.book import Book  # only with psycopg
from bidtracker.storage import StorageError  # only with psycopg

sys.path.append(str(Path(__file__).parents[1] / "faults"))
import failover  # after the path


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the servers' own account may enter, as pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="bidtracker-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pair(folder: Path) -> Iterator[Pair]:
    with own_cluster.pair(folder) as pair:
        yield pair


@pytest.mark.parametrize("bouncer", [False, True], ids=["direct", "PgBouncer"])
def test_two_sellers_and_a_screen_go_on(folder: Path, bouncer: bool) -> None:
    result = failover.survived(folder, 1, bouncer=bouncer)
    assert result.wrong == [] and result.acts > 4 * failover.BETWEEN


class Saving(threading.Thread):
    """A seller who saves one tender, and what was said of it."""

    def __init__(self, book: Book, title: str) -> None:
        super().__init__(daemon=True)
        self.book, self.title = book, title
        self.error: StorageError | None = None
        self.start()

    def run(self) -> None:
        try:
            self.book.add("tenders", title=self.title, buyer="Trust")
        except StorageError as error:
            self.error = error


def waits_for_the_standby(pair: Pair) -> None:
    until(lambda: pair.primary.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))


def test_a_commit_that_reached_the_standby_alone_is_recognised(pair: Pair) -> None:
    """The standby has it and nobody was told: it is told as done once the standby leads, and not done again."""
    address = pair.address + "&schema=team&options=-c%20synchronous_commit%3Dremote_apply"
    with Book.open(address, create=True, who="ann") as book:
        book.add("tenders", title="First", buyer="Trust")
        pair.standby.sql("SELECT pg_wal_replay_pause()")
        saving = Saving(book, "Second")
        waits_for_the_standby(pair)
        pair.fail_over()
        saving.join(60)
        assert saving.error is None
        book.refresh()
        assert [tender.title for tender in book.holdings.tenders.values()] == ["First", "Second"]
        assert len(book.history()) == 2 and book.check() == []


def test_a_commit_that_never_reached_the_standby_is_told_as_not_saved(pair: Pair) -> None:
    with Book.open(pair.address + "&schema=team", create=True, who="ann") as book:
        book.add("tenders", title="First", buyer="Trust")
        pair.standby.sql("ALTER SYSTEM SET primary_conninfo = ''")  # what it has by now is all that it will ever have
        pair.standby.sql("SELECT pg_reload_conf()")
        until(lambda: not pair.standby.sql("SELECT 1 FROM pg_stat_wal_receiver"))
        saving = Saving(book, "Second")
        waits_for_the_standby(pair)
        pair.fail_over()
        saving.join(60)
        assert "was lost, and nothing of what was under way was saved" in str(saving.error)
        book.add("tenders", title="Second", buyer="Trust")
        assert [tender.title for tender in book.holdings.tenders.values()] == ["First", "Second"]
        assert len(book.history()) == 2 and book.check() == []


def test_a_standby_is_read_and_not_written(pair: Pair) -> None:
    with Book.open(pair.address + "&schema=team", create=True, who="ann") as book:
        book.add("tenders", title="First", buyer="Trust")
    alone = f"postgresql://postgres@127.0.0.1:{pair.standby.port}/postgres?schema=team"
    until(lambda: Book.open(alone).close() or True)
    with Book.open(alone) as copy:
        assert copy.read_only and [tender.title for tender in copy.holdings.tenders.values()] == ["First"]
        with pytest.raises(StorageError, match="can be read but not written"):
            copy.add("tenders", title="Second", buyer="Trust")
