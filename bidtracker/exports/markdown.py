"""A list as a Markdown table, the radar as the list of whom to call. No text from the data is ever markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import CLAUSES, Message, say
from bidtracker.domain.message import label as _
from bidtracker.exports.rows import Sheet, shown_field
from bidtracker.locale import listed, tr
from bidtracker.pages.escaping import escaped
from bidtracker.radar import Opportunity, ReasonRow

TITLES = {
    "radar": _("Whom to call"),
    "defend": _("Our own contracts at risk"),
    "agenda": _("Agenda"),
    "tenders": _("Tenders"),
    "awards": _("Awards"),
    "signals": _("Signals"),
    "buyers": _("Buyers"),
    "contacts": _("Contacts"),
    "competitors": _("Competitors"),
    "touches": _("Touches"),
    "facts": _("Facts"),
    "needs": _("Needs"),
    "offers": _("Offers of ours"),
    "themes": _("Win themes"),
    "quotes": _("Quotes"),
    "deals": _("Deliveries of ours"),
    "proposals": _("Proposals"),
}
TOP_REASONS = 4
FRAME = ("base", "timing")  # rows that every opportunity has, and that nobody has to be told


def lines(sheet: Sheet) -> Iterator[str]:
    """A table; the radar and our own contracts at risk as the list of whom to call."""
    yield f"# {escaped(tr(TITLES[sheet.name]))}, {sheet.as_of}\n\n"
    if sheet.name in ("radar", "defend"):
        for place, opportunity in enumerate(sheet.records, 1):
            yield "".join(_call(place, opportunity, sheet))
        return
    columns = sheet.columns
    yield _row(tr(column.label) for column in columns)
    yield f"|{'|'.join('---:' if column.align == 'right' else '---' for column in columns)}|\n"
    for record in sheet.records:
        yield _row(shown_field(column, record, sheet.holdings) for column in columns)


# ---------------------------------------------------------------- whom to call


def _call(place: int, opportunity: Opportunity, sheet: Sheet) -> Iterator[str]:
    """One opportunity: score, buyer, contract, why, when, what to do next, and whom that is about."""
    book, fields = sheet.holdings, {field.name: field for field in FIELDS["opportunities"]}

    def text(name: str) -> str:
        return shown_field(fields[name], opportunity, book)

    yield f"## {place}. {escaped(text('buyer') or '?')}: {escaped(text('score'))}\n\n"
    contract = say("{id} {contract}", id=ref("awards", opportunity.award), contract=text("contract"))
    yield _point(_("Contract"), [tr(contract), text("value"), text("incumbent")])
    dates = [
        say("opens {day}", day=opportunity.window.opens) if opportunity.window.opens else "",
        say("act by {day}", day=opportunity.window.act_by) if opportunity.window.act_by else "",
        say("ends {day}", day=opportunity.window.closes) if opportunity.window.closes else "",
    ]
    yield _point(_("Window"), [text("state"), *(tr(day) for day in dates)])
    yield f"- **{escaped(tr(_('Why')))}**:\n"
    for reason in top_reasons(opportunity):
        yield f"  - {escaped(tr(_spoken(reason)))}\n"
    yield _point(_("Next"), [text("action")])
    for record_id in opportunity.action.refs:
        table, number = parse_ref(record_id)
        contact = book.contacts.get(number) if table == "contacts" else None
        if contact is not None:
            yield _point(_("Contact"), [contact.name, contact.title, contact.phone, contact.email])
    yield "\n"


def top_reasons(opportunity: Opportunity) -> list[ReasonRow]:
    """The reasons that move the score most, apart from the prior and the timing that each has."""
    moving = [reason for reason in opportunity.reasons if reason.kind not in FRAME and abs(reason.points) >= 0.05]
    return sorted(moving, key=lambda reason: -abs(reason.points))[:TOP_REASONS]


def _spoken(reason: ReasonRow) -> Message:
    """One reason with its points and the records it rests on."""
    records = [say("{label} {id}", label=part.label, id=part.ref) for part in reason.parts if abs(part.db) >= 0.05]
    grounds = listed(records, CLAUSES) or tr(reason.detail)
    return say("{reason} {points}: {grounds}", reason=reason.label, points=f"{reason.points:+.1f}", grounds=grounds)


def _point(label: str, parts: Iterable[str]) -> str:
    """One line of an opportunity, "" where there is nothing to say."""
    parts_shown = listed(map(escaped, parts), CLAUSES)
    return f"- **{escaped(tr(label))}**: {parts_shown}\n" if parts_shown else ""


# ---------------------------------------------------------------- cells


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
