"""`--where KEY=GLOB` of an import: which notices are wanted, decided before anything is built from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from fnmatch import translate

from bidtracker.domain.dates import read_date
from bidtracker.domain.errors import Unreadable
from bidtracker.intake.notice import Notice

Wanted = Callable[[Notice], bool]
KEYS = ("buyer", "title", "category", "country", "supplier", "since", "until")


def wanted(conditions: Iterable[str], today: date) -> Wanted:
    """One test out of "KEY=GLOB" conditions, which must all hold.

    A glob without * or ? matches anywhere in buyer, title and supplier, at the start of a category and the whole of a
    country; `since` and `until` compare the day of publication (of the award where that is all there is).
    """
    tests = [_test(condition, today) for condition in conditions]
    return lambda notice: not tests or all(test(notice) for test in tests)


def _test(condition: str, today: date) -> Wanted:
    key, sign, glob = condition.partition("=")
    key = key.strip().lower()
    if not sign or key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        raise Unreadable(
            "{condition} is no condition for an import; write KEY=GLOB with one of {keys}",
            condition=repr(condition),
            keys=", ".join(near or KEYS),
        )
    if key in ("since", "until"):
        day = read_date(glob, today)
        if key == "since":
            return lambda notice: (told := _day(notice)) is not None and told >= day
        return lambda notice: (told := _day(notice)) is not None and told <= day
    fits = _glob(glob.strip(), key)
    match key:
        case "buyer":
            return lambda notice: notice.buyer is not None and fits(notice.buyer.name)
        case "title":
            return lambda notice: fits(notice.title)
        case "category":
            return lambda notice: fits(notice.category)
        case "country":
            return lambda notice: fits(notice.country or (notice.buyer.country if notice.buyer else ""))
        case _:
            return lambda notice: any(fits(party.name) for award in notice.awards for party in award.suppliers)


def _glob(glob: str, key: str) -> Callable[[str], bool]:
    if not any(sign in glob for sign in "*?["):
        glob = {"category": f"{glob}*", "country": glob}.get(key, f"*{glob}*")
    pattern = re.compile(translate(glob.casefold()))
    return lambda text: pattern.match(text.casefold()) is not None


def _day(notice: Notice) -> date | None:
    if notice.published:
        return notice.published
    if notice.released:
        return notice.released.date()
    return max((award.awarded for award in notice.awards if award.awarded), default=None)
