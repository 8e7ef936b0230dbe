"""One thing that is due: its kind, its day, and what it is about."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from bidtracker.domain.message import Message
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import Word
from bidtracker.radar.score.quiet import Quiet


class Due(Word):
    """The kinds of things that come due, in the order in which those of one day are shown."""

    DEADLINE = "deadline", _("Deadline")
    QUESTIONS_UNTIL = "questions_until", _("Questions until")
    DECISION = "decision", _("Decision expected")
    STANDSTILL_END = "standstill_end", _("Standstill ends")
    CALLBACK = "callback", _("Call back")
    TOUCH_OVERDUE = "touch_overdue", _("Touch overdue")
    TOUCH_DUE = "touch_due", _("Touch due")
    ACT_BY = "act_by", _("Act by")
    WINDOW_OPENS = "window_opens", _("Window opens")
    OPTION_DECISION = "option_decision", _("Option decided")
    CONTRACT_END = "contract_end", _("Contract ends")
    PARKED_RETURNS = "parked_returns", _("Returns")
    INQUIRY_DUE = "inquiry_due", _("Answer due")
    INQUIRE = "inquire", _("Ask why we lost")
    PROMISE_DUE = "promise_due", _("Promise due")
    FAULT_CLOCK = "fault_clock", _("Clock of a fault")
    DEPOSIT_DUE = "deposit_due", _("Deposit due")
    DEAL_MILESTONE = "deal_milestone", _("Delivery step")
    VISIT_DUE = "visit_due", _("Visit after delivery")
    FAVOUR = "favour", _("Favour to return")
    TELL_FIRST = "tell_first", _("Tell first")
    CONFIRM_SIGNAL = "confirm_signal", _("Still true?")
    CONFIRM_FACT = "confirm_fact", _("Fact to confirm")
    KEEP_IN_TOUCH = "keep_in_touch", _("Keep in touch")


class DueItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One thing that is due: when, what, about which records, at which buyer (0: none); `quiet` where that buyer is to
    be left alone just now; `at` the hour, where one is known."""

    on: date
    kind: Due
    text: Message
    refs: tuple[str, ...] = ()
    buyer: int = 0
    overdue: bool = False
    quiet: Quiet | None = None
    at: datetime | None = None
