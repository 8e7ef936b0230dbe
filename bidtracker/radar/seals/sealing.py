"""The radar's rows of a day as a seal holds them, and the hash that tells whether they were changed since.

The hash is SHA-256 over one line of JSON: keys sorted, no spaces, numbers with six significant digits, since versions
of Python differ in the last bit of a sum; what is not known, and what a later version adds and an earlier seal has
not, is left out. It covers the hash of the seal before, so that none can be changed, taken
out or put in between without all later ones telling it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import in_base
from bidtracker.domain.records import Seal, SealedRow, Settings
from bidtracker.domain.vocabulary import Word
from bidtracker.radar.score.case import AwardCase, Survey, Verdict, value_of, weigh
from bidtracker.radar.score.months import add_months
from bidtracker.radar.score.opportunity import followed
from bidtracker.radar.score.timing import DEFAULT_MONTHS, end_of

DIGITS = 6  # significant ones


class SealedList(Word):
    """The lists whose ranks a seal keeps beside the radar's own."""

    EXPIRY = "expiry", _("Nearest end")
    VALUE = "value", _("Largest value")
    OFFERS = "offers", _("Most offers last time")


def seal_of(holdings: Holdings, as_of: date, program: str) -> Seal:
    """The radar of a day, sealed after the newest seal in the book."""
    newest = max(holdings.seals, default=0)
    before = holdings.seals[newest].digest if newest else ""
    seal = Seal(day=as_of, program=program, rows=sealed_rows(holdings, as_of), before=before)
    return msgspec.structs.replace(seal, digest=digest_of(seal))


def sealed_rows(holdings: Holdings, as_of: date) -> tuple[SealedRow, ...]:
    """The rows of the radar, the best first, each with its rank in the other lists."""
    survey = Survey(holdings, as_of)
    cases = [survey.case(award) for award in followed(survey.holdings, as_of) if not award.ours]
    judged = [(case, weigh(case)) for case in cases]
    judged.sort(key=lambda pair: _place(*pair))
    ranks = {
        SealedList.EXPIRY: _ranks(cases, _days_left(as_of)),
        SealedList.VALUE: _ranks(cases, _smallness(holdings.settings)),
        SealedList.OFFERS: _ranks(cases, lambda case: -((case.tender.offers if case.tender else None) or 0)),
    }
    return tuple(
        SealedRow(
            award=ref("awards", case.award.id),
            rank=rank,
            score=rounded(verdict.score),
            c=rounded(verdict.c),
            a=rounded(verdict.a),
            w=rounded(verdict.window.w),
            act_by=verdict.window.act_by,
            ranks={str(by): places[case.award.id] for by, places in ranks.items()},
        )
        for rank, (case, verdict) in enumerate(judged, 1)
    )


def rounded(number: float) -> float:
    """A number with six significant digits."""
    return float(f"{number:.{DIGITS}g}")


def digest_of(seal: Seal) -> str:
    """SHA-256 of a seal's canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical(seal).encode()).hexdigest()


def canonical(seal: Seal) -> str:
    """All that a seal says but its own hash, as one line of JSON that is always the same."""
    whole: dict[str, Any] = msgspec.to_builtins(seal)
    whole = {name: value for name, value in whole.items() if name not in ("id", "digest")}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def broken_seals(seals: Iterable[Seal]) -> list[Message]:
    """What is wrong with the seals of a book: one that was changed, or the chain where one is missing."""
    faults: list[Message] = []
    before = ""
    for seal in sorted(seals, key=lambda seal: seal.id):
        name = ref("seals", seal.id)
        if digest_of(seal) != seal.digest:
            faults.append(say("{id} is not as it was sealed: its rows do not give its hash", id=name))
        if seal.before != before:
            faults.append(say("{id} does not follow the seal before it: one was taken out or changed", id=name))
        before = seal.digest
    return faults


def _place(case: AwardCase, verdict: Verdict) -> tuple[float, date, int]:
    """Where a case stands in the radar."""
    return -rounded(verdict.score), verdict.window.act_by or date.max, case.award.id


def _ranks(cases: Sequence[AwardCase], key: Callable[[AwardCase], Any]) -> dict[int, int]:
    """The rank of each award by a key, the least first; the lower number between equals."""
    order = sorted(cases, key=lambda case: (key(case), case.award.id))
    return {case.award.id: rank for rank, case in enumerate(order, 1)}


def _days_left(as_of: date) -> Callable[[AwardCase], int]:
    """Days to the end; where it is not known all contracts are taken to last equally long."""

    def left(case: AwardCase) -> int:
        award = case.award
        end = end_of(award) or add_months(award.start or award.awarded or as_of, DEFAULT_MONTHS)
        return (end - as_of).days

    return left


def _smallness(settings: Settings) -> Callable[[AwardCase], Decimal]:
    """What a contract is worth, the largest first; in the base currency where a rate is known."""
    rates = {code: Decimal(rate) for code, rate in settings.rates.items()}

    def small(case: AwardCase) -> Decimal:
        value = value_of(case.award, case.tender)
        if value is None:
            return Decimal(0)
        worth = in_base(value, settings.base_currency, rates) if settings.base_currency else None
        return -(value.amount if worth is None else worth)

    return small
