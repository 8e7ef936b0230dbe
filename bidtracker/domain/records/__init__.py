"""What a book holds, as frozen values. Who knows these knows the book.

Each table has a file, with the parts that stand inside its records; `record.py` has what all of them are.

Links between records are plain numbers within the other table (`Award.tender == 42` is T42). A record's
own number is `id`; 0 means not yet in a book. Defaults mean "not known" and are not stored.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bidtracker.domain.records.awards import Award, Option, OutsideOdds, Promise
from bidtracker.domain.records.contacts import Believed, Contact
from bidtracker.domain.records.deals import Clocks, Deal, Milestone, OrderChange, VisitPlan
from bidtracker.domain.records.facts import Fact
from bidtracker.domain.records.history import NOTHING, BeforeImage, HistoryEntry, Images
from bidtracker.domain.records.inquiries import Inquiry
from bidtracker.domain.records.manners import ChannelChange, Favour, Hospitality
from bidtracker.domain.records.needs import Demand, Match, Need
from bidtracker.domain.records.offers import Offer
from bidtracker.domain.records.organisations import Buyer, Competitor, Identifier
from bidtracker.domain.records.proposals import Proposal
from bidtracker.domain.records.quotes import Concession, Quote
from bidtracker.domain.records.record import Earlier, FrozenValue, Kept, Record, Source, Sourced
from bidtracker.domain.records.seals import Seal, SealedRow
from bidtracker.domain.records.settings import PooledFactor, Settings
from bidtracker.domain.records.signals import Signal
from bidtracker.domain.records.tenders import (
    Bid,
    Criterion,
    LostReasonNote,
    Lot,
    PriceBand,
    Revision,
    ScoreSheet,
    Tender,
    TenderEvent,
    TenderLine,
    WonReasonNote,
)
from bidtracker.domain.records.themes import Theme
from bidtracker.domain.records.touches import Touch

__all__ = [
    "NOTHING",
    "RECORDS",
    "TABLE_OF",
    "Award",
    "BeforeImage",
    "Believed",
    "Bid",
    "Buyer",
    "ChannelChange",
    "Clocks",
    "Competitor",
    "Concession",
    "Contact",
    "Criterion",
    "Deal",
    "Demand",
    "Earlier",
    "Fact",
    "Favour",
    "FrozenValue",
    "HistoryEntry",
    "Hospitality",
    "Identifier",
    "Images",
    "Inquiry",
    "Kept",
    "LostReasonNote",
    "Lot",
    "Match",
    "Milestone",
    "Need",
    "Offer",
    "Option",
    "OrderChange",
    "OutsideOdds",
    "PooledFactor",
    "PriceBand",
    "Promise",
    "Proposal",
    "Quote",
    "Record",
    "Revision",
    "ScoreSheet",
    "Seal",
    "SealedRow",
    "Settings",
    "Signal",
    "Source",
    "Sourced",
    "Tender",
    "TenderEvent",
    "TenderLine",
    "Theme",
    "Touch",
    "VisitPlan",
    "WonReasonNote",
    "defaults_of",
]

RECORDS: dict[str, type[Record]] = {
    "buyers": Buyer,
    "contacts": Contact,
    "competitors": Competitor,
    "tenders": Tender,
    "awards": Award,
    "signals": Signal,
    "touches": Touch,
    "facts": Fact,
    "inquiries": Inquiry,
    "favours": Favour,
    "hospitality": Hospitality,
    "channel_changes": ChannelChange,
    "needs": Need,
    "offers": Offer,
    "themes": Theme,
    "quotes": Quote,
    "deals": Deal,
    "proposals": Proposal,
    "seals": Seal,
    "history": HistoryEntry,
}
TABLE_OF: dict[type[Record], str] = {kind: table for table, kind in RECORDS.items()} | {TenderLine: "tenders"}


_DEFAULTS: dict[type, dict[str, Any]] = {}


def defaults_of(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of a kind of record that may be left out, each with what it then is.

    `msgspec.structs.fields` reads every annotation for that, anew each time it is asked.
    """
    if kind not in _DEFAULTS:
        names, defaults = kind.__struct_fields__, kind.__struct_defaults__
        _DEFAULTS[kind] = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return _DEFAULTS[kind]
