"""Our own deliveries: their steps by day, the money that is out, and how content they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bidtracker.domain.ids import part_ref, ref
from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import Deal, Milestone, OrderChange
from bidtracker.pages.lines.parts import other_fields
from bidtracker.pages.page import Pair, Phrase, Remark, Section, phrases, section
from bidtracker.pages.words import countdown, day
from bidtracker.radar.account.deliveries import Standing, done, standing

STARS = 5
DRAWN = ("step", "due", "done", "amount", "party", "note", "contact", "satisfaction", "improve", "next_need")


def delivery(deal: Deal, today: date) -> Section:
    """The steps by day, what is overdue marked; then the money that is out, and how content they are."""
    return section("delivery", say("Delivery"), _items(deal, standing(deal, today), today))


def _items(deal: Deal, now: Standing, today: date) -> Iterator[Remark | Pair]:
    for step in sorted(deal.milestones, key=lambda step: (step.done or step.due or date.max, step.number)):
        yield from _step(deal, step, today, late=step in now.overdue)
    for change in deal.changes:
        yield _change(change, deal)
    unpaid = listed(str(Money(owed, currency)) for currency, owed in now.unpaid.items())
    yield Pair(label=say("Not yet paid"), words=phrases((unpaid, "warn")))
    if now.visited is not None:
        trend = (say("  {trend}", trend=now.trend), "muted") if now.trend else None
        yield Pair(label=say("Last visit"), words=phrases(stars(now.visited.satisfaction or 0), trend))


def _step(deal: Deal, step: Milestone, today: date, *, late: bool) -> Iterator[Remark]:
    over = done(step, today)
    sign: Phrase = ("✓ ", "good") if over else ("! ", "bad") if late else ("◷ ", "accent")
    yield Remark(
        signs=(sign,),
        words=phrases(
            (f"{part_ref('deals', deal.id, step.number)} ", "muted"),
            step.step,
            (say(", {party}", party=step.party), "") if step.party else None,
        ),
        right=phrases(
            (str(step.amount or ""), "strong"),
            (stars(step.satisfaction) if step.satisfaction else "", "accent"),
            _when(step, today, over),
            (day(step.done or step.due), "bad" if late else "muted"),
        ),
        target=ref("deals", deal.id),
    )
    improve = say("to improve: {what}", what=step.improve) if step.improve else ""
    for phrase in phrases(step.note, improve, tone="muted"):
        yield Remark(words=(phrase,), depth=1)
    if step.next_need:
        yield Remark(words=((say("next need: {what}", what=step.next_need), "accent"),), depth=1)
    yield from other_fields(step, DRAWN)


def _change(change: OrderChange, deal: Deal) -> Remark:
    """What they want otherwise, what it costs them, and whether they took that."""
    agreed = say("agreed {day}", day=change.agreed) if change.agreed else say("not agreed yet")
    later = count("{n} day later", "{n} days later", change.days) if change.days else ""
    costs = say("costs them {amount}", amount=change.costs) if change.costs else say("its price is not said yet")
    return Remark(
        signs=(("✎ ", "good" if change.agreed else "warn"),),
        words=phrases((say("change {n}: ", n=change.number), "muted"), change.text),
        right=phrases((costs, "" if change.costs else "warn"), later, (agreed, "muted" if change.agreed else "warn")),
        target=ref("deals", deal.id),
    )


def _when(step: Milestone, today: date, over: bool) -> Phrase:
    """How far away a step is, or by how much it came late."""
    if not over:
        return countdown(step.due, today)
    late = (step.done - step.due).days if step.done and step.due else 0
    return (count("{n} day late", "{n} days late", late), "warn") if late > 0 else ("", "")


def stars(satisfaction: int) -> str:
    """How satisfied they were, of five."""
    return "★" * satisfaction + "☆" * (STARS - satisfaction)


def next_step_lines(deal: Deal, today: date) -> Iterator[Remark]:
    """What of a delivery is due next, and how content they were at the last visit."""
    now, target = standing(deal, today), ref("deals", deal.id)
    if now.next is not None:
        step = now.next
        words = say("our delivery: {step}", step=step.step)
        overdue = count("{n} step overdue", "{n} steps overdue", len(now.overdue)) if now.overdue else ""
        due: Message = say("due on {day}", day=step.due) if step.due else say("no day set")
        yield Remark(words=((words, ""),), right=phrases(due, (overdue, "bad"), tone="muted"), target=target)
    if now.visited is not None:
        words = say("satisfaction {n} of 5 on {day}", n=now.visited.satisfaction, day=now.visited.done)
        improve = say("; to improve: {wish}", wish=now.visited.improve) if now.visited.improve else None
        yield Remark(words=phrases(words, improve), right=phrases(now.trend, tone="muted"), target=target)
