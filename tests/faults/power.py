"""The power goes: at every change that SQLite makes to a file, in every way that a disk may have reordered them.

    python tests/faults/power.py [--acts 200] [--ways 20]

Prints how many states of the disk were tried, and how many of them had lost or halved an act: none may.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from disk import Crash, Disk, Event

from bidtracker.book import Book
from bidtracker.domain.bids import ContractTerms
from bidtracker.domain.vocabulary import SignalKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SPILLING = "PRAGMA cache_size = 4"  # pages reach the file before the commit does


class Tried(NamedTuple):
    """How many states of the disk were tried, in how many of them a commit was taken back, and what went wrong."""

    states: int
    taken_back: int
    wrong: list[str]


def act(book: Book, number: int, rng: random.Random) -> None:
    """One of the things that people do to a book, small or large."""
    match number % 6:
        case 0:
            book.add("tenders", title=f"Tender {number}", buyer=f"Buyer {number % 7}", notes="x" * rng.randrange(9_000))
        case 1:
            book.lose(
                f"T{1 + number // 6}",
                to=f"Winner {number % 5}",
                terms=ContractTerms(end=date(2028, 1, 1), promises=("fast",)),
            )
        case 2:
            book.observe(f"A{1 + number // 6}", SignalKind.DELIVERY_LATE)
        case 3:
            book.undo(2)
        case 4:
            book.redo(2)
        case _:
            with book.acting("import") as draft:
                for each in range(30):
                    tender = draft.get("tenders", 1)
                    draft.bring(tender.__class__(title=f"Brought {number}.{each}", buyer=tender.buyer, notes="y" * 900))
                draft.title = draft.title.__class__("Brought")


def recorded(path: Path, acts: int, seed: int) -> tuple[dict[str, bytes], list[Event], dict[int, int], list[str]]:
    """A book's file at first; what was done to it; after how many events each act was done; and the states between."""
    rng = random.Random(seed)
    Book.open(path, create=True, who="ann", clock=lambda: NOW).close()
    disk = Disk()
    before = {str(path): path.read_bytes()}
    with disk.inserted(), Book.open(path, who="ann", clock=lambda: NOW) as book:
        book.db.storage._connection.execute(SPILLING)
        done, states = {0: 0}, [state(book)]
        for number in range(acts):
            act(book, number, rng)
            done[number + 1] = len(disk.events)
            states.append(state(book))
    ours = {str(path), f"{path}-journal", f"{path}-wal"}  # not those of copies beside it
    its = [each.path in ours for each in disk.events]
    done = {number: sum(its[:end]) for number, end in done.items()}
    return before, [each for each in disk.events if each.path in ours], done, states


def state(book: Book) -> str:
    """All that a book says, in one word. A number set aside for an import says nothing, nor does what is gone."""
    return str(hash(tuple(row for row in book.db.changes(0)[1] if row.body is not None)))


def tried(folder: Path, acts: int, ways: int, seed: int = 0) -> Tried:
    """Cuts the power after each change, `ways` times each time, and looks at what is left."""
    path = folder / "book.bidtracker"
    before, events, done, states = recorded(path, acts, seed)
    assert events, "nothing was written down"
    rng = random.Random(seed + 1)
    left = folder / "left" / path.name
    left.parent.mkdir()
    count, taken_back, wrong = 0, 0, []
    crash = Crash(before, [])
    for at in range(len(events) + 1):
        acknowledged = max(number for number, end in done.items() if end <= at)
        for way in range(ways):
            files = crash.files(rng if way else None)
            for file in left.parent.iterdir():
                file.unlink()
            for name, content in files.items():
                (left.parent / Path(name).name).write_bytes(content)
            taken_back += len(files) > 1
            count += 1
            fault = looked_at(left, states[acknowledged : acknowledged + 2])
            if fault:
                wrong.append(f"after event {at}, way {way}: {fault}")
        if at < len(events):
            crash.take(events[at])
    return Tried(count, taken_back, wrong)


def looked_at(path: Path, expected: list[str]) -> str:
    """What is wrong with the book that is left; it must be in one of the expected states."""
    try:
        with Book.open(path, who="ann", clock=lambda: NOW) as book:
            if faults := book.db.verify():
                return str(faults[0])
            return "" if state(book) in expected else "it is in no state that it ever was in"
    except Exception as error:
        return repr(error)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--acts", type=int, default=60)
    options.add_argument("--ways", type=int, default=20)
    chosen = options.parse_args()
    memory = Path("/dev/shm")  # real syncs would only cost time: what is lost is made up
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        result = tried(Path(folder), chosen.acts, chosen.ways)
    print(f"{result.states} states after a power cut, {result.taken_back} amid a commit; {len(result.wrong)} lost")
    print("\n".join(result.wrong[:10]))


if __name__ == "__main__":
    main()
