"""Bids of ours that could be taken for cover bidding: pointed out to the bidder, without accusing.

The public definition (OECD, Guidelines for Fighting Bid Rigging in Public Procurement, 2009): cover bidding is when
firms agree to submit a bid that is higher than the designated winner's, known to be too high to be accepted, or with
terms known to be unacceptable. Whether there was an agreement no record can show; the pattern alone draws questions.
"""

from __future__ import annotations

from collections import defaultdict

import msgspec

from bidtracker.domain.message import Message, say
from bidtracker.radar.insights.prices import gap
from bidtracker.radar.insights.trials import Trial

JUST_ABOVE = 0.10
LEAST = 5
SHARE = 0.5


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One winner just below us again and again: in how many of the losses to it with both prices known, and which."""

    competitor: int
    just_above: int
    priced: int
    refs: tuple[str, ...]
    message: Message


def clean_hands(trials: list[Trial]) -> tuple[Pattern, ...]:
    """Winners that we lost to at least five times by at most 10 % in price, if that is half of our priced losses to
    them or more and we have never won where they bid."""
    gaps: defaultdict[int, list[tuple[Trial, float]]] = defaultdict(list)
    beaten: set[int] = set()
    for trial in trials:
        if trial.won:
            beaten.update(trial.tender.tenderers)
        if (g := gap(trial)) is not None:
            for competitor in trial.winners:
                gaps[competitor].append((trial, g))
    patterns = []
    for competitor, rows in gaps.items():
        close = [trial for trial, g in rows if 0 < g <= JUST_ABOVE]
        if competitor not in beaten and len(close) >= LEAST and len(close) >= SHARE * len(rows):
            patterns.append(_pattern(competitor, close, len(rows)))
    return tuple(sorted(patterns, key=lambda pattern: (-pattern.just_above, pattern.competitor)))


def _pattern(competitor: int, close: list[Trial], priced: int) -> Pattern:
    message = say(
        "{n} of {priced} losses to the same winner were at most {percent} % above its price, and you never won against"
        " it. An authority looking for cover bidding (a bid agreed to be higher than the designated winner's, as the"
        " OECD defines it) would ask about these; keep the notes on how each price was made",
        n=len(close),
        priced=priced,
        percent=round(100 * JUST_ABOVE),
    )
    refs = tuple(dict.fromkeys(trial.ref for trial in close))
    return Pattern(competitor=competitor, just_above=len(close), priced=priced, refs=refs, message=message)
