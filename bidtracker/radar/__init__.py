"""Judgement: pure functions of the records and a day. No I/O, no clock.

opportunities(holdings, as_of)     the awards of others, ranked
defended(holdings, as_of)          our own contracts, by risk
judge(holdings, award, as_of)      one award
agenda.agenda(holdings, as_of)     what is due
insights.insights(holdings, as_of) what the past says
"""

from bidtracker.radar.score.opportunity import Opportunity, ReasonRow, defended, judge, opportunities
from bidtracker.radar.score.past import history
from bidtracker.radar.score.priors import History

__all__ = ["History", "Opportunity", "ReasonRow", "defended", "history", "judge", "opportunities"]
