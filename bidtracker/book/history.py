"""The history of a book: one entry an act, with the before-images from which it can be taken back.

Small acts keep their images in the entry. An import keeps them in the table `images`, in chunks, so that
neither its memory nor the reading of history grows with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from bidtracker.book import seals
from bidtracker.book.bodies import unreadable
from bidtracker.domain.errors import NotFound, Refused
from bidtracker.domain.holdings import HELD
from bidtracker.domain.ids import LETTERS, ref
from bidtracker.domain.message import say
from bidtracker.domain.records import NOTHING, BeforeImage, HistoryEntry, Images
from bidtracker.storage import META, Damaged, Database

INLINE = 200  # images an entry carries itself
CHUNK = 1_000  # images in one document of the table `images`

CHANGED = {*HELD, META}  # what acts change

ERASING = "erase"  # an act that nothing brings back

BEGINNINGS = ("restore", "rescue")
"""Acts that made the book out of something else: nothing is undone past them, and what was before need not add up."""

SEALING = "seal"
"""The act that is never taken back: a sealed list stays as it is."""

_encode = msgspec.json.Encoder().encode
_entry = msgspec.json.Decoder(HistoryEntry)
_chunk = msgspec.json.Decoder(Images)


def state_of(db: Database) -> int:
    """The sum of all records and of what holds for the book, read anew."""
    tables = (table for table in db.tables() if table in CHANGED)
    return sum(seals.weight(table, *row) for table in tables for row in db.table(table).rows()) % seals.STATES


def seal_old(db: Database) -> None:
    """Seals the history of a book that was written before there were seals, as far back as it can be undone.

    No record and no revision changes. Nothing is done where the history is sealed already, or empty.
    """
    if not db.storage.last_id("history"):
        return
    with db.transaction():
        if db.head:  # another process was first
            return
        states: dict[int, int] = {}
        state = state_of(db)
        now: dict[tuple[str, int], int] = {}
        for entry in entries(db):
            if entry.seal:
                return
            states[entry.id] = state
            if entry.act in BEGINNINGS:
                break
            for change in images(db, entry):
                key = (change.table, change.id)
                weight = now[key] if key in now else seals.weight(*key, db.table(key[0]).body(key[1]))
                now[key] = seals.weight(*key, body_before(change))
                state += now[key] - weight
        head = seals.Head()
        for number in sorted(states):
            head = _sealed(db, number, head.seal, states[number])
        if head.act:
            db.set_head(head.spelled())


def _sealed(db: Database, number: int, previous: str, state: int) -> seals.Head:
    """Seals one entry of an old book."""
    entry = read(db, number)
    digests = []
    for chunk_number in entry.images:
        images_chunk = chunk(db, chunk_number)
        if images_chunk is not None:
            images_chunk = msgspec.structs.replace(images_chunk, salt=seals.new_salt())
            db.storage.amend("images", chunk_number, _encode(images_chunk))
            digests.append(seals.changes_digest(images_chunk))
    entry = msgspec.structs.replace(entry, id=0, state=seals.spelled(state), salt=seals.new_salt())
    entry = msgspec.structs.replace(entry, seal=seals.seal(entry, previous, digests))
    db.storage.amend("history", number, _encode(entry))
    return seals.Head(number, entry.seal, state)


def body_before(change: BeforeImage) -> bytes | None:
    """The stored body that a before-image keeps, None where the record was not there."""
    body = bytes(change.before)
    return None if body == b"null" else body


def bury(db: Database) -> None:
    """Leaves a tombstone for each record that the history knows and that is not there, as after a restore.

    It goes back to an act that cannot be read; that there is one is a check's to say.
    """
    with suppress(msgspec.MsgspecError, Damaged):
        for entry in entries(db):
            gone: dict[str, set[int]] = {}
            for table, number in (*((change.table, change.id) for change in images(db, entry)), *erased(db, entry)):
                if table in CHANGED and db.storage.get(table, number) is None:
                    gone.setdefault(table, set()).add(number)
            for table, numbers in gone.items():
                db.storage.bury(table, sorted(numbers))


def read(db: Database, number: int) -> HistoryEntry:
    """One entry by its number."""
    body = db.table("history").body(number)
    if body is None:
        raise NotFound("there is no {id} in this book", id=ref("history", number))
    return _decoded(number, body)


def newest(db: Database) -> HistoryEntry | None:
    """The last act; None in a book in which nothing was done yet."""
    number = db.storage.last_id("history")
    body = db.table("history").body(number) if number else None
    return None if body is None else _decoded(number, body)


def entries(db: Database, key: tuple[str, int] | None = None) -> Iterator[HistoryEntry]:
    """All entries, newest first; with a key (table and number) only the acts that changed that record."""
    table = db.table("history")
    for number in range(db.storage.last_id("history"), 0, -1):
        body = table.body(number)
        if body is not None and (key is None or _concerns(db, body, key)):
            yield _decoded(number, body)


def images(db: Database, entry: HistoryEntry) -> Iterator[BeforeImage]:
    """An act's before-images that are still there, wherever they are kept."""
    for part in parts(db, entry):
        if part is not None:
            yield from (change for n, change in enumerate(part.changes) if not _is_erased(part, n))


def _is_erased(part: HistoryEntry | Images, n: int) -> bool:
    """Whether nothing is left of a before-image; of one that only named somebody the rest is."""
    return bool(part.digests) and str(n) in part.digests and bytes(part.changes[n].before) == bytes(NOTHING)


def parts(db: Database, entry: HistoryEntry) -> Iterator[HistoryEntry | Images | None]:
    """An entry and its chunks, in order; None for a chunk that is gone."""
    yield entry
    for number in entry.images:
        yield chunk(db, number)


def erased(db: Database, entry: HistoryEntry) -> set[tuple[str, int]]:
    """The records whose before-images were erased from an act, table and number each."""
    return {
        (change.table, change.id)
        for part in parts(db, entry)
        if part is not None and part.digests
        for n, change in enumerate(part.changes)
        if str(n) in part.digests
    }


def seal_of(db: Database, entry: HistoryEntry, previous: str) -> str:
    """The seal that an entry must have after one whose seal is `previous`."""
    chunks = (chunk(db, number) for number in entry.images)
    digests = [seals.changes_digest(part) for part in chunks if part is not None]
    return seals.seal(entry, "" if entry.act in BEGINNINGS else previous, digests)


def about_many(entry: HistoryEntry) -> int:
    """How many records an act changed, to the next chunk, without looking at them."""
    return len(entry.changes) + len(entry.images) * CHUNK


def chunk(db: Database, number: int) -> Images | None:
    """A part of an act's images, None where it is not there."""
    body = db.table("images").body(number)
    return None if body is None else _chunk.decode(body)


def _concerns(db: Database, body: bytes, key: tuple[str, int]) -> bool:
    """Whether the act of a stored entry changed this record.

    Bytes are searched before anything is decoded: an import of 100,000 tenders has hundreds of thousands of images.
    """
    if _may_name(body, key) and _names(_entry.decode(body).changes, key):
        return True
    if b'"images":[' not in body:
        return False
    for number in _entry.decode(body).images:
        images_body = db.table("images").body(number)
        if images_body is not None and _may_name(images_body, key) and _names(_chunk.decode(images_body).changes, key):
            return True
    return False


def _may_name(body: bytes, key: tuple[str, int]) -> bool:
    """Whether the key is spelled in JSON somewhere; within a record's own data it may be too."""
    spelled = b'["%s",%d' % (key[0].encode(), key[1])
    return spelled + b"," in body or spelled + b"]" in body


def _names(changes: tuple[BeforeImage, ...], key: tuple[str, int]) -> bool:
    return any((change.table, change.id) == key for change in changes)


def undoable(db: Database, who: str) -> HistoryEntry:
    """Our newest act that still stands. Raises Refused where another's later act touched what it touched."""
    later: list[HistoryEntry] = []
    for entry in entries(db):
        if entry.act in BEGINNINGS or seals.CHANGES in entry.digests:
            break
        if entry.act in ("undo", "redo", SEALING, ERASING) or entry.undone_by:
            continue
        if entry.digests and next(images(db, entry), None) is None:
            continue  # all that it did was about a person who was erased
        if entry.who != who:
            later.append(entry)
            continue
        mine = {(change.table, change.id) for change in images(db, entry)} if later else set()
        for other in later:
            for change in images(db, other):
                if (change.table, change.id) in mine:
                    raise Refused(
                        "{id} was changed since by {who} ({entry}); that has to be undone first",
                        id=ref(change.table, change.id) if change.table in LETTERS else say("what holds for the book"),
                        who=other.who,
                        entry=ref("history", other.id),
                    )
        return entry
    raise NotFound("there is nothing to undo")


def redoable(db: Database, who: str) -> HistoryEntry:
    """Our newest undo that nothing of ours has followed."""
    for entry in entries(db):
        if entry.act == SEALING:
            continue
        if seals.CHANGES in entry.digests:
            break
        if entry.act not in BEGINNINGS and (entry.who != who or entry.act == "redo" or entry.undone_by):
            continue
        if entry.act == "undo":
            return entry
        break
    raise NotFound("there is nothing to redo")


def decode(table: str, body: bytes) -> HistoryEntry | Images:
    """A stored body of one of the history's two tables. Raises msgspec.DecodeError."""
    return _entry.decode(body) if table == "history" else _chunk.decode(body)


def _decoded(number: int, body: bytes) -> HistoryEntry:
    try:
        entry = _entry.decode(body)
    except msgspec.MsgspecError as error:
        raise unreadable("history", number, error) from error
    msgspec.structs.force_setattr(entry, "id", number)
    return entry
