"""What our bid is worth to the buyer."""

from __future__ import annotations

from bidtracker.domain.records.record import Kept
from bidtracker.domain.vocabulary import Lever


class Theme(Kept, frozen=True, kw_only=True):
    """What our bid on a tender (or `lot`) is worth to the buyer by one lever: a win theme, in words that can be said.

    It answers a `demand` of a `need`, or a `promise` of a rival's `award`, or both; `proof` is what bears it out. The
    `main` one of a bid is said first.
    """

    tender: int
    lever: Lever
    text: str
    lot: str = ""
    need: int = 0
    demand: int = 0
    award: int = 0
    promise: int = 0
    proof: str = ""
    main: bool = False
