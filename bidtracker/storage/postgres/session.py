"""The connection to the server of one book: made, made anew when it is lost, and its errors put into words."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, TypeVar

import psycopg
from psycopg import pq
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.types.string import ByteaBinaryLoader

from bidtracker.domain.message import say
from bidtracker.storage.errors import Busy, Damaged, ReadOnly, StorageError, Unstorable
from bidtracker.storage.postgres.address import Address

T = TypeVar("T")

WAIT = 2.0  # seconds that we wait for another seller's commit
PATIENCE = 5.0  # seconds in which a server may come back before an act or a look fails

# What holds on every connection, whatever the role's own settings are. A client that hangs in the middle of an act
# keeps the others from writing until `idle_in_transaction_session_timeout` ends it.
SETTINGS = """
SELECT set_config('lock_timeout', %s, false),
       set_config('statement_timeout', '60s', false),
       set_config('idle_in_transaction_session_timeout', '20s', false),
       set_config('synchronous_commit', coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)
"""
# Every statement goes by an index. Left to itself the server sorts the whole table for each batch of a scan (50 ms)
# as long as it has no statistics of a book that was just filled. Servers that lack such a setting are let be.
PLANNING = """
SELECT set_config(name, 'off', false) FROM unnest(ARRAY['enable_seqscan', 'enable_bitmapscan', 'jit']) AS name
WHERE current_setting(name, true) IS NOT NULL
"""

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # of a lost connection it would write on the screen

SERIALIZATION = "40001"
LOCKED = "55P03"
UNKNOWN = "40003"  # a server that cannot say whether it has committed
_BUSY = {SERIALIZATION, LOCKED, "40P01", "57014"}  # also a deadlock, a statement that took too long
_NOT_JSON = {"22P02", "22021", "22P05", "54001"}  # not JSON, not UTF-8, nested too deeply


class _BodyDumper(Dumper):
    """Bytes are bodies here: JSON that goes to the server as it is."""

    oid = psycopg.adapters.types["json"].oid
    format = pq.Format.BINARY

    def dump(self, obj: Buffer) -> Buffer:
        return obj


class Session:
    """A connection to the server of the book at `address`; not safe to use from two threads at once.

    `recognise` is called whenever the connection was made anew, to see that it is still the same book. While `hurried`
    nothing waits for a lost connection: one is made in a thread beside, and Busy is raised until it is there.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        self.recognise: Callable[[], None] = lambda: None
        self._schema = f'"{address.schema}"'
        self._closed = False
        self.hurried = False
        self.trouble: StorageError | None = None  # why the last connection that was made beside was none
        self._coming: Future[psycopg.Connection[Any]] | None = None  # the one that is made now
        self.connection = self._connect()

    def close(self) -> None:
        """Let go of the server."""
        self._closed = True
        self.connection.close()

    @property
    def lost(self) -> bool:
        """Whether the connection is gone."""
        return self.connection.closed

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Any]:
        """The rows of one statement, in which {s} stands for the book's schema. Raises psycopg.Error."""
        return self.connection.execute(self._text(sql), params, binary=True).fetchall()

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Run one statement; how many rows it has touched. Raises psycopg.Error."""
        return self.connection.execute(self._text(sql), params, binary=True).rowcount

    def together(self, *statements: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        """The rows of several statements in one round trip; the first that fails ends it. Raises psycopg.Error."""
        with self.connection.pipeline():
            cursors = [self.connection.execute(self._text(sql), params, binary=True) for sql, params in statements]
        return [cursor.fetchall() if cursor.description else [] for cursor in cursors]

    def script(self, sql: str) -> list[list[Any]]:
        """The rows of each of several statements that go to the server together. Raises psycopg.Error."""
        cursor = self.connection.execute(self._text(sql), prepare=False)
        results = [cursor.fetchall() if cursor.description else []]
        while cursor.nextset():
            results.append(cursor.fetchall() if cursor.description else [])
        return results

    def rollback(self) -> None:
        """End the transaction, if one is open and its connection is still there."""
        with suppress(psycopg.Error):  # then the connection is lost, and the server ends it
            if not self.lost and self.connection.info.transaction_status != pq.TransactionStatus.IDLE:
                self.connection.execute("ROLLBACK")

    def again(self, work: Callable[[], T], *, patience: float | None = None, also: str = "") -> T:
        """What `work` gives, which has no effect unless it succeeds.

        It is begun again on a new connection where the old one is lost, and where the server says
        that it must be repeated (or gives the SQLSTATE `also`), for about `patience` seconds (PATIENCE).
        """
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        while True:
            try:
                if self.lost:
                    self._reconnect(deadline)
                return work()
            except psycopg.Error as error:
                self.rollback()
                if not (self.lost or error.sqlstate in (SERIALIZATION, also)) or time.monotonic() >= deadline:
                    raise self.why(error) from None

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """What psycopg raises inside becomes one of our errors.

        The original is not kept: it may quote what a document says.
        """
        try:
            yield
        except psycopg.Error as error:
            raise self.why(error) from None

    def why(self, error: psycopg.Error) -> StorageError:
        """What a person should read instead of PostgreSQL's words."""
        if self._closed:
            return StorageError(say("the book {address} is closed", address=self.address.shown))
        if self.lost:
            return StorageError(
                say(
                    "the connection to the PostgreSQL server of {address} was lost, and nothing of what was under way "
                    "was saved",
                    address=self.address.shown,
                )
            )
        return explained(error, self.address.shown)

    def _reconnect(self, deadline: float) -> None:
        if self._closed:
            raise StorageError(say("the book {address} is closed", address=self.address.shown))
        pause = 0.05
        while True:
            try:
                self.connection = self._made_beside() if self.hurried else self._connect()
                break
            except Busy:
                raise
            except StorageError:
                if time.monotonic() + pause > deadline:
                    raise
            time.sleep(pause)
            pause *= 2
        try:
            self.recognise()
        except BaseException:
            self.connection.close()
            raise

    def _made_beside(self) -> psycopg.Connection[Any]:
        """The connection that a thread has made meanwhile; Busy while it is at it, or begins anew after it failed."""
        if self._coming is not None and self._coming.done():
            coming, self._coming = self._coming, None
            error = coming.exception()
            self.trouble = error if isinstance(error, StorageError) else None
            if error is None:
                return coming.result()
        if self._coming is None:
            self._coming = Future()
            Thread(target=self._make_beside, args=(self._coming,), daemon=True).start()
        made_anew = say(
            "the connection to the PostgreSQL server of {address} was lost and is being made anew",
            address=self.address.shown,
        )
        raise Busy(self.trouble.message if self.trouble else made_anew)

    def _make_beside(self, coming: Future[psycopg.Connection[Any]]) -> None:
        try:
            coming.set_result(self._connect())
        except BaseException as error:
            coming.set_exception(error)

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            connection = psycopg.connect(
                self.address.conninfo,
                autocommit=True,
                client_encoding="UTF8",
                fallback_application_name="bidtracker",
            )
        except psycopg.Error as error:
            raise StorageError(
                say(
                    "the PostgreSQL server of {address} cannot be reached: {reason}",
                    address=self.address.shown,
                    reason=_reason(error),
                )
            ) from None
        try:
            connection.adapters.register_dumper(bytes, _BodyDumper)
            connection.adapters.register_loader("json", ByteaBinaryLoader)  # the bytes as they are
            connection.execute(SETTINGS, [f"{int(WAIT * 1000)}ms"])
            connection.execute(PLANNING)
            return connection
        except psycopg.Error as error:
            connection.close()
            raise explained(error, self.address.shown) from None

    def _text(self, sql: str) -> bytes:
        return sql.replace("{s}", self._schema).encode()


def explained(error: psycopg.Error, address: str) -> StorageError:
    """What a person should read instead of PostgreSQL's words, by the error's SQLSTATE."""
    code = error.sqlstate or ""
    if code in _BUSY:
        return Busy(
            say("the book {address} is being written by another program; try again in a moment", address=address)
        )
    if code in _NOT_JSON:
        return Unstorable(say("a document is not JSON that the server of {address} can keep", address=address))
    if code == "53100":
        return StorageError(say("there is no room left on the disk of {address}", address=address))
    if code == "25006":
        return ReadOnly(say("the book {address} can be read but not written here", address=address))
    if code.startswith("XX"):
        return Damaged(say("the book {address} is damaged: {reason}", address=address, reason=_reason(error)))
    return StorageError(say("the book {address} cannot be used: {reason}", address=address, reason=_reason(error)))


def _reason(error: psycopg.Error) -> str:
    """The server's or libpq's own words, on one line; the details, which may quote data, are left out."""
    return " ".join((error.diag.message_primary or str(error)).split())
