"""The matcher, judged by a person: pairs of titles without suppliers, and what the answers say of the links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from zlib import crc32

import msgspec

from bidtracker.backtest.judgement import JudgedPair
from bidtracker.domain.past_awards import PastAward
from bidtracker.domain.titles.stems import stems
from bidtracker.radar.measures.bootstrap import Estimate, wilson


class AuditPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two titles that were taken for one need, without the suppliers; `pair` names them from run to run."""

    pair: str
    buyer: str
    before: str
    before_on: date
    after: str
    after_on: date


class LinkPrecision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person answered: how many of the judged pairs are one need, how many answers were unsure, and how many
    are of pairs that this history does not have."""

    right: int
    judged: int
    unsure: int
    unknown: int
    rate: Estimate


def questions(rows: Sequence[PastAward], judged: Sequence[JudgedPair], seed: int = 0) -> list[AuditPair]:
    """Every pair as a question to a person, shuffled; the first n are a random sample of n."""
    asked = [_question(rows, case) for case in judged]
    return sorted(asked, key=lambda question: (crc32(f"{seed}:{question.pair}".encode()), question.pair))


def precision(asked: Sequence[AuditPair], verdicts: Iterable[tuple[str, bool | None]]) -> LinkPrecision:
    """The share of pairs that are one need, by verdicts of a person (None: unsure); the last of several counts."""
    shown = {question.pair for question in asked}
    given = dict(verdicts)
    answers = [right for pair, right in given.items() if pair in shown and right is not None]
    return LinkPrecision(
        right=sum(answers),
        judged=len(answers),
        unsure=sum(right is None for pair, right in given.items() if pair in shown),
        unknown=len(given.keys() - shown),
        rate=wilson(sum(answers), len(answers)),
    )


def _question(rows: Sequence[PastAward], case: JudgedPair) -> AuditPair:
    """The two titles of a pair that are most alike: an event may hold several awards."""
    sides = [[rows[at].purchase for at in side] for side in (case.pair.before, case.pair.after)]
    before, after = max(product(*sides), key=lambda two: _shared(two[0].title, two[1].title))
    parts = (before.buyer, before.kind, before.title, str(before.day), after.title, str(after.day))
    return AuditPair(
        pair=f"{crc32(chr(31).join(parts).encode('utf-8', 'replace')):08x}",
        buyer=before.buyer,
        before=before.title,
        before_on=before.day,
        after=after.title,
        after_on=after.day,
    )


def _shared(title: str, other: str) -> float:
    """The share of stems that two titles have in common, 0..1."""
    mine, theirs = set(stems(title)), set(stems(other))
    return len(mine & theirs) / len(mine | theirs)
