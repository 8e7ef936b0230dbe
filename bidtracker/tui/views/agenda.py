"""Agenda: what is due, overdue first, then day by day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import ClassVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.filters.filter_fields import FilterFields
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.spans import Span, SpanLine, Tone
from bidtracker.domain.text import fold, safe
from bidtracker.exports.rows import AGENDA
from bidtracker.locale import tr
from bidtracker.pages.layout import span
from bidtracker.pages.words import in_days
from bidtracker.radar.agenda import Due, DueItem, agenda
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.cells import TableColumn, words_of
from bidtracker.tui.desk import Desk
from bidtracker.tui.subject import CellTarget
from bidtracker.tui.views.view import WITH_DUE, View
from bidtracker.tui.widgets.detail import PaneEntry, gap, text

DAYS = 60
SIGNS: dict[Due, str] = {
    Due.DEADLINE: "►",
    Due.QUESTIONS_UNTIL: "»",
    Due.DECISION: "▣",
    Due.STANDSTILL_END: "‖",
    Due.CALLBACK: "◷",
    Due.TOUCH_OVERDUE: "◷",
    Due.TOUCH_DUE: "◷",
    Due.ACT_BY: "▸",
    Due.WINDOW_OPENS: "├",
    Due.OPTION_DECISION: "◇",
    Due.CONTRACT_END: "┤",
    Due.PARKED_RETURNS: "←",
    Due.INQUIRY_DUE: "«",
    Due.INQUIRE: "?",
    Due.FAVOUR: "≈",
    Due.TELL_FIRST: "!",
    Due.PROMISE_DUE: "✓",
    Due.FAULT_CLOCK: "◆",
    Due.DEPOSIT_DUE: "◆",
    Due.DEAL_MILESTONE: "◆",
    Due.VISIT_DUE: "◆",
    Due.CONFIRM_SIGNAL: "?",
    Due.CONFIRM_FACT: "?",
    Due.KEEP_IN_TOUCH: "~",
}


# what is due -> the field of its record that says the day
DAY_OF = {
    Due.DEADLINE: "deadline",
    Due.QUESTIONS_UNTIL: "enquiries_until",
    Due.DECISION: "decision_date",
    Due.CALLBACK: "on",
    Due.TOUCH_OVERDUE: "on",
    Due.TOUCH_DUE: "on",
    Due.CONTRACT_END: "end",
}


def _id(item: DueItem) -> str:
    """The record that an item is about first."""
    return item.refs[0] if item.refs else ref("buyers", item.buyer)


class AgendaView(View):
    """What is due in the next weeks."""

    table = "touches"
    reads = WITH_DUE
    order = ("day", False)
    spoken = ("on", "kind", "text")
    footer = ("done", "touch", "confirm", "refute", "edit_cell", "filter", "help")
    describes = False
    adds: ClassVar[str] = "touches"

    def __init__(self, name: str, desk: Desk, views: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, desk, views)
        self.firsts: set[str] = set()  # the first item of each day, which says the day
        self.places: dict[str, int] = {}

    @property
    def fields(self) -> FilterFields:
        return FilterFields(AGENDA)

    def columns(self) -> Sequence[TableColumn]:
        buyer, text_of, day = self._buyer_text, self._text_of, self._day_text
        wide = max(6, *map(self.desk.book.longest_id, ("tenders", "awards", "buyers")))

        def kind(item: DueItem) -> str:
            return tr(item.kind)

        return (
            TableColumn("day", _("Day"), 15, self._day, day, self._place, priority=1, filter="on", worded=True),
            TableColumn(
                *("kind", _("What"), 19, self._kind, kind, self._kind_order),
                priority=2,
                grow=1,
                most=22,
                filter="kind",
                worded=True,
            ),
            TableColumn(
                *("text", _("Do"), 24, self._text, text_of, lambda item: fold(text_of(item))),
                priority=1,
                grow=3,
                filter="text",
                worded=True,
            ),
            TableColumn(
                *("buyer", _("Buyer"), 16, lambda item: (buyer(item), "muted"), buyer, buyer),
                priority=3,
                grow=1,
                most=40,
                filter="buyer",
            ),
            TableColumn("id", _("Id"), wide, lambda item: (_id(item), "muted"), _id, _id, priority=5, filter="refs"),
        )

    async def records(self) -> Iterable[DueItem]:
        items = await asyncio.to_thread(agenda, self.desk.snapshot(), self.desk.today, DAYS)
        self.firsts, self.places, seen = set(), {}, set[date]()
        for place, item in enumerate(items):
            self.places[self.key(item)] = place
            group = date.min if item.overdue else item.on
            if group not in seen:
                seen.add(group)
                self.firsts.add(self.key(item))
        return items

    def key(self, row: DueItem) -> str:
        return f"{_id(row)}@{row.kind}{row.on.isoformat()}"

    def nothing(self) -> Message:
        return say("Nothing is due in the next {n} days: t on a tender or buyer plans a touch", n=DAYS)

    def id_of(self, row: DueItem) -> str:
        """The record that the line is about; a promise is its award's."""
        return _id(row).partition(".")[0]

    def part_of(self, row: DueItem) -> str:
        return _id(row)

    def cell_of(self, row: DueItem, column: str) -> CellTarget:
        """The day of a touch, or of what is due of a tender; what stands in the other columns is told by the rest."""
        day = DAY_OF.get(row.kind, "") if column == "day" else column
        return CellTarget(self.id_of(row), day)

    @toast_errors
    def action_delete(self) -> None:
        """A line may stem from a tender, a contract or a person: whoever strikes it out means none of those."""
        others = [chosen.id for chosen in self.chosen if chosen.table != "touches"]
        if others and not self.in_detail:
            raise Refused("this line stems from {id}; open it (enter) to delete that", id=others[0])
        super().action_delete()

    def entries(self, row: DueItem) -> Sequence[PaneEntry]:
        head: list[PaneEntry] = [text(span(tr(row.text), "strong"))]
        if row.quiet is not None:
            head.append(text(span("‖ ", "warn"), span(tr(row.quiet.message), "warn")))
        head.append(gap())
        return [*head, *super().entries(row)]

    # ------------------------------------------------------------ cells

    def _place(self, item: DueItem) -> int:
        return self.places[self.key(item)]

    def _kind_order(self, item: DueItem) -> int:
        return list(Due).index(item.kind)

    def _text_of(self, item: DueItem) -> str:
        return safe(tr(item.text))

    def _day(self, item: DueItem) -> SpanLine:
        words, tone = self._day_words(item)
        first = self.key(item) in self.firsts or self.sorted[0] != "day" or bool(self.text.strip())
        if item.overdue:
            return ((words, tone),)
        return ((words, tone),) if first else (("", ""),)

    def _day_text(self, item: DueItem) -> str:
        return words_of(self._day_words(item))

    def _day_words(self, item: DueItem) -> Span:
        today = self.desk.today
        if item.overdue:
            late = in_days(today + (today - item.on), today)
            return tr(say("overdue {days}", days=late)), "bad"
        if item.on == today:
            return "● " + tr(_("Today")), "accent"
        if item.on == today + timedelta(days=1):
            return tr(_("Tomorrow")), "strong"
        tone: Tone = "" if (item.on - today).days < 7 else "muted"
        return f"{item.on.isoformat()} {tr(WEEKDAYS[item.on.weekday()])}", tone

    def _kind(self, item: DueItem) -> SpanLine:
        tone: Tone = "bad" if item.overdue else "accent"
        return ((SIGNS[item.kind] + " ", tone), span(tr(item.kind)))

    def _text(self, item: DueItem) -> SpanLine:
        words = (self._text_of(item), "muted" if item.quiet else "")
        return (("‖ ", "warn"), words) if item.quiet else (words,)

    def _buyer_text(self, item: DueItem) -> str:
        return safe(self.desk.holdings.name("buyers", item.buyer))


WEEKDAYS = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
