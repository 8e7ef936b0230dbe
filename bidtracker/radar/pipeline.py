"""Our open bids by stage: what is on the board, what each stage is worth, and what of it we may expect to win."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.money import Money, in_base, total
from bidtracker.domain.records import Settings, TenderLine
from bidtracker.domain.vocabulary import Decision, Outcome, Stage

MOST = 2_000  # open tenders that a board shows, those with a bid of ours first
STAGES: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.CLOSED)


class StageLine(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The open bids of one stage: how many, what they are worth and what that is by our win chances, a sum for each
    currency; `main` is the currency of most of them, `unweighed` those with a value and no chance."""

    stage: Stage
    n: int = 0
    value: dict[str, Decimal] = {}
    weighted: dict[str, Decimal] = {}
    main: str = ""
    unweighed: int = 0


def open_bids(holdings: Holdings, as_of: date) -> list[TenderLine]:
    """The tenders still to be decided, those with a bid of ours first: handed in, or to be handed in, and where we
    have no part in it yet only while we could."""
    begun = (tender for field in ("bids", "decision", "stage") for tender in holdings.having("tenders", field))
    ahead = holdings.between("tenders", "deadline", as_of, date.max)
    rows = list({tender.id: tender for tender in (*begun, *ahead) if _open(tender, as_of)}.values())
    rows.sort(key=lambda tender: (not _ours(tender), tender.deadline or date.max, tender.id))
    return rows


def _open(tender: TenderLine, as_of: date) -> bool:
    if tender.outcome is not Outcome.PENDING or tender.stage is Stage.CLOSED or tender.decision is Decision.NO_GO:
        return False
    return _ours(tender) or (not tender.awards and tender.deadline is not None and tender.deadline >= as_of)


def _ours(tender: TenderLine) -> bool:
    """Whether we have begun anything."""
    return bool(tender.bids) or tender.decision is Decision.GO or tender.stage is not Stage.WATCHING


def worth(tender: TenderLine) -> Money | None:
    """What a bid is worth: our prices, else what the buyer estimates."""
    prices = [bid.price for bid in tender.bids if bid.price is not None]
    if not prices:
        return tender.value
    currency = prices[0].currency
    same = [price.amount for price in prices if price.currency == currency]
    return Money(sum(same, Decimal()), currency)


def win_chance(tender: TenderLine) -> float | None:
    """Our chance of winning, None where nobody has said one; of several lots the first that has one."""
    chances = (bid.p_win if bid.p_win_locked is None else bid.p_win_locked for bid in tender.bids)
    return next((chance for chance in chances if chance is not None), None)


def pipeline(tenders: Iterable[TenderLine], settings: Settings) -> tuple[StageLine, ...]:
    """Every stage with its bids, in their order; also those with none."""
    by_stage: dict[Stage, list[TenderLine]] = {stage: [] for stage in STAGES}
    for tender in tenders:
        by_stage.setdefault(tender.stage, []).append(tender)
    return tuple(_line(stage, by_stage[stage], settings) for stage in STAGES)


def _line(stage: Stage, tenders: list[TenderLine], settings: Settings) -> StageLine:
    rates = {code: Decimal(rate) for code, rate in settings.rates.items()}
    values: list[Money] = []
    weighted: list[Money] = []
    unweighed = 0
    for tender in tenders:
        value = worth(tender)
        if value is None:
            continue
        base = in_base(value, settings.base_currency, rates) if settings.base_currency else None
        value = value if base is None else Money(base, settings.base_currency)
        values.append(value)
        chance = win_chance(tender)
        if chance is None:
            unweighed += 1
        else:
            weighted.append(value.times(chance))
    return StageLine(
        stage=stage,
        n=len(tenders),
        value=total(values),
        weighted=total(weighted),
        main=_main(values),
        unweighed=unweighed,
    )


def _main(values: list[Money]) -> str:
    """The currency of most values; sums of several cannot be compared, so that their size says nothing."""
    counts = Counter(value.currency for value in values)
    return max(counts, key=lambda code: (counts[code], code), default="")
