"""One opportunity with the rows that add up to its score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bidtracker.cli.output import say_heading, say_line, say_table
from bidtracker.domain.fields import FIELDS
from bidtracker.domain.holdings import Holdings
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.exports import json
from bidtracker.exports.rows import shown_field
from bidtracker.locale import tr
from bidtracker.radar import Opportunity


def say_why(opportunity: Opportunity, holdings: Holdings) -> None:
    """One opportunity and the rows that add up to its score."""
    fields = FIELDS["opportunities"]
    texts = {field.name: shown_field(field, opportunity, holdings) for field in fields}
    say_heading(say("{id} {contract}", id=texts["id"], contract=texts["contract"]))
    say_line(" · ".join(filter(None, (texts["buyer"], texts["incumbent"], texts["value"]))))
    rows: list[list[Any]] = []
    points = adding_up([reason.points for reason in opportunity.reasons])
    for reason, share in zip(opportunity.reasons, points, strict=True):
        rows.append([reason.label, "" if reason.db is None else f"{reason.db:+.2f}", f"{share:+.2f}", reason.detail])
        for part in reason.parts:
            age = "" if part.age_days is None else f"{part.age_days} d"
            grounds = " ".join(filter(None, (part.ref, tr(part.label), part.code, age)))
            rows.append(["", f"{part.db:+.2f}", "", grounds])
    rows.append([say("Score"), "", f"{sum(points):.2f}", texts["state"]])
    say_table([_("Reason"), _("dB"), _("Points"), _("On what grounds")], rows, [False, True, True, False], wrap=True)
    say_line(say("next: {action}", action=opportunity.action.message))
    for unknown in opportunity.ask_next[:1]:
        say_line(
            say("ask: {question} ({swing} points hang on it)", question=unknown.question, swing=f"{unknown.swing:.1f}")
        )


def adding_up(points: Sequence[float]) -> list[float]:
    """Points rounded to hundredths, the least wronged of them moved by one where else they would not add up."""
    rounded = [round(point * 100) for point in points]
    missing = round(sum(points) * 100) - sum(rounded)
    step = 1 if missing > 0 else -1
    wronged = sorted(range(len(points)), key=lambda i: step * (rounded[i] - points[i] * 100))
    for i in wronged[: abs(missing)]:
        rounded[i] += step
    return [cents / 100 for cents in rounded]


def with_reasons(opportunity: Opportunity) -> dict[str, Any]:
    """What --why adds to an opportunity's JSON."""
    return {
        "reasons": [json.plain(reason) for reason in opportunity.reasons],
        "ask_next": [json.plain(unknown) | {"swing": unknown.swing} for unknown in opportunity.ask_next],
    }
