"""Board: our open bids as cards, stage by stage, each stage with what it is worth and what we may expect of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.money import Money
from bidtracker.domain.records import TenderLine
from bidtracker.domain.spans import Span, SpanLine
from bidtracker.locale import tr
from bidtracker.pages.layout import span, width_of, wrapped
from bidtracker.pages.words import EXPECTED_LOST, amount, compact_number, due, percent
from bidtracker.radar.pipeline import MOST, STAGES, StageLine, open_bids, pipeline, win_chance, worth
from bidtracker.tui.acts.asking import toast_errors
from bidtracker.tui.cells import TableColumn
from bidtracker.tui.columns import column
from bidtracker.tui.views.view import View
from bidtracker.tui.widgets.board import CARD, TALLEST, BoardTable

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
        return self.rows.head + (CARD + 1) * max((line.n for line in self.lines), default=0)

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

    def _card(self, tender: TenderLine, width: int, lines: int) -> Sequence[SpanLine]:
        """In so many lines its title; value and buyer, each on its own from five on; deadline, win chance, intent."""
        holdings, apart = self.desk.holdings, lines >= TALLEST - 1
        titles = lines - (3 if apart else 2)
        lost = tender.expected_lost(holdings.settings.expected_lost_below)
        sign = f"{EXPECTED_LOST} " if lost else ""
        title = wrapped((span(tender.title, "strong"),), width - len(sign))
        title = (
            [*title[: titles - 1], tuple(part for line in title[titles - 1 :] for part in (*line, (" ", "")))]
            if len(title) > titles
            else title
        )
        buyer, value = (span(holdings.name("buyers", tender.buyer), "muted"),), (span(amount(worth(tender))),)
        before = [sign, *[" " * len(sign)] * len(title)]  # the lines after the first are set in as far as the sign
        return (
            *(((sign, "warn"), *line) for sign, line in zip(before, title, strict=False)),
            *[()] * (titles - len(title)),
            *((buyer, value) if apart else ((*value, ("  ", ""), *buyer),)),
            _fitting(self._facts(tender), width),
        )

    def _facts(self, tender: TenderLine) -> Iterator[Span]:
        """What a card says last: how long until it is due, and once it is handed in at the end when that was."""
        on, bid = tender.deadline_day, tender.bid
        handed_in = PLACES[tender.stage] >= PLACES[STAGES[4]]
        if not handed_in:
            yield due(on, self.desk.today)
        yield percent(win_chance(tender)), "strong"
        yield span(tr(bid.intent) if bid is not None and bid.intent is not None else "", "muted")
        if handed_in and on:
            yield on.isoformat(), "muted"


def summed(amounts: Mapping[str, Decimal], currency: str) -> str:
    """The sum in one currency, and a sign where there are others."""
    if currency not in amounts:
        return ""
    return amount(Money(amounts[currency], currency)) + ("+" if len(amounts) > 1 else "")


def _weighted(line: StageLine) -> SpanLine:
    """What may be expected of it, in the same currency."""
    value = line.weighted.get(line.main)
    return (("  ", ""), span(f"≈ {compact_number(value) or round(value)}", "accent")) if value else ()


def _fitting(facts: Iterable[Span], width: int) -> SpanLine:
    """Those that find room, each whole."""
    line: list[Span] = []
    for fact in facts:
        more = [*([(" · ", "muted")] if line else []), fact]
        if fact[0] and width_of((*line, *more)) <= width:
            line += more
    return tuple(line)
