"""The way of an import through its lists, in one act or in several, and the places to go on from."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from itertools import chain, islice
from itertools import count as counting

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import Message, say
from bidtracker.intake.choices import ImportListener, Stop
from bidtracker.intake.formats.reader import Item
from bidtracker.intake.merge.chronology import Chronology
from bidtracker.intake.merge.notices import Merger
from bidtracker.intake.merge.people import People
from bidtracker.intake.notice import Card, Problem
from bidtracker.intake.reading import Reading
from bidtracker.intake.report import Progress, Report
from bidtracker.intake.where import Unwanted, Wanted

RUN = 64  # items that are read before they are brought in: to and fro for each costs a tenth more, in caches
EVERY = 8  # runs, and tenders, between two reports of progress and looks at whether to go on
THROUGH = -1  # the place in a list of which all came in


class Cancelled(BidtrackerError):
    """The person stopped the import, and wants nothing of it in the book."""


class ImportSession:
    """Lists on their way into a book. `before` has the places up to which lists came in when an import was stopped; a
    list is known again by its mark, by how its columns are read, and by `asked`: what else decides what comes in.
    """

    def __init__(
        self,
        lists: Iterator[Reading | Problem],
        fits: Wanted,
        report: Report,
        listener: ImportListener,
        *,
        asked: str,
        before: Mapping[str, int],
    ) -> None:
        self.on = True  # whether there is more to bring in
        self._lists, self._fits, self._report = lists, fits, report
        self._asked, self._before = asked, before
        self._listener = listener
        self._places: dict[str, int] = {}
        self._list: Reading | None = None
        self._runs: Iterator[list[Item]] = iter(())
        self._at = 0  # items of the list that came in

    def begin(self) -> None:
        """Opens the first list: where it cannot be read, nothing has been begun."""
        self.on = self._open()

    def is_short(self, most: int) -> bool:
        """Whether one list is left with at most so many items; they are read now, and wait."""
        ahead = list(islice(self._runs, most // RUN + 1))
        self._runs = chain(ahead, self._runs)
        if sum(map(len, ahead)) > most:
            return False
        others = list(islice(self._lists, 1))
        self._lists = chain(others, self._lists)
        return not others

    def bring_in(self, merger: Merger, people: People, most: int = sys.maxsize) -> None:
        """Brings in what makes one act: all there is, or what changes about `most` records. Raises Cancelled."""
        until = self._changed() + most
        while self.on and self._changed() < until:
            if self._list is not None:
                self._read_on(self._list, merger, people, until)
            if self.on and self._list is None:
                self.on = self._open()

    def _changed(self) -> int:
        return self._report.created + self._report.updated

    @property
    def places(self) -> dict[str, int]:
        """Up to where the lists of this import came in; once it is through, the places of another that was stopped."""
        if self.on or self._report.stopped:
            return self._places
        return {key: place for key, place in self._before.items() if key not in self._places}

    def close(self) -> None:
        """Lets go of the list that is being read."""
        if self._list is not None:
            self._list.close()

    # ------------------------------------------------------------ one list

    def _open(self) -> bool:
        """Opens the next list, at the place up to which it came in before; whether there is one."""
        for reading in self._lists:
            if isinstance(reading, Problem):
                self._report.take(reading)
                continue
            self._report.formats[reading.name] = reading.format
            self._report.file = reading.name
            if reading.survey is not None:
                try:
                    self._listener.on_survey(reading.survey)
                except BaseException:
                    reading.close()
                    raise
            if reading.mapping is not None and reading.mapping not in self._report.mappings:
                self._report.mappings.append(reading.mapping)
            place = self._before.get(self._key(reading), 0)
            if place == THROUGH:
                self._places[self._key(reading)] = place
                self._note(reading, say("all of it came in before the import was stopped"))
                reading.close()
                continue
            items = iter(reading)
            self._list, self._at = reading, 0
            if place:
                self._pass_over(reading, items, place)
            self._runs = _in_runs(items)
            return True
        return False

    def _key(self, reading: Reading) -> str:
        columns = reading.mapping.plain() if reading.mapping is not None else ""
        identity = f"{reading.mark} {columns} {self._asked}".encode("utf-8", "replace")
        return blake2b(identity, digest_size=12).hexdigest()

    def _note(self, reading: Reading, message: Message) -> None:
        self._report.take(Problem(file=reading.name, record=0, message=message))

    def _pass_over(self, reading: Reading, items: Iterator[Item], place: int) -> None:
        self._note(reading, say("the first {n} records came in before; it goes on behind them", n=place))
        while self._at < place and (passed := len(list(islice(items, min(RUN * EVERY, place - self._at))))):
            self._at += passed
            self._look(reading, 0)

    def _read_on(self, reading: Reading, merger: Merger, people: People, until: int) -> None:
        """Brings in the rest of a list, or what of it makes about so many records changed."""
        ended = True
        chronology = Chronology(merger.take)
        for number, run in enumerate(self._runs):
            for item in run:
                self._take(item, chronology, people)
            self._at += len(run)
            if number % EVERY == 0 and self._look(reading, chronology.waiting) is Stop.KEEP:
                self._report.stopped = reading.name, self._at
                self.on = ended = False
                break
            if self._changed() >= until and not merger.waiting:
                ended = False
                break
        for number in counting():
            if not chronology.next():
                break
            if number % (RUN * EVERY) == 0:
                self._look(reading, chronology.waiting)
        if ended:
            self._list = None
            reading.close()
        elif merger.waiting:  # what a row stands for shows at the end of its list: it is read from its beginning again
            merger.waiting.clear()
            self._at = 0
        self._places[self._key(reading)] = THROUGH if ended else self._at
        merger.end_list(reading.name)
        self._tell(reading, 0)

    def _take(self, item: Item, chronology: Chronology, people: People) -> None:
        if isinstance(item, Problem):
            self._report.take(item)
        elif isinstance(item, Card):
            people.take(item)
        elif not isinstance(item, Unwanted) and self._fits(item):
            chronology.add(item)
        else:
            self._report.read += 1
            self._report.left_out += 1

    def _look(self, reading: Reading, waiting: int) -> Stop | None:
        """Tells how far it is, and asks whether to go on."""
        stop = self._listener.stopped()
        if stop is Stop.LEAVE:
            raise Cancelled("the import was stopped; nothing of it is in the book")
        self._tell(reading, waiting)
        return stop

    def _tell(self, reading: Reading, waiting: int) -> None:
        read = self._report.read + waiting
        self._listener.on_progress(Progress(read, reading.bytes_read, reading.bytes_total, reading.name))


def _in_runs(items: Iterator[Item]) -> Iterator[list[Item]]:
    """The same items, RUN of them read at a time."""
    while run := list(islice(items, RUN)):
        yield run
