"""What came of an import, in lines and as JSON."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from bidtracker.cli.output import say_json, say_line
from bidtracker.cli.status import DONE, NOT_DONE, PARTLY
from bidtracker.domain.message import Message, count, say
from bidtracker.domain.text import safe
from bidtracker.exports.json import plain
from bidtracker.intake.notice import Problem
from bidtracker.intake.report import Report
from bidtracker.locale import listed, tr
from bidtracker.pages.words import sectors

FEW = 3  # problems of one reason that have a line each
MOST_LINES = 1_000  # of problems on a terminal; --report writes all of them
COUNTS = (
    "read",
    "created",
    "updated",
    "unchanged",
    "refused",
    "left_out",
    "proposals",
    "awards",
    "signals",
    "buyers",
    "competitors",
)


def tell(done: Report, *, as_json: bool) -> None:
    """What came of it, as lines or as JSON."""
    if as_json:
        say_json(as_report(done))
    else:
        for problems in grouped(done.problems)[:MOST_LINES]:
            click.echo(one_line(problems[0]) if len(problems) == 1 else in_one_line(problems), err=True)
        if more := done.more_problems + len(done.problems[MOST_LINES:]):
            click.echo(tr(count("and {n} more", "and {n} more", more)), err=True)
        if done.dry_run and (by_sector := sectors(done.sectors)):
            say_line(by_sector)
        say_line(in_words(done))


def status(report: Report) -> int:
    """0 all in, 3 some refused or not read yet, 1 nothing but refused."""
    if report.stopped:
        return PARTLY
    if not report.refused:
        return DONE
    return NOT_DONE if report.refused == report.read else PARTLY


def in_words(report: Report) -> Message:
    """The report as one line."""
    counts: dict[str, Any] = {name: getattr(report, name) for name in COUNTS}
    line = say(
        "{read} read: {created} created, {updated} updated, {unchanged} unchanged, {refused} refused, "
        "{left_out} left out; {proposals} proposals",
        **counts,
    )
    if report.signals:
        signals = count("{n} signal heard", "{n} signals heard", report.signals)
        line = say("{report}, {signals}", report=line, signals=signals)
    if report.dry_run:
        return say("{report} (dry run: nothing was changed)", report=line)
    if report.stopped:
        file, n = report.stopped
        line = say(
            "{report}; stopped after record {n} of {file}, the same command goes on", report=line, n=n, file=file
        )
    if report.proposals:
        return say("{report}; `bidtracker proposals` shows them", report=line)
    return line


def one_line(problem: Problem) -> str:
    """What was wrong where, as one line."""
    where = [safe(problem.file)]
    if problem.record:
        where.append(str(tr(say("record {n}", n=problem.record))))
    if problem.key:
        where.append(safe(problem.key))
    return f"{listed(where)}: {safe(str(tr(problem.message)))}"


def grouped(problems: list[Problem]) -> list[list[Problem]]:
    """Problems that have one reason, column and file together, where there are more than a few; in their order."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.file, problem.key, problem.refused, problem.message.template), []).append(problem)
    lines: dict[int, list[Problem]] = {}
    for group in groups.values():
        for together in [group] if len(group) > FEW else [[problem] for problem in group]:
            lines[id(together[0])] = together
    return [lines[id(problem)] for problem in problems if id(problem) in lines]


def in_one_line(problems: list[Problem]) -> str:
    """Problems of one reason, with the first rows and what stands there."""
    first = problems[0]
    cells = [cell for cell, _ in Counter(problem.value for problem in problems).most_common(FEW) if cell]
    rows = listed(str(problem.record) for problem in problems[:FEW])
    n, why = len(problems), first.message
    if cells:
        examples = listed(map(repr, cells))
        line = say(
            "{n} cells like {cells}, in records {rows} and others: {why}", n=n, cells=examples, rows=rows, why=why
        )
    else:
        line = say("{n} times, in records {rows} and others: {why}", n=n, rows=rows, why=why)
    where = listed([part for part in (safe(first.file), safe(first.key)) if part])
    return f"{where}: {safe(str(tr(line)))}"


def as_report(report: Report) -> dict[str, Any]:
    """The report as JSON has it."""
    problems = [plain(problem) | {"message": tr(problem.message)} for problem in report.problems]
    whole = {name: getattr(report, name) for name in COUNTS}
    return {
        "dry_run": report.dry_run,
        **whole,
        "formats": report.formats,
        "sectors": {" ".join(filter(None, sector)): n for sector, n in report.sectors.most_common()},
        "problems": problems,
        "more_problems": report.more_problems,
        "stopped": dict(zip(("file", "records"), report.stopped, strict=True)) if report.stopped else None,
    }
