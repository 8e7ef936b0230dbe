"""A team's server fails over under two sellers and a screen: what was acknowledged is there, and nothing twice.

    python tests/faults/failover.py [--times 20] [--bouncer]

A primary and a standby that its commits wait for are started on loopback; the primary is killed while all three work,
the standby takes over, and the killed one comes back as the new standby. With --bouncer all go through PgBouncer.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS), str(TESTS / "tui")]
from own_cluster import Bouncer, Pair, until  # noqa: E402  # after the path
from terminal import Terminal  # noqa: E402

from bidtracker.book import Book  # noqa: E402
from bidtracker.storage import InDoubt, StorageError  # noqa: E402

BETWEEN = 5  # acts of each seller before and after a failure, at least
REST = 0.3  # seconds between two acts of a seller
RETRY = 0.1  # seconds until one tries again, as quick as a person is


class Survived(NamedTuple):
    """What came of it: failures, acts acknowledged, those told as not done or in doubt, and what went wrong."""

    times: int
    acts: int
    repeated: int
    wrong: list[str]


class Seller(threading.Thread):
    """Adds tenders, each under a title of its own. What is told as not saved is done again; what is in doubt is
    looked up first, as the sentence says."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(daemon=True)
        self.address, self.who = address, name
        self.done: list[str] = []
        self.repeated = 0
        self.ending = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            with Book.open(self.address, who=self.who) as book:
                while not self.ending.is_set():
                    self._add(book, f"{self.who} {len(self.done)}")
                    time.sleep(REST)
        except BaseException as error:
            self.error = error

    def _add(self, book: Book, title: str) -> None:
        while not self.ending.is_set():
            try:
                book.add("tenders", title=title, buyer=self.who)
            except InDoubt:
                self.repeated += 1
                until(lambda: book.refresh() or True)
                if not any(tender.title == title for tender in book.holdings.tenders.values()):
                    continue
            except StorageError:
                self.repeated += 1
                time.sleep(RETRY)
                continue
            self.done.append(title)
            return

    def ended(self) -> list[str]:
        """What was acknowledged, once it has stopped."""
        self.ending.set()
        self.join(60)
        if self.error is not None:
            raise self.error
        assert not self.is_alive()
        return self.done


def survived(folder: Path, times: int, *, bouncer: bool = False, seed: int = 0) -> Survived:
    """Lets the server fail so often under two sellers and a screen, and compares the book with what they were told."""
    rng = random.Random(seed)
    pair = Pair(folder)
    between = Bouncer(folder, pair.primary) if bouncer else None
    address = (between or pair).address + "&schema=team"
    try:
        Book.open(address, create=True).close()
        sellers = [Seller(address, name) for name in ("ann", "bob")]
        for seller in sellers:
            seller.start()
        command = [sys.executable, "-m", "bidtracker", "--book", address]
        with Terminal(command, folder, extra={"LOGNAME": "screen"}) as terminal:
            terminal.until("Help")
            terminal.press("2")
            typed = []
            for time_ in range(times + 1):
                _work(sellers)
                typed.append(_type(terminal, f"screen {time_}"))
                if time_ < times:
                    time.sleep(rng.random() * 0.05)
                    pair.fail_over()
                    if between:
                        between.point(pair.standby)
                    typed.append(_type(terminal, f"screen {time_} after"))
                    pair.come_back()
            acknowledged = [seller.ended() for seller in sellers]
            terminal.press("q")
            terminal.ended()
        return Survived(times, sum(map(len, acknowledged)) + len(typed), sum(seller.repeated for seller in sellers),
                        _wrong(address, [*acknowledged, typed]))  # fmt: skip
    finally:
        if between:
            between.stop()
        pair.stop()


def _work(sellers: list[Seller]) -> None:
    """Until each has done some more."""
    before = [len(seller.done) for seller in sellers]
    until(
        lambda: all(len(seller.done) >= n + BETWEEN or seller.error for seller, n in zip(sellers, before, strict=True))
    )


def _type(terminal: Terminal, title: str) -> str:
    """Adds a tender by keys, until the screen shows it."""
    terminal.press("a")
    terminal.until("New tender")
    terminal.type(f"{title}\tscreen")
    terminal.until(title)
    terminal.press("ctrl+s")
    terminal.until(re.compile(rf"▌ T\S+ +{title} ").search)
    return title


def _wrong(address: str, lists: list[list[str]]) -> list[str]:
    """What the book has otherwise than it was told, and what is wrong with it."""
    with Book.open(address, who="last") as book:
        present = Counter(tender.title for tender in book.holdings.tenders.values())
        acknowledged = {title for each in lists for title in each}
        wrong = [f"{title} is lost" for title in acknowledged - present.keys()]
        wrong += [f"{title} is there {n} times" for title, n in present.items() if n > 1]
        wrong += [f"{title} was never told" for title in sorted(present.keys() - acknowledged)]
        return wrong + list(map(str, book.check()))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--bouncer", action="store_true")
    chosen = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bidtracker-"))
    folder.chmod(0o755)
    try:
        result = survived(folder, chosen.times, bouncer=chosen.bouncer)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{result.times} failures, {result.acts} acts acknowledged, {result.repeated} told as not done; "
          f"{len(result.wrong)} lost or twice")  # fmt: skip
    print("\n".join(result.wrong[:10]))


if __name__ == "__main__":
    main()
