"""A list as a Markdown table, the radar as the list of whom to call. No text from the data is ever markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bidtracker.domain.fields import FIELDS
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import Message, say
from bidtracker.domain.message import label as _
from bidtracker.domain.text import safe
from bidtracker.exports.rows import Sheet, told
from bidtracker.locale import CLAUSES, listed, tr
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

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$@]|:(?=//)|\.(?=[^\W\d])")  # the last three could become links
_AT_START = re.compile(r"^(?:(?=[#+\-=])|(\d{1,9})(?=[.)](?:\s|$)))")  # headings, lists, rules


def escaped(text: str) -> str:
    """One line of text, made safe to show, with everything escaped that CommonMark or GitHub would take for markup."""
    plain = safe(text).strip()
    for sign, entity in _HTML.items():
        plain = plain.replace(sign, entity)
    return _AT_START.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", plain))


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
        yield _row(told(column, record, sheet.holdings) for column in columns)


# ---------------------------------------------------------------- whom to call


def _call(place: int, found: Opportunity, sheet: Sheet) -> Iterator[str]:
    """One opportunity: score, buyer, contract, why, when, what to do next, and whom that is about."""
    book, fields = sheet.holdings, {field.name: field for field in FIELDS["opportunities"]}

    def text(name: str) -> str:
        return told(fields[name], found, book)

    yield f"## {place}. {escaped(text('buyer') or '?')}: {escaped(text('score'))}\n\n"
    contract = say("{id} {contract}", id=ref("awards", found.award), contract=text("contract"))
    yield _point(_("Contract"), [tr(contract), text("value"), text("incumbent")])
    dates = [
        say("opens {day}", day=found.window.opens) if found.window.opens else "",
        say("act by {day}", day=found.window.act_by) if found.window.act_by else "",
        say("ends {day}", day=found.window.closes) if found.window.closes else "",
    ]
    yield _point(_("Window"), [text("state"), *(tr(day) for day in dates)])
    yield f"- **{escaped(tr(_('Why')))}**:\n"
    for reason in top_reasons(found):
        yield f"  - {escaped(tr(_spoken(reason)))}\n"
    yield _point(_("Next"), [text("action")])
    for id in found.action.refs:
        table, number = parse_ref(id)
        contact = book.contacts.get(number) if table == "contacts" else None
        if contact is not None:
            yield _point(_("Contact"), [contact.name, contact.title, contact.phone, contact.email])
    yield "\n"


def top_reasons(found: Opportunity) -> list[ReasonRow]:
    """The reasons that move the score most, apart from the prior and the timing that each has."""
    moving = [reason for reason in found.reasons if reason.kind not in FRAME and abs(reason.points) >= 0.05]
    return sorted(moving, key=lambda reason: -abs(reason.points))[:TOP_REASONS]


def _spoken(reason: ReasonRow) -> Message:
    """One reason with its points and the records it rests on."""
    records = [say("{label} {id}", label=part.label, id=part.ref) for part in reason.parts if abs(part.db) >= 0.05]
    grounds = listed(records, CLAUSES) or tr(reason.detail)
    return say("{reason} {points}: {grounds}", reason=reason.label, points=f"{reason.points:+.1f}", grounds=grounds)


def _point(label: str, parts: Iterable[str]) -> str:
    """One line of an opportunity, "" where there is nothing to say."""
    known = listed(map(escaped, parts), CLAUSES)
    return f"- **{escaped(tr(label))}**: {known}\n" if known else ""


# ---------------------------------------------------------------- cells


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
