"""The base of every format: what a Reader declares, and how a value that cannot be read becomes a Problem.

A new format is one file in this folder (or one folder with a `reader` module) that exports its Reader as `FORMAT`;
`detect` finds it there. See `contracts_finder_csv` for a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from bidtracker.domain.message import Message, say
from bidtracker.intake.notice import Card, Notice, Problem, shorten
from bidtracker.intake.open.lenient_json import Loose, Object
from bidtracker.intake.open.values import decode
from bidtracker.intake.where import Unwanted, Wanted

Item = Notice | Card | Problem | Unwanted


class Reader:
    """Reads the records of one file in one format, in the order of the file.

    `name` is what --format calls it, `label` what a person reads. A `generic` format is asked last whether records look
    like its own; one of `ours` is this program's own. Where records stand `alone`, each is a whole tender, so that one
    without the words looked for may be left out by its bytes. `wanted`, where an import brings only some, lets a reader
    leave a record out early.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    generic: ClassVar[bool] = False
    ours: ClassVar[bool] = False
    alone: ClassVar[bool] = True

    def __init__(self, file: str, list_name: str = "") -> None:
        self.wanted: Wanted | None = None
        self._file = file
        self._list = list_name

    @classmethod
    def looks(cls, record: Mapping[str, Any]) -> bool:
        """Whether a record has this layout."""
        raise NotImplementedError

    @classmethod
    def with_state(cls, notice: Notice) -> Notice:
        """The Notice with the `state` that a book is to keep of its tender, for such a format as `onto` joins."""
        return notice

    @classmethod
    def onto(cls, state: str, notice: Notice, before: Notice | None) -> Notice:
        """The Notice joined to the `state` that the book keeps of its tender, for a format whose records tell only what
        is new; `before` is the Notice of that state, where the same import made it."""
        return notice

    def decode(self, raw: bytes) -> Any:
        """The value of one record of JSON, as `read` takes it. Raises what `open.values.decode` does."""
        return decode(raw)

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Item]:
        """Gives what one record holds: its number in the file from 1, its decoded value, its bytes as they stood."""
        raise NotImplementedError

    def rest(self) -> Iterable[Item]:
        """Gives what only the end of the file completes."""
        return ()

    def _problem(self, number: int, key: str, value: Any, message: Message, **how: bool) -> Problem:
        """Something about a record; `how` says that it is `refused`, or `left_out` since it is none."""
        return Problem(file=self._file, record=number, key=key, value=shorten(value), message=message, **how)

    def _refused(self, number: int, key: str, value: Any, message: Message) -> Problem:
        """The record as a Problem: it does not come in, for this reason."""
        return self._problem(number, key, value, message, refused=True)


class RecordReader(Reader):
    """A Reader of JSON objects or rows of a table whose values are read loosely: `notices` gives what one record holds,
    and each value noted in `_loose` meanwhile becomes a Problem."""

    def __init__(self, file: str, list_name: str = "") -> None:
        super().__init__(file, list_name)
        self._loose = Loose()
        self._noted: set[str] = set()

    def read(self, number: int, value: Any, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notices of one record, and every value of it that could not be read."""
        if not isinstance(value, dict):
            return (self._refused(number, "", value, say("it is not a record with keys")),)
        return [*self.notices(number, value, raw), *self._doubts(number)]

    def notices(self, number: int, record: Object, raw: bytes) -> Iterable[Notice | Problem]:
        """Gives the Notices of one record: of any in the file, one that `looks` would refuse among them."""
        raise NotImplementedError

    def _doubts(self, number: int) -> list[Problem]:
        """Takes the values that could not be read, as Problems of a record."""
        doubts = self._loose.doubts
        if not doubts:
            return []
        problems = [self._problem(number, *doubt) for doubt in doubts]
        doubts.clear()
        return problems

    def _once(self, key: str, message: Message) -> Iterable[Problem]:
        """Gives a note about the file as a whole, with the first record that shows it."""
        if key not in self._noted:
            self._noted.add(key)
            yield self._problem(0, key, "", message)
