"""Speed and memory of the backtest, as ratios to reading the same list without looking at it.

    python tests/benchmarks/backtest.py [FILE ...] [--awards 10000] [--runs 7] [--growth 1000000]

An invented history, as a table and as lines of OCDS, and any FILE of past awards besides: from the file to the report
with 500 resamples, beside csv.reader or msgspec on the same bytes, interleaved. Caches are emptied before each run, as
a process of its own would find them. With --growth also how time grows up to so many awards.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

sys.path.append(str(Path(__file__).parent))

from book import bar, seconds

from bidtracker.backtest import BacktestReport, replay, report
from bidtracker.cli.reports.backtest import seeded
from bidtracker.intake.past_awards.awards import read_awards

SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "zi", "kor", "ran", "men")
CLASSES = ("33100000", "90910000", "72000000", "50700000", "79700000", "30200000", "55520000", "60100000")
AGAIN = 0.12  # of the awards are the next one of a need: 8 to 11 % of public ones are
MOST_MB = 200


def history(awards: int, seed: int = 7) -> Iterator[tuple[str, str, str, str, date, int, int, date]]:
    """Invented awards: buyer, supplier, class, title, date, value, offers, end. As many buyers a thousand awards, as
    many words a title and as many needs that come again as public histories have."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(SYLLABLES, k=rng.randrange(2, 5))) for _ in range(8_000)]
    common = words[:400]
    buyers, suppliers = max(12, awards // 40), max(30, awards // 4)
    needs: list[tuple[str, str, str, str, date, int]] = []
    for _ in range(awards):
        if needs and rng.random() < AGAIN:
            buyer, holder, kind, title, day, value = needs.pop(rng.randrange(len(needs)))
            day += timedelta(days=rng.randrange(300, 1_500))
            holder = holder if rng.random() < 0.5 else f"Firma {rng.randrange(suppliers)} s.r.o."
        else:
            buyer = f"Město číslo {int(buyers * rng.random() ** 2)}, úřad"
            holder, kind = f"Firma {rng.randrange(suppliers)} s.r.o.", rng.choice(CLASSES)
            title = " ".join([*rng.choices(common, k=3), *rng.choices(words, k=rng.randrange(2, 7))])
            day, value = date(2008, 1, 1) + timedelta(days=rng.randrange(2_500)), rng.randrange(1_000, 2_000_000)
        needs.append((buyer, holder, kind, title, day, value))
        yield buyer, holder, kind, title, day, value, rng.randrange(1, 9), day + timedelta(days=rng.randrange(90, 1500))


def as_table(path: Path, awards: int) -> Path:
    """The history as CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("buyer", "supplier", "class", "title", "date", "value", "offers", "end"))
        table.writerows(history(awards))
    return path


def as_releases(path: Path, awards: int) -> Path:
    """The history as OCDS, a compiled release a line."""
    with path.open("w", encoding="utf-8") as out:
        for number, (buyer, holder, kind, title, day, value, offers, end) in enumerate(history(awards)):
            money = {"amount": value, "currency": "CZK"}
            release = {
                "ocid": f"ocds-abc123-{number}",
                "id": f"{number}-1",
                "date": f"{day}T00:00:00Z",
                "tag": ["compiled"],
                "buyer": {"id": buyer, "name": buyer},
                "tender": {
                    "id": str(number),
                    "title": title,
                    "status": "complete",
                    "procurementMethod": "open",
                    "numberOfTenderers": offers,
                    "classification": {"scheme": "CPV", "id": kind},
                },
                "awards": [
                    {
                        "id": "1",
                        "status": "active",
                        "date": f"{day}T00:00:00Z",
                        "value": money,
                        "suppliers": [{"id": holder, "name": holder}],
                        "contractPeriod": {"startDate": f"{day}T00:00:00Z", "endDate": f"{end}T00:00:00Z"},
                    }
                ],
            }
            out.write(json.dumps(release, ensure_ascii=False) + "\n")
    return path


def backtest(path: Path) -> BacktestReport:
    """All that the command does between reading and printing."""
    awards = read_awards([path])
    return report(replay(awards.rows), seeded(0), left_out=awards.left_out)


def as_csv(path: Path) -> None:
    """The limit of a table: its cells, and nothing else."""
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))


def as_json(path: Path) -> None:
    """The limit of lines of JSON: each decoded, without a type."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        assert [decode(line) for line in file]


def forget() -> None:
    """Empties what the program's functions have kept, as it is in a fresh process."""
    kept = [each for each in gc.get_objects() if hasattr(type(each), "cache_clear")]
    for each in kept:
        if getattr(each, "__module__", "").startswith("bidtracker"):
            each.cache_clear()


def compare(path: Path, limit: Callable[[Path], None], runs: int) -> None:
    """One line of the table."""
    ours, theirs = [], []
    for _ in range(runs):
        theirs.append(seconds(lambda: limit(path)))
        forget()
        ours.append(seconds(lambda: backtest(path)))
    figures = backtest(path)
    name = f"{path.name[:20]}: {figures.records:,} records, {figures.pairs} pairs"
    bar(name, statistics.median(ours), statistics.median(theirs), 10, "ms")


def peak_of(path: Path) -> float:
    """Peak memory of the command in a process of its own, in MB."""
    script = (
        "import sys; from bidtracker.cli import main\n"
        "sys.argv[1:] = ['backtest', sys.argv[1], '--json']\n"
        "try: main()\n"
        "finally: sys.stderr.write([s.split()[1] for s in open('/proc/self/status') if s.startswith('VmHWM')][0])"
    )
    run = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    return float(run.stderr.split()[-1]) / 1024


def grow(folder: Path, most: int) -> None:
    """Time an award at ten times as many, and ten times as many again, up to the most."""
    awards = 10_000
    while awards <= most:
        path = as_table(folder / f"{awards}.csv", awards)
        took = seconds(lambda path=path: backtest(path))
        print(
            f"{awards:9,} awards: {took:8.2f} s, {took / awards * 1e6:6.1f} us an award, peak {peak_of(path):5.0f} MB"
        )
        awards *= 10


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--awards", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--growth", type=int, default=0)
    chosen = options.parse_args()
    print(f"{'what':46} {'ours':>12} {'compared':>12} {'ratio':>8}  bar")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = as_table(folder / "awards.csv", chosen.awards)
        releases = as_releases(folder / "releases.jsonl", chosen.awards)
        for path in (table, *chosen.files):
            compare(path, as_csv if path.suffix == ".csv" else as_json, chosen.runs)
        compare(releases, as_json, chosen.runs)
        for path in (table, releases):
            print(f"peak memory with {path.name}: {peak_of(path):.0f} MB  <= {MOST_MB}")
        grow(folder, chosen.growth)


if __name__ == "__main__":
    main()
