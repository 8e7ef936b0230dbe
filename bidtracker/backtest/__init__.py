"""Is the ranking any good? History replayed as of each day, against what a simpler list would have shown.

replay(rows)            which award follows which, and what the radar would have said ninety days before
report(replay, chances) figures with intervals, beside other lists, concentration alone and shuffled suppliers
questions, precision    the matcher, judged by a person
"""

from bidtracker.backtest.audit import precision, questions
from bidtracker.backtest.figures import BacktestReport
from bidtracker.backtest.report import Chances, MeasuredSpan, replay, report

__all__ = ["BacktestReport", "Chances", "MeasuredSpan", "precision", "questions", "replay", "report"]
