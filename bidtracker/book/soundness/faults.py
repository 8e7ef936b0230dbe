"""Everything that must hold in a book besides its file's own structure: its records, and the history behind them.

Each fault is one sentence that ends in what would mend it, where something but `bidtracker check --rescue` would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from bidtracker.book import history, seals
from bidtracker.book.bodies import parse
from bidtracker.book.draft import missing
from bidtracker.book.kept import past
from bidtracker.book.replay import HistoryReplay, RowState
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.holdings import HELD, RecordKey
from bidtracker.domain.ids import LETTERS, parse_ref, ref
from bidtracker.domain.links import DERIVED, lacking, named
from bidtracker.domain.message import Message, say
from bidtracker.domain.records import RECORDS, Proposal, Seal, Settings
from bidtracker.domain.rules import faults as broken_rules
from bidtracker.radar.seals.sealing import broken_seals
from bidtracker.storage import META, Database, RowProblem, RowVersion

TABLES = {*RECORDS, "images", META, *DERIVED}


class Soundness:
    """One look at a whole book of one moment; keep a snapshot or transaction open around it.

    `structure` comes first, and reads everything once; `records` and `replay` tell what that and the history say.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self.torn = False  # the file itself is damaged, so that what is missing says nothing
        self._states: dict[RecordKey, RowState] = {}
        self._newest = 0  # the highest revision of a row
        self._unreadable: set[RecordKey] = set()
        self._broken: set[RecordKey] = set()
        self._faults: list[Message] = []
        self._seals: list[Seal] = []
        self._links: list[tuple[RecordKey, RecordKey]] = []
        self._listed: set[tuple[int, int]] = set()  # (tender, award), as the tender has it
        self._hanging: set[tuple[int, int]] = set()  # and as the award has it

    def structure(self) -> Iterator[Message]:
        """What is wrong with the file and its rows."""
        for problem in self.db.survey():
            if isinstance(problem, RowVersion):
                self._take(problem)
                self._newest = max(self._newest, problem.rev)
                continue
            self.torn = self.torn or problem.table is None
            if problem.table is not None and problem.doc_id is not None:
                self._unreadable.add((problem.table, problem.doc_id))
            yield in_words(problem)
        revision = self.db.revision()
        if self._newest < revision and not self._unreadable and not self.torn:
            numbers = {"revision": revision, "newest": self._newest}
            yield say(
                "what was written last is gone: the book is at change {revision}, its rows at {newest}", **numbers
            )

    def records(self) -> Iterator[Message]:
        """What is wrong with the records: words, dates, amounts, rules, and links between them."""
        yield from self._faults
        if self._seals:
            yield from broken_seals(self._seals)
        for key, target in sorted(set(self._links)):
            if not self._there(target):
                missing = ref(*target)
                yield say("{id} points to {missing}, which is not there; set it anew", id=ref(*key), missing=missing)
        for tender in sorted({tender for tender, _ in self._listed ^ self._hanging}):
            key = ("tenders", tender)
            if self._there(key) and key not in self._broken | self._unreadable:
                yield say("{id} does not list its own awards; edit one of them to mend it", id=ref(*key))

    def replay(self) -> Iterator[Message]:
        """Where the history does not add up to the present, walked back act by act to where the book begins."""
        return HistoryReplay(self.db, self._states, self._unreadable | self._broken).faults()

    def index(self) -> Iterator[Message]:
        """Whether what is kept beside the records, to find them by, says what they say."""
        if self._unreadable or self._broken:
            return
        if not self.db.storage.index_is_true():
            yield say("the index does not say what the records say; `bidtracker check --rebuild` makes it anew")
        elif not past.is_true(self.db):
            words = "what is kept of the past is not what the records tell; `bidtracker check --rebuild` makes it anew"
            yield say(words)

    # ------------------------------------------------------------ parts

    def _take(self, row: RowVersion) -> None:
        """Looks at one row as it passes."""
        key = (row.table, row.doc_id)
        weighs = row.table in history.CHANGED and row.doc_id > 0
        weight = seals.weight(*key, row.body) if weighs else 1
        self._states[key] = RowState(row.rev, None if row.body is None else weight)
        if row.body is None:
            return
        if row.table not in TABLES:
            self._faults.append(say("{table} {id} is in no table that a book has", table=row.table, id=row.doc_id))
        elif row.table == META:
            self._faults += about_settings(self.db)
        elif row.table in ("history", "images"):
            try:
                history.decode(row.table, row.body)
            except msgspec.MsgspecError as error:
                self._broken.add(key)
                where = ref(*key) if row.table == "history" else f"images {row.doc_id}"
                self._faults.append(say("{id} cannot be read: {reason}", id=where, reason=str(error)))
        elif row.table in HELD:
            try:
                record = parse(row.table, row.doc_id, row.body)
            except msgspec.MsgspecError as error:
                self._broken.add(key)
                self._faults.append(say("{id} cannot be read: {reason}", id=ref(*key), reason=str(error)))
                return
            for fault in (*broken_rules(record), *(missing(field) for field in lacking(record))):
                self._faults.append(say("{id}: {fault}; set it anew", id=ref(*key), fault=fault.message))
            self._follow(key, record)

    def _follow(self, key: RecordKey, record: Any) -> None:
        """Notes what a record points to."""
        table, number = key
        self._links += [(key, (link.to, target)) for link, target in named(record)]
        if table == "tenders":
            self._listed.update((number, award) for award in record.awards)
        elif table == "awards":
            self._hanging.add((record.tender, number))
        elif isinstance(record, Seal):
            self._seals.append(record)
        elif isinstance(record, Proposal):
            for record_id in filter(None, (record.about, record.other)):
                try:
                    parse_ref(record_id)
                except BidtrackerError as error:
                    self._faults.append(say("{id}: {fault}; refuse it", id=ref(*key), fault=error.message))

    def _there(self, key: RecordKey) -> bool:
        state = self._states.get(key)
        return key in self._unreadable or (state is not None and state.weight is not None)


def faults(db: Database) -> Iterator[Message]:
    """Everything that is not as it must be; nothing where the book is sound."""
    with db.snapshot():
        look = Soundness(db)
        yield from look.structure()
        if look.torn:
            yield say("what the records say was not looked at, because the file itself is damaged")
            return
        yield from look.records()
        yield from look.replay()
        yield from look.index()


def about_settings(db: Database) -> Iterator[Message]:
    """Whether what holds for the book can be read."""
    try:
        msgspec.convert(db.meta("settings") or {}, Settings)
    except msgspec.ValidationError as error:
        yield say("the book's settings cannot be read: {reason}; set them anew", reason=str(error))


def in_words(problem: RowProblem) -> Message:
    """A problem of the storage in the words of a book: T31 for tenders 31."""
    if problem.table in LETTERS and problem.doc_id is not None:
        return say("{id}: {fault}", id=ref(problem.table, problem.doc_id), fault=problem.message)
    return problem.message
