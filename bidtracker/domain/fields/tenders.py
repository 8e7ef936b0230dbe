"""The fields of a tender: the competition, our bid and the first award, and what a native list has beside them."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from bidtracker.domain.fields.field import Field, Get, NativeColumn, field, id_field, kept, linked, long, url
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.kinds import (
    DAY,
    FLAG,
    MOMENT,
    MONEY,
    NUMBER,
    PROSE,
    SHARE,
    TEXT,
    TEXTS,
    WHOLE,
    links,
    word,
    words,
)
from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.vocabulary import (
    Decision,
    Intent,
    LostReason,
    Method,
    NoAwardReason,
    Outcome,
    Stage,
    Structure,
    Watch,
)


def _of_bid(read: Callable[[Bid], Any]) -> Get:
    """Something of our bid on the whole, or the first lot's."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        return read(tender.bids[0]) if tender.bids else None

    return get


def _of_award(read: Callable[[Award], Any]) -> Get:
    """Something of the tender's first award."""

    def get(tender: TenderLine, holdings: Holdings) -> Any:
        award = next(holdings.linked("awards", "tender", tender.id), None)
        return read(award) if award else None

    return get


def _winners(tender: TenderLine, holdings: Holdings) -> tuple[str, ...] | None:
    awards = holdings.linked("awards", "tender", tender.id)
    names = dict.fromkeys(name for award in awards for name in holdings.suppliers(award))
    return tuple(names) or None


def _gap(tender: TenderLine, holdings: Holdings) -> float | None:
    """Our price over the winner's, less one: 0.05 is 5 % dearer. Only in one currency, and where somebody else won."""
    price = tender.bids[0].price if tender.bids else None
    awards = list(holdings.linked("awards", "tender", tender.id)) if price else []
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
    field(
        "intent", _("Intent"), word(Intent), 9, 5, _of_bid(attrgetter("intent")), native=True, act="bid T42 --intent"
    ),
    field("p_win", _("P(win)"), SHARE, 6, 4, _of_bid(attrgetter("p_win")), native=True, act="bid T42 --p-win"),
    field("expected_lost", _("Expected lost"), FLAG, 8, 5, _expected_lost),
    field("price", _("Our price"), MONEY, 16, 4, _of_bid(attrgetter("price")), native=True, act="bid T42 --price"),
    field(
        "submitted",
        _("Submitted"),
        DAY,
        10,
        7,
        _of_bid(attrgetter("submitted")),
        native=True,
        act="bid T42 --submitted",
    ),
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
    field("no_award_reason", _("No award for"), word(NoAwardReason), 14, edit=False, native=True),
    field("no_bid_reason", _("No bid for"), word(LostReason), 14, native=True, imported=True),
    field("our_score", _("Our score"), NUMBER, 9, 0, _of_bid(attrgetter("score")), native=True),
    field("winning_score", _("Winning score"), NUMBER, 9, 0, _of_bid(attrgetter("winning_score")), native=True),
    field("position", _("Position"), WHOLE, 8, 0, _of_bid(attrgetter("position")), native=True),
    field("bid_manager", _("Bid manager"), TEXT, 16, 0, _of_bid(attrgetter("manager")), native=True),
    field("winner", _("Winner"), links("competitors"), 20, 4, _winners, native=True, act="lost T42 --to"),
    field("award_value", _("Winning price"), MONEY, 16, 6, _of_award(attrgetter("value")), native=True),
    field("price_gap", _("Price gap"), SHARE, 8, 7, _gap),
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
