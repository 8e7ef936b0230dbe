"""The columns of a native list: how each is read, and a record's values under them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

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
from bidtracker.intake.formats.native.values import (
    addresses,
    amount,
    count,
    currency,
    day,
    holders,
    moment,
    name,
    one_of,
    score,
    share,
    some_of,
    text,
    texts,
)

COLUMNS: dict[str, Callable[[Any], Any]] = {
    "reference": name,
    "title": name,
    "buyer": name,
    "buyer_id": text,
    "country": text,
    "category": text,
    "category_scheme": text,
    "sector": text,
    "description": text,
    "value": amount,
    "currency": currency,
    "published": day,
    "enquiries_until": day,
    "deadline": moment,
    "deadline_at": moment,
    "decision_date": day,
    "standstill_until": day,
    "retender_on": day,
    "rough": texts,
    "stage": one_of(Stage),
    "decision": one_of(Decision),
    "intent": one_of(Intent),
    "p_win": share,
    "price": amount,
    "our_score": score,
    "winning_score": score,
    "position": count,
    "bid_manager": text,
    "submitted": day,
    "outcome": one_of(Outcome),
    "lost_reason": one_of(LostReason),
    "lost_evidence": text,
    "also_reasons": some_of(LostReason),
    "no_award_reason": one_of(NoAwardReason),
    "no_bid_reason": one_of(LostReason),
    "watch": one_of(Watch),
    "park_until": day,
    "method": one_of(Method),
    "structure": one_of(Structure),
    "offers": count,
    "winner": holders,
    "winner_id": texts,
    "award_value": amount,
    "award_date": day,
    "contract_start": day,
    "contract_end": day,
    "contract_max_end": day,
    "promises": texts,
    "lot": name,
    "url": text,
    "notes": text,
    "tags": texts,
    "links": addresses,
}
REQUIRED = ("title", "buyer")
IN_WORDS = frozenset(column for column, read in COLUMNS.items() if read in (text, name))
LISTS = frozenset(column for column, read in COLUMNS.items() if read in (texts, holders, addresses)) | {"also_reasons"}
# What may stand there as a number or a list; all others are texts.
_READ_LATER = LISTS | {column for column, read in COLUMNS.items() if read in (amount, share, score, count)}

# The values of a record by their columns, texts as texts and the others as they stand; None where it says nothing.
# Most lists' records are decoded straight into it: 1.0 us a record where a dict takes 1.6, and attributes are quicker.
Row = msgspec.defstruct(
    "Row",
    [(column, Any if column in _READ_LATER else str | None, None) for column in COLUMNS],
    forbid_unknown_fields=True,
    gc=False,
)
decode_row = msgspec.json.Decoder(Row, float_hook=Decimal).decode


def column(key: str) -> str:
    """A key as the list may write it ("Contract end") -> the column's name."""
    return key.strip().lower().replace(" ", "_").replace("-", "_")
