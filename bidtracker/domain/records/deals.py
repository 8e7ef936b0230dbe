"""The delivery of an award that is ours, step by step."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.money import Money
from bidtracker.domain.records.record import FrozenValue, Kept
from bidtracker.domain.vocabulary import DealStep


class Milestone(FrozenValue, frozen=True, kw_only=True):
    """One step of a deal; `number` is its own within the deal (D2.3). `due` and `done` are days, `amount` what it is
    worth, `party` with whom an order of ours stands. A visit found how satisfied `contact` was (1..5), what to improve,
    and what they will need next."""

    number: int
    step: DealStep
    due: date | None = None
    done: date | None = None
    amount: Money | None = None
    party: str = ""
    note: str = ""
    contact: int = 0
    satisfaction: int | None = None
    improve: str = ""
    next_need: str = ""


class OrderChange(FrozenValue, frozen=True, kw_only=True):
    """What a buyer wants otherwise than ordered, what it `costs` them and how many days later it comes; `agreed` the
    day on which they took that."""

    number: int
    on: date
    text: str
    costs: Money | None = None
    days: int | None = None
    agreed: date | None = None


class Clocks(FrozenValue, frozen=True, kw_only=True):
    """Days that the contract gives, each counted from the day a fault was found: to report what arrived faulty, to
    send it back, and to replace it."""

    report: int = 7
    send_back: int = 14
    replace: int = 30


class VisitPlan(FrozenValue, frozen=True, kw_only=True):
    """When to look after a delivery: so many days after it, then every so many months (0: not again)."""

    days: tuple[int, ...] = (7, 30, 90)
    every_months: int = 3


class Deal(Kept, frozen=True, kw_only=True):
    """The delivery of an award that is ours: deposit, delivery, returns, payment, visits."""

    award: int
    milestones: tuple[Milestone, ...] = ()
    changes: tuple[OrderChange, ...] = ()
    clocks: Clocks = Clocks()
    visits: VisitPlan = VisitPlan()
