"""The fields of a tender: the competition, our bid and the first award, and what a native list has beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from bidtracker.domain.fields.field import Field, Get, NativeColumn, field, id_field, kept, linked, long, url
from bidtracker.domain.fields.parts import BIDS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    MOMENT,
    MONEY,
    PROSE,
    SCORES,
    SHARE,
    TEXTS,
    WHOLE,
    links,
    word,
    words,
)
from bidtracker.domain.losses.score_sheet import criterion_text
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.vocabulary import (
    AwardStatus,
    Decision,
    LostReason,
    Method,
    NoAwardReason,
    NoBidReason,
    Outcome,
    Stage,
    Structure,
    Watch,
    WonReason,
)


def _of_bid(read: Callable[[Bid], Any]) -> Get:
    """Something of our bid on the whole, or the first lot's."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        return read(tender.bids[0]) if tender.bids else None

    return get


def _bid_column(name: str) -> Field:
    """The column of a tender for a field of our bid, under the name of its native column."""
    inner = next(field for field in BIDS if field.name == name)
    column = OF_BID.get(name, name)
    return msgspec.structs.replace(
        inner,
        name=column,
        get=_of_bid(attrgetter(name)),
        edit=False,
        form=0,
        imported=False,
        native=inner.native and inner.native._replace(name=column),
    )


# The fields of a bid that a list of tenders names more exactly, and those that stand at a place of their own.
OF_BID = {"score": "our_score", "manager": "bid_manager"}
PLACED = ("intent", "p_win", "price", "submitted", "score", "winning_score", "position", "manager")


def _score_lines(bid: Bid) -> tuple[str, ...] | None:
    return tuple(criterion_text(each) for each in bid.sheet.criteria) if bid.sheet else None


def _awards(tender: TenderLine, holdings: Holdings) -> Iterator[Award]:
    """The awards of a tender that stand: whose was cancelled has won nothing."""
    awards = (holdings.awards[number] for number in tender.awards if number in holdings.awards)
    return (award for award in awards if award.status is not AwardStatus.CANCELLED)


def _of_award(read: Callable[[Award], Any]) -> Get:
    """Something of the tender's first award that stands."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        award = next(_awards(tender, holdings), None)
        return read(award) if award else None

    return get


def _winners(tender: TenderLine, holdings: Holdings) -> tuple[str, ...] | None:
    names = dict.fromkeys(name for award in _awards(tender, holdings) for name in holdings.suppliers(award))
    return tuple(names) or None


def _gap(tender: TenderLine, holdings: Holdings) -> float | None:
    """Our price over the winner's, less one: 0.05 is 5 % dearer. Only in one currency, and where somebody else won."""
    price = tender.bids[0].price if tender.bids else None
    awards = list(_awards(tender, holdings)) if price else []
    if price is None or len(awards) != 1 or awards[0].ours or not awards[0].value:
        return None
    won = awards[0].value
    return float(price.amount / won.amount) - 1 if won.currency == price.currency and won.amount > 0 else None


def _expected_lost(tender: TenderLine, holdings: Holdings) -> bool:
    return tender.expected_lost(holdings.settings.expected_lost_below)


TAGS, NOTES, LINKS = kept(native=True, imported=True)

# What a native list has beside a field: columns that are no field of a tender.
BESIDE: dict[str, tuple[NativeColumn, ...]] = {
    "buyer": (NativeColumn("buyer_id", "text"),),
    "value": (NativeColumn("currency", "currency"),),
    "winner": (NativeColumn("winner_id", "texts"),),
    "contract_max_end": (NativeColumn("promises", "texts"), NativeColumn("lot", "name")),
}

TENDERS: tuple[Field, ...] = (
    id_field("tenders"),
    field("title", _("Title"), width=36, priority=1, form=1, needed=True, native="name", imported=True),
    *linked("buyer", _("Buyer"), "buyers", 24, 2, form=2, needed=True, native="name"),
    field("reference", _("Reference"), width=16, form=3, native="name", imported=True),
    field("stage", _("Stage"), word(Stage), 12, 3, form=8, needed=True, native=True, imported=True),
    field("decision", _("Decision"), word(Decision), 8, native=True),
    _bid_column("intent"),
    _bid_column("p_win"),
    field("expected_lost", _("Expected lost"), FLAG, 8, 5, _expected_lost),
    _bid_column("price"),
    _bid_column("submitted"),
    field("enquiries_until", _("Questions until"), DAY, 10, form=13, native=True, imported=True),
    field("deadline", _("Deadline"), DAY, 10, 2, form=4, native="moment", imported=True),
    field("deadline_at", _("Deadline at"), MOMENT, 16, edit=False, native=True, imported=True),
    field("outcome", _("Outcome"), word(Outcome), 10, 3, native=True, act="lost|won|no-award|withdraw"),
    field(
        "lost_reason",
        _("Lost for"),
        word(LostReason),
        14,
        6,
        _of_bid(lambda bid: bid.reasons[0].code if bid.reasons else None),
        native=True,
        act="lost T42 --reason",
    ),
    field(
        "lost_evidence",
        _("Evidence"),
        PROSE,
        30,
        0,
        _of_bid(lambda bid: next((reason.evidence for reason in bid.reasons if reason.evidence), None)),
        native=True,
    ),
    field(
        "also_reasons",
        _("Also for"),
        words(LostReason),
        14,
        0,
        _of_bid(lambda bid: tuple(reason.code for reason in bid.reasons[1:]) or None),
        native=True,
    ),
    field(
        "won_reason",
        _("Won for"),
        word(WonReason),
        14,
        0,
        _of_bid(lambda bid: bid.won_reasons[0].code if bid.won_reasons else None),
        native=True,
        act="won T42 --reason",
    ),
    field(
        "also_won_reasons",
        _("Also won for"),
        words(WonReason),
        14,
        0,
        _of_bid(lambda bid: tuple(reason.code for reason in bid.won_reasons[1:]) or None),
        native=True,
    ),
    field("no_award_reason", _("No award for"), word(NoAwardReason), 14, edit=False, native=True),
    field("no_bid_reason", _("No bid for"), word(NoBidReason), 14, native=True, imported=True),
    _bid_column("score"),
    _bid_column("winning_score"),
    field("scores", _("Scores"), SCORES, 30, 0, _of_bid(_score_lines), native="scores", act="scores T42"),
    _bid_column("position"),
    _bid_column("manager"),
    *(_bid_column(field.name) for field in BIDS if field.native and field.name not in PLACED),
    field("winner", _("Winner"), links("competitors"), 20, 4, _winners, native=True, act="lost T42 --to"),
    field("award_value", _("Winning price"), MONEY, 16, 6, _of_award(attrgetter("value")), native=True),
    field("price_gap", _("Price gap"), SHARE, 8, 7, _gap),
    field("award_status", _("Award status"), word(AwardStatus), 10, 0, _of_award(attrgetter("status")), native=True),
    field("award_date", _("Awarded"), DAY, 10, 0, _of_award(attrgetter("awarded")), native=True),
    field("contract_start", _("Start"), DAY, 10, 0, _of_award(attrgetter("start")), native=True),
    field("contract_end", _("End"), DAY, 10, 7, _of_award(attrgetter("end")), native=True),
    field("contract_max_end", _("Last end"), DAY, 10, 0, _of_award(attrgetter("max_end")), native=True),
    field("value", _("Value"), MONEY, 16, 5, form=5, native=True, imported=True),
    field("country", _("Country"), width=7, priority=7, form=10, native=True, imported=True),
    field("category", _("Category"), width=12, form=9, native=True, imported=True),
    field("category_scheme", _("Category scheme"), width=8, native=True, imported=True),
    field("sector", _("Sector"), width=12, native=True, imported=True),
    field("published", _("Published"), DAY, 10, form=6, native=True, imported=True),
    field("decision_date", _("Decision date"), DAY, 10, form=7, native=True, imported=True),
    field("standstill_until", _("Standstill until"), DAY, 10, native=True, imported=True),
    field("retender_on", _("Re-tender on"), DAY, 10, native=True, imported=True),
    field("rough", _("Dates to the month"), TEXTS, 14, edit=False, native=True, imported=True),
    field("watch", _("Watch"), word(Watch), 11, 6, native=True, act="watch T42"),
    field("park_until", _("Parked until"), DAY, 10, native=True, act="park T42 --until"),
    field("method", _("Method"), word(Method), 9, form=11, native=True, imported=True),
    field("structure", _("Structure"), word(Structure), 12, native=True, imported=True),
    field("offers", _("Offers"), WHOLE, 6, form=12, native=True, imported=True),
    linked("follows", _("Follows"), "tenders", 20, 0)[0],
    field("ocid", _("OCID"), width=20, imported=True),
    url(native=True, imported=True),
    TAGS,
    long("description", _("Description"), form=82, native=True, imported=True),
    NOTES,
    LINKS,
)
