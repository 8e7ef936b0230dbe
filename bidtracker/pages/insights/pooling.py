"""The pages on what a book can give away, and on what the counts of several books say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.message import Message, count, listed, say
from bidtracker.domain.message import label as _
from bidtracker.domain.vocabulary import CostBand, SignalKind
from bidtracker.pages.insights.figures import HIDDEN, in_words, number
from bidtracker.pages.lines.signals import factor_words
from bidtracker.pages.page import Page, PageColumn, PageRow, PageTable, Remark, filled, section
from bidtracker.radar.pooling.book_counts import LEAST_BUYERS, LEAST_CELL, BookCounts, ExpectedLost, SmallCells
from bidtracker.radar.pooling.pool import LEAST_BOOKS, MOST_OF_ONE, Pool, PooledKind
from bidtracker.radar.score.evidence import BOUNDS, SHIPPED, Pooled, cap

LED_TO = {
    "invited": say("led to an invitation"),
    "met": say("led to a visit or meeting"),
    "awarded": say("led to a contract"),
    "paid": say("led to an invitation or a contract"),
}
N = PageColumn(_("n"), True)


# ---------------------------------------------------------------- what is given away


def counts_page(counts: BookCounts, small: SmallCells) -> Page:
    """All that a book gives away, to be read before it is given."""
    return Page(
        title=say("What this book can give away"),
        headline=_given(counts),
        enough=not counts.empty,
        sections=filled(
            section("", say("Re-tenders about which somebody had asked"), _heard_table(counts)),
            section("", say("Bids that we expected to lose, over 24 months"), _lost_table(counts)),
            section("", "", _remarks(_left_out(small))),
        ),
    )


def _given(counts: BookCounts) -> Message:
    if counts.empty:
        return say(
            "Nothing can be given away yet: every table has a cell below {n}, or rests on fewer than {buyers} buyers",
            n=LEAST_CELL,
            buyers=LEAST_BUYERS,
        )
    return say("Counts only: no names, places, dates or amounts. Nothing is sent; whom you give the file is up to you")


def _heard_table(counts: BookCounts) -> Iterator[PageTable]:
    rows = [PageRow((kind, *map(str, counts.signals[kind].cells))) for kind in SignalKind if kind in counts.signals]
    if counts.something is not None:
        rows.insert(0, PageRow((say("anything heard"), *map(str, counts.something.cells))))
    if rows:
        columns = (
            PageColumn(_("Signal")),
            PageColumn(_("heard, changed"), True),
            PageColumn(_("heard, kept"), True),
            PageColumn(_("not heard, changed"), True),
            PageColumn(_("not heard, kept"), True),
        )
        yield PageTable(columns=columns, rows=tuple(rows))


def _lost_table(counts: BookCounts) -> Iterator[PageTable]:
    led = ((LED_TO[name], getattr(counts.expected_lost, name)) for name in ExpectedLost.__struct_fields__)
    rows = [PageRow((words, str(table.yes), str(table.no))) for words, table in led if table is not None]
    rows += [
        PageRow((say("cost {band}", band=band), str(counts.costs[band]), ""))
        for band in CostBand
        if band in counts.costs
    ]
    if rows:
        columns = (PageColumn(_("What")), PageColumn(_("Yes"), True), PageColumn(_("No"), True))
        yield PageTable(columns=columns, rows=tuple(rows))


def _left_out(small: SmallCells) -> Iterator[Message]:
    if small.kinds:
        yield say("Left out, since a cell rests on too few: {kinds}", kinds=listed(small.kinds))
    if small.tables:
        yield count(
            "Left out, since it rests on too few: {n} table of bids expected to be lost",
            "Left out, since they rest on too few: {n} tables of bids expected to be lost",
            small.tables,
        )


# ---------------------------------------------------------------- what several books say


def pool_page(pooled: Pool) -> Page:
    """What the counts of several books say, and what factors would become by them."""
    return Page(
        title=say("Pooled odds"),
        headline=_pooled_headline(pooled),
        enough=any(kind.moves for kind in pooled.kinds),
        sections=filled(
            section("", say("What signals are worth"), _kind_table(pooled)),
            section("", say("Bids that were expected to be lost"), _lost_rates(pooled)),
            section("", "", _remarks(_pool_notes(pooled))),
        ),
    )


def _pooled_headline(pooled: Pool) -> Message:
    moving = [kind for kind in pooled.kinds if kind.moves]
    if not moving:
        return count(
            "The counts of {n} book move no factor; the shipped ones stand",
            "The counts of {n} books move no factor; the shipped ones stand",
            pooled.books,
        )
    return count(
        "By the counts of {books} books {n} factor would be another: `bidtracker settings --pooled-from FILE` takes it",
        "By the counts of {books} books {n} factors would be others: `bidtracker settings --pooled-from FILE` takes"
        " them",
        len(moving),
        books=pooled.books,
    )


def _kind_table(pooled: Pool) -> Iterator[PageTable]:
    if pooled.kinds:
        yield PageTable(
            columns=(
                PageColumn(_("Signal")),
                PageColumn(_("Books"), True),
                N,
                PageColumn(_("Shipped"), True),
                PageColumn(_("Pooled [95 %]"), True),
                PageColumn(_("Would become"), True),
                PageColumn(_("Within"), True),
            ),
            rows=tuple(_kind_row(kind) for kind in pooled.kinds),
        )


def _kind_row(kind: PooledKind) -> PageRow:
    span = f"{number(kind.observed, 2)} [{number(kind.low, 2)}..{number(kind.high, 2)}]"
    low, high = cap(kind.kind)
    return PageRow(
        (
            kind.kind,
            str(kind.books),
            str(kind.with_signal),
            f"{kind.shipped:g}",
            span,
            number(kind.becomes, 2) if kind.moves else HIDDEN,
            f"{low:g}..{high:g}",
        )
    )


def _lost_rates(pooled: Pool) -> Iterator[PageTable]:
    rows = [PageRow((LED_TO[name], in_words(share))) for name, share in pooled.expected_lost.items()]
    rows += [PageRow((say("cost {band}", band=band), str(n))) for band, n in pooled.costs.items()]
    if rows:
        yield PageTable(columns=(PageColumn(_("What")), PageColumn(_("Rate [95 %]"), True)), rows=tuple(rows))


def _pool_notes(pooled: Pool) -> Iterator[Message]:
    if pooled.something is not None:
        value, low, high = pooled.something
        yield say(
            "Anything heard at all was {value} [{low}..{high}] times as frequent before a change as before none",
            value=number(value, 2),
            low=number(low, 2),
            high=number(high, 2),
        )
    yield say(
        "A factor moves from {books} books on, where an interval twice as wide leaves out 1 and the shipped one; never"
        " beyond a half or the double of the shipped one, nor beyond {low} and {high}; a book counts for {most}"
        " re-tenders at most",
        books=LEAST_BOOKS,
        low=round(BOUNDS[0]),
        high=round(BOUNDS[1]),
        most=MOST_OF_ONE,
    )
    if pooled.kinds:
        most = max(kind.retenders for kind in pooled.kinds)
        yield say("n: re-tenders with the signal, of up to {most} that somebody asked about", most=most)
    yield say("Counts are not split by the chance that the record alone gives; see docs/scoring.md")


# ---------------------------------------------------------------- what this book uses


def in_force_page(pooled: Pooled) -> Page:
    """The factors that this book's score uses in place of the shipped ones."""
    n = len(pooled)
    headline = (
        count("{n} factor of signals is pooled", "{n} factors of signals are pooled", n)
        if n
        else say("Scores use the shipped factors; `bidtracker odds --from FILE…` shows what other books say")
    )
    rows = tuple(
        PageRow((kind, f"{SHIPPED[kind]:g}", number(pooled.factor(kind), 2), factor_words(factor)))
        for kind, factor in pooled.items()
    )
    columns = (
        PageColumn(_("Signal")),
        PageColumn(_("Shipped"), True),
        PageColumn(_("Factor used"), True),
        PageColumn(_("From")),
    )
    tables = (PageTable(columns=columns, rows=rows),) if rows else ()
    return Page(title=say("Pooled odds"), headline=headline, sections=filled(section("", "", tables)))


def _remarks(notes: Iterable[Message]) -> tuple[Remark, ...]:
    return tuple(Remark(words=((note, "muted"),), signs=(("· ", "muted"),)) for note in notes)
