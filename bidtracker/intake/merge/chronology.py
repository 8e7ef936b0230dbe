"""Several statements about one tender in one list, put in the order in which they were made.

Publishers write their newest first as often as last, and what changed shows only from old to new. Statements wait in
memory for others about the same tender, MOST of them: what stands within so many of each other comes out the same
whatever the order of the list. Farther apart an older statement fills in what is not known yet, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from bidtracker.intake.notice import Notice

MOST = 10_000  # notices; 60 MB


class Chronology:
    """Gives notices on, tender by tender in the order of the list, those of one tender from old to new."""

    def __init__(self, take: Callable[[Notice], None]) -> None:
        self._take = take
        self._waiting: dict[tuple[str, str], list[Notice]] = {}
        self.waiting = 0  # how many notices have not been given on yet

    def add(self, notice: Notice) -> None:
        """Takes a notice in; one that is not dated waits for nobody."""
        place = notice.list, notice.key
        if notice.released is None and place not in self._waiting:
            self._take(notice)
            return
        self._waiting.setdefault(place, []).append(notice)
        self.waiting += 1
        if self.waiting > MOST:
            self.next()

    def next(self) -> bool:
        """Gives on what waits of the tender that came first; whether there was one."""
        if not self._waiting:
            return False
        alike = self._waiting.pop(next(iter(self._waiting)))
        self.waiting -= len(alike)
        for notice in _ordered(alike) if len(alike) > 1 else alike:
            self._take(notice)
        return True


def _ordered(alike: list[Notice]) -> list[Notice]:
    """From old to new; at the same moment, and where one does not say when, as the list has them."""
    dated = [(notice.released, notice) for notice in alike if notice.released is not None]
    return [notice for _, notice in sorted(dated, key=lambda pair: pair[0])] if len(dated) == len(alike) else alike
