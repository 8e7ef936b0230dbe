"""What we know of our losses: the to-do list that improves every other number."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import LostReason, Watch, Word
from bidtracker.radar.insights.trials import Trial, losses
from bidtracker.radar.measures.rates import Rate, share
from bidtracker.radar.score.timing import end_of


class LossFact(Word):
    """What should be known of a loss."""

    WINNER = "winner", _("Winner")
    PRICE = "price", _("Winning price")
    END = "end", _("End date")
    CONTACT = "contact", _("One contact")
    REASON = "reason", _("Reason")


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """How many losses have one of these, and the tenders that lack it, newest first."""

    what: LossFact
    rate: Rate
    missing: tuple[str, ...]


def coverage(holdings: Holdings, trials: list[Trial]) -> tuple[Cover, ...]:
    """Each kind of knowledge, the one most often missing first. Losses that are dead are left out."""
    lost = [trial for trial in losses(trials) if trial.tender.watch is not Watch.DEAD]
    lost.sort(key=lambda trial: (trial.on is not None, trial.on, trial.tender.id), reverse=True)
    checks: dict[LossFact, Callable[[Trial], bool]] = {
        LossFact.WINNER: lambda trial: bool(trial.winners),
        LossFact.PRICE: lambda trial: trial.winning_price is not None,
        LossFact.END: lambda trial: any(end_of(award) for award in trial.awards),
        LossFact.CONTACT: lambda trial: bool(holdings.contacts_of(trial.tender.buyer)),
        LossFact.REASON: lambda trial: bool(trial.bid.reasons) and trial.bid.reasons[0].code is not LostReason.UNKNOWN,
    }
    rows = [
        Cover(
            what=what,
            rate=share(map(check, lost)),
            missing=tuple(dict.fromkeys(trial.ref for trial in lost if not check(trial))),
        )
        for what, check in checks.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.rate.hits, list(LossFact).index(row.what))))
