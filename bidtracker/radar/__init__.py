"""Judgement: pure functions of the records and a day. No I/O, no clock.

score.opportunity.opportunities(holdings, as_of)   the awards of others, ranked
score.opportunity.defended(holdings, as_of)        our own contracts, by risk
score.opportunity.judge(holdings, award, as_of)    one award
agenda.agenda(holdings, as_of)                     what is due
insights.insights(holdings, as_of)                 what the past says

Each is imported from its own module: a book knows of deliveries and seals, and does not load the score for them.
"""
