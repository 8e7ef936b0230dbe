"""A list as a Markdown table, the radar as the list of whom to call. No text from the data is ever markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.exports.rows import Sheet, shown_field
from bidtracker.locale import tr
from bidtracker.pages.escaping import escaped

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
    "inquiries": _("Inquiries"),
    "favours": _("Favours"),
    "hospitality": _("Hospitality"),
    "channel_changes": _("Changes of channel"),
    "needs": _("Needs"),
    "offers": _("Our offers"),
    "themes": _("Win themes"),
    "quotes": _("Quotes"),
    "deals": _("Our deliveries"),
    "proposals": _("Proposals"),
}


def lines(sheet: Sheet) -> Iterator[str]:
    """A table; the radar and our own contracts at risk as the list of whom to call."""
    title = say("{what}, {day}", what=say(TITLES[sheet.name]), day=sheet.as_of)
    if sheet.name in ("radar", "defend"):
        from bidtracker.pages.account.calls import call_list  # seldom wanted
        from bidtracker.pages.draw.markdown import page_markdown

        yield page_markdown(call_list(title, sheet.records, sheet.holdings, sheet.as_of))
        return
    yield f"# {escaped(tr(title))}\n\n"
    columns = sheet.columns
    yield _row(tr(column.label) for column in columns)
    yield f"|{'|'.join('---:' if column.align == 'right' else '---' for column in columns)}|\n"
    for record in sheet.records:
        yield _row(shown_field(column, record, sheet.holdings) for column in columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escaped, cells))} |\n"
