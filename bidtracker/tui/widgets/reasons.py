"""The why of an opportunity: its score as a waterfall of reasons, its window, what to do and what to find out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bidtracker.domain.ids import ref
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.domain.spans import Span, SpanLine, Tone, bar
from bidtracker.domain.text import cells
from bidtracker.locale import tr
from bidtracker.pages.axis import Axis, step, window
from bidtracker.pages.layout import ends, padded, span, wrapped
from bidtracker.pages.words import aged, day, in_days, percent, signed
from bidtracker.radar import Opportunity, ReasonRow
from bidtracker.radar.score.evidence import Contribution
from bidtracker.radar.score.structure import ReasonKind
from bidtracker.radar.score.timing import Window
from bidtracker.tui.desk import Desk
from bidtracker.tui.widgets.detail import Entry, gap, heading, pair, row, text

POINTS, DB = 7, 6  # cells of the two columns of numbers
LEAST_CHART = 64  # the width from which the waterfall is drawn beside its numbers
CHART = 16
MOST_UNKNOWN = 4


def reasons(desk: Desk, found: Opportunity) -> Sequence[Entry]:
    """All about one opportunity, in the order in which it is asked: what, how good, why, when, what now, what else."""
    return [
        *_head(desk, found),
        *_next(found),
        *_waterfall(found),
        *_window(desk, found),
        *_unknown(found),
    ]


def _head(desk: Desk, found: Opportunity) -> Iterator[Entry]:
    holdings = desk.holdings
    yield text(span(holdings.name("awards", found.award), "strong"), target=ref("awards", found.award))
    buyer = holdings.name("buyers", found.buyer)
    yield text(span(buyer), target=ref("buyers", found.buyer))
    for supplier in found.suppliers:
        said = span(tr(_("held by ")), "muted"), span(holdings.name("competitors", supplier))
        yield text(*said, target=ref("competitors", supplier))
    value = found.expected_value
    note = tr(say("worth {value} to us", value=str(value))) if value and value.amount else ""
    yield gap()
    yield Entry(lambda width: _gauge(found, note, width))


def _gauge(found: Opportunity, note: str, width: int) -> list[SpanLine]:
    """The score as a bar on 0..100, and the three numbers it is the product of."""
    number = f"{found.score:.1f}"
    size = max(8, width - cells(number) - 2)
    change, ours = percent(found.c), percent(found.a)
    product: SpanLine = (span(change, "strong"), span(tr(_(" they change")), "muted"))
    if not found.ours:
        product += (span(" × ", "muted"), span(ours, "strong"), span(tr(_(" we win")), "muted"))
    product += (span(" × ", "muted"), span(percent(found.w), "strong"), span(tr(_(" timing")), "muted"))
    lines: list[SpanLine] = [
        ((number, "title"), ("  ", ""), (bar(found.score / 100, size).replace(" ", "·"), "accent"))
    ]
    lines += wrapped(product, width)
    if note:
        lines.append(((note, "muted"),))
    return lines


def _next(found: Opportunity) -> Iterator[Entry]:
    action = found.action
    yield heading(tr(_("Next")), tr(action.code))
    yield text(("▸ ", "accent"), span(tr(action.message)), target=action.refs[0] if action.refs else "", indent=2)
    if found.quiet is not None:
        yield text(
            ("‖ ", "warn"), span(tr(found.quiet.message), "warn"), target=ref("tenders", found.quiet.tender), indent=2
        )


# ---------------------------------------------------------------- waterfall


def _waterfall(found: Opportunity) -> Iterator[Entry]:
    most = _highest(found.reasons)
    yield Entry(_columns)
    total = 0.0
    for reason in found.reasons:
        yield _reason(reason, total, most)
        total += reason.points
        for part in reason.parts:
            yield _part(part)
    yield Entry(lambda width: [ends((), ((("─" * POINTS), "muted"),), _left(width))])
    yield Entry(lambda width: [_sum(tr(_("Score")), total, most, width)])
    shares = (
        (found.prior_share, _("prior")),
        (found.record_share, _("the book's past")),
        (found.evidence_share, _("your own evidence")),
    )
    yield text(span(" · ".join(f"{percent(share)} {tr(label)}" for share, label in shares), "muted"))


def _highest(rows: Sequence[ReasonRow]) -> float:
    """The highest point that the running total reaches."""
    total, most = 0.0, 1.0
    for reason in rows:
        total += reason.points
        most = max(most, total)
    return most


def _left(width: int) -> int:
    """The cells for words and numbers; the chart has the rest."""
    return width - CHART - 1 if width >= LEAST_CHART else width


def _columns(width: int) -> list[SpanLine]:
    left: SpanLine = ((tr(_("Why")), "title"),)
    right: SpanLine = ((padded("dB", DB, True), "muted"), (padded(tr(_("points")), POINTS, True), "muted"))
    return [(), ends(left, right, _left(width))]


def _reason(reason: ReasonRow, before: float, most: float) -> Entry:
    tone: Tone = "good" if reason.points > 0.005 else "bad" if reason.points < -0.005 else "muted"
    db = "" if reason.db is None else signed(reason.db)
    points = signed(reason.points) if reason.kind is not ReasonKind.BASE else f"{reason.points:.1f}"
    numbers: SpanLine = ((padded(db, DB, True), "muted"), (padded(points, POINTS, True), tone))

    def draw(width: int) -> list[SpanLine]:
        left = _left(width)
        label, detail = span(tr(reason.label)), span(tr(reason.detail), "muted")
        room = left - POINTS - DB - 1
        beside = cells(label[0]) + 2 + cells(detail[0]) <= room
        line = ends((label, ("  ", ""), detail) if beside else (label,), numbers, left)
        if width >= LEAST_CHART:
            line += ((" ", ""), (step(before, before + reason.points, most, CHART), tone))
        return [line] if beside else [line, *wrapped((("  ", ""), detail), room, 2)]

    return Entry(draw)


def _sum(label: str, total: float, most: float, width: int) -> SpanLine:
    line = ends(((label, "strong"),), ((padded(f"{total:.1f}", POINTS, True), "title"),), _left(width))
    if width >= LEAST_CHART:
        line += ((" ", ""), (step(0.0, total, most, CHART), "accent"))
    return line


def _part(part: Contribution) -> Entry:
    """One record behind a reason: its id, what it says, its source and age, and its share in dB."""
    sign: Span = ("+", "good") if part.db > 0 else ("−", "bad")
    left: SpanLine = (("  ", ""), sign, (" ", ""), span(part.ref, "accent"), (" ", ""), span(tr(part.label)))
    facts = span(" ".join(bit for bit in (part.code, aged(part.age_days)) if bit), "muted")
    db = (padded(signed(part.db), DB, True), "muted")

    def draw(width: int) -> list[SpanLine]:
        return [ends(left, (facts, (" ", ""), db, (" " * POINTS, "")), _left(width))]

    return Entry(draw, part.ref)


# ---------------------------------------------------------------- window and unknowns


def _window(desk: Desk, found: Opportunity) -> Iterator[Entry]:
    when = found.window
    yield heading(tr(_("Window")), f"{tr(when.state)} · {tr(when.basis)}")
    if when.closes or when.act_by:
        yield Entry(lambda width: [_axis(when, desk.today, width)])
    for label, value, sign in (
        (_("opens"), when.opens, "━"),
        (_("act by"), when.act_by, "╌"),
        (_("decided"), when.closes, "┤"),
    ):
        if value:
            yield pair(f"{sign} {tr(label)}", span(day(value)), span("  " + in_days(value, desk.today), "muted"))
    if not when.certain:
        yield text(span(tr(_("a date was assumed: ask for the real one")), "warn"))
    if when.successor:
        name = desk.holdings.name("tenders", when.successor)
        yield pair(tr(_("Next tender")), span(name), target=ref("tenders", when.successor))


def _axis(when: Window, today: date, width: int) -> SpanLine:
    """The window from a little before whatever comes first to a little after the end."""
    days = [known for known in (when.opens, when.act_by, when.closes, today) if known]
    margin = timedelta(days=max(10, (max(days) - min(days)).days // 12))
    return window(Axis(min(days) - margin, max(days) + margin, width), when.opens, when.act_by, when.closes, today)


def _unknown(found: Opportunity) -> Iterator[Entry]:
    if not found.ask_next:
        return
    yield heading(tr(_("Find out")), tr(_("score could become")))
    for unknown in found.ask_next[:MOST_UNKNOWN]:
        swing = f"{unknown.worst:.0f} … {unknown.best:.0f}"
        yield row((("? ", "accent"), span(tr(unknown.question))), (span(swing, "strong"),), target=unknown.ref)
