"""A person taken out of a book: their card, what names them elsewhere, and what the history kept of both.

What stays is that an erasure happened, when, and under which number. The seals of the acts still add up, because the
hash of what went stays, without the key by which anybody could try out what it was (see seals.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from bidtracker.book import history, seals
from bidtracker.book.bodies import parse
from bidtracker.book.persons.names import PersonNames
from bidtracker.domain.holdings import HELD, Holdings, RecordKey
from bidtracker.domain.links import named, relinked
from bidtracker.domain.message import say
from bidtracker.domain.records import NOTHING, BeforeImage, Contact, HistoryEntry, Images
from bidtracker.storage import Database

REMOVED = b"null"  # what is left of a record about nobody else

_encode = msgspec.json.Encoder().encode


class Person(msgspec.Struct, frozen=True):
    """Whom to erase: the number of their card, 0 where they have none, and what names them."""

    contact: int
    names: PersonNames

    def owns(self, table: str, number: int, body: bytes) -> bool:
        """Whether a record is about the person and nobody else: their card, and what goes with it."""
        if (table, number) == ("contacts", self.contact):
            return True
        return table in HELD and bool(self.contact) and scrubbed(self, table, number, body) == REMOVED


def person(db: Database, contact: int, words: Iterable[str]) -> Person:
    """The person with this card and these words, and with what the card said of name, mail and telephone before."""
    spelled = set(words)
    if contact:
        cards = [db.table("contacts").body(contact)]
        for entry in history.entries(db, ("contacts", contact)):
            images = history.images(db, entry)
            cards += [history.body_before(each) for each in images if (each.table, each.id) == ("contacts", contact)]
        for body in filter(None, cards):
            card: Contact = parse("contacts", contact, body)
            spelled |= {card.name, card.email, card.phone}
    return Person(contact, PersonNames(spelled))


def scrubbed(whom: Person, table: str, number: int, body: bytes) -> bytes:
    """The stored form of a record without what names the person; the same bytes where nothing does."""
    if table in HELD and whom.contact:
        record = parse(table, number, body)
        for link, target in list(named(record)):
            if (link.to, target) == ("contacts", whom.contact):
                if link.goes:
                    return REMOVED  # it is about the person, whatever it says
                record = relinked(record, link, target)
                body = _encode(msgspec.structs.replace(record, id=0))
    if not whom.names.may_be_in(body):
        return body
    if table in HELD:
        record = parse(table, number, body)
        after = whom.names.taken_out(record)
        return body if after == record else _encode(msgspec.structs.replace(after, id=0))
    kept = msgspec.json.decode(body)
    after = whom.names.taken_out(kept)
    return body if after == kept else _encode(after)


def naming(db: Database, whom: Person) -> Iterator[tuple[RecordKey, bytes, bytes]]:
    """Each record that names the person, and its stored form before and after; their own card is not among them."""
    for table in history.CHANGED:
        for number, body in db.table(table).rows():
            if (table, number) != ("contacts", whom.contact):
                after = scrubbed(whom, table, number, body)
                if after != body:
                    yield (table, number), body, after


def scrub_history(db: Database, whom: Person) -> None:
    """Takes the person out of every act: out of titles and before-images; inside a transaction."""
    newest = db.storage.last_id("history")
    own = _owned(db, whom)
    for entry in list(history.entries(db)):
        touched = False
        keys = {(change.table, change.id) for change in history.images(db, entry)}
        about = bool(keys) and keys <= own  # an act on others too has a title of its own
        for number in entry.images:
            part = history.chunk(db, number)
            if part is not None and (after := _scrubbed_images(whom, part)) is not part:
                db.storage.amend("images", number, _encode(after))
                touched = True
        after_entry = _scrubbed_images(whom, entry)
        touched = touched or after_entry is not entry
        titled = whom.names.are_in(entry.title) or (about and entry.id != newest)
        if titled or (touched and entry.id != newest):
            state = touched and entry.id != newest
            after_entry = _scrubbed_words(after_entry, title=titled, state=state)
        if after_entry is not entry:
            db.storage.amend("history", entry.id, _encode(msgspec.structs.replace(after_entry, id=0)))


def _owned(db: Database, whom: Person) -> set[RecordKey]:
    """The records that are, or were at any time, about the person and nobody else."""
    return {
        (change.table, change.id)
        for entry in history.entries(db)
        for change in history.images(db, entry)
        if (body := history.body_before(change)) is not None and whom.owns(change.table, change.id, body)
    }


def _scrubbed_images(whom: Person, part: Any) -> Any:
    """An entry or a chunk whose before-images do not name the person; itself where none did."""
    gone: dict[int, BeforeImage] = {}
    for n, change in enumerate(part.changes):
        body = history.body_before(change)
        if (change.table, change.id) == ("contacts", whom.contact):  # also where they came: that is not undone either
            gone[n] = BeforeImage(change.table, change.id, NOTHING)
        elif body is None:
            continue
        elif (after := scrubbed(whom, change.table, change.id, body)) != body:
            gone[n] = BeforeImage(change.table, change.id, msgspec.Raw(after))
    if not gone:
        return part
    keys = list(seals.keys_of(part))
    digests = dict(part.digests)
    for n, change in enumerate(part.changes):
        if n in gone:
            digests.setdefault(str(n), seals.digest(seals.image_bytes(change), keys[seals.FIRST + n]))
            keys[seals.FIRST + n] = ""
    changes = tuple(gone.get(n, change) for n, change in enumerate(part.changes))
    return msgspec.structs.replace(part, changes=changes, salt="", keys=tuple(keys), digests=digests)


def _scrubbed_words(entry: HistoryEntry, *, title: bool, state: bool) -> HistoryEntry:
    """An entry without its `title`, where that is of the person, and without the sum that they were a part of."""
    keys, digests = list(seals.keys_of(entry)), dict(entry.digests)
    words, left = entry.title, entry.state
    if title:
        digests.setdefault(seals.TITLE, seals.digest(_encode(words), keys[0]))
        keys[0], words = "", say("{act}, about a person who was erased", act=entry.act)
    if state and left:
        digests.setdefault(seals.STATE, seals.digest(left.encode(), keys[1]))
        keys[1], left = "", ""
    return msgspec.structs.replace(entry, title=words, state=left, salt="", keys=tuple(keys), digests=digests)


def folded(entry: HistoryEntry, chunks: Iterable[Images]) -> HistoryEntry:
    """An entry of which only the title is left: what undo needs is gone, its hash stays."""
    gone = seals.changes_digest(entry, [seals.changes_digest(part) for part in chunks])
    kept = {name: text for name, text in entry.digests.items() if not name.isdigit()}
    keys = tuple(entry.keys[: seals.FIRST])
    return msgspec.structs.replace(entry, changes=(), images=(), keys=keys, digests=kept | {seals.CHANGES: gone})


def compact(db: Database, before: date) -> int:
    """Drops from the acts before a day what only undo needs; how many acts that were. Inside a transaction."""
    count = 0
    for entry in list(history.entries(db)):
        if entry.at.date() >= before or seals.CHANGES in entry.digests or not entry.seal:
            continue
        parts = [history.chunk(db, number) for number in entry.images]
        titled = msgspec.structs.replace(folded(entry, filter(None, parts)), id=0)
        db.storage.amend("history", entry.id, _encode(titled))
        db.storage.delete("images", entry.images)
        count += 1
    return count


def not_met_since(holdings: Holdings, day: date) -> list[Contact]:
    """The contacts with whom nothing was done, planned, believed or heard since a day, for a person to look at."""
    met: dict[int, date] = {}
    for touch in holdings.touches.values():
        met[touch.contact] = max(met.get(touch.contact, date.min), touch.done or touch.on)
    sources = [(each.contact, each.on) for each in holdings.signals.values()]
    sources += [(each.contact, each.on) for each in holdings.facts.values()]
    for number, day_of in sources:
        met[number] = max(met.get(number, date.min), day_of)
    for number, contact in holdings.contacts.items():
        if contact.believed:
            met[number] = max(met.get(number, date.min), contact.believed[-1].on)
    return [contact for number, contact in holdings.contacts.items() if met.get(number, date.min) < day]


def years_before(day: date, years: int) -> date:
    """The day so many years earlier, of 365.25 days each."""
    return day - timedelta(days=round(years * 365.25))
