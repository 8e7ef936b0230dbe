"""Keeping a book in order: check it, copy it, write it out and read it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from bidtracker.book import history
from bidtracker.book.draft import decode
from bidtracker.book.ledger import HELD, Ledger
from bidtracker.domain.errors import Refused
from bidtracker.domain.holdings import LINKS
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.rules import faults
from bidtracker.storage import dump, restore


class Upkeep(Ledger):
    """The book as a thing that must last."""

    def check(self) -> list[Message]:
        """Everything in the book that is not as it must be, in words; nothing where it is sound."""
        with self.db.snapshot():
            return [problem.message for problem in self.db.verify()] + list(self._faults())

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Copies the live book to a new file, whole or not at all."""
        self.db.backup(path, overwrite=overwrite)

    def dump(self, stream: BinaryIO) -> None:
        """Writes the book as TinyDB's own JSON layout, which stock TinyDB opens."""
        dump(self.db, stream)

    def restore(self, source: str | Path | BinaryIO) -> int:
        """Reads a dump into this book, which must be empty; returns the number of documents.

        A dump that holds what a book cannot hold is refused, and the book stays empty.
        """
        with self.db.transaction():
            if any(len(self.db.table(table)) for table in HELD):
                raise Refused("{address} already holds records; restore into a new book", address=self.address)
            documents = restore(source, self.db)
            for fault in self._faults():
                raise Refused(fault)
        self._holdings = None
        self._names.clear()
        self.refresh()
        return documents

    def _faults(self) -> Iterator[Message]:
        known: dict[str, set[int]] = {}
        records: list[tuple[str, Any]] = []
        for table in HELD:
            known[table] = set()
            for number, body in self.db.table(table).rows():
                known[table].add(number)
                try:
                    record = decode(table, number, body)
                except msgspec.DecodeError as error:
                    yield say("{id} cannot be read: {reason}", id=ref(table, number), reason=str(error))
                    continue
                for fault in faults(record):
                    yield say("{id}: {fault}", id=ref(table, number), fault=fault.message)
                records.append((table, record))
        awards: dict[int, set[int]] = {}
        for table, record in records:
            for field, target in LINKS.get(table, ()):
                value = getattr(record, field)
                for number in value if isinstance(value, tuple) else (value,):
                    if number and number not in known[target]:
                        missing = ref(target, number)
                        yield say(
                            "{id} points to {missing}, which is not there", id=ref(table, record.id), missing=missing
                        )
            if table == "awards":
                awards.setdefault(record.tender, set()).add(record.id)
        for table, record in records:
            if table == "tenders" and set(record.awards) != awards.get(record.id, set()):
                yield say("{id} does not list its own awards; edit one of them to mend it", id=ref(table, record.id))
        for entry in history.entries(self.db):
            for number in entry.images:
                if self.db.table("images").body(number) is None:
                    yield say("{id} cannot be undone: a part of it is missing", id=ref("history", entry.id))
