"""A book's records and its history: read them, change them in one checked step, take the step back.

The path of every change: an act opens a `Draft`, puts and drops records in it, and leaves; the draft has
checked each record against `rules` and every link, and writes records and one history entry in a single
transaction. Only when that is on disk does the book in memory change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

import msgspec

from bidtracker.book import history
from bidtracker.book.bodies import as_stored, decode, encode
from bidtracker.book.kept.past import KeptPast, keep_past, keep_past_anew
from bidtracker.book.memory import MANY, Memory
from bidtracker.domain.errors import Doubtful, FieldError, NotFound
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.losses.inquiry_rules import RULES, Rules
from bidtracker.domain.message import Message, listed, say
from bidtracker.domain.records import HistoryEntry, Settings
from bidtracker.storage import META, Busy, Database, open_database

if TYPE_CHECKING:
    from bidtracker.book.draft import Draft

log = logging.getLogger(__name__)

OnProgress = Callable[[int, int], None]  # how far something is: so many records, of so many

LASTING = COPIED_BEFORE = ("import",)  # acts that may last, and before which the book is copied


class Ledger(Memory):
    """An open book: its records, its history, and the way to change them."""

    def __init__(self, db: Database, *, who: str, clock: Callable[[], datetime], rules: Rules = RULES) -> None:
        super().__init__(db, rules)
        self.who = who
        self.clock = clock
        self.acts_done = 0  # by this program since it opened the book
        self._draft: Draft | None = None  # of the act under way
        self.doubts: list[FieldError] = []  # of acts that are done, until somebody has told of them
        self._doubting = False
        self.newly_sealed: list[Message] = []  # of lists sealed by themselves, until somebody tells of them
        self.looked_for_seal: tuple[int, int] | None = None  # the quarter in which that was done last

    @classmethod
    def open(
        cls,
        address: str | Path,
        *,
        create: bool = False,
        who: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now().astimezone(),
        rules: Rules = RULES,
        waiting: Callable[[Message], object] = lambda _: None,
    ) -> Self:
        """Opens the book at a path; `create` makes it where there is none. `clock` gives moments with their offset,
        `rules` those by which buyers can be asked; `waiting` hears what takes long, before it does.

        Only the header is read, but of a book that another version of the program made. Raises StorageError with one
        sentence where it cannot be opened.
        """
        db = open_database(address, create=create)
        if not db.storage.first_head and not db.read_only:
            history.seal_old(db)
        if not db.read_only and db.revision():
            many, indexed = db.storage.last_id("tenders"), db.storage.has_index()
            if many > MANY and not (indexed and KeptPast.of(db)):
                words = "a book of {n} tenders gets the index of this version of the program: minutes, once"
                waiting(say(words, n=many))
            if not indexed:
                db.storage.make_index()
            if KeptPast.of(db) is None and many:
                keep_past_anew(db)
        return cls(db, who=who, clock=clock, rules=rules)

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

    def get(self, record_id: str | tuple[str, int]) -> Any:
        """The whole record with this id ("T42" or ("tenders", 42)), read from disk. NotFound where there is none."""
        table, number = parse_ref(record_id) if isinstance(record_id, str) else record_id
        body = self.db.table(table).body(number)
        if body is None:
            raise NotFound("there is no {id} in this book", id=ref(table, number))
        return decode(table, number, body)

    def longest_id(self, table: str) -> int:
        """The letters of the longest id of a table: those of its newest record."""
        return len(ref(table, self.db.storage.last_id(table)))

    # ------------------------------------------------------------ where another program holds the book

    def at_once(self) -> AbstractContextManager[None]:
        """What is done inside raises Busy where another program holds the book for more than a moment."""
        return self.db.storage.at_once()

    def occupied(self) -> Busy | None:
        """Who holds the book, as an error says it; None where it can be written."""
        return self.db.storage.occupied()

    # ------------------------------------------------------------ act

    @contextmanager
    def acting(
        self, act: str, *, copied: bool = True, brief: bool = False, rehearsing: bool = False
    ) -> Iterator[Draft]:
        """One act: everything done to the draft inside becomes durable together, with one history entry, or not at all.

        The draft's `title` is what the history says. An act that changes nothing leaves no entry. An import is prepared
        beside the book, so that others write meanwhile, and the book is copied before it unless `copied` is off; see
        `copied_before`. A `brief` one is an act like any other: made in the book itself, and without a copy. One that
        is `rehearsing` must end in an error. Within an act it is a part of that, which gives the title.
        """
        if self._draft is not None:
            yield self._draft
            return
        self._before_act(act)
        start = perf_counter()
        kept = self._copied_before(act) if copied and not brief else nullcontext()
        drafting = self._drafting_aside(act, rehearsing) if act in LASTING and not brief else self.drafting(act)
        # Two at a time would each bring in what the other has not seen yet.
        alone = self.db.storage.importing() if act in LASTING and not rehearsing else nullcontext()
        with alone, kept, drafting as draft:
            yield draft
            doubts = [doubt for of_record in draft.doubts.values() for doubt in of_record]
            if doubts and self._doubting:
                raise Doubtful(doubts[0].field, doubts[0].message)
        self.doubts += doubts
        self._follow(len(draft.journal.noted))
        self._log(act, len(draft.journal.noted), start)

    @contextmanager
    def doubting(self) -> Iterator[None]:
        """What is done inside raises Doubtful, and is not done, where days cannot have come in their order."""
        self._doubting = True
        try:
            yield
        finally:
            self._doubting = False

    def _before_act(self, act: str) -> None:
        """What goes before an act, in one of its own."""

    @contextmanager
    def drafting(self, act: str) -> Iterator[Draft]:
        """An act on disk, with its history entry; the book in memory stays. It may be a part of a transaction."""
        from bidtracker.book.draft import Draft  # later than the first paint

        try:
            with self.db.transaction() as tx:
                self._catch_up_names(tx.rev - 1)
                draft = self._draft = Draft(self.db, self.today(), self.names)
                yield draft
                draft.flush()
                self._keep_past(draft)
                entry = HistoryEntry(at=self.clock(), who=self.who, act=act, title=draft.title)
                draft.journal.close(entry, keep_apart_from=history.INLINE)
            self.acts_done += 1
        except BaseException as error:
            self._names.clear()  # the draft may have taught it names that are not in the book now
            log.debug("%s was not done: %s", act, type(error).__name__)
            raise
        finally:
            self._draft = None

    @contextmanager
    def _drafting_aside(self, act: str, rehearsing: bool) -> Iterator[Draft]:
        """As `drafting`, in a copy of the book whose changes are brought over at the end."""
        from bidtracker.book.aside.workbench import workbench  # for an import alone

        try:
            with workbench(self.db, rehearsing=rehearsing) as bench:
                with Ledger(bench.db, who=self.who, clock=self.clock).drafting(act) as draft:
                    self._draft = draft
                    yield draft
                bench.bring_over(draft.journal, self.clock())
            self.acts_done += 1
        finally:
            self._draft = None

    def _keep_past(self, draft: Draft) -> None:
        """Brings what is kept of the past up to what the draft has written."""
        changed, first = draft.journal.telling, draft.journal.noted.first_made("tenders")
        if changed or first:
            tenders = [number for table, number in changed if table == "tenders"]
            awards = [number for table, number in changed if table == "awards"]
            made = range(first, self.db.storage.last_id("tenders") + 1) if first else ()
            keep_past(self.db, tenders, awards, made)

    def _copied_before(self, act: str) -> AbstractContextManager[None]:
        """A copy of the book before this act, where one is made and the book is worth it: an empty one is not."""
        if act not in COPIED_BEFORE or not self.db.storage.last_id("history"):
            return nullcontext()
        from bidtracker.storage.copies import copied_before  # for an import alone

        return copied_before(self.db, act, self.clock())

    def _log(self, act: str, records: int, start: float) -> None:
        """Notes an act without a word of what it is about."""
        milliseconds = (perf_counter() - start) * 1_000
        log.debug("%s: %d records, revision %d, %.1f ms", act, records, self._seen, milliseconds)

    def set_settings(self, **fields: Any) -> Settings:
        """Changes what holds for this book, for instance us=("Our Ltd",): an act, or a part of the act under way."""
        if self._draft is None:
            with self.acting("settings") as draft:
                settings = self._set(draft, fields)
                draft.title = say("Changed the settings: {fields}", fields=listed(fields))
            return settings
        return self._set(self._draft, fields)

    def _set(self, draft: Draft, fields: dict[str, Any]) -> Settings:
        from bidtracker.book.values import settled  # seldom wanted

        settings = settled(self._settings(), fields)
        before = draft.body(META, 1)
        after = encode((msgspec.json.decode(before) if before else {}) | {"settings": as_stored(settings)})
        if before != after:
            draft.restore(META, 1, after)
        return settings

    # ------------------------------------------------------------ history

    def history(self, record_id: str | None = None, limit: int | None = None) -> list[HistoryEntry]:
        """The acts, newest first; with an id only those that changed that record."""
        key = parse_ref(record_id) if record_id else None
        return list(islice(history.entries(self.db, key), limit))

    def undoable(self) -> HistoryEntry:
        """The act that undo takes back. Raises NotFound, or Refused, as undo does."""
        return history.undoable(self.db, self.who)

    def redoable(self) -> HistoryEntry:
        """The undo that redo takes back. Raises NotFound."""
        return history.redoable(self.db, self.who)

    def undo(self, steps: int = 1, tell: OnProgress | None = None) -> list[HistoryEntry]:
        """Takes back our last `steps` acts, or as many as there are, newest first; returns those taken back.

        All of them or none: Refused where another's later act has changed the same records. NotFound where there is
        nothing to undo. `tell` hears how many records of about how many are done; what it raises stops all of it.
        """
        return self._reverse("undo", self.undoable, steps, tell)

    def redo(self, steps: int = 1, tell: OnProgress | None = None) -> list[HistoryEntry]:
        """Does again what was last undone, as long as nothing was done since; all of it or nothing."""
        return self._reverse("redo", self.redoable, steps, tell)

    def _reverse(
        self, act: str, choose: Callable[[], HistoryEntry], steps: int, tell: OnProgress | None
    ) -> list[HistoryEntry]:
        start, touched = perf_counter(), 0
        done: list[HistoryEntry] = []
        with self.db.transaction():
            while len(done) < steps:
                try:
                    entry = choose()
                except NotFound:
                    if not done:
                        raise
                    break
                with self.drafting(act) as draft:
                    draft.title = entry.title
                    for n, change in enumerate(history.images(self.db, entry)):
                        if tell and n % history.CHUNK == 0:
                            tell(n, history.about_many(entry))
                        body = bytes(change.before)
                        draft.restore(change.table, change.id, None if body == b"null" else body)
                    draft.journal.reverses(entry)
                done.append(entry)
                touched += len(draft.journal.noted)
        self._follow(touched)
        self._log(act, touched, start)
        return done
