"""A book's records and its history: read them, change them in one checked step, take the step back.

The path of every change: an act opens a `Draft`, puts and drops records in it, and leaves; the draft has
checked each record against `rules` and every link, and writes records and one history entry in a single
transaction. Only when that is on disk does the book in memory change.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, Self

import msgspec

from bidtracker.book import history
from bidtracker.book.draft import LINE_DECODERS, Draft, as_stored, decode, encode
from bidtracker.book.identity import Names
from bidtracker.domain.errors import NotFound
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import RECORDS, Entry, Settings
from bidtracker.storage import META, Change, Database, StorageError, copied_before, open_database

log = logging.getLogger(__name__)

HELD = tuple(table for table in RECORDS if table != "history")

COPIED_BEFORE = ("import",)  # acts before which the book is copied

# From this many changes on, the records in memory are read anew beside the old ones and swapped, so that a
# reader in another thread never meets a half-changed table.
SWAP_FROM = 2_000


class Changed(msgspec.Struct, frozen=True):
    """What a commit changed, ours or another process's: (table, number) pairs. `everything`: too many to look at."""

    keys: frozenset[tuple[str, int]]
    everything: bool = False

    def tables(self) -> set[str]:
        """The tables that changed."""
        return set(HELD) if self.everything else {table for table, _ in self.keys}


class Ledger:
    """An open book: its records, its history, and the way to change them."""

    def __init__(self, db: Database, *, who: str, clock: Callable[[], datetime]) -> None:
        self.db = db
        self.who = who
        self.clock = clock
        self._holdings: Holdings | None = None
        self._draft: Draft | None = None  # of the act under way
        self._behind = False  # whether an act of ours could not be looked at yet
        self._seen = db.revision()
        self._names: dict[str, Names] = {}
        self._watchers: list[Callable[[Changed], None]] = []

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        create: bool = False,
        who: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> Self:
        """Opens the book at a path; `create` makes it where there is none. `clock` gives moments with their offset.

        Only the header is read. Raises StorageError with one sentence where it cannot be opened.
        """
        return cls(open_database(address, create=create), who=who, clock=clock)

    def close(self) -> None:
        """Lets go of the file or server."""
        self.db.close()

    def discard(self) -> None:
        """Takes away the file of a book in which nothing was ever written, as one that was made in vain."""
        self.db.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def today(self) -> date:
        """The local date."""
        return self.clock().date()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written here."""
        return self.db.read_only

    @property
    def address(self) -> str:
        """Where the book is, to show."""
        return str(self.db.address)

    # ------------------------------------------------------------ look up

    @property
    def holdings(self) -> Holdings:
        """All records in memory, read at first use; a newer state may replace the object, so do not keep it."""
        if self._holdings is None:
            self._holdings = self._load()
        return self._holdings

    @property
    def settings(self) -> Settings:
        """What holds for this book."""
        if self._holdings is not None:
            return self._holdings.settings
        return self._settings()

    def get(self, id: str | tuple[str, int]) -> Any:
        """The whole record with this id ("T42" or ("tenders", 42)), read from disk. NotFound where there is none."""
        table, number = parse_ref(id) if isinstance(id, str) else id
        body = self.db.table(table).body(number)
        if body is None:
            raise NotFound("there is no {id} in this book", id=ref(table, number))
        return decode(table, number, body)

    def names(self, table: str) -> Names:
        """The buyers or competitors by what they are called; kept until one of them is renamed or goes."""
        if table not in self._names:
            known = (decode(table, number, body) for number, body in self.db.table(table).rows())
            self._names[table] = Names(known)
        return self._names[table]

    def _settings(self) -> Settings:
        return msgspec.convert(self.db.meta("settings") or {}, Settings)

    def _load(self) -> Holdings:
        collecting = gc.isenabled()
        gc.disable()  # 0.4 s a full collection at 100,000 records, and nothing here can be garbage
        try:
            holdings = Holdings(self._settings())
            set_id = msgspec.structs.force_setattr
            seen = self.db.revision()
            for table in HELD:
                records, read = holdings.table(table), LINE_DECODERS[table].decode
                for number, _rev, body in self.db.storage.scan(table):
                    records[number] = record = read(body)
                    set_id(record, "id", number)
            self._seen = seen
            return holdings
        finally:
            if collecting:
                gc.enable()

    # ------------------------------------------------------------ what changed

    def subscribe(self, watcher: Callable[[Changed], None]) -> Callable[[], None]:
        """Calls `watcher` after each change in memory, in the thread that made it; returns how to stop that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def changed_elsewhere(self) -> bool:
        """Whether another process has committed since we last looked; some microseconds."""
        return self._behind or self.db.changed_elsewhere()

    def _follow(self, touched: int) -> None:
        """Takes in an act of ours that changed so many records. It is done, so no failure to look at it is told as one:
        the next refresh makes up for it."""
        try:
            if touched < SWAP_FROM:
                self._take_in(*self.db.followed(self._seen))
            else:
                self._start_again()
        except StorageError as error:
            self._behind = True
            log.debug("what was done is not seen yet: %s", type(error).__name__)

    def _start_again(self) -> None:
        """After an act that changed very much: reads everything anew instead of following each change."""
        self._names.clear()
        if self._holdings is not None:
            self._holdings = self._load()
        else:
            self._seen = self.db.revision()
        for watcher in tuple(self._watchers):
            watcher(Changed(frozenset(), everything=True))

    def refresh(self) -> Changed:
        """Takes in everything committed since the last look, by this process or another, and tells the watchers."""
        changed = self._take_in(*self.db.changes(self._seen))
        self._behind = False
        return changed

    def _take_in(self, revision: int, changes: list[Change]) -> Changed:
        """Brings the book in memory to `revision`."""
        self._seen = revision
        keys = frozenset((c.table, c.doc_id) for c in changes if c.table in HELD)
        other = any(c.table == META for c in changes) and self._settings_changed()
        for change in changes:
            names = self._names.get(change.table)
            if names is None:
                continue
            record = None if change.body is None else decode(change.table, change.doc_id, change.body)
            if record is None or not names.learn(record):
                del self._names[change.table]
        changed = Changed(keys, everything=other or len(keys) >= SWAP_FROM)
        if self._holdings is not None:
            if len(keys) >= SWAP_FROM:
                self._holdings = self._load()
            else:
                for change in changes:
                    if change.table not in HELD:
                        continue
                    if change.body is None:
                        self._holdings.drop(change.table, change.doc_id)
                    else:
                        record = decode(change.table, change.doc_id, change.body, line=True)
                        self._holdings.put(change.table, record)
        if keys or other:
            for watcher in tuple(self._watchers):
                watcher(changed)
        return changed

    def _settings_changed(self) -> bool:
        """Takes the settings in; whether what is shown of the records may differ now."""
        if self._holdings is None:
            return True
        before, self._holdings.settings = self._holdings.settings, self._settings()
        # Of these nothing that is shown is made.
        kept = {"filters": before.filters, "mappings": before.mappings, "unfinished": before.unfinished}
        return msgspec.structs.replace(self._holdings.settings, **kept) != before

    # ------------------------------------------------------------ act

    @contextmanager
    def acting(self, act: str, *, copied: bool = True) -> Iterator[Draft]:
        """One act: everything done to the draft inside becomes durable together, with one history entry, or not at all.

        The draft's `title` is what the history says. An act that changes nothing leaves no entry. Before an import
        the book is copied unless `copied` is off; see `copied_before`.
        """
        start = perf_counter()
        kept = copied_before(self.db, act, self.clock()) if copied and self._copied(act) else nullcontext()
        with kept, self.drafting(act) as draft:
            yield draft
        self._follow(len(draft.journal.noted))
        self._log(act, len(draft.journal.noted), start)

    @contextmanager
    def drafting(self, act: str) -> Iterator[Draft]:
        """An act on disk, with its history entry; the book in memory stays. It may be a part of a transaction."""
        try:
            with self.db.transaction():
                draft = self._draft = Draft(self.db, self.today(), self.names)
                yield draft
                draft.flush()
                entry = Entry(at=self.clock(), who=self.who, act=act, title=draft.title)
                draft.journal.close(entry, keep_apart_from=history.INLINE)
        except BaseException as error:
            self._names.clear()  # the draft may have taught it names that are not in the book now
            log.debug("%s was not done: %s", act, type(error).__name__)
            raise
        finally:
            self._draft = None

    def _copied(self, act: str) -> bool:
        """Whether the book is worth a copy before this act: an empty one is not."""
        return act in COPIED_BEFORE and self.db.storage.last_id("history") > 0

    def _log(self, act: str, records: int, start: float) -> None:
        """Notes an act without a word of what it is about."""
        milliseconds = (perf_counter() - start) * 1_000
        log.debug("%s: %d records, revision %d, %.1f ms", act, records, self._seen, milliseconds)

    def set_settings(self, **fields: Any) -> Settings:
        """Changes what holds for this book, for instance us=("Our Ltd",): an act, or a part of the act under way."""
        if self._draft is None:
            with self.acting("settings") as draft:
                settings = self._set(draft, fields)
                draft.title = say("Changed the settings: {fields}", fields=", ".join(fields))
            return settings
        return self._set(self._draft, fields)

    def _set(self, draft: Draft, fields: dict[str, Any]) -> Settings:
        settings = msgspec.structs.replace(self._settings(), **fields)
        before = draft.body(META, 1)
        after = encode((msgspec.json.decode(before) if before else {}) | {"settings": as_stored(settings)})
        if before != after:
            draft.restore(META, 1, after)
        return settings

    # ------------------------------------------------------------ history

    def history(self, id: str | None = None, limit: int | None = None) -> list[Entry]:
        """The acts, newest first; with an id only those that changed that record."""
        key = parse_ref(id) if id else None
        return list(islice(history.entries(self.db, key), limit))

    def undo(self, steps: int = 1) -> list[Entry]:
        """Takes back our last `steps` acts, or as many as there are, newest first; returns those taken back.

        All of them or none: Refused where another's later act has changed the same records. NotFound where there is
        nothing to undo.
        """
        return self._reverse("undo", history.undoable, steps)

    def redo(self, steps: int = 1) -> list[Entry]:
        """Does again what was last undone, as long as nothing was done since; all of it or nothing."""
        return self._reverse("redo", history.redoable, steps)

    def _reverse(self, act: str, choose: Callable[[Database, str], Entry], steps: int) -> list[Entry]:
        start, touched = perf_counter(), 0
        done: list[Entry] = []
        with self.db.transaction():
            while len(done) < steps:
                try:
                    entry = choose(self.db, self.who)
                except NotFound:
                    if not done:
                        raise
                    break
                with self.drafting(act) as draft:
                    draft.title = entry.title
                    for change in history.images(self.db, entry):
                        body = bytes(change.before)
                        draft.restore(change.table, change.id, None if body == b"null" else body)
                    draft.journal.reverses(entry)
                done.append(entry)
                touched += len(draft.journal.noted)
        self._follow(touched)
        self._log(act, touched, start)
        return done
