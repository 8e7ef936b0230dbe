"""Pages on our own judgement: whether p_win can be believed, and what bids expected to be lost brought."""

from __future__ import annotations

from collections.abc import Iterator

from bidtracker.domain.figures import signed
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.message import label as _
from bidtracker.pages.insights.figures import (
    FEW,
    RATE,
    SEEN,
    estimate,
    in_words,
    interval,
    number,
    of,
    percent,
    resampled,
    within,
)
from bidtracker.pages.insights.insight_page import InsightPage
from bidtracker.pages.page import PageColumn, PageRow, PageTable, Point, Points
from bidtracker.radar.insights.calibration import Calibration, Confidence
from bidtracker.radar.insights.payoff import MONTHS, Payoff, Yield


def calibration_page(forecasts: Calibration) -> InsightPage:
    """Whether our estimates can be believed, with the power that so few bids have."""
    return InsightPage(
        key="calibration",
        part="calibration",
        title=_("Calibration"),
        headline=_verdict(forecasts),
        enough=forecasts.confidence is not Confidence.TOO_SMALL,
        plots=_reliability(forecasts),
        tables=(_bins(forecasts), _scores(forecasts)) if forecasts.n else (),
        notes=_calibration_notes(forecasts) if forecasts.n else (),
    )


def _verdict(forecasts: Calibration) -> Message:
    if forecasts.mean_forecast is None:
        return say(
            "No decided bid has an estimate from before it was submitted: b on a tender, or"
            " `bidtracker bid T42 --p-win 30%`, records one"
        )
    points = count("{n} point", "{n} points", round(100 * abs(forecasts.mean_forecast - forecasts.wins / forecasts.n)))
    match forecasts.confidence:
        case Confidence.TOO_SMALL:
            return count(
                "n too small: with {n} bid, 15 points of optimism would be noticed with a chance of {power}",
                "n too small: with {n} bids, 15 points of optimism would be noticed with a chance of {power}",
                forecasts.n,
                power=percent(forecasts.power),
            )
        case Confidence.OVER:
            return say("You are over-confident by {points} (n {bids})", points=points, bids=forecasts.n)
        case Confidence.UNDER:
            return say("You are under-confident by {points} (n {bids})", points=points, bids=forecasts.n)
        case Confidence.SHARP if (forecasts.z_spiegelhalter or 0) < 0:
            return say("Your estimates are too near to the middle: be bolder at both ends (n {n})", n=forecasts.n)
        case Confidence.SHARP:
            return say("Your estimates are too far from the middle: be less sure at both ends (n {n})", n=forecasts.n)
        case Confidence.FINE:
            return say("Nothing speaks against your estimates (n {n})", n=forecasts.n)


def _reliability(forecasts: Calibration) -> tuple[Points, ...]:
    points = tuple(
        Point(x=group.forecast, y=group.rate.value, low=group.rate.low, high=group.rate.high)
        for group in forecasts.bins
        if group.rate.value is not None and group.rate.low is not None and group.rate.high is not None
    )
    if not points:
        return ()
    title = say("How often it came true (up) by what you estimated (across); on the dots you were right")
    return (Points(title=title, across=_("p_win"), points=points),)


def _bins(forecasts: Calibration) -> PageTable:
    return PageTable(
        columns=(PageColumn(_("Your estimate")), PageColumn(_("on average"), True), PageColumn(_("Won"), True), *RATE),
        rows=tuple(
            PageRow(
                (
                    percent(group.low) if group.low == group.high else f"{percent(group.low)} .. {percent(group.high)}",
                    percent(group.forecast),
                    of(group.rate),
                    interval(group.rate),
                )
            )
            for group in forecasts.bins
        ),
    )


def _scores(forecasts: Calibration) -> PageTable:
    spans = forecasts.intervals
    measures = (
        (_("Brier score (0 is perfect)"), number(forecasts.brier)),
        (_("Skill against always saying our win rate"), number(forecasts.skill, 2)),
        (_("Z in the large (beyond 1.96: over or under)"), number(forecasts.z_large, 2)),
        (_("Z after Spiegelhalter"), number(forecasts.z_spiegelhalter, 2)),
        (_("Reliability (0 is perfect)"), number(forecasts.reliability)),
        (_("Resolution (more is better)"), number(forecasts.resolution)),
        (_("Uncertainty of the outcomes"), number(forecasts.uncertainty)),
        (_("Brier score of the groups = reliability - resolution + uncertainty"), number(forecasts.binned_brier)),
        (
            _("Slope of p_win (1 is right, less is too bold)"),
            estimate(spans.slope if spans else None, 2),
        ),
        (_("Chance to notice 15 points of optimism"), percent(forecasts.power)),
    )
    return PageTable(
        title=_("Scores"),
        columns=(PageColumn(_("Measure")), PageColumn(_("Value"), True)),
        rows=tuple(PageRow((say(name), value)) for name, value in measures),
    )


def _calibration_notes(forecasts: Calibration) -> tuple[Message, ...]:
    groups = (
        say("Groups by isotonic regression (CORP), as there are 50 bids or more")
        if forecasts.method == "corp"
        else say("Five fixed groups, as there are fewer than 50 bids")
    )
    late = count(
        "{n} estimate is not scored: it was written down after the outcome, or on no known day",
        "{n} estimates are not scored: they were written down after the outcome, or on no known day",
        forecasts.late,
    )
    return (
        say("Scored is p_win as it was locked at submission, of bids that were won or lost; later edits do not count"),
        *((late,) if forecasts.late else ()),
        groups,
        *resampled(forecasts.intervals),
        say("15 points of optimism are noticed with 52 % at 40 bids and 71 % at 60; 10 points need 150"),
        FEW,
    )


# ---------------------------------------------------------------- expected lost


def payoff_page(payoff: Payoff, below: float) -> InsightPage:
    """Whether bids that we expect to lose pay off; `below` is the p_win from which one is expected to win."""
    expected, others = payoff.expected, payoff.others
    if not payoff.n:
        headline = say(
            "No bid was expected to be lost: b on a tender, or `bidtracker bid`, takes a p_win below {below} or the"
            " intent to position or to benchmark",
            below=percent(below),
        )
    elif expected.paid.value is None:
        headline = count(
            "n too small: {n} bid expected to be lost, {ripe} of them lost {months} months ago or more",
            "n too small: {n} bids expected to be lost, {ripe} of them lost {months} months ago or more",
            payoff.n,
            ripe=expected.paid.n,
            months=MONTHS,
        )
    else:
        headline = say(
            "{paid} bids lost as expected led to an invitation or a contract, {others} other losses",
            paid=in_words(expected.paid),
            others=in_words(others.paid),
        )
    return InsightPage(
        key="expected_lost",
        part="expected_lost",
        title=_("Expected lost"),
        headline=headline,
        enough=expected.paid.value is not None,
        tables=(_yields(payoff), _led_to(payoff)) if payoff.n else (),
        notes=(
            *_more(payoff),
            say(
                "Expected lost: p_win below {below} when submitted, or the intent position or benchmark",
                below=percent(below),
            ),
            say(
                "Paid off: the buyer invited us, or gave us a contract, within {months} months after the loss;"
                " maturing ones are still within them",
                months=MONTHS,
            ),
            SEEN,
            FEW,
        )
        if payoff.n
        else (),
    )


def _led_to(payoff: Payoff) -> PageTable:
    """What losses led to, the expected ones beside the others."""
    steps = (("invited", _("invited us")), ("met", _("met us")), ("awarded", _("gave us a contract")))
    return PageTable(
        title=_("Within 24 months the buyer"),
        columns=(
            PageColumn(_("What")),
            PageColumn(_("After expected losses"), True),
            PageColumn(_("After others"), True),
        ),
        rows=tuple(
            PageRow((say(words), in_words(getattr(payoff.expected, name)), in_words(getattr(payoff.others, name))))
            for name, words in steps
        ),
    )


def _more(payoff: Payoff) -> Iterator[Message]:
    """By how much oftener bids expected to be lost paid off than other losses."""
    if payoff.more is None or payoff.expected.paid.value is None or payoff.others.paid.value is None:
        return
    lead = payoff.expected.paid.value - payoff.others.paid.value
    low, high = payoff.more
    words = {"lead": signed(100 * lead, 0), "low": signed(100 * low, 0), "high": signed(100 * high, 0)}
    if low <= 0 <= high:
        yield say("{lead} points [{low} to {high}] against other losses: not shown to pay off otherwise", **words)
    else:
        yield say("{lead} points [{low} to {high}] against other losses", **words)


def _yields(payoff: Payoff) -> PageTable:
    def row(name: Message, yielded: Yield) -> PageRow:
        return PageRow((name, of(yielded.paid), interval(yielded.paid), str(yielded.maturing), within(yielded.seen)))

    return PageTable(
        columns=(
            PageColumn(_("Bids")),
            PageColumn(_("Paid off"), True),
            *RATE,
            PageColumn(_("Maturing"), True),
            PageColumn(_("With these"), True),
        ),
        rows=(
            row(say("expected to be lost, and lost"), payoff.expected),
            row(say("other losses"), payoff.others),
            PageRow((say("expected to be lost, but won"), of(payoff.won), interval(payoff.won), "", "")),
        ),
    )
