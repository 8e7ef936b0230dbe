"""A damaged book made into a sound one: what could be read, stand-ins for what others point to, and a list."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bidtracker.book.bodies import body_of, parse
from bidtracker.book.draft import Draft
from bidtracker.book.kept.past import keep_past_anew
from bidtracker.book.ledger import Ledger
from bidtracker.book.soundness.faults import about_settings, in_words
from bidtracker.domain.holdings import HELD
from bidtracker.domain.ids import ref
from bidtracker.domain.links import RecordLink, named, relinked
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.records import Award, Buyer, Competitor, Contact, Fact, Tender
from bidtracker.storage import META, Database
from bidtracker.storage.rescue.salvage import rescue

STOOD_IN_FOR = ("buyers", "competitors", "tenders", "awards")


def rescued(address: str | Path, target: Path, ledger: type[Ledger], **how: Any) -> list[Message]:
    """Writes what can be read of a damaged book to a new file; what could not be read, one sentence a record.

    The damaged book stays as it is, and the new one appears whole or not at all. `how` is as for `Ledger.open`.
    """
    with tempfile.TemporaryDirectory(prefix=".rescue-", dir=target.absolute().parent) as folder:
        fresh = Path(folder) / "book"
        report = [in_words(problem) for problem in rescue(address, fresh)]
        with ledger.open(fresh, **how) as book:
            report += mend(book)
            book.db.backup(target)
    return report


def mend(book: Ledger) -> list[Message]:
    """Makes a book of rescued rows sound, in one act that nothing is undone past; what it did, in words."""
    with book.acting("rescue") as draft:
        report = [*_cleared(draft), *_settings(book.db), *_linked(draft), *_awards(draft)]
        singular, plural = (
            "Rescued from a damaged book: {n} thing mended",
            "Rescued from a damaged book: {n} things mended",
        )
        draft.title = count(singular, plural, len(report))
    keep_past_anew(book.db)  # what was kept told of records that are lost
    return report


def _cleared(draft: Draft) -> Iterator[Message]:
    """Takes out what has the form of a document but not of a record."""
    for table in (*HELD, "history", "images"):
        for number, body in list(draft.db.table(table).rows()):
            try:
                if table != "images":
                    parse(table, number, body)
            except msgspec.MsgspecError as error:
                draft.db.table(table).delete(number)
                yield say("{id} was no record: {reason}", id=ref(table, number), reason=str(error))


def _settings(db: Database) -> Iterator[Message]:
    for fault in about_settings(db):
        db.table(META).delete(1)
        yield fault


def _linked(draft: Draft) -> Iterator[Message]:
    """Puts a stand-in where a record points to one that is gone and that it cannot be without; others are let go of."""
    waiting = [(table, number) for table in HELD for number in draft.db.storage.ids(table)]
    while waiting:
        table, number = waiting.pop()
        record = draft.get(table, number)
        for link, missing in list(named(record)):
            if draft.find(link.to, missing) is not None:
                continue
            where = {"id": ref(table, number), "missing": ref(link.to, missing)}
            if not link.within and (link.to in STOOD_IN_FOR or _needed(record, link)):
                draft.restore(link.to, missing, body_of(_stand_in(draft, link.to, missing)))
                waiting.append((link.to, missing))
                yield say("{missing} stands in for a lost record that {id} points to", **where)
            else:
                record = relinked(record, link, missing)
                draft.restore(table, number, body_of(record))
                yield say("{id} pointed to {missing}, which is lost", **where)


def _needed(record: Any, link: RecordLink) -> bool:
    """Whether a record cannot be without whom it names: a favour, or a fact about a person."""
    return link.needed or (isinstance(record, Fact) and link.to == "contacts" and record.kind.personal)


def _stand_in(draft: Draft, table: str, number: int) -> Any:
    """A record under the number of one that is lost."""
    name = f"? {ref(table, number)}"
    if table == "buyers":
        return Buyer(name=name)
    if table == "competitors":
        return Competitor(name=name)
    if table == "contacts":
        return Contact(name=name, buyer=_some(draft, "buyers"))
    if table == "tenders":
        return Tender(title=name, buyer=_some(draft, "buyers"))
    return Award(title=name, tender=_tender_of(draft, number))


def _tender_of(draft: Draft, award: int) -> int:
    """The tender that lists a lost award, or one that stands in."""
    for number, body in draft.db.table("tenders").rows():
        if award in parse("tenders", number, body, line=True).awards:
            return number
    return _some(draft, "tenders")


def _some(draft: Draft, table: str) -> int:
    """A new record that stands in for one of which not even the number is known."""
    number = draft.new_id(table)
    draft.restore(table, number, body_of(_stand_in(draft, table, number)))
    return number


def _awards(draft: Draft) -> Iterator[Message]:
    """Lets every tender list the awards that it has, and no others."""
    draft.flush()
    hanging: dict[int, list[int]] = {}
    for number, body in draft.db.table("awards").rows():
        hanging.setdefault(parse("awards", number, body).tender, []).append(number)
    for number, body in list(draft.db.table("tenders").rows()):
        listed, own = parse("tenders", number, body, line=True).awards, hanging.get(number, [])
        if set(listed) != set(own):
            kept = (*(award for award in listed if award in own), *(award for award in own if award not in listed))
            tender = msgspec.structs.replace(parse("tenders", number, body), awards=kept)
            draft.restore("tenders", number, body_of(tender))
            yield say("{id} now lists the awards that are there", id=ref("tenders", number))
