"""What the readers of other people's lists share: the loose reading of values, and what is said where one fails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidtracker.domain.message import Message, say
from bidtracker.intake.notice import Notice, Problem, shorten
from bidtracker.intake.open.lenient_json import Loose, Object


class Reader:
    """Reads the records of one file; a format gives `notices`, and `rest` where a tender takes several records."""

    def __init__(self, file: str, list: str) -> None:
        self._file = file
        self._list = list
        self._loose = Loose()
        self._said: set[str] = set()

    def __call__(self, number: int, value: Any, said: bytes) -> Iterable[Notice | Problem]:
        """What one record says, and every value of it that could not be read."""
        if not isinstance(value, dict):
            return (self._problem(number, "", value, say("it is not a record with keys"), refused=True),)
        found = [*self.notices(number, value, said)]
        if self._loose.doubts:
            found += [self._problem(number, *doubt) for doubt in self._loose.doubts]
            self._loose.doubts.clear()
        return found

    def notices(self, number: int, record: Object, said: bytes) -> Iterable[Notice | Problem]:
        """The Notices of one record."""
        raise NotImplementedError

    def rest(self) -> Iterable[Notice | Problem]:
        """What is still to be said when the file has ended."""
        return ()

    def _problem(self, number: int, key: str, value: Any, message: Message, *, refused: bool = False) -> Problem:
        return Problem(file=self._file, record=number, key=key, value=shorten(value), message=message, refused=refused)

    def _once(self, key: str, message: Message) -> Iterable[Problem]:
        """Something about the file as a whole, said with the first record that shows it."""
        if key not in self._said:
            self._said.add(key)
            yield self._problem(0, key, "", message)
