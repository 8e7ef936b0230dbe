"""The server goes away, or its answer does: nothing is lost, nothing is done twice, and what is not known is said."""

from __future__ import annotations

import random
import socket
import threading
from contextlib import suppress

import pytest

from bidtracker.storage import Busy, InDoubt, StorageError, open_database

psycopg = pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")

from bidtracker.storage.postgres import engine as postgres  # noqa: E402  # only with psycopg
from bidtracker.storage.postgres import session as postgres_session  # noqa: E402  # only with psycopg

COMMIT = b"COMMIT\0"  # and not the isolation level READ COMMITTED


class Relay:
    """A wire to the server that can be cut: at once, or at a message that holds some words."""

    def __init__(self, address):
        with psycopg.connect(address) as connection:
            self.target = connection.info.host, connection.info.port
            self.user, self.database = connection.info.user, connection.info.dbname
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.cut_at = b""  # words of the client
        self.forward = False  # whether the server still gets them
        self.cuts = 0
        self.open = []
        threading.Thread(target=self.accept, daemon=True).start()

    def book(self, schema):
        port = self.listener.getsockname()[1]
        user = f"{self.user}@127.0.0.1:{port}"
        return f"postgresql://{user}/{self.database}?sslmode=disable&gssencmode=disable&schema={schema}"

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            host, port = self.target
            if host.startswith("/"):
                present = socket.socket(socket.AF_UNIX)
                present.connect(f"{host}/.s.PGSQL.{port}")
            else:
                present = socket.create_connection(self.target)
            self.open += [client, present]
            for source, target, from_client in ((client, present, True), (present, client, False)):
                threading.Thread(target=self.pump, args=(source, target, from_client), daemon=True).start()

    def pump(self, source, target, from_client):
        try:
            while data := source.recv(1 << 16):
                if from_client and self.cut_at and self.cut_at in data:
                    self.cut_at = b""
                    self.cuts += 1
                    if self.forward:  # the server does it, and its answer comes to nobody
                        source.shutdown(socket.SHUT_RDWR)
                        target.sendall(data)
                        target.shutdown(socket.SHUT_WR)
                        return
                    break
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        for end in self.open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def shut(self):
        """Let nobody in any more."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def close(self):
        self.shut()
        self.cut()
        for end in self.open:
            end.close()


@pytest.fixture
def relay(team):
    relay = Relay(team.address)
    yield relay
    relay.close()


@pytest.fixture
def near(team):
    """The same book, by the server's own address."""
    with open_database(team.book(), create=True) as db:
        yield db


@pytest.fixture
def far(relay, near):
    """A book whose server is at the other end of the relay."""
    with open_database(relay.book(near.storage._session.address.schema)) as db:
        yield db


def test_an_idle_connection_that_is_lost_is_made_anew(relay, far, near):
    assert far.insert({"n": 1}) == 1
    for look in (far.all, far.revision, lambda: far.changes(0), far.changed_elsewhere, lambda: far.insert({"n": 2})):
        relay.cut()
        assert look() is not None
    assert [document["n"] for document in near] == [1, 2]


def test_an_act_that_is_cut_short_is_not_saved(relay, far, near):
    far.insert({"n": 1})
    with pytest.raises(StorageError, match=r"lost, and nothing .* was saved"), far.transaction():
        far.insert({"n": 2})
        relay.cut()
        with pytest.raises(StorageError, match="lost"):
            far.insert({"n": 3})
        with pytest.raises(StorageError, match="lost"):
            far.all()  # and no look at what is not the act's own state
    assert len(near) == near.revision() == 1
    assert far.insert({"n": 4}) == 2


def test_a_snapshot_that_is_cut_short_says_so(relay, far):
    far.insert({})
    with pytest.raises(StorageError, match="lost"), far.snapshot():
        relay.cut()
        far.all()
    assert len(far) == 1


@pytest.mark.parametrize("forward", [False, True])
def test_a_commit_whose_answer_is_lost_is_looked_up(relay, far, near, forward):
    far.insert({"n": 1})
    relay.cut_at, relay.forward = COMMIT, forward
    if forward:
        assert far.insert({"n": 2}) == 2
        assert not far.changed_elsewhere()
    else:
        with pytest.raises(StorageError, match="nothing"):
            far.insert({"n": 2})
    assert relay.cuts == 1 and len(near) == near.revision() == 1 + forward


def test_a_commit_that_cannot_be_looked_up_is_in_doubt(relay, far, near, monkeypatch):
    monkeypatch.setattr(postgres, "SETTLE", 0.01)
    relay.cut_at, relay.forward = COMMIT, True
    with pytest.raises(InDoubt, match="look in the history"), far.transaction():
        far.insert({"n": 1})
        relay.shut()
    with near.transaction():
        assert len(near) == 1


def test_a_commit_of_long_ago_is_in_doubt(near):
    for n in range(120):
        near.insert({"n": n})
    with pytest.raises(InDoubt):
        near.storage._is_saved(1, "1:00000000 ")
    assert near.storage._is_saved(120, "120:00000000 ") is False


def test_a_wire_cut_at_any_moment(relay, far, near):
    """Every act is there once or not at all, as the seller was told."""
    rng = random.Random(5)
    report = []
    lost = 0
    for n in range(60):
        relay.forward = rng.random() < 0.5
        relay.cut_at = rng.choice([b"BEGIN", b"INSERT", COMMIT, b"max(id)", b"SAVEPOINT", b"RELEASE", b"never"])
        try:
            with far.transaction():
                far.table("one").insert({"n": n})
                far.table("two").put_many([(far.table("two").new_id(), b'{"n":%d}' % n)])
        except StorageError as error:
            assert not isinstance(error, InDoubt)
            lost += 1
        else:
            report.append(n)
    relay.cut_at = b""
    with near.transaction():  # when nobody can be in the middle of anything any more
        for table in ("one", "two"):
            assert [document["n"] for document in near.table(table)] == report
        assert near.revision() == len(report) and near.verify() == []
    assert relay.cuts > 30 and lost > 10


def test_a_server_that_is_started_anew(team, near):
    if team.restart is None:
        pytest.skip("only a server of our own is started anew")
    near.insert({"n": 1})
    with pytest.raises(StorageError, match="lost"), near.transaction():
        near.insert({"n": 2})
        team.restart()
        near.insert({"n": 3})
    near.insert({"n": 4})
    team.restart()
    assert [document["n"] for document in near] == [1, 4] and near.revision() == 2
    team.restart()
    assert near.changed_elsewhere() is False


def test_a_server_that_stays_away(relay, far, monkeypatch):
    monkeypatch.setattr(postgres_session, "PATIENCE", 0.01)
    relay.shut()
    relay.cut()
    for use in (far.all, lambda: far.insert({})):
        with pytest.raises(StorageError, match=r"cannot be reached|lost"):
            use()
    with pytest.raises(StorageError, match=r"cannot be reached|lost"):
        while True:  # a poll does not wait for the connection that is made beside
            assert far.changed_elsewhere() is False


def test_who_does_not_wait_is_told_that_the_connection_is_made_anew(relay, far, near, monkeypatch):
    far.insert({"n": 1})
    near.insert({"n": 2})
    session, may_come, coming = far.storage._session, threading.Event(), threading.Event()
    connect = session._connect

    def slow():
        coming.set()
        may_come.wait()
        return connect()

    monkeypatch.setattr(session, "_connect", slow)
    relay.cut()
    for use in (far.all, lambda: far.insert({"n": 3})):
        with pytest.raises(Busy, match="made anew"), far.storage.at_once():
            use()
        assert coming.is_set() and far.changed_elsewhere() is False
    assert isinstance(far.storage.occupied(), Busy)
    may_come.set()
    while far.storage.occupied():
        pass
    with far.storage.at_once():
        assert far.changed_elsewhere() and far.insert({"n": 3}) == 3
    assert [document["n"] for document in near] == [1, 2, 3]


def test_another_book_in_its_place_is_not_taken_for_it(relay, team, far, near):
    far.insert({})
    schema = near.storage._session.address.schema
    for change in ("rev = 0", "id = 'another'"):
        team.sql(f"UPDATE {schema}.book SET {change}")
        relay.cut()
        for use in (far.all, lambda: far.insert({})):
            with pytest.raises(StorageError, match="replaced"):
                use()
