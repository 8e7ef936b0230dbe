"""Is the ranking any good? History replayed as of each day, against what a simpler list would have shown.

replay(rows)            which award follows which, and what the radar would have said ninety days before
report(replay, draw)    figures with intervals, beside the baselines
questions, precision    the matcher, judged by a person
"""

from bidtracker.backtest.report import BacktestReport, precision, questions, replay, report
from bidtracker.domain.past_awards import LeftOutReason, PastAward, Purchase

__all__ = [
    "BacktestReport",
    "LeftOutReason",
    "PastAward",
    "Purchase",
    "precision",
    "questions",
    "replay",
    "report",
]
