"""The radar as it stood on a day."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.records.record import FrozenValue, Record


class SealedRow(FrozenValue, frozen=True, kw_only=True):
    """One contract of a sealed list: the award's id ("A5"; it may be deleted later), its rank, score (0..100), C, A and
    W, the last day to act, and its ranks in the lists sealed beside the radar."""

    award: str
    rank: int
    score: float
    c: float
    a: float
    w: float
    act_by: date | None = None
    ranks: dict[str, int] = {}


class Seal(Record, frozen=True, kw_only=True):
    """The radar as it stood on a day, by the program of that version; never changed, only added to.

    `digest` is the SHA-256 over all of it and over `before`, the digest of the seal before ("" for the first).
    """

    day: date
    program: str
    rows: tuple[SealedRow, ...] = ()
    before: str = ""
    digest: str = ""
