"""Why we win, and why we do not bid: how often each reason was the primary one, and how often it contributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.vocabulary import NoBidReason, Outcome, SaidBy, WonReason, Word
from bidtracker.radar.insights.trials import Trial


class ReasonCount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One reason: how often it was the primary one, in how many of these the buyer or a record says so, and how often
    it contributed to another."""

    code: str
    label: str
    n: int
    sure: int
    contributing: int


class Whys(msgspec.Struct, frozen=True, kw_only=True):
    """The reasons of `n` wins or of `n` tenders that we left alone, of which so many have none; most frequent first."""

    n: int
    unknown: int
    reasons: tuple[ReasonCount, ...]


def won_reasons(trials: Iterable[Trial]) -> Whys:
    """Why we won, over all our wins."""
    won = [trial.bid.won_reasons for trial in trials if trial.won]
    primary = [(notes[0].code, notes[0].said_by is not SaidBy.OURS) for notes in won if notes]
    return _whys(len(won), primary, [note.code for notes in won for note in notes[1:]], WonReason.UNKNOWN)


def no_bid_reasons(holdings: Holdings, as_of: date) -> Whys:
    """Why we did not bid, over all tenders of which we said no."""
    left = [
        tender.no_bid_reason
        for tender in holdings.having("tenders", "outcome", (Outcome.NO_BID,))
        if (tender.published or as_of) <= as_of
    ]
    return _whys(len(left), [(code, False) for code in left if code], [], NoBidReason.UNKNOWN)


def _whys(n: int, primary: Sequence[tuple[Word, bool]], also: Sequence[Word], nothing: Word) -> Whys:
    given = [(code, sure) for code, sure in primary if code != nothing]
    counts, sure = Counter(code for code, _ in given), Counter(code for code, each in given if each)
    contributing = Counter(also)
    codes = sorted({*counts, *contributing}, key=lambda code: (-counts[code], -contributing[code], str(code)))
    return Whys(
        n=n,
        unknown=n - len(given),
        reasons=tuple(
            ReasonCount(
                code=str(code), label=code.label, n=counts[code], sure=sure[code], contributing=contributing[code]
            )
            for code in codes
        ),
    )
