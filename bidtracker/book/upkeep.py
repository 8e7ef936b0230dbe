"""Keeping a book in order: check it, copy it, rescue it, write it out and read it back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from bidtracker.book import history
from bidtracker.book.kept.past import keep_past_anew
from bidtracker.book.ledger import Ledger
from bidtracker.domain.errors import Refused
from bidtracker.domain.holdings import HELD
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.records import Contact

if TYPE_CHECKING:
    from bidtracker.book.persons.names import PersonNames


class Upkeep(Ledger):
    """The book as a thing that must last."""

    shrunk = True  # whether the file could be made smaller after the last erasure or compaction

    def check(self) -> list[Message]:
        """Everything in the book that is not as it must be, in words; nothing where it is sound."""
        from bidtracker.book.soundness.faults import faults  # seldom wanted

        return list(faults(self.db))

    def rebuild(self) -> None:
        """Makes anew what is kept beside the records: the index by which they are found, and what they tell of the
        past."""
        with self.db.transaction():
            self.db.storage.make_index()
            keep_past_anew(self.db)

    @classmethod
    def rescue(cls, address: str | Path, target: str | Path, *, who: str = "") -> list[Message]:
        """Writes what can be read of a damaged book to a new file, made sound; what could not be read or was mended.

        The damaged book is only read. Raises StorageError where nothing can be read or the new file is there.
        """
        from bidtracker.book.soundness.rescue import rescued  # seldom wanted

        return rescued(address, Path(target), cls, who=who)

    def backup(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Copies the live book to a new file, whole or not at all."""
        self.db.backup(path, overwrite=overwrite)

    def dump(self, stream: BinaryIO) -> None:
        """Writes the book as TinyDB's own JSON layout, which stock TinyDB opens."""
        from bidtracker.storage.dump import dump  # seldom wanted

        dump(self.db, stream)

    def restore(self, source: str | Path | BinaryIO, *, anew: bool = False) -> int:
        """Reads a dump into this book, which must be empty; returns the number of documents.

        A dump that holds what a book cannot hold is refused, and the book stays empty; so is one that says where its
        history ends and whose records that history does not lead to, unless its history is to begin `anew`. Where a
        dump says nothing of it (it was made by hand, or by an earlier version) that happens by itself.
        """
        from bidtracker.book.soundness.faults import Soundness  # seldom wanted
        from bidtracker.storage.dump import restore

        with self.db.transaction():
            if any(len(self.db.table(table)) for table in HELD):
                raise Refused("{address} already holds records; restore into a new book", address=self.address)
            documents = restore(source, self.db)
            history.bury(self.db)
            look = Soundness(self.db)
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
            keep_past_anew(self.db)
        self._start_again()
        return documents

    def erase(self, record_id: str = "", *words: str) -> int:
        """Takes a person out of the book for good: the contact with this id and all that names them or the `words`.

        Returns how many records named them. What undo would need of it goes too; that it happened is an act of the
        history. Copies of the book are not touched; see `copies_beside`.
        """
        from bidtracker.book.persons import erasure  # seldom wanted

        contact = self._contact(record_id)
        with self.db.storage.overwriting(), self.db.transaction():
            whom = erasure.person(self.db, contact, words)
            with self.drafting(history.ERASING) as draft:
                changed = list(erasure.naming(self.db, whom))
                for (table, number), _, after in changed:
                    draft.restore(table, number, None if after == erasure.REMOVED else after)
                if contact:
                    draft.drop("contacts", contact)
                draft.title = say("Erased a person") if not contact else say("Erased the person {id}", id=record_id)
            erasure.scrub_history(self.db, whom)
        self._start_again()
        self.shrunk = self.db.storage.shrink()
        return len(changed) + bool(contact)

    def person_names(self, record_id: str = "", *words: str) -> PersonNames:
        """What the contact with this id is and was called, and the `words`: what an erasure looks for."""
        from bidtracker.book.persons import erasure  # seldom wanted

        return erasure.person(self.db, self._contact(record_id), words).names

    def _contact(self, record_id: str) -> int:
        if not record_id:
            return 0
        table, number = parse_ref(record_id)
        if table != "contacts":
            raise Refused("{id} is no contact; a person without a card is erased by their name", id=record_id)
        self.get(record_id)
        return number

    def person(self, record_id: str) -> dict[str, Any]:
        """All that the book holds on one contact: the card, what names them, and the acts that did."""
        from bidtracker.book.persons import erasure  # seldom wanted

        number = self._contact(record_id)
        with self.db.snapshot():
            whom = erasure.person(self.db, number, ())
            named = [key for key, _, _ in erasure.naming(self.db, whom) if key[0] in HELD]
            entries = [
                entry
                for entry in history.entries(self.db)
                if any(
                    whom.names.are_in(msgspec.json.decode(change.before)) for change in history.images(self.db, entry)
                )
                or whom.names.are_in(str(entry.title))
            ]
            return {
                "person": self.get(record_id),
                "records": {ref(*key): self.get(key) for key in named},
                "history": [{"id": ref("history", each.id), "at": each.at, "title": each.title} for each in entries],
            }

    def compact(self) -> int:
        """Drops what undo needs of acts older than a day, and what is unused in the file; returns how many acts."""
        from bidtracker.book.persons import erasure  # seldom wanted

        with self.db.storage.overwriting(), self.db.transaction():
            acts = erasure.compact(self.db, self.today() - timedelta(days=1))
        self.shrunk = self.db.storage.shrink()
        return acts

    def copies_beside(self) -> list[Path]:
        """The other files beside this book's that hold it as it was: copies by itself and backups."""
        from bidtracker.storage.copies import copies_of  # seldom wanted

        return copies_of(self.db)

    def not_met(self, years: int) -> list[Contact]:
        """The contacts with whom there was nothing for so many years: to be looked at, and perhaps erased."""
        from bidtracker.book.persons import erasure  # seldom wanted

        return erasure.not_met_since(self.holdings, erasure.years_before(self.today(), years))

    def begin(self, act: str, title: Message) -> None:
        """Notes that the book began again with what is in it now: what was before need not add up to it."""
        with self.drafting(act) as draft:
            draft.title = title
