"""Keeping a book in order: check it, copy it, rescue it, write it out and read it back."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from bidtracker.book import history, soundness
from bidtracker.book.ledger import Ledger
from bidtracker.book.rescue import rescued
from bidtracker.domain.errors import Refused
from bidtracker.domain.holdings import HELD
from bidtracker.domain.message import Message, count
from bidtracker.storage import dump, restore


class Upkeep(Ledger):
    """The book as a thing that must last."""

    def check(self) -> list[Message]:
        """Everything in the book that is not as it must be, in words; nothing where it is sound."""
        return list(soundness.faults(self.db))

    @classmethod
    def rescue(cls, address: str | Path, target: str | Path, *, who: str = "") -> list[Message]:
        """Writes what can be read of a damaged book to a new file, made sound; what could not be read or was mended.

        The damaged book is only read. Raises StorageError where nothing can be read or the new file is there.
        """
        return rescued(address, Path(target), cls, who=who)

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Copies the live book to a new file, whole or not at all."""
        self.db.backup(path, overwrite=overwrite)

    def dump(self, stream: BinaryIO) -> None:
        """Writes the book as TinyDB's own JSON layout, which stock TinyDB opens."""
        dump(self.db, stream)

    def restore(self, source: str | Path | BinaryIO, *, anew: bool = False) -> int:
        """Reads a dump into this book, which must be empty; returns the number of documents.

        A dump that holds what a book cannot hold is refused, and the book stays empty; so is one that says where its
        history ends and whose records that history does not lead to, unless its history is to begin `anew`. Where a
        dump says nothing of it (it was made by hand, or by an earlier version) that happens by itself.
        """
        with self.db.transaction():
            if any(len(self.db.table(table)) for table in HELD):
                raise Refused("{address} already holds records; restore into a new book", address=self.address)
            documents = restore(source, self.db)
            history.bury(self.db)
            look = soundness.Soundness(self.db)
            for fault in (*look.structure(), *look.records()):
                raise Refused(fault)
            broken = next(look.replay(), None)
            if broken is not None and self.db.head and not anew:
                remedy = (
                    "{fault}; the dump was changed or cut. --anew takes what is in it, and its history begins there"
                )
                raise Refused(remedy, fault=broken)
            if broken is None and documents:
                history.seal_old(self.db)
            else:
                title = count("Restored {n} document", "Restored {n} documents", documents)
                self.begin("restore", title)
        self._start_again()
        return documents

    def begin(self, act: str, title: Message) -> None:
        """Notes that the book began again with what is in it now: what was before need not add up to it."""
        with self.drafting(act) as draft:
            draft.title = title
