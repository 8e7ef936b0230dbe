"""`--where KEY=GLOB` of an import: which notices are wanted, decided before anything is built from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from fnmatch import translate

from bidtracker.domain.dates import read_date
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.message import listed
from bidtracker.intake.notice import Notice

Test = Callable[[Notice], bool]
KEYS = ("buyer", "title", "category", "country", "supplier", "since", "until")
IN_WORDS = ("buyer", "title", "category", "supplier")  # whose words stand in the record as they stand in the notice

_WORD = re.compile(r"[a-z0-9]{2,}", re.ASCII)
# Letters that become ASCII ones in lower case (ß is ss), as UTF-8 and escaped, and ASCII ones that are escaped.
_ODD = re.compile(
    rb"\xc3\x9f|\xdf|\xc4\xb0|\xc5[\x89\xbf]|\xc7\xb0|\xe1\xba[\x96-\x9a\x9e]|\xe2\x84\xaa|\xef\xac[\x80-\x86]"
    rb"|\\u(?:00(?:3\d|[46][1-9A-Fa-f]|[57][\dAa]|[Dd][Ff])|0130|0149|017[Ff]|01[Ff]0|1[Ee]9[6-9AaEe]|212[Aa]|[Ff][Bb]0[0-6])"
)


class Unwanted:
    """Stands for a record that was left out by its bytes or its day; nothing was built from it."""


UNWANTED = Unwanted()


class Wanted:
    """What an import is to bring. `conditions` are "KEY=GLOB" and must all hold.

    A glob without * or ? matches anywhere in buyer, title and supplier, at the start of a category and the whole of a
    country; `since` and `until` compare the day of publication (of the award where that is all there is).
    """

    def __init__(self, conditions: Iterable[str], today: date) -> None:
        self._tests: list[Test] = []
        self._words: list[bytes] = []
        self._since, self._until = date.min, date.max
        for condition in conditions:
            key, glob = _parted(condition)
            if key == "since":
                self._since = max(self._since, read_date(glob, today))
            elif key == "until":
                self._until = min(self._until, read_date(glob, today))
            else:
                self._tests.append(_test(key, glob))
            if key in IN_WORDS:
                words = _WORD.findall(glob.casefold().partition("[")[0])
                self._words += [word.encode() for word in sorted(words, key=len)[-1:]]
        self.dated = (self._since, self._until) != (date.min, date.max)

    def __call__(self, notice: Notice) -> bool:
        """Whether it is wanted."""
        return all(test(notice) for test in self._tests) and (not self.dated or self.on(_day(notice)))

    def on(self, day: date | None) -> bool:
        """Whether what was published on this day is wanted."""
        return not self.dated or (day is not None and self._since <= day <= self._until)

    def may_hold(self, raw: bytes) -> bool:
        """Whether a record may be wanted, by a look at its bytes: each word of the conditions stands in it."""
        if not self._words:
            return True
        plain = raw.lower()
        if all(word in plain for word in self._words):
            return True
        plainly = raw.isascii() and (b"\\" not in raw or b"\\u" not in raw)  # a tenth of the search that follows
        return not plainly and _ODD.search(raw) is not None


def _parted(condition: str) -> tuple[str, str]:
    """The key and the glob of a condition. Raises Unreadable."""
    key, sign, glob = condition.partition("=")
    key = key.strip().lower()
    if not sign or key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        raise Unreadable(
            "{condition} is no condition for an import; write KEY=GLOB with one of {keys}",
            condition=repr(condition),
            keys=listed(near or KEYS),
        )
    return key, glob


def _test(key: str, glob: str) -> Test:
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
