"""Many sellers, and an import, on one book at once: every change of each is there, and nobody's is overwritten.

    python tests/faults/sellers.py [--sellers 20] [--seconds 60] [--server own] [--screen] [--pause 0] [--listed 40]

Without --server they share a file; `--server own` starts a PostgreSQL server for it. With --screen one more sits at the
real screen, in a terminal of its own. `--pause` is how long each rests between two acts at most.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from apart import start_apart
from kills import own_server

from bidtracker.book import Book, ValueConflict
from bidtracker.intake import import_files
from bidtracker.storage import Busy

SHARED = 3  # tenders that all of them change at once


class Sold(NamedTuple):
    """What came of it: acts done, acts that found a field changed meanwhile or the book busy, and what went wrong."""

    acts: int
    conflicts: int
    busy: int
    wrong: list[str]


class List(BytesIO):
    """A tender list with a name."""

    name = "list.json"


class Pace(NamedTuple):
    """For how many seconds they work, how long each rests between two acts at the most, and how long the list is."""

    seconds: float
    pause: float = 0.0
    listed: int = 40


def listed(round: int, length: int) -> List:
    """A list whose tenders say something new each round."""
    return List(
        json.dumps(
            [{"reference": f"R{n}", "title": f"Listed {n}", "buyer": "City", "value": n + round} for n in range(length)]
        ).encode()
    )


def opened(address: str, who: str) -> Book:
    """The book, as soon as somebody who starts up among so many gets a look at it."""
    while True:
        with suppress(Busy):
            return Book.open(address, who=who)


def sell(address: str, name: str, pace: Pace) -> dict[str, Any]:
    """Counts up the shared tenders, adds tenders of one's own and tags them, until the time is over."""
    rng = random.Random(name)
    done = {"name": name, "counted": [0] * SHARED, "added": 0, "own": 0, "conflicts": 0, "busy": 0}
    with opened(address, name) as book:
        newest = 0  # of one's own tenders, which has few tags: an act keeps what it changed whole
        end = time.monotonic() + pace.seconds
        while time.monotonic() < end:
            time.sleep(rng.random() * pace.pause)
            try:
                which = rng.randrange(SHARED)
                match rng.randrange(4):
                    case 0:
                        newest = book.add("tenders", title=f"{name} {done['added']}", buyer=name).id
                        done["added"] += 1
                    case 1 if newest:
                        book.tag([f"T{newest}"], f"{name}:{done['own']}")
                        done["own"] += 1
                    case _:
                        base = book.get(f"T{which + 1}")
                        book.set(
                            f"T{which + 1}", base, notes=f"{int(base.notes.split()[0]) + 1} {name}"
                        )  # two who type the same agree
                        done["counted"][which] += 1
            except ValueConflict:
                done["conflicts"] += 1
            except Busy:
                done["busy"] += 1
    return done


def bring(address: str, pace: Pace) -> dict[str, Any]:
    """Imports a list again and again."""
    round = 0
    done = {"name": "list", "rounds": 0, "busy": 0}
    with opened(address, "list") as book:
        end = time.monotonic() + pace.seconds
        while time.monotonic() < end:
            time.sleep(10 * pace.pause)
            try:
                import_files(book, [listed(round, pace.listed)])
                round += 1
            except Busy:
                done["busy"] += 1
    return done | {"rounds": round}


def watch(address: str, name: str, pace: Pace) -> dict[str, Any]:
    """Adds tenders by the keys of the real screen, in a terminal; one counts once the screen shows it."""
    sys.path.append(str(Path(__file__).parents[1] / "tui"))
    from terminal import Terminal

    rng = random.Random(name)
    done = {"name": name, "counted": [0] * SHARED, "added": 0, "own": 0, "conflicts": 0, "busy": 0}
    end = time.monotonic() + pace.seconds
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        command = [sys.executable, "-X", "faulthandler", "-m", "bidtracker", "--book", address]
        with Terminal(command, Path(home), extra={"LOGNAME": name}) as terminal, or_last_words(terminal):
            terminal.until("Help")
            terminal.press("2")
            terminal.until("Deadline")
            while time.monotonic() < end:
                rest = time.monotonic() + rng.random() * pace.pause
                while time.monotonic() < rest:
                    terminal.feed(0.05)
                title = f"{name} {done['added']}"
                terminal.press("a")
                terminal.until("New tender")  # a machine that bears too much opens it late
                terminal.type(f"{title}\t{name}")
                terminal.until(title)
                terminal.press("ctrl+s")
                terminal.until(re.compile(rf"▌ T\S+ +{title} ").search)
                done["added"] += 1
            terminal.press("q")
            terminal.ended()
    return done


@contextmanager
def or_last_words(terminal: Any) -> Iterator[None]:
    """Where the screen does not come to what it should, what it was at stands in the failure."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{error}\n{terminal.last_words()}") from None


def sold(address: str, sellers: int, pace: Pace, *, screen: bool = False) -> Sold:
    """Lets them all work, each a process of its own, and compares the book with what they say they did."""
    with Book.open(address, create=True, who="first") as book:
        for _ in range(SHARED):
            book.add("tenders", title="Shared", buyer="Trust", notes="0")
        start = book.db.storage.last_id("history")
    workers = [partial(sell, address, f"seller{n}", pace) for n in range(sellers)]
    workers += [partial(watch, address, "screen", pace)] if screen else []
    reported = [start_apart(partial(_reported, worker)) for worker in workers]
    brought = start_apart(partial(_reported, partial(bring, address, pace)))
    reports = [_report(each) for each in reported]
    imports = _report(brought)
    wrong: list[str] = []
    with Book.open(address, who="last") as book:
        for which in range(SHARED):
            counted = sum(each["counted"][which] for each in reports)
            present = book.get(f"T{which + 1}").notes.split()[0]
            if int(present) != counted:
                wrong.append(f"T{which + 1}: {counted} counted, {present} there")
        for each in reports:
            mine = [t for t in book.holdings.tenders.values() if t.title.startswith(each["name"] + " ")]
            tags = [g for t in book.holdings.tenders.values() for g in t.tags if g.startswith(each["name"] + ":")]
            if (len(mine), len(tags)) != (each["added"], each["own"]):
                wrong.append(f"{each}: {len(mine)} tenders and {len(tags)} tags there")
        wanted = {n + imports["rounds"] - 1 for n in range(pace.listed)} if imports["rounds"] else set()
        values = {int(t.value.amount) for t in book.holdings.tenders.values() if t.title.startswith("Listed ")}
        if wanted != values:
            wrong.append(f"{imports['rounds']} rounds of the list left {sorted(values)[:3]}...")
        acts = sum(sum(each["counted"]) + each["added"] + each["own"] for each in reports) + imports["rounds"]
        if book.db.storage.last_id("history") - start != acts:
            wrong.append(f"{acts} acts told, {book.db.storage.last_id('history') - start} in the history")
        wrong += map(str, book.check())
    busy = sum(each["busy"] for each in (*reports, imports))
    return Sold(acts, sum(each["conflicts"] for each in reports), busy, wrong)


def _reported(work: Callable[[], Any], descriptor: int) -> None:
    """Does the work and writes its report, or its error, as JSON."""
    try:
        os.write(descriptor, json.dumps(work()).encode())
    except BaseException as error:
        os.write(descriptor, json.dumps(repr(error)).encode())


def _report(started: tuple[BaseProcess, int]) -> Any:
    process, read = started
    data = b""
    while more := os.read(read, 65536):
        data += more
    os.close(read)
    process.join()
    report = json.loads(data)
    assert isinstance(report, dict), report
    return report


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sellers", type=int, default=20)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--pause", type=float, default=0)
    options.add_argument("--listed", type=int, default=40)
    options.add_argument("--screen", action="store_true")
    options.add_argument("--server", default="")
    chosen = options.parse_args()
    pace = Pace(chosen.seconds, chosen.pause, chosen.listed)
    if chosen.server == "own":
        with own_server() as address:
            tell(address + "&schema=sellers", chosen.sellers, pace, chosen.screen)
    elif chosen.server:
        tell(chosen.server, chosen.sellers, pace, chosen.screen)
    else:
        with tempfile.TemporaryDirectory() as folder:
            tell(str(Path(folder) / "book.bidtracker"), chosen.sellers, pace, chosen.screen)


def tell(address: str, sellers: int, pace: Pace, screen: bool) -> None:
    result = sold(address, sellers, pace, screen=screen)
    print(f"{result.acts} acts by {sellers} sellers{', a screen' * screen} and an import; {result.conflicts} found a "
          f"field changed, {result.busy} the book busy; {len(result.wrong)} lost")  # fmt: skip
    print("\n".join(result.wrong[:10]))


if __name__ == "__main__":
    main()
