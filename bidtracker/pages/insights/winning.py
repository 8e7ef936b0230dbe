"""Pages on how often we win: overall, and by buyer, competitor and category."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.ids import ref
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.domain.money import Money
from bidtracker.domain.vocabulary import Intent, Outcome
from bidtracker.locale import listed, tr
from bidtracker.locale.categories import category_name
from bidtracker.pages.insights.figures import FEW, NOTHING_DECIDED, RATE, in_words, interval, more, of, percent
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import Bars, Cell, PageColumn, PageRow, PageTable, PlotBar, Series
from bidtracker.radar.insights.winning import Against, RateGroup, Winning
from bidtracker.radar.measures.rates import LEAST_SHOWN

MOST = 30  # rows of a table; those with the most bids
BARS = 10
COUNTED = (PageColumn(_("Won"), True), *RATE)
DRAWN = say("Best first, by the rate drawn toward our overall one by 8 bids, so that few bids do not lead the list")


def winning_pages(winning: Winning, holdings: Holdings) -> Iterator[InsightPage]:
    """The pages of all win rates."""
    yield _overall(winning)

    def buyer(key: int | str) -> tuple[Cell, str]:
        return holdings.name("buyers", int(key)), ref("buyers", int(key))

    def category(key: int | str) -> tuple[Cell, str]:
        scheme, _colon, code = str(key).rpartition(":")
        name = category_name(code.upper(), scheme) if scheme else ""
        return name or str(key) or say("no category"), ""

    yield _grouped(winning.by_buyer, buyer, key="by_buyer", title=_("Win rate by buyer"), column=_("Buyer"))
    yield _against(winning, holdings)
    yield _grouped(
        winning.by_category, category, key="by_category", title=_("Win rate by category"), column=_("Category")
    )


def _overall(winning: Winning) -> InsightPage:
    overall = winning.overall
    if overall.value is not None:
        headline = say("You win {rate} decided bids", rate=in_words(overall))
    elif overall.n:
        headline = say("n too small: {won} decided bids won, {least} are needed", won=of(overall), least=LEAST_SHOWN)
    else:
        headline = NOTHING_DECIDED
    return InsightPage(
        key="win_rate",
        part="winning",
        title=_("Win rate"),
        headline=headline,
        enough=overall.value is not None,
        plots=_quarters(winning),
        tables=tuple(table for table in (_by_time(winning), _by_value(winning), _by_intent(winning)) if table.rows),
        notes=(*_excluded(winning), FEW) if overall.n else _excluded(winning),
    )


def _excluded(winning: Winning) -> tuple[Message, ...]:
    """What is not in the rate, by outcome."""
    if not winning.excluded:
        return ()
    counts = listed(f"{tr(word)} {n}" for word in Outcome if (n := winning.excluded.get(word)))
    return (say("Not counted, as neither won nor lost: {counts}", counts=counts),)


def _quarters(winning: Winning) -> tuple[Series, ...]:
    """The rate over time; quarters with few bids are hidden."""
    if all(group.rate.value is None for group in winning.by_quarter):
        return ()
    top = math.ceil(10 * max(group.rate.value or 0.1 for group in winning.by_quarter)) / 10
    return (
        Series(
            title=say("Won by quarter of the outcome, and overall ({rate})", rate=percent(winning.overall.value)),
            labels=tuple(str(group.key) for group in winning.by_quarter),
            values=tuple(group.rate.value for group in winning.by_quarter),
            most=top,
            top=percent(top),
            level=winning.overall.value,
            newest=True,
        ),
    )


def _by_time(winning: Winning) -> PageTable:
    rows = tuple(_rated(group, str(group.key)) for group in reversed(winning.by_quarter))
    return PageTable(columns=(PageColumn(_("Quarter")), *COUNTED), rows=rows)


def _by_value(winning: Winning) -> PageTable:
    return PageTable(
        title=_("By value, each currency for itself"),
        columns=(
            PageColumn(_("Won")),
            PageColumn(_("of what was bid")),
            PageColumn(_("Share"), True),
            PageColumn(_("Bids"), True),
        ),
        rows=tuple(
            PageRow(
                (
                    str(Money(row.won, row.currency)),
                    str(Money(row.bid, row.currency)),
                    percent(row.value if row.n >= LEAST_SHOWN else None),
                    str(row.n),
                )
            )
            for row in winning.by_value
        ),
    )


def _by_intent(winning: Winning) -> PageTable:
    def name(key: int | str) -> Message | str:
        return next((word for word in Intent if word == key), say("no intent recorded"))

    return PageTable(
        title=_("By intent"),
        columns=(PageColumn(_("Intent")), *COUNTED),
        rows=tuple(_rated(group, name(group.key)) for group in winning.by_intent),
    )


def _rated(group: RateGroup, name: Message | str) -> PageRow:
    return PageRow((name, of(group.rate), interval(group.rate)))


# ---------------------------------------------------------------- groups


def _grouped(
    groups: Sequence[RateGroup], name: Callable[[int | str], tuple[Cell, str]], *, key: str, title: str, column: str
) -> InsightPage:
    """The groups with the most bids, best first; `name` says what one is called and which record it is."""
    enough = [group for group in groups if group.rate.value is not None]
    if not groups:
        headline = NOTHING_DECIDED
    elif len(enough) == 1:
        called, rate = name(enough[0].key)[0], in_words(enough[0].rate)
        headline = say(
            "Only {name} has {least} decided bids or more: {rate} won", name=called, least=LEAST_SHOWN, rate=rate
        )
    elif enough:
        called, rate = name(enough[0].key)[0], in_words(enough[0].rate)
        headline = say("Best at {name}: {rate} bids won", name=called, rate=rate)
    else:
        most = max(group.rate.n for group in groups)
        headline = say("n too small: none has {least} decided bids yet, the most is {n}", least=LEAST_SHOWN, n=most)
    shown = sorted(range(len(groups)), key=lambda at: (-groups[at].rate.n, at))[:MOST]
    rows = []
    for group in (groups[at] for at in sorted(shown)):
        called, target = name(group.key)
        rows.append(PageRow((called, of(group.rate), interval(group.rate)), target))
    return InsightPage(
        key=key,
        part="winning",
        title=title,
        headline=headline,
        enough=bool(enough),
        tables=(PageTable(columns=(PageColumn(column), *COUNTED), rows=tuple(rows)),) if rows else (),
        notes=(*more(len(rows), len(groups)), DRAWN, FEW) if groups else (),
    )


def _against(winning: Winning, holdings: Holdings) -> InsightPage:
    """Those we lose most to, and how we do against each of them."""
    rows = winning.by_competitor[:MOST]
    named = next((row for row in rows if row.competitor), None)
    notes = (
        *more(len(rows), len(winning.by_competitor)),
        say("We won: of the bids where both are known to have bid and one of the two won"),
        FEW,
    )
    return InsightPage(
        key="by_competitor",
        part="winning",
        title=_("Win rate by competitor"),
        headline=_most_lost_to(named, holdings) if rows else NOTHING_DECIDED,
        enough=named is not None and named.lost_to.value is not None,
        plots=_losses(rows, holdings),
        tables=(_rivals(rows, holdings),) if rows else (),
        notes=notes if rows else (),
    )


def _most_lost_to(row: Against | None, holdings: Holdings) -> Message:
    """What is to be learnt of the competitor that comes first; None where no winner is known."""
    if row is None:
        return say("No winner is known yet: o on a tender, or `bidtracker lost T42 --to NAME`, records who won")
    if row.lost_to.value is None:
        return count(
            "n too small: {n} loss, {least} are needed",
            "n too small: {n} losses, {least} are needed",
            row.lost_to.n,
            least=LEAST_SHOWN,
        )
    return say("Most is lost to {name}: {rate} losses", name=_name(row, holdings), rate=in_words(row.lost_to))


def _losses(rows: Sequence[Against], holdings: Holdings) -> tuple[Bars, ...]:
    lost = [row for row in rows if row.lost_to.hits][:BARS]
    bars = tuple(
        PlotBar(label=_name(row, holdings), value=row.lost_to.hits, text=str(row.lost_to.hits)) for row in lost
    )
    return (Bars(title=_("Losses by who won"), bars=bars),) if bars else ()


def _rivals(rows: Sequence[Against], holdings: Holdings) -> PageTable:
    def row(rival: Against) -> PageRow:
        cells = (
            _name(rival, holdings),
            of(rival.ours),
            interval(rival.ours),
            str(rival.lost_to.hits),
            percent(rival.lost_to.value),
        )
        return PageRow(cells, ref("competitors", rival.competitor) if rival.competitor else "")

    return PageTable(
        columns=(
            PageColumn(_("Competitor")),
            PageColumn(_("We won"), True),
            *RATE,
            PageColumn(_("Lost to it"), True),
            PageColumn(_("of our losses"), True),
        ),
        rows=tuple(map(row, rows)),
    )


def _name(row: Against, holdings: Holdings) -> Message | str:
    return holdings.name("competitors", row.competitor) if row.competitor else say("winner not known")
