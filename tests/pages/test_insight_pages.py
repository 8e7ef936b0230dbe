"""The pages of the insights: what they say of an empty book, of the sample and of a large book; and how it is drawn."""

from __future__ import annotations

import json as reader
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import parse_ref
from bidtracker.domain.money import Money
from bidtracker.domain.records import (
    Award,
    Bid,
    Buyer,
    Competitor,
    Criterion,
    LostReasonNote,
    Revision,
    ScoreSheet,
    Settings,
    Signal,
    TenderLine,
    Touch,
    WonReasonNote,
)
from bidtracker.domain.spans import bar
from bidtracker.domain.text import cells, safe
from bidtracker.domain.vocabulary import (
    Intent,
    LostReason,
    NoBidReason,
    Outcome,
    SaidBy,
    SignalKind,
    TouchOutcome,
    WonReason,
)
from bidtracker.exports import json
from bidtracker.pages.draw import plots as drawing
from bidtracker.pages.draw.plots import HIGH, plot_lines
from bidtracker.pages.draw.text import page_lines, plain, table_lines
from bidtracker.pages.insights.all_pages import KEYS, pages
from bidtracker.pages.insights.estimates import calibration_page
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.layout import fitted
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, Plot, PlotBar, Point, Points, Series
from bidtracker.radar.insights.all_insights import Insights, insights
from bidtracker.radar.insights.calibration import calibration

AS_OF = date(2026, 11, 23)
HOSTILE = "Ward\x1b[31m [@click=app.quit]beds[/] \u202eevil"


def shown(holdings: Holdings) -> dict[str, InsightPage]:
    return {page.key: page for page in pages(insights(holdings, AS_OF), holdings)}


def euros(amount: float) -> Money:
    return Money(Decimal(str(amount)), "EUR")


class Large:
    """Eighty bids at eight buyers against two competitors, and forty contracts that were tendered again."""

    def __init__(self) -> None:
        self.holdings = Holdings(Settings())
        for number in range(1, 9):
            self.holdings.put("buyers", Buyer(id=number, name=f"Buyer {number}" if number > 1 else HOSTILE))
        for number in (1, 2):
            self.holdings.put("competitors", Competitor(id=number, name=f"Competitor {number}"))
        for n in range(80):
            self.bid(n)
        for n in range(40):
            self.again(n)
        for _ in range(6):
            self.tender(1, outcome=Outcome.NO_BID, no_bid_reason=NoBidReason.CAPACITY)

    def bid(self, n: int) -> None:
        """Every fourth is won at 100 before the second's 110, the others are lost at 104 to 100."""
        won = n % 4 == 0
        on = date(2022, 1, 10) + timedelta(days=20 * n)
        output = SaidBy.DEBRIEF if n % 3 else SaidBy.OURS
        bid = Bid(
            outcome=Outcome.WON if won else Outcome.LOST,
            outcome_on=on,
            submitted=on - timedelta(days=30),
            intent=Intent.POSITION if n % 5 == 1 else Intent.WIN,
            p_win_locked=0.6,
            revisions=(Revision(on=on - timedelta(days=30), p_win=0.6),),
            price=euros(100 if won else 104),
            sheet=None if won else ScoreSheet(criteria=(Criterion(name="Quality", weight=100, ours=70, winners=80),)),
            cost=euros(5),
            won_reasons=(WonReasonNote(code=WonReason.PRICE),) if won else (),
            reasons=() if won else (LostReasonNote(code=LostReason.PRICE, said_by=output, evidence="e"),),
        )
        tender = self.tender(n % 8 + 1, bids=(bid,), outcome=bid.outcome)
        self.award(
            tender,
            () if won else (n % 2 + 1,),
            ours=won,
            value=euros(100),
            runner_up=euros(110) if won else None,
            awarded=on,
            start=on,
            end=None if n == 79 else on + timedelta(days=700),
        )
        if n % 2:
            day = on + timedelta(days=500)
            touch = Touch(id=n + 1, buyer=n % 8 + 1, on=day, done=day, outcome=TouchOutcome.INVITED)
            self.holdings.put("touches", touch)

    def again(self, n: int) -> None:
        """One contract of Competitor 1, and its next, half of which go to Competitor 2; half of those had a signal.

        Of the others somebody asked and heard nothing."""
        on = date(2026, 6, 1) - timedelta(days=10 * n)
        old = self.tender(n % 8 + 1)
        held = self.award(old, (1,), awarded=on - timedelta(days=900))
        if n % 4 == 0:
            noted = on - timedelta(days=200)
            signal = Signal(id=n + 1, kind=SignalKind.DELIVERY_LATE, on=noted, award=held.id, severity=3)
            self.holdings.put("signals", signal)
        else:
            noted = on - timedelta(days=200)
            nothing = {"outcome": TouchOutcome.NOTHING_HEARD, "on": noted, "done": noted}
            self.holdings.put("touches", Touch(id=1_000 + n, buyer=n % 8 + 1, award=held.id, **nothing))
        self.award(self.tender(n % 8 + 1, follows=old.id), (2 if n % 2 == 0 else 1,), awarded=on)

    def tender(self, buyer: int, **fields: object) -> TenderLine:
        number = len(self.holdings.tenders) + 1
        tender = TenderLine(id=number, title=f"Tender {number}", buyer=buyer, awards=(number,), **fields)
        self.holdings.put("tenders", tender)
        return tender

    def award(self, tender: TenderLine, suppliers: tuple[int, ...], **fields: object) -> Award:
        award = Award(id=tender.id, tender=tender.id, suppliers=suppliers, **fields)
        self.holdings.put("awards", award)
        return award


@pytest.fixture(scope="module")
def large() -> Holdings:
    return Large().holdings


@pytest.fixture
def sample(sample_book: Book) -> Holdings:
    return sample_book.holdings


# ---------------------------------------------------------------- what the pages say


def test_an_empty_book_says_on_each_page_what_is_missing_and_what_fills_it() -> None:
    result = shown(Holdings())
    assert tuple(result) == KEYS
    for page in result.values():
        assert not page.enough and not page.plots and not page.tables, page.key
        assert "`bidtracker " in str(page.headline) and " on a" in str(page.headline), page.key


def test_each_page_names_the_part_of_the_insights_that_it_shows(large: Holdings) -> None:
    parts = {page.part for page in shown(large).values()}
    assert parts == set(Insights.__struct_fields__) - {"as_of"}


def test_a_large_book_has_something_to_say_on_every_page(large: Holdings) -> None:
    result = shown(large)
    assert [page.key for page in result.values() if not page.enough] == ["sealed"]  # nobody sealed a list in it
    output = {key: str(page.headline) for key, page in result.items()}
    assert output["win_rate"] == "You win 25 % [17..35] of 80 decided bids"
    assert output["by_competitor"] == "Most is lost to Competitor 2: 67 % [54..77] of 60 losses"
    assert output["calibration"] == "You are over-confident by 35 points (n 80)"
    assert output["price_gap"].startswith("Your median losing price is +4.0 % against the winner's; 0 % [0..6] of 60 ")
    assert output["points"] == "Your median loss is by 10.0 points; most in Quality, 10.0 behind (n = 60)"
    assert output["lost_reasons"].startswith("Price is the reason for 100 % [94..100] of 60 losses; ")
    assert output["lost_reasons"].endswith(" says so in 40")
    # exp((10 ln 21 + 20 ln 4) / 30), heard in 10 of 20 that changed hands and in none of 20 that were kept
    assert output["signal_yield"].startswith("Delivery late moves most: by your 40 re-tenders ")
    assert output["signal_yield"].endswith(" a factor of 6.95, not 4.00")
    assert output["score_quality"].endswith("(n 40)")
    assert output["coverage"] == "60 of 60 losses lack something; most often: a contact (60)"
    assert "1 winner " in output["clean_hands"] or "2 winners" in output["clean_hands"]


def test_wins_show_what_they_left_on_the_table(large: Holdings) -> None:
    (won,) = [table for table in shown(large)["price_gap"].tables if str(table.title) == "Wins against the second"]
    rows = {str(row.cells[0]): str(row.cells[1]) for row in won.rows}
    assert (rows["n"], rows["median"], rows["left on the table"]) == ("20", "+10.0 %", "200 EUR")


def test_a_rate_of_fewer_than_five_is_hidden_but_not_its_n() -> None:
    book = Large.__new__(Large)
    book.holdings = Holdings()
    book.holdings.put("buyers", Buyer(id=1, name="Buyer"))
    for n in range(0, 32, 8):
        book.bid(n)
    page = shown(book.holdings)["win_rate"]
    assert str(page.headline) == "n too small: 4 of 4 decided bids won, 5 are needed" and not page.enough
    text = "\n".join(plain(page_lines(page.page, 80)))
    assert "4 of 4" in text and "100 %" not in text


@pytest.mark.parametrize(
    ("forecasts", "headline"),
    [
        ([(0.6, k < 12) for k in range(40)], "You are over-confident by 30 points (n 40)"),
        ([(0.3, k < 26) for k in range(40)], "You are under-confident by 35 points (n 40)"),
        ([(0.3, k < 12) for k in range(40)], "Nothing speaks against your estimates (n 40)"),
        (
            [(0.05, k < 8) for k in range(40)] + [(0.95, k < 32) for k in range(40)],
            "Your estimates are too far from the middle: be less sure at both ends (n 80)",
        ),
        (
            [(0.3, False) for _ in range(40)] + [(0.7, True) for _ in range(40)],
            "Your estimates are too near to the middle: be bolder at both ends (n 80)",
        ),
        (
            [(0.35, k < 8) for k in range(20)],
            "n too small: with 20 bids, 15 points of optimism would be noticed with a chance of 25 %",
        ),
    ],
)
def test_the_verdict_on_our_estimates(forecasts: list[tuple[float, bool]], headline: str) -> None:
    assert str(calibration_page(calibration(forecasts)).headline) == headline


def test_groups_too_small_for_a_rate_are_no_points() -> None:
    page = calibration_page(calibration([(0.1, False)] * 6 + [(0.9, True)] * 4))
    (plot,) = page.plots
    assert isinstance(plot, Points) and [point.x for point in plot.points] == [pytest.approx(0.1)]
    assert not calibration_page(calibration([(0.1, False)] * 4)).plots


def test_of_losses_that_are_all_maturing_it_says_how_many() -> None:
    book = Large.__new__(Large)
    book.holdings = Holdings()
    book.holdings.put("buyers", Buyer(id=8, name="Buyer"))
    book.bid(79)
    page = shown(book.holdings)["funnel"]
    assert str(page.headline) == "n too small: 0 ripe losses, maturing 1"
    assert not page.plots and [str(table.title) for table in page.tables] == ["By quarter of the loss"]


def test_reasons_by_value_are_in_one_currency_or_in_the_base(large: Holdings) -> None:
    def bars(settings: Settings) -> list[str]:
        large.settings = settings
        return [str(bar.text) for bar in shown(large)["lost_reasons"].plots[1].bars]

    try:
        assert bars(Settings()) == ["6,000 EUR"]
        assert bars(Settings(base_currency="USD", rates={"EUR": "1.5"})) == ["9,000 USD"]
    finally:
        large.settings = Settings()


def test_the_sample_has_its_pages(sample: Holdings) -> None:
    result = shown(sample)
    assert result["win_rate"].enough and result["clean_hands"].tables and result["funnel"].plots
    todo = result["coverage"].tables[-1]
    lacking = [str(row.cells[2]).count(",") for row in todo.rows]
    assert lacking == sorted(lacking, reverse=True)
    for page in result.values():
        for table in page.tables:
            for row in table.rows:
                assert len(row.cells) == len(table.columns)
                if row.target:
                    kind, number = parse_ref(row.target)
                    assert number in sample.table(kind)


# ---------------------------------------------------------------- JSON


def test_a_class_is_called_by_its_name(sample: Holdings) -> None:
    page = shown(sample)["by_category"]
    assert str(page.headline).startswith("Best at Medical equipments: ")
    classes = [row.cells[0] for table in page.tables for row in table.rows]
    assert "Medical equipments" in classes and not any("CPV" in str(name) for name in classes)


def test_the_document_names_buyers_and_competitors_by_their_ids(large: Holdings) -> None:
    whole = reader.loads(json.document(json.insights_document(insights(large, AS_OF))))
    assert set(whole) == set(Insights.__struct_fields__)
    assert whole["as_of"] == "2026-11-23"
    assert {row["key"] for row in whole["winning"]["by_buyer"]} == {f"B{n}" for n in range(1, 9)}
    assert [row["competitor"] for row in whole["winning"]["by_competitor"]] == ["C2", "C1"]
    assert set(whole["winning"]["overall"]) == {"hits", "n", "value", "low", "high"}
    assert whole["price_gap"]["won"]["left"] == {"EUR": "200"}


def test_in_the_document_a_winner_that_is_not_known_is_null() -> None:
    book = Large.__new__(Large)
    book.holdings = Holdings()
    book.tender(1, bids=(Bid(outcome=Outcome.LOST, outcome_on=AS_OF),))
    rows = json.insights_document(insights(book.holdings, AS_OF))["winning"]["by_competitor"]
    assert [row["competitor"] for row in rows] == [None]


# ---------------------------------------------------------------- drawing


@pytest.mark.parametrize("width", [20, 44, 58, 78, 130, 400])
def test_no_line_is_wider_than_asked_for_and_none_can_harm(large: Holdings, sample: Holdings, width: int) -> None:
    for holdings in (large, sample, Holdings()):
        for page in shown(holdings).values():
            for line in plain(page_lines(page.page, width)):
                assert cells(line) <= width, (page.key, line)
                assert line == safe(line)


def test_a_table_has_one_line_a_row_and_cuts_the_widest_column() -> None:
    table = PageTable(
        columns=(PageColumn("Name"), PageColumn("n", True)),
        rows=(PageRow(("a name that is much too long for this", "12")), PageRow(("short", "3"))),
    )
    assert list(plain(table_lines(table, 14))) == ["Name         n", "a name th…  12", "short        3"]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(8, 100))
def test_columns_are_fitted_into_the_room(widths: list[int], room: int) -> None:
    result = fitted(widths, room)
    assert sum(result) <= max(room, len(widths))
    assert all(new <= old for new, old in zip(result, widths, strict=True))
    if sum(widths) <= room:
        assert result == widths


@given(st.floats(-0.5, 1.5), st.integers(1, 80))
def test_a_bar_has_its_width_and_shows_whatever_is_there(share: float, width: int) -> None:
    drawn = bar(share, width)
    assert len(drawn) == width
    assert bool(drawn.strip()) is (share > 0)
    assert (drawn == "█" * width) is (round(min(max(share, 0), 1) * width * 8) == width * 8)


def series(*values: float | None, most: float = 1.0, **fields: object) -> Series:
    labels = tuple(f"2026-{n:02}" for n in range(len(values)))
    return Series(title="T", labels=labels, values=values, most=most, top="100 %", **fields)


def rows(plot: Plot, width: int) -> list[str]:
    return list(plain(plot_lines(plot, width)))[1:]


def test_columns_of_a_series_are_as_high_as_their_value_and_hidden_ones_are_dots() -> None:
    drawn = rows(series(1.0, 0.5, 0.0, None, 0.001), 60)
    columns = ["".join(line[7 + 4 * n] if len(line) > 7 + 4 * n else " " for line in drawn[:HIGH]) for n in range(5)]
    assert columns == ["██████", "   ███", "     _", "     ·", "     ▁"]
    assert drawn[0].startswith("100 % │") and drawn[HIGH - 1].startswith("    0 │")
    assert drawn[-1].split() == ["2026-00", "2026-02", "2026-04"]


def test_of_a_series_without_room_the_newest_or_the_next_are_kept() -> None:
    many = [n / 40 for n in range(40)]
    assert rows(series(*many, newest=True), 28)[-1].split()[0] == "2026-19"
    assert rows(series(*many), 28)[-1].split()[0] == "2026-00"


@pytest.mark.parametrize("plot", [series(), series(None, None), series(0.0, most=0.0), Bars(title="T", bars=())])
def test_plots_of_nothing_are_drawn(plot: Plot) -> None:
    assert all(cells(line) <= 30 for line in rows(plot, 30))


def test_the_level_is_drawn_where_no_column_stands() -> None:
    drawn = rows(series(1.0, 0.0, level=0.5), 40)
    assert [("╌" in line) for line in drawn[:HIGH]] == [False, False, True, False, False, False]


def test_points_stand_on_the_square_with_their_interval() -> None:
    edge = Points(
        title="T",
        across="p",
        points=(Point(x=0, y=0, low=0, high=0.3), Point(x=1, y=1, low=0.6, high=1)),
    )
    drawn = rows(edge, 51)
    assert drawn[0].startswith("100 % │ ") and drawn[0].endswith("●") and len(drawn[0]) == 51
    assert drawn[10].startswith("  0 % │●")
    assert [line[7] for line in drawn[7:11]] == ["│", "│", "│", "●"]
    assert drawn[-1].split() == ["0", "%", "p", "100", "%"]
    assert sum(line.count("·") for line in drawn) == 44 - 2


def test_bars_tell_what_is_confirmed_and_where_the_sum_stands() -> None:
    plot = Bars(
        title="T",
        bars=(
            PlotBar(label="Price", value=6, sure=2, mark=6, text="6"),
            PlotBar(label="Fit", value=4, sure=0, mark=10, text="4"),
            PlotBar(label="Nothing", value=0, text="0"),
        ),
        most=10,
    )
    assert rows(plot, 30) == [
        "Price   ████▒▒▒▒▒▒▒▒┃        6",
        "Fit     ▒▒▒▒▒▒▒▒           ┃ 4",
        "Nothing                      0",
    ]


def test_a_longest_bar_stays_in_sight_of_its_label() -> None:
    plot = Bars(title="T", bars=(PlotBar(label="a", value=1, text="1"),))
    assert len(rows(plot, 300)[0]) == drawing.LONGEST_BAR + 4
