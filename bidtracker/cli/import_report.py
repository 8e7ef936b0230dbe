"""`--report FILE` of an import: every refused or doubtful value, as CSV, or as JSON where the file ends so."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import msgspec

from bidtracker.exports.csv import guarded
from bidtracker.exports.whole import written
from bidtracker.intake.report import COLUMNS, Report
from bidtracker.locale import tr


def write_report(report: Report, path: Path, *, overwrite: bool = False) -> None:
    """Writes the file, whole or not at all. Raises BidtrackerError where it is there already or cannot be written."""
    if path.suffix.lower() == ".json":
        whole = {
            "dry_run": report.dry_run,
            "read": report.read,
            "refused": report.refused,
            "formats": report.formats,
            "values": report.rows(tr),
            "more_values": report.more_problems,
        }
        text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
    else:
        made = StringIO(newline="")
        writer = csv.writer(made)
        writer.writerow(COLUMNS)
        writer.writerows([guarded(str(row[column])) for column in COLUMNS] for row in report.rows(tr))
        text = made.getvalue()
    with written(path, overwrite=overwrite) as stream:
        stream.write(text.encode("utf-8"))
