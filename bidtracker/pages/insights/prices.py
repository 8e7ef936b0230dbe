"""The page on prices: how far ours were from the winners', and what our wins left on the table."""

from __future__ import annotations

from bidtracker.domain.figures import signed
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import FEW, HIDDEN, amounts, gap, in_words, interval, of
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, PageColumn, PageRow, PageTable, PlotBar
from bidtracker.pages.words import per_cent
from bidtracker.radar.insights.prices import NEAR, GapBar, MoneyLeft, PriceGap
from bidtracker.radar.measures.rates import LEAST_SHOWN, Rate


def price_page(gaps: PriceGap) -> InsightPage:
    """Price gaps of losses, and of wins to the second."""
    if not gaps.n:
        headline = say(
            "No loss has both prices: o on a tender, or `bidtracker lost T42 --amount 99k`, records the winner's;"
            " b, or `bidtracker bid T42 --price 118k`, ours"
        )
    elif gaps.n < LEAST_SHOWN or gaps.median is None:
        headline = count(
            "n too small: {n} loss has both prices, {least} are needed",
            "n too small: {n} losses have both prices, {least} are needed",
            gaps.n,
            least=LEAST_SHOWN,
        )
    else:
        headline = say(
            "Your median losing price is {median} against the winner's; {cheaper} were cheaper and lost",
            median=gap(gaps.median),
            cheaper=in_words(gaps.cheaper),
        )
    notes = (
        say("Gap: our price / the winner's − 1, same lot and currency; whether both include tax is not known"),
        say("Left on the table: the second price / ours − 1, where E on the award names the runner-up's price"),
        FEW,
    )
    return InsightPage(
        key="price_gap",
        part="price_gap",
        title=_("Price gap"),
        headline=headline,
        enough=gaps.n >= LEAST_SHOWN,
        plots=_histogram(gaps),
        tables=tuple(_tables(gaps)),
        notes=notes if gaps.n or gaps.won.n else notes[1:2],
    )


def _histogram(gaps: PriceGap) -> tuple[Bars, ...]:
    """Bars of 5 %, from the lowest that has any to the highest."""
    filled = [at for at, bar in enumerate(gaps.bars) if bar.n]
    if not filled:
        return ()
    bars = gaps.bars[filled[0] : filled[-1] + 1]
    return (
        Bars(
            title=_("Losses by how far our price was above (+) or below (−) the winner's"),
            bars=tuple(PlotBar(label=_edges(bar), value=bar.n, text=str(bar.n)) for bar in bars),
        ),
    )


def _edges(bar: GapBar) -> Message | str:
    if bar.low is None:
        return say("below {high} %", high=signed(100 * (bar.high or 0), 0))
    if bar.high is None:
        return say("{low} % or more", low=signed(100 * bar.low, 0))
    return per_cent(f"{signed(100 * bar.low, 0)} .. {signed(100 * bar.high, 0)}")


def _tables(gaps: PriceGap) -> list[PageTable]:
    tables = []
    if gaps.n:
        near = say("within {near} % either way", near=f"{100 * NEAR:.0f}")
        shares = _share(near, gaps.near), _share(say("we were cheaper, and lost"), gaps.cheaper)
        tables.append(_middle(_("Losses"), gaps.n, gaps.median, gaps.quartiles, *shares))
    if gaps.won.n:
        tables.append(_won(gaps.won))
    return tables


def _won(won: MoneyLeft) -> PageTable:
    left = PageRow((say("left on the table"), amounts(won.left) or HIDDEN))
    dearer = _share(say("we were dearer, and won"), won.dearer)
    return _middle(_("Wins against the second"), won.n, won.median, won.quartiles, dearer, left)


def _middle(
    title: str, n: int, median: float | None, quartiles: tuple[float, float] | None, *more: PageRow
) -> PageTable:
    enough = n >= LEAST_SHOWN
    low, high = quartiles or (None, None)
    return PageTable(
        title=title,
        columns=(PageColumn(_("Gap")), PageColumn(_("Value"), True)),
        rows=(
            PageRow((say("n"), str(n))),
            PageRow((say("median"), gap(median if enough else None))),
            PageRow((say("middle half"), f"{gap(low)} .. {gap(high)}" if enough else HIDDEN)),
            *more,
        ),
    )


def _share(name: Message, rate: Rate) -> PageRow:
    return PageRow((name, interval(rate) if rate.value is not None else of(rate)))
