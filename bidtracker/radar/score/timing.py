"""When a contract can change hands: from its dates to a window that opens, has a last day to act, and closes.

Months are calendar months counted from the decision date, so that the dates shown are exactly the days on which
the weight W bends. W has no signal in it: more evidence can never move the window.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

import msgspec

from bidtracker.domain.message import label as _
from bidtracker.domain.records import Award, TenderLine
from bidtracker.domain.vocabulary import AwardStatus, Structure, Word
from bidtracker.radar.score.decibel import clamp
from bidtracker.radar.score.months import add_months, before, months_until, shift

DEFAULT_MONTHS = 36  # contract term and cycle where nothing is known
GRACE_MONTHS = 3  # how long a contract past its end may be held over
OPTION_SHARE = 0.5  # how far an option counts as the decision; constant, since a signal here would break monotonicity
UNKNOWN_END = 0.6  # W where no day of a decision is known
OPENS_PART, OPENS_MONTHS = 2, (3, 18)  # the window opens half a term before the decision, within these months
ACT_PART, ACT_MONTHS = 6, (1, 6)  # the last day to act lies a sixth of a term before it, within these
LEAST, EARLY_MONTHS = 0.2, 6  # what W falls to, and within how many months before the window opens
LATE = 0.3  # what W falls to on the day of the decision, and is while the contract may be held over
FRAMEWORK = 0.5  # W of what can be joined at any time
REVIEW_DAYS = 90
NOTICE_ACT_DAYS, NOTICE_OPEN_DAYS = 30, 90


class Basis(Word):
    """What the decision date stands on."""

    END = "end", _("Contract end")
    TEMPO = "tempo", _("Next tender by this buyer's tempo")
    OPTION = "option", _("Next option")
    CYCLE = "cycle", _("Assumed cycle")
    FRAMEWORK = "framework", _("Open framework, regular review")
    TERMINATED = "terminated", _("Notice of termination")


class Phase(Word):
    """Where in its window a contract stands today."""

    EARLY = "early", _("Early")
    OPEN = "open", _("Open")
    LATE = "late", _("Late")
    HOLDING_OVER = "holding_over", _("Holding over?")
    LIVE = "live", _("Notice is out")
    UNKNOWN = "unknown", _("No date known")
    CLOSED = "closed", _("Closed")


class Window(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """From when to call, until when to have acted, when it is decided; `w` is the weight 0..1 at the day asked for.

    `certain` is False where a date was assumed ("known" as JSON); `months` runs to the decision; `term` is the
    contract's length, None where it is not known; `successor` the next tender, where there is one.
    """

    opens: date | None = None
    act_by: date | None = None
    closes: date | None = None
    basis: Basis = Basis.END
    certain: bool = msgspec.field(default=True, name="known")
    state: Phase = Phase.CLOSED
    w: float = 0.0
    months: float | None = None
    term: float | None = None
    successor: int = 0


def window(
    award: Award,
    tender: TenderLine | None,
    successors: Iterable[tuple[TenderLine, bool]],
    cycle: int,
    as_of: date,
    *,
    pace: int | None = None,
) -> Window:
    """The window of one award. `successors` are the tenders that follow it, each with whether it is awarded;
    `cycle` the months to assume between two competitions where no end is known; `pace` the days that this buyer takes
    from an end to its next tender (negative: before the end), None where that is not known."""
    end, term = end_of(award), term_of(award)
    followed = _followed(successors, end, term)
    if followed is not None:
        return followed
    last = max(end, shift(end, pace or 0)) if end else None
    past = last is not None and months_until(as_of, last) <= -GRACE_MONTHS
    if past or award.status in (AwardStatus.CANCELLED, AwardStatus.ENDED):
        return Window(closes=end, months=months_until(as_of, end) if end else None, term=term)
    if award.terminated or award.status is AwardStatus.TERMINATED:
        return _terminated(award.terminated, end, term, as_of)
    if tender is not None and tender.structure is Structure.OPEN_FRAMEWORK and (end is None or end > as_of):
        return _reviewed(_beginning(award, tender), end, term, as_of)
    return _dated(award, end, term, as_of, pace) or _cycled(_beginning(award, tender), cycle, as_of)


def end_of(award: Award) -> date | None:
    """The last day as it now stands: the end, moved by every option that was used; else the latest possible end."""
    used = [option.new_end for option in award.options if option.exercised and option.new_end]
    ends = [day for day in (award.end, *used) if day]
    return max(ends) if ends else award.max_end


def term_of(award: Award) -> float | None:
    """The contract's length in months, first and last day included; None where it is not known."""
    end = end_of(award)
    if award.start is None or end is None or end <= award.start:
        return None
    return months_until(award.start, shift(end, 1))


def weight(months: float, term: float) -> float:
    """W for a decision `months` away on a contract of `term` months: a plateau from early enough to late enough."""
    start, act = bends(term)
    if months > start:
        return max(LEAST, 1 - (1 - LEAST) * (months - start) / EARLY_MONTHS)
    if months >= act:
        return 1.0
    if months > 0:
        return LATE + (1 - LATE) * months / act
    return LATE if months > -GRACE_MONTHS else 0.0


def bends(term: float) -> tuple[float, float]:
    """How many months before the decision the window opens, and by when to have acted (to five minutes)."""
    return round(clamp(term / OPENS_PART, *OPENS_MONTHS), 4), round(clamp(term / ACT_PART, *ACT_MONTHS), 4)


# ---------------------------------------------------------------- the cases


def _followed(successors: Iterable[tuple[TenderLine, bool]], end: date | None, term: float | None) -> Window | None:
    """Closed where the next competition is decided, live where its notice is out."""
    live = 0
    for tender, awarded in successors:
        if awarded:
            return Window(closes=end, term=term, successor=tender.id)
        live = live or tender.id
    return Window(closes=end, term=term, successor=live, state=Phase.LIVE) if live else None


def _terminated(notice: date | None, end: date | None, term: float | None, as_of: date) -> Window:
    if notice is None:
        return Window(closes=end, basis=Basis.TERMINATED, certain=False, state=Phase.OPEN, w=UNKNOWN_END, term=term)
    act_by, closes = shift(notice, NOTICE_ACT_DAYS), shift(notice, NOTICE_OPEN_DAYS)
    state = Phase.OPEN if as_of <= act_by else Phase.LATE if as_of <= closes else Phase.CLOSED
    return Window(
        opens=notice,
        act_by=act_by,
        closes=closes,
        basis=Basis.TERMINATED,
        state=state,
        w=0.0 if state is Phase.CLOSED else 1.0,
        months=months_until(as_of, closes),
        term=term,
    )


def _reviewed(begun: date | None, end: date | None, term: float | None, as_of: date) -> Window:
    """An open framework can be joined at any time: looked at again every 90 days, counted from its beginning."""
    gone = max(0, (as_of - begun).days) if begun else 0
    review = shift(begun, math.ceil(gone / REVIEW_DAYS) * REVIEW_DAYS) if begun else as_of
    review = min(review, end or review)
    return Window(
        opens=shift(review, -REVIEW_DAYS),
        act_by=review,
        closes=end,
        basis=Basis.FRAMEWORK,
        state=Phase.OPEN,
        w=FRAMEWORK,
        months=months_until(as_of, end) if end else None,
        term=term,
    )


def _cycled(begun: date | None, cycle: int, as_of: date) -> Window:
    """No date known: W is the same for all. The beginning plus the usual cycle, rolled forward past today, is shown
    as a guess; ranking by it was worse than not in each of three public records."""
    if begun is None:
        return Window(basis=Basis.CYCLE, certain=False, state=Phase.UNKNOWN, w=UNKNOWN_END)
    turns = max(1, math.floor(-months_until(as_of, begun) / cycle)) if begun < as_of else 1
    while (closes := add_months(begun, turns * cycle)) < as_of and closes.year < date.max.year:
        turns += 1
    opens, act_by = days(closes, cycle)
    return Window(
        opens=opens,
        act_by=act_by,
        closes=closes,
        basis=Basis.CYCLE,
        certain=False,
        state=Phase.UNKNOWN,
        w=UNKNOWN_END,
        months=months_until(as_of, closes),
    )


def _dated(award: Award, end: date | None, term: float | None, as_of: date, pace: int | None) -> Window | None:
    """The window of the next option and the end; of the option alone where no end is known; None without either. In
    place of the end stands the day on which this buyer usually tenders again, where its pace is known."""
    length = term or DEFAULT_MONTHS
    again = end if end is None or pace is None else shift(end, pace)
    ahead = [o.decide_by for o in award.options if o.exercised is None and as_of <= o.decide_by]
    options = [day for day in ahead if again is None or day <= again]
    closes = min(options, default=again)
    if closes is None:
        return None
    months = months_until(as_of, closes)
    w = weight(max(months, 0.0), length)
    if options and again is not None:
        w = (1 - OPTION_SHARE) * w + OPTION_SHARE * weight(max(months_until(as_of, again), 0.0), length)
    opens, act_by = days(closes, length)
    state = _state(months, length)
    if months <= 0 and end is not None:  # later than usual: the tender may come any day until the contract is over
        state = Phase.LATE if as_of < end else Phase.HOLDING_OVER
    return Window(
        opens=opens,
        act_by=act_by,
        closes=closes,
        basis=Basis.OPTION if options else Basis.END if pace is None or end is None else Basis.TEMPO,
        state=state,
        w=w,
        months=months,
        term=term,
    )


def days(closes: date, term: float) -> tuple[date, date]:
    """The day the window opens, the first with m <= s, and the last to act in time, the last with m >= a."""
    start, act = bends(term)
    return before(closes, start, math.floor), before(closes, act, math.ceil)


def _state(months: float, term: float) -> Phase:
    start, act = bends(term)
    if months > start:
        return Phase.EARLY
    if months > 0:
        return Phase.OPEN if months >= act else Phase.LATE
    return Phase.HOLDING_OVER if months > -GRACE_MONTHS else Phase.CLOSED


def _beginning(award: Award, tender: TenderLine | None) -> date | None:
    if award.start or award.awarded:
        return award.start or award.awarded
    return (tender.decision_date or tender.deadline or tender.published) if tender else None
