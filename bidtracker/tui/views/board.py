"""Board: our open bids as cards, stage by stage, each stage with what it is worth and what we may expect of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import TenderLine
from bidtracker.domain.spans import SpanLine
from bidtracker.locale import tr
from bidtracker.pages.layout import span, wrapped
from bidtracker.pages.words import EXPECTED_LOST, amount, due, percent
from bidtracker.radar.pipeline import MOST, STAGES, StageLine, open_bids, pipeline, win_chance, worth
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.views.asking import toast_errors
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.board import CARD, HEAD, BoardTable

ORDERS = ("deadline", "value", "p_win", "title")  # one after the other, for cards have no columns
PLACES = {stage: place for place, stage in enumerate(STAGES)}


class BoardView(View):
    """The bids that are not decided yet, a lane a stage."""

    table = "tenders"
    reads = frozenset({"tenders", "awards", "buyers", "settings"})
    order = ("deadline", False)
    footer = ("move_back", "move_on", "bid", "outcome", "sort", "filter", "help")
    adds: ClassVar[str] = "tenders"
    pane = False
    spreads = True
    lines: Sequence[StageLine] = ()

    def columns(self) -> Sequence[TableColumn]:
        desk = self.desk
        names = ("deadline", "title", "buyer", "value", "p_win", "stage", "intent", "price", "outcome", "id")
        return tuple(column(desk, "tenders", name) for name in names)

    async def records(self) -> Iterable[TenderLine]:
        rows = open_bids(self.desk.holdings, self.desk.today)
        self.beyond = max(0, len(rows) - MOST)
        self.lines = pipeline(rows[:MOST], self.desk.holdings.settings)
        return rows[:MOST]

    @cached_property
    def rows(self) -> BoardTable:
        """The cards."""
        return BoardTable(
            self.columns(),
            self.key,
            lane_of=lambda tender: PLACES[tender.stage],
            heads=self._heads,
            card=self._card,
        )

    def come_to_size(self) -> None:
        """On a large screen the page of the card has the room below the lanes, unless it was hidden there."""
        self.pane = self.pane or (not self.came_back and self.large(self.app.size))
        super().come_to_size()

    def lines_wanted(self) -> int:
        return HEAD + (CARD + 1) * max((line.n for line in self.lines), default=0)

    def nothing(self) -> Message:
        return say("No open bids: a adds a tender, ctrl+o reads a list of them")

    # ------------------------------------------------------------ acts

    @toast_errors
    def action_move(self, by: int) -> None:
        """The card, or all marked ones, one stage on or back."""
        holdings, chosen = self.desk.holdings, self.chosen
        tenders = [holdings.tenders[subject.tender] for subject in chosen if subject.tender]
        if not tenders:
            raise Refused("there is no card under the cursor")
        moves = [(ref("tenders", tender.id), PLACES[tender.stage] + by) for tender in tenders]
        if any(place < 0 for _id, place in moves):
            raise Refused("this is the first stage")
        if any(place >= len(STAGES) for _id, place in moves):
            raise Refused("after the last stage comes the outcome: o records it")
        self.desk.book.move({record_ref: STAGES[place] for record_ref, place in moves})
        self.did(self.last())

    def action_sort(self) -> None:
        """By the next of deadline, value, win chance, title."""
        here = ORDERS.index(self.sorted[0]) if self.sorted[0] in ORDERS else -1
        name = ORDERS[(here + 1) % len(ORDERS)]
        self.sorted = (name, name in ("value", "p_win"))
        self.update(follow=True)

    # ------------------------------------------------------------ cards

    def _heads(self) -> Sequence[tuple[SpanLine, SpanLine]]:
        lines = self.lines or [StageLine(stage=stage) for stage in STAGES]
        return [
            (
                (span(tr(line.stage), "strong"), (f" {line.n}", "muted")),
                (span(summed(line.value, line.main)), *_weighted(line)),
            )
            for line in lines
        ]

    def _card(self, tender: TenderLine, width: int, titles: int) -> Sequence[SpanLine]:
        """Title, in so many lines; value and buyer; deadline, win chance and intent."""
        holdings = self.desk.holdings
        lost = tender.expected_lost(holdings.settings.expected_lost_below)
        on, left = tender.deadline_day, due(tender.deadline_day, self.desk.today)
        handed_in = PLACES[tender.stage] >= PLACES[STAGES[4]]
        when = (on.isoformat() if on else "", "muted") if handed_in else left
        chance, bid = win_chance(tender), tender.bid
        intent = tr(bid.intent) if bid is not None and bid.intent is not None else ""
        facts = [part for part in (when, (percent(chance), "strong"), span(intent, "muted")) if part[0]]
        sign: SpanLine = ((f"{EXPECTED_LOST} ", "warn"),) if lost else ()
        title = wrapped((*sign, span(tender.title, "strong")), width)
        title = (
            [*title[: titles - 1], tuple(part for line in title[titles - 1 :] for part in (*line, (" ", "")))]
            if len(title) > titles
            else title
        )
        return (
            *title,
            *[()] * (titles - len(title)),
            (span(amount(worth(tender))), ("  ", ""), span(holdings.name("buyers", tender.buyer), "muted")),
            tuple(part for fact in facts for part in ((" · ", "muted"), fact))[1:],
        )


def summed(amounts: Mapping[str, Decimal], currency: str) -> str:
    """The sum in one currency, and a sign where there are others."""
    if currency not in amounts:
        return ""
    return amount(Money(amounts[currency], currency)) + ("+" if len(amounts) > 1 else "")


def _weighted(line: StageLine) -> SpanLine:
    """What may be expected of it."""
    words = summed(line.weighted, line.main)
    return (span(f"  ≈ {words}", "accent"),) if words else ()
