"""Acts on records in general, and on our part in a tender: add, set, delete, bid, decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from bidtracker.book.acts.themes import alone
from bidtracker.book.cross_checks import agree, lot_faults
from bidtracker.book.draft import Draft
from bidtracker.book.ids import record_in
from bidtracker.book.ledger import Ledger
from bidtracker.book.values import ValueConflict, build, called, changed, resolve
from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.links import relinked
from bidtracker.domain.message import count, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Bid, Record, Revision, Tender, Theme
from bidtracker.domain.vocabulary import Decision, Intent, Outcome, Stage

BEFORE_SUBMISSION = (Stage.WATCHING, Stage.QUALIFYING, Stage.BID_DECISION, Stage.PREPARING)


class Tenders(Ledger):
    """Making, changing and removing records, and bidding."""

    # ------------------------------------------------------------ any record

    def add(self, table: str, **fields: Any) -> Any:
        """A new record. A link may be given as a number, an id ("B12") or, for buyers and competitors, a name."""
        with self.acting("add") as draft:
            record = draft.add(build(table, resolve(draft, table, fields)))
            _settle(draft, record)
            draft.title = say("Added {id} {name}", id=ref(table, record.id), name=called(draft, record))
        return record

    def set(self, record_id: str, base: Record | None = None, **fields: Any) -> Any:
        """Changes fields of a record. With `base`, the record as the caller read it, a field that somebody else has
        changed since raises ValueConflict; other people's changes to other fields are kept."""
        table, number = parse_ref(record_id)
        with self.acting("set") as draft:
            current = draft.get(table, number)
            fields = resolve(draft, table, fields)
            for field, value in fields.items():
                theirs = getattr(current, field, None)
                if base is not None and theirs not in (getattr(base, field), value):
                    raise ValueConflict(ref(table, number), field, theirs, value)
            record = draft.put(changed(current, fields))
            _settle(draft, record, current)
            draft.title = say(
                "Changed {fields} of {id} {name}",
                fields=listed(fields),
                id=ref(table, number),
                name=called(draft, record),
            )
        return record

    def delete(self, *ids: str) -> int:
        """Removes records and everything that hangs on them; returns how many records went."""
        with self.acting("delete") as draft:
            keys = [parse_ref(record_id) for record_id in ids]
            names = [called(draft, draft.get(*key)) for key in keys]
            gone = dict.fromkeys(self.holdings.going(keys))
            for table, number in gone:
                for other, link, naming in self.holdings.naming(table, number):
                    here = draft.find(other, naming.id) if (other, naming.id) not in gone else None
                    if here is not None:
                        draft.put(relinked(here, link, number))
            for key in gone:
                draft.drop(*key)
            if len(ids) > 1:
                draft.title = count("Deleted {n} record", "Deleted {n} records", len(gone))
            else:
                many = "Deleted {id} {name} and what hung on it ({n} records)"
                draft.title = count("Deleted {id} {name}", many, len(gone), id=ids[0], name=names[0])
        return len(gone)

    def tag(self, ids: Iterable[str], tag: str, *, off: bool = False) -> None:
        """Puts one tag on records, or takes it off."""
        keys = [parse_ref(record_id) for record_id in ids]
        with self.acting("tag") as draft:
            for table, number in keys:
                record = draft.get(table, number)
                if not hasattr(record, "tags"):
                    raise Refused("{id} takes no tags", id=ref(table, number))
                tags = [t for t in record.tags if t != tag] + ([] if off else [tag])
                draft.put(msgspec.structs.replace(record, tags=tuple(tags)))
            first = ref(*keys[0])
            draft.title = count("Tagged {id} “{tag}”", "Tagged {n} records “{tag}”", len(keys), id=first, tag=tag)

    # ------------------------------------------------------------ bidding

    def bid(
        self,
        record_id: str,
        *,
        lot: str = "",
        p_win: float | None = None,
        intent: Intent | None = None,
        price: Money | None = None,
        submitted: date | None = None,
        why: str | None = None,
    ) -> Tender:
        """Records our bid on a tender or one of its lots; what is None stays as it was.

        The first submission locks p_win: later estimates are kept as revisions and are not scored.
        """
        with self.acting("bid") as draft:
            tender = record_in(draft, Tender, record_id)
            if tender.outcome is not Outcome.PENDING and submitted is not None and tender.bid is None:
                raise Refused(
                    "{id} is already closed ({outcome}); undo that first", id=record_id, outcome=tender.outcome
                )
            mine = bid_on(tender, lot)
            after = msgspec.structs.replace(
                mine,
                intent=intent or mine.intent,
                price=price or mine.price,
                submitted=submitted or mine.submitted,
                why=mine.why if why is None else why,
            )
            if p_win is not None and p_win != mine.p_win:
                revisions = (*mine.revisions, Revision(on=draft.today, p_win=p_win))
                after = msgspec.structs.replace(after, p_win=p_win, revisions=revisions)
            first = mine.submitted is None and mine.outcome is Outcome.PENDING  # after the outcome it is no estimate
            if after.submitted and after.p_win_locked is None and first:
                after = msgspec.structs.replace(after, p_win_locked=after.p_win)
            stage = tender.stage
            if after.submitted and stage in BEFORE_SUBMISSION:
                stage = Stage.SUBMITTED
            elif stage in (Stage.WATCHING, Stage.QUALIFYING, Stage.BID_DECISION):
                stage = Stage.PREPARING
            tender = draft.put(msgspec.structs.replace(with_bid(tender, after), decision=Decision.GO, stage=stage))
            draft.title = say("Bid on {id} {name}", id=ref("tenders", tender.id), name=tender.title)
        return tender

    def decide(self, record_id: str, decision: Decision, intent: Intent | None = None, why: str = "") -> Tender:
        """Decides to bid or not. No go closes the tender for us with outcome no_bid."""
        with self.acting("decide") as draft:
            tender = record_in(draft, Tender, record_id)
            if decision is Decision.GO:
                mine = bid_on(tender, "")
                mine = msgspec.structs.replace(mine, intent=intent or mine.intent, why=why or mine.why)
                stage = Stage.PREPARING if tender.stage in BEFORE_SUBMISSION else tender.stage
                tender = msgspec.structs.replace(with_bid(tender, mine), decision=decision, stage=stage)
            elif tender.bids:
                raise Refused("{id} already has a bid; withdraw it instead", id=record_id)
            else:
                outcome = Outcome.NO_BID if decision is Decision.NO_GO else Outcome.PENDING
                tender = msgspec.structs.replace(tender, decision=decision, outcome=outcome)
            tender = draft.put(tender)
            draft.title = say("Decided {decision} on {id} {name}", decision=decision, id=record_id, name=tender.title)
        return tender


def _settle(draft: Draft, record: Record, before: Record | None = None) -> None:
    """What a record that was added or changed means for others: it must agree with them, and one bid has one main
    theme."""
    agree(draft, record, before)
    if isinstance(record, Theme):
        alone(draft, record)


def bid_on(tender: Tender, lot: str) -> Bid:
    """Our bid on that lot as it stands, or an empty one. A lot must be one that the tender has, if it names any."""
    for fault in lot_faults(tender, lot):
        raise fault
    return next((bid for bid in tender.bids if bid.lot == lot), Bid(lot=lot))


def with_bid(tender: Tender, bid: Bid) -> Tender:
    """The tender with that lot's bid put in."""
    if any(other.lot == bid.lot for other in tender.bids):
        bids = tuple(bid if other.lot == bid.lot else other for other in tender.bids)
    else:
        bids = (*tender.bids, bid)
    return msgspec.structs.replace(tender, bids=bids)
