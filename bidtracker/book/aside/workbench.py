"""A copy of a book in which an act that lasts is prepared, and the way of its changes into the book itself.

While it is prepared everybody writes the book as always: what the act makes gets numbers that are reserved in the book.
At its end its rows are brought over in one transaction, which takes a small part of the time that it took to find out
what they are. What others have changed in the meantime stays; see joining.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from time import monotonic
from typing import TypeVar

import msgspec

from bidtracker.book import history, seals
from bidtracker.book.aside.joining import apart, joined
from bidtracker.book.bodies import decode, encode
from bidtracker.book.identity import ALIKE, OrganisationNames
from bidtracker.book.journal import Journal
from bidtracker.book.kept.past import keep_past
from bidtracker.domain.holdings import HELD, RecordKey
from bidtracker.domain.ids import ref
from bidtracker.domain.links import named
from bidtracker.domain.message import say
from bidtracker.domain.records import BeforeImage, HistoryEntry, Images, Proposal
from bidtracker.domain.vocabulary import ProposalKind
from bidtracker.storage import Busy, Database, StorageError
from bidtracker.storage.sqlite.working import WorkingCopy, working_copy

PATIENCE = 120.0  # seconds that an act that took long to prepare waits for its turn to be brought over
MANY = 2_000  # rows from which on readers would wait for them
SAME = {"buyers": ProposalKind.SAME_BUYER, "competitors": ProposalKind.SAME_COMPETITOR}

Bodies = dict[RecordKey, bytes | None]
HasChanges = TypeVar("HasChanges", HistoryEntry, Images)


@contextmanager
def workbench(db: Database, *, rehearsing: bool) -> Iterator[Workbench]:
    """A copy of the book for one act. Numbers that were reserved and not used are given back where that can be done."""
    with working_copy(db.storage, rehearsing=rehearsing) as copy:
        bench = Workbench(db, copy)
        try:
            yield bench
        except BaseException:
            bench.leave()
            raise


class Workbench:
    """The copy, as a database, and how what was done in it comes into the book."""

    def __init__(self, book: Database, copy: WorkingCopy) -> None:
        self.book = book
        self.copy = copy
        self.db = Database(storage=lambda: copy)
        self._head = seals.read_head(self.db.head) or seals.Head()  # when the copy was made

    def leave(self) -> None:
        """Gives reserved numbers back after an act that failed."""
        if self.copy.reserved:
            with suppress(StorageError), self._turn():
                for table, blocks in self.copy.reserved.items():
                    first, last = blocks[-1]
                    if self.book.storage.last_id(table) == last != first:
                        self.book.storage.move_removed(table, last, first)
                        self.book.storage.bury(table, [first])

    def bring_over(self, journal: Journal, at: datetime) -> None:
        """Writes what the act has written in the copy into the book, in one transaction. Raises Refused."""
        if not journal.noted:
            return
        many = len(journal.noted) >= MANY
        self.copy.prepare()
        with (
            self.book.storage.long_write() if many else nullcontext(),
            self.book.storage.beside(self.copy),
            self._turn(),
        ):
            _Bringing(self.book, self.db, self.copy).bring(journal, self._head, at)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """A transaction on the book itself, waited for."""
        end = monotonic() + PATIENCE
        with ExitStack() as turn:
            while True:
                try:
                    turn.enter_context(self.book.transaction())
                    break
                except Busy:
                    if monotonic() > end:
                        raise
            yield


class _Bringing:
    """One act on its way into the book."""

    def __init__(self, book: Database, work: Database, copy: WorkingCopy) -> None:
        self.book = book
        self.work = work
        self.copy = copy
        ours = {(table, last) for table, blocks in copy.reserved.items() for _, last in blocks}
        _, changes = book.changes(copy.base)
        self.elsewhere: Bodies = {
            (each.table, each.doc_id): each.body for each in changes if (each.table, each.doc_id) not in ours
        }
        self.joined: dict[RecordKey, bytes] = {}  # what becomes of records that were changed in both
        self.made: list[BeforeImage] = []  # of records that are made only now
        self.shift = 0  # by how much the act changes the state of the book
        self._known: dict[str, OrganisationNames] = {}

    def bring(self, journal: Journal, began: seals.Head, at: datetime) -> None:
        """Writes all of it; `began` is the head of the book when the copy was made."""
        self.shift = journal.shift
        self._withdraw_unused()
        self._join()
        self._ensure_links()
        self._put_rows()
        images, digests = self._put_images(journal)
        self._ask_about_namesakes(at.date())
        self._put_entry(images, digests, began, at)
        self._keep_past()

    def _withdraw_unused(self) -> None:
        """Gives back the numbers that were reserved above the last one used, unless others gave higher ones."""
        for table, blocks in self.copy.reserved.items():
            last, used = blocks[-1][1], self.copy.last_id(table)
            if self.book.storage.last_id(table) == last and used < last:
                self.book.storage.move_removed(table, last, used)

    def _join(self) -> None:
        """Finds the records that were changed in both, and joins them."""
        both = {}
        for key in self.elsewhere:
            stored = self.copy.get(*key) if key[0] in history.CHANGED else None
            if stored is not None and stored.rev > self.copy.base:
                both[key] = stored.body
        before = self._before(set(both)) if both else {}
        for key, ours in both.items():
            theirs = self.elsewhere[key]
            self.joined[key] = body = joined(*key, before.get(key), ours, theirs)
            self.shift += seals.weight(*key, body) - seals.weight(*key, theirs)
            self.shift -= seals.weight(*key, ours) - seals.weight(*key, before.get(key))

    def _before(self, keys: set[RecordKey]) -> Bodies:
        """What some records were before the act."""
        images = history.images(self.work, self._entry())
        return {(each.table, each.id): history.body_before(each) for each in images if (each.table, each.id) in keys}

    def _entry(self) -> HistoryEntry:
        """The act as the history of the copy has it."""
        return history.read(self.work, self.copy.last_id("history"))

    def _ensure_links(self) -> None:
        """Raises Refused where others removed what the act points to."""
        gone = {key for key, body in self.elsewhere.items() if body is None}
        for table, number, body in self.copy.written() if gone else ():
            if table in HELD and body is not None:
                for link, target in named(decode(table, number, body)):
                    if (link.to, target) in gone:
                        raise apart(link.to, target)

    def _put_rows(self) -> None:
        """Writes the records and what is kept of the past."""
        self.book.storage.take_over(self.copy, self.elsewhere, ("history", "images"))
        for key, body in self.joined.items():
            self.book.storage.put(*key, body)

    def _put_images(self, journal: Journal) -> tuple[list[int], list[str]]:
        """Writes the before-images under numbers of their own; these and their hashes."""
        numbers, digests = [], list(journal.chunk_digests)
        for n, chunk_number in enumerate(journal.chunks):
            part = self.copy.body("images", chunk_number) or b""
            if self.joined:
                chunk = self._with_joined(msgspec.json.decode(part, type=Images))
                part, digests[n] = encode(chunk), seals.changes_digest(chunk)
            numbers.append(self.book.storage.new_id("images"))
            self.book.storage.put("images", numbers[-1], part)
        return numbers, digests

    def _with_joined(self, part: HasChanges) -> HasChanges:
        """A part of the act's before-images, so that what others have changed is what an undo brings back."""
        changes = tuple(
            BeforeImage(each.table, each.id, msgspec.Raw(self.elsewhere[each.table, each.id] or b"null"))
            if (each.table, each.id) in self.joined
            else each
            for each in part.changes
        )
        return msgspec.structs.replace(part, changes=changes)

    def _ask_about_namesakes(self, on: date) -> None:
        """Asks about organisations that others made meanwhile and that the act made too."""
        for (table, number), body in self.elsewhere.items():
            if table not in SAME or body is None or self.copy.get(table, number) is not None:
                continue
            theirs = decode(table, number, body)
            ours = self._names(table).find(theirs.name, theirs.identifiers, theirs.country)
            stored = self.copy.get(table, ours)
            if stored is None or stored.rev <= self.copy.base:
                continue
            grounds = say(ALIKE, name=theirs.name, known=theirs.name, likeness=100)
            asked = Proposal(kind=SAME[table], about=ref(table, number), other=ref(table, ours), grounds=grounds, on=on)
            question = encode(asked)
            key = "proposals", self.book.storage.new_id("proposals")
            self.book.storage.put(*key, question)
            self.shift += seals.weight(*key, question)
            self.made.append(BeforeImage(*key))

    def _names(self, table: str) -> OrganisationNames:
        if table not in self._known:
            records = (decode(table, number, body) for number, body in self.work.table(table).rows())
            self._known[table] = OrganisationNames(records)
        return self._known[table]

    def _put_entry(self, images: list[int], digests: list[str], began: seals.Head, at: datetime) -> None:
        """Writes the act into the history, after what others did meanwhile."""
        entry = self._with_joined(self._entry())
        head = seals.read_head(self.book.head) or seals.Head()
        state = (head.state + self.shift) % seals.STATES
        number = max(self.book.storage.new_id("history"), head.act + 1)
        entry = msgspec.structs.replace(
            entry,
            id=0,
            at=at.astimezone(UTC),
            changes=(*entry.changes, *self.made),
            images=tuple(images),
            acted_beside=head.act - began.act,
            state=seals.spelled(state),
            salt=seals.new_salt(),
        )
        entry = msgspec.structs.replace(entry, seal=seals.seal(entry, head.seal, digests))
        self.book.storage.put("history", number, encode(entry))
        self.book.set_head(seals.Head(number, entry.seal, state).spelled())

    def _keep_past(self) -> None:
        """Tells the past anew of what others have changed meanwhile."""
        changed = {table: sorted(n for each, n in self.elsewhere if each == table) for table in ("tenders", "awards")}
        if changed["tenders"] or changed["awards"]:
            keep_past(self.book, changed["tenders"], changed["awards"], (), summing=True)
