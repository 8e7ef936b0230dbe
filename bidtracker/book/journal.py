"""What an act changes, gathered while it is done and written as its entry of the history."""

from __future__ import annotations

from datetime import UTC

import msgspec

from bidtracker.book import seals
from bidtracker.book.history import BEGINNINGS, CHUNK, read, state_of
from bidtracker.book.telling import tells_otherwise
from bidtracker.domain.records import NOTHING, BeforeImage, HistoryEntry, Images
from bidtracker.storage import Database

_encode = msgspec.json.Encoder().encode


class Noted:
    """The records that an act has touched; its `len` is how many.

    Of those that it made itself only the first number of each table is kept, since new numbers only grow: 20 MB less
    for an import of 100,000 tenders.
    """

    def __init__(self) -> None:
        self._made = 0
        self._first_made: dict[str, int] = {}
        self._found: set[tuple[str, int]] = set()

    def __len__(self) -> int:
        return self._made + len(self._found)

    def first_made(self, table: str) -> int:
        """The first number of a table that the act made; 0 where it made none."""
        return self._first_made.get(table, 0)

    def make(self, table: str, number: int) -> None:
        """Takes in a record under a number that is new."""
        self._made += 1
        if number < self._first_made.setdefault(table, number):
            self._first_made[table] = number

    def is_made(self, table: str, number: int) -> bool:
        """Whether the act itself made a record."""
        return number >= self._first_made.get(table, number + 1)

    def find(self, table: str, number: int) -> bool:
        """Takes in a record; whether the act has not touched it before."""
        if self.is_made(table, number) or (table, number) in self._found:
            return False
        self._found.add((table, number))
        return True


class Journal:
    """Gathers an act's before-images, the first of each record, and writes its entry."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.noted = Noted()
        self.telling: set[tuple[str, int]] = set()  # the records of which the past may be told otherwise now
        self.pending: list[BeforeImage] = []
        self.chunks: list[int] = []
        self.chunk_digests: list[str] = []
        self.shift = 0  # by how much the act changes the state of the book
        self.of: HistoryEntry | None = None

    def note(self, table: str, number: int, before: bytes | None, after: bytes | None) -> None:
        """Remembers what a record was before the act touched it, and that it is something else now."""
        self.shift += seals.weight(table, number, after) - seals.weight(table, number, before)
        if not self.noted.is_made(table, number) and tells_otherwise(table, before, after):
            self.telling.add((table, number))
        if self.noted.find(table, number):
            self._keep(BeforeImage(table, number, NOTHING if before is None else msgspec.Raw(before)))

    def made(self, table: str, number: int, body: bytes) -> None:
        """Remembers that the act made a record, under a number that `new_id` chose for it."""
        self.shift += seals.weight(table, number, body)
        self.noted.make(table, number)
        self._keep(BeforeImage(table, number))

    def _keep(self, change: BeforeImage) -> None:
        self.pending.append(change)
        if len(self.pending) >= CHUNK:
            self._flush()

    def reverses(self, entry: HistoryEntry) -> None:
        """Says that this act takes back `entry` (an undo) or an undo of it (a redo)."""
        self.of = entry

    def close(self, entry: HistoryEntry, *, keep_apart_from: int) -> None:
        """Writes the act's entry, unless it changed nothing and is no beginning."""
        if not self.noted and entry.act not in BEGINNINGS:
            return
        if self.chunks or len(self.pending) > keep_apart_from:
            self._flush()
        began = entry.act in BEGINNINGS
        head = seals.read_head(self.db.head) or seals.Head()
        state = state_of(self.db) if began else (head.state + self.shift) % seals.STATES
        entry = msgspec.structs.replace(
            entry,
            at=entry.at.astimezone(UTC),
            changes=tuple(self.pending),
            images=tuple(self.chunks),
            undoes=self.of.id if self.of else 0,
            state=seals.spelled(state),
            salt=seals.new_salt(),
        )
        entry = msgspec.structs.replace(entry, seal=seals.seal(entry, "" if began else head.seal, self.chunk_digests))
        history = self.db.table("history")
        number = max(history.new_id(), head.act + 1)  # what is gone from the end is missed, not written over
        history.put(number, _encode(entry))
        self.db.set_head(seals.Head(number, entry.seal, state).spelled())
        if self.of:
            _mark(self.db, self.of, undone_by=number)
            if self.of.act == "undo":  # a redo: the act that was undone stands again
                _mark(self.db, read(self.db, self.of.undoes), undone_by=0)

    def _flush(self) -> None:
        if self.pending:
            images = self.db.table("images")
            self.chunks.append(images.new_id())
            chunk = Images(changes=tuple(self.pending), salt=seals.new_salt())
            images.put(self.chunks[-1], _encode(chunk))
            self.chunk_digests.append(seals.changes_digest(chunk))
            self.pending = []


def _mark(db: Database, entry: HistoryEntry, *, undone_by: int) -> None:
    marked = msgspec.structs.replace(entry, id=0, undone_by=undone_by)
    db.table("history").put(entry.id, _encode(marked))
