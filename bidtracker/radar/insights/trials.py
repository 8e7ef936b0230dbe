"""The unit that is counted: one bid of ours on one lot, with what came of it and who won."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.money import Money
from bidtracker.domain.records import Award, Bid, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Intent, Outcome
from bidtracker.radar.score.priors import category_class, dated, noted, resolved
from bidtracker.radar.score.share import US


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """One bid of ours on one lot. `on` is the day of its outcome, None where not known; `winners` are competitors."""

    tender: TenderLine
    bid: Bid
    awards: tuple[Award, ...]
    on: date | None
    expected_lost: bool

    @property
    def ref(self) -> str:
        return ref("tenders", self.tender.id)

    @property
    def won(self) -> bool:
        return self.bid.outcome is Outcome.WON

    @property
    def lost(self) -> bool:
        return self.bid.outcome is Outcome.LOST

    @property
    def forecast(self) -> float | None:
        """Our estimate as locked at submission, if it was dated and written before the outcome was; else None."""
        p, days = self.bid.p_win_locked, [r.on for r in self.bid.revisions if r.p_win == self.bid.p_win_locked]
        return p if days and (self.on is None or days[0] <= self.on) else None

    @property
    def category(self) -> str:
        return category_class(self.tender)

    @property
    def winners(self) -> frozenset[int]:
        return frozenset(number for award in self.awards for number in award.suppliers) - {US}

    @property
    def award(self) -> Award | None:
        """The award of the lot, where there is exactly one."""
        return self.awards[0] if len(self.awards) == 1 else None

    @property
    def winning_price(self) -> Money | None:
        return self.award.value if self.award else None


def trials(holdings: Holdings, as_of: date) -> list[Trial]:
    """Every bid of the book whose outcome, if it has one, was known on a day."""
    below = holdings.settings.expected_lost_below
    bids = []
    for tender in holdings.having("tenders", "bids"):
        for bid in tender.bids:
            on = resolved(bid, tender)
            if on is None or on <= as_of:
                awards = tuple(_awards(holdings, tender, bid.lot, as_of))
                bids.append(
                    Trial(tender=tender, bid=bid, awards=awards, on=on, expected_lost=_expected_lost(bid, below))
                )
    return bids


def decided(all_trials: list[Trial]) -> list[Trial]:
    """The resolved ones: won or lost."""
    return [trial for trial in all_trials if trial.won or trial.lost]


def losses(all_trials: list[Trial]) -> list[Trial]:
    """The lost ones."""
    return [trial for trial in all_trials if trial.lost]


def _awards(holdings: Holdings, tender: TenderLine, lot: str, as_of: date) -> Iterator[Award]:
    """The awards of a lot; of the whole where the bid, or the award, is not split into lots."""
    live = [award for award in holdings.awards_of(tender.id) if award.status is not AwardStatus.CANCELLED]
    fitting = [award for award in live if award.lot == lot] or [award for award in live if not lot or not award.lot]
    return (award for award in fitting if (dated(award, tender) or as_of) <= as_of and noted(award, as_of))


def _expected_lost(bid: Bid, below: float) -> bool:
    """Whether we bid without expecting to win: by the estimate locked at submission, or by intent."""
    p = bid.p_win if bid.p_win_locked is None else bid.p_win_locked
    return bid.intent in (Intent.POSITION, Intent.BENCHMARK) or (p is not None and p < below)
