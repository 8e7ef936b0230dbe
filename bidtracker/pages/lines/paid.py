"""What bids that we expected to lose have brought, in a line for whoever decides whether to make another."""

from __future__ import annotations

from datetime import date

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import Message, say
from bidtracker.pages.insights.figures import in_words
from bidtracker.radar.insights.payoff import MONTHS, payoff
from bidtracker.radar.insights.trials import trials


def paid_line(holdings: Holdings, as_of: date) -> Message:
    """How many of the bids lost as expected led to something, beside other losses."""
    paid = payoff(holdings, trials(holdings, as_of), as_of)
    if not paid.expected.paid.n:
        return say("No bid lost as expected is {months} months old: what such bids pay is not known", months=MONTHS)
    return say(
        "Lost as expected, {expected} led to an invitation or a contract within {months} months;"
        " other losses: {others}",
        expected=in_words(paid.expected.paid),
        others=in_words(paid.others.paid) if paid.others.paid.n else "–",
        months=MONTHS,
    )
