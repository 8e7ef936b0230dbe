"""The agenda as a calendar (RFC 5545): a day or an hour an item, under an id that stays, to be read again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from bidtracker import __version__
from bidtracker.domain.errors import Refused
from bidtracker.domain.text import safe
from bidtracker.exports.rows import Sheet
from bidtracker.locale import listed, tr
from bidtracker.radar.due import Due, DueItem

# One touch is told as due, as overdue, or as the callback that was agreed.
SAME = {Due.TOUCH_OVERDUE: Due.TOUCH_DUE, Due.CALLBACK: Due.TOUCH_DUE}


def document(sheet: Sheet) -> bytes:
    """The calendar; what was read before under the same id is replaced. Raises Refused for a list without dates."""
    if sheet.name != "agenda":
        raise Refused("{list} is no calendar; the agenda is, which has all dates", list=sheet.name)
    calendar = Calendar()
    calendar.add("prodid", f"-//bidtracker//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "bidtracker")
    stamp = datetime.now(UTC)
    seen: dict[str, int] = {}
    for item in sheet.records:
        key = f"{SAME.get(item.kind, item.kind)} {' '.join(item.refs)}"
        seen[key] = seen.get(key, 0) + 1  # several options of one contract, for instance
        calendar.add_component(_event(item, f"{sheet.book} {key} {seen[key]}", sheet, stamp))
    return bytes(calendar.to_ical())


def _event(item: DueItem, key: str, sheet: Sheet, stamp: datetime) -> Event:
    buyer = sheet.holdings.name("buyers", item.buyer)
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, key)}@bidtracker")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", int(stamp.timestamp()))
    if item.at is None:
        event.add("dtstart", item.on)
        event.add("dtend", item.on + timedelta(days=1))
    else:  # in UTC where its offset is known, else as the clock of whoever reads it shows
        event.add("dtstart", item.at.astimezone(UTC) if item.at.tzinfo else item.at)
    event.add("summary", safe(f"{tr(item.kind)}: {tr(item.text)}"))
    lines = [buyer, listed(item.refs), tr(item.quiet.message) if item.quiet else ""]
    event.add("description", "\n".join(safe(line) for line in lines if line))
    event.add("categories", [str(item.kind)])
    event.add("transp", "TRANSPARENT")  # it takes no time of anybody's day
    return event
