"""What of a book lies in memory: its records, read at first use, and kept true to what is committed since."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from bidtracker.book.bodies import decode
from bidtracker.book.kept.past import KeptPast
from bidtracker.book.kept.stored import StoredRecords, all_holdings
from bidtracker.domain.holdings import HELD, Holdings, RecordKey
from bidtracker.domain.losses.inquiry_rules import RULES, Rules
from bidtracker.domain.message import say
from bidtracker.domain.reading import UnreadTable
from bidtracker.domain.records import Settings
from bidtracker.storage import META, Damaged, Database, RowVersion, StorageError, is_server

if TYPE_CHECKING:
    from bidtracker.book.identity import OrganisationNames

log = logging.getLogger(__name__)

# From this many changes on, the records in memory are read anew beside the old ones and swapped, so that a
# reader in another thread never meets a half-changed table.
SWAP_FROM = 2_000

# Of a book with more tenders than this the lists read what they show; of a smaller one all is in memory, some 50 MB.
# Of a larger one the tables are in memory that have no more than so many records.
MANY = 20_000


@contextmanager
def without_collections() -> Iterator[None]:
    """Very many values are made inside, none of them garbage in a circle: to look for it again and again would take
    0.4 s each time at 100,000 records, and half of an import."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Changed(msgspec.Struct, frozen=True):
    """The records that a commit changed, ours or another process's. `everything`: too many to look at."""

    keys: frozenset[RecordKey]
    everything: bool = False
    settings: bool = False  # the book's settings were written, saved filters among them

    def tables(self) -> set[str]:
        """The tables that changed."""
        return set(HELD) if self.everything else {table for table, _ in self.keys}


class Memory:
    """The records and names of a book as they were when last looked at, and whoever watches them change."""

    def __init__(self, db: Database, rules: Rules = RULES) -> None:
        self.db = db
        self.reader = db  # what records are read through: of its own where many are read while others are written
        self._rules = rules
        self._holdings: Holdings | None = None
        self._all = False  # whether all of it is in memory
        self._behind = False  # whether an act of ours could not be looked at yet
        self._seen = db.revision()
        self._names: dict[str, OrganisationNames] = {}
        self._watchers: list[Callable[[Changed], None]] = []

    @property
    def holdings(self) -> Holdings:
        """All records, read as they are asked for; a newer state may replace the object, so do not keep it."""
        if self._holdings is None:
            self._seen = self.db.revision()
            self._holdings = self._unread()
        return self._holdings

    def _unread(self) -> Holdings:
        return Holdings(self._settings(), StoredRecords(self.reader, KeptPast.of(self.reader)), self._rules)

    def read_all(self) -> Holdings:
        """All records in memory, from now on: who shows long lists does not wait for each. Those of a large book stay
        where they are, and are read beside whatever is written."""
        if self._holdings is None or not self._all:
            self._all = True
            self._holdings = self._load()
        return self._holdings

    @property
    def large(self) -> bool:
        """Whether the book has so many tenders that its lists read what they show."""
        return self.db.storage.has_index() and self.db.storage.last_id("tenders") > MANY

    @property
    def takes_short_lists(self) -> bool:
        """Whether a short list is an act like another here: to copy the book would take longer than to write it. On a
        server others would wait for every record that the list is held against, each a way there and back."""
        return self.large and not is_server(self.db.address)

    def snapshot(self) -> Holdings:
        """The records as they are this moment, for another thread to judge in peace: 2 ms at 100,000 tenders. Those of
        a large book are read by it, and are as they are then."""
        now = self.holdings
        then = Holdings(now.settings, rules=now.rules) if now.source is None else self._unread()
        for table in HELD:
            records = now.table(table)
            if not isinstance(records, UnreadTable):
                setattr(then, table, dict(records))
        return then

    def close(self) -> None:
        """Lets go of the file or server."""
        if self.reader is not self.db:
            self.reader.close()
        self.db.close()

    @property
    def settings(self) -> Settings:
        """What holds for this book."""
        if self._holdings is not None:
            return self._holdings.settings
        return self._settings()

    def _settings(self) -> Settings:
        try:
            return msgspec.convert(self.db.meta("settings") or {}, Settings)
        except msgspec.ValidationError as error:
            raise Damaged(say("the book's settings cannot be read: {reason}", reason=str(error))) from error

    def names(self, table: str) -> OrganisationNames:
        """The buyers or competitors by what they are called; kept until one of them is renamed or goes."""
        from bidtracker.book.identity import OrganisationNames  # later than the first paint

        if table not in self._names:
            records = (decode(table, number, body) for number, body in self.db.table(table).rows())
            self._names[table] = OrganisationNames(records)
        return self._names[table]

    @without_collections()
    def _load(self) -> Holdings:
        seen = self.db.revision()
        if self.large:
            if self.reader is self.db:
                self.reader = self.db.again()
            holdings = self._unread()
            stored = StoredRecords(self.reader)
            for table in HELD:
                if self.reader.storage.last_id(table) <= MANY:
                    setattr(holdings, table, stored.records(table))
        else:
            holdings = all_holdings(self.db, self._settings(), self._rules)
        self._seen = seen
        return holdings

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
        """After very much changed: reads everything anew instead of following each change."""
        self._names.clear()
        if self._holdings is not None and self._all:
            self._holdings = self._load()
        else:
            self._holdings = None
            self._seen = self.db.revision()
        for watcher in tuple(self._watchers):
            watcher(Changed(frozenset(), everything=True))

    def refresh(self) -> Changed:
        """Takes in everything committed since the last look, by this process or another, and tells the watchers."""
        changed = self._take_in(*self.db.changes(self._seen))
        self._behind = False
        return changed

    def _take_in(self, revision: int, changes: list[RowVersion]) -> Changed:
        """Brings the book in memory to `revision`."""
        self._seen = revision
        keys = frozenset((c.table, c.doc_id) for c in changes if c.table in HELD)
        settings = any(c.table == META for c in changes)
        other = settings and self._settings_changed()
        self._learn_names(changes)
        changed = Changed(keys, everything=other or len(keys) >= SWAP_FROM, settings=settings)
        if self._holdings is not None:
            if self._holdings.source is not None and any(table in ("tenders", "awards") for table, _ in keys):
                self._holdings.past = KeptPast.of(self.reader)
            if len(keys) >= SWAP_FROM:
                self._holdings = self._load() if self._all else None
            else:
                for change in changes:
                    if change.table not in HELD:
                        continue
                    if change.body is None:
                        self._holdings.drop(change.table, change.doc_id)
                    else:
                        record = decode(change.table, change.doc_id, change.body, line=True)
                        self._holdings.put(change.table, record)
        if keys or settings:
            for watcher in tuple(self._watchers):
                watcher(changed)
        return changed

    def _catch_up_names(self, revision: int) -> None:
        """Learns, as part of an act on the book at `revision`, which organisations others have made since the last
        look: the act would make them again."""
        if self._names and revision != self._seen:
            self._behind = True  # the rest is for the next refresh, which storage no longer asks for by itself
            self._learn_names(self.db.changes(self._seen)[1])

    def _learn_names(self, changes: list[RowVersion]) -> None:
        for change in changes:
            names = self._names.get(change.table)
            if names is None:
                continue
            record = None if change.body is None else decode(change.table, change.doc_id, change.body)
            if record is None or not names.learn(record):
                del self._names[change.table]

    def _settings_changed(self) -> bool:
        """Takes the settings in; whether what is shown of the records may differ now."""
        if self._holdings is None:
            return True
        before, self._holdings.settings = self._holdings.settings, self._settings()
        # Of these nothing that is shown is made.
        kept = {"filters": before.filters, "mappings": before.mappings, "unfinished": before.unfinished}
        return msgspec.structs.replace(self._holdings.settings, **kept) != before
