"""Is the ranking any good? History replayed as of each day, against what a simpler list would have shown.

replay(rows)            which award follows which, and what the radar would have said ninety days before
report(replay, draw)    figures with intervals, beside the baselines
questions, precision    the matcher, judged by a person
"""

from bidtracker.backtest.history import AwardRow, LeftOut, Need
from bidtracker.backtest.report import Report, precision, questions, replay, report

__all__ = ["AwardRow", "LeftOut", "Need", "Report", "precision", "questions", "replay", "report"]
