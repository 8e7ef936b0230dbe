"""Speed and memory of reading OCDS, as ratios to msgspec's untyped decoding of the same bytes in the same run.

    python tests/benchmarks/ocds.py [--releases 100000] [--runs 5]

The releases are the real ones of ../shared/data, repeated with new ids as lines of a file. Prints one line a bar: what
was measured (median), beside what it is compared with, the ratio, and the bar.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec

from bidtracker.intake.formats.ocds.merging import joined
from bidtracker.intake.formats.ocds.reader import OcdsReader
from bidtracker.intake.notice import Notice
from bidtracker.intake.reading import read
from bidtracker.intake.where import Wanted

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LINES = "ocds_uk_cf/contractsfinder_201_releases.jsonl.gz"  # the smaller a release, the more there is to do per byte
SLOWEST, SLOWEST_OF_FEW, SLOWEST_OF_MERGING, MOST_MB = 5.0, 3.0, 1.5, 300


def published(files: list[Path]) -> Iterator[dict[str, Any]]:
    """The releases of some files, also those within records."""
    for path in files:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rest = raw.decode("utf-8", "replace").lstrip()
        while rest:
            document, end = json.JSONDecoder().raw_decode(rest)
            rest = rest[end:].lstrip()
            yield from document.get("releases", [])
            yield from (record["compiledRelease"] for record in document.get("records", []))
            if "tag" in document:
                yield document


def written(target: Path, files: list[Path], releases: int) -> Path:
    """These releases again and again, each a process of its own."""
    real = list(published(files))
    with target.open("wb") as file:
        for number, release in enumerate(islice(cycle(real), releases)):
            new = {**release, "ocid": f"{release['ocid']}-{number}", "id": f"{release.get('id', '')}-{number}"}
            file.write(json.dumps(new, ensure_ascii=False).encode() + b"\n")
    return target


def untyped(path: Path) -> None:
    """The limit: each line decoded by msgspec, without a type."""
    decode = msgspec.json.Decoder().decode
    with path.open("rb") as file:
        for line in file:
            decode(line)


def noticed(path: Path, wanted: Wanted | None = None) -> int:
    """How many notices come of it."""
    return sum(isinstance(item, Notice) and (wanted is None or wanted(item)) for item in read(path, wanted=wanted))


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def compared(name: str, ours: Callable[[], object], limit: Callable[[], object], most: float, runs: int) -> None:
    """One line: both in turns, the collector off for both, as an import has it; '!' where the bar is missed."""
    gc.collect()
    gc.disable()
    pairs = [(seconds(ours), seconds(limit)) for _ in range(runs)]
    gc.enable()
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    line(name, mine, theirs, ratio, most, "s")


def line(name: str, ours: float, theirs: float, ratio: float, most: float, unit: str) -> None:
    verdict = "ok" if ratio <= most else "!"
    print(f"{name:58} {ours:8.3f} {unit:2} {theirs:8.3f} {unit:2} {ratio:7.2f}  <= {most:g}  {verdict}", flush=True)


def life(target: Path, releases: int, *, news_only: bool) -> Path:
    """Processes of four releases each: a tender, its deadline put off, an award, a contract; each says only what is
    new, or all that is known by then."""
    terms = {"startDate": "2024-06-01T00:00:00Z", "endDate": "2026-06-01T00:00:00Z"}
    moved: Any = {"tender": {"tenderPeriod": {"endDate": "2024-03-01T00:00:00Z"}}}
    with target.open("wb") as file:
        for number, real in enumerate(islice(cycle(published([DATA / LINES])), releases // 4)):
            first = {key: real[key] for key in ("buyer", "parties", "tender") if key in real}
            awards = real.get("awards") or [{"id": "1", "status": "active", "suppliers": [{"id": "s", "name": "Acme"}]}]
            contract = {"id": "c", "awardID": awards[0]["id"], "status": "active", "period": terms}
            whole: dict[str, Any] = {}
            for month, news in enumerate((first, moved, {"awards": awards}, {"contracts": [contract]}), 1):
                whole = joined(whole, news)
                own = {"ocid": f"{real['ocid']}-{number}", "id": str(month), "date": f"2024-0{month}-01T00:00:00Z"}
                file.write(
                    json.dumps({**own, "tag": ["tenderUpdate"], **(news if news_only else whole)}).encode() + b"\n"
                )
    return target


def merged(path: Path) -> float:
    """Seconds of joining each release to what came before it, once all were read."""
    notices = [item for item in read(path) if isinstance(item, Notice)]
    return seconds(lambda: _join(notices))


def _join(notices: list[Notice]) -> None:
    last: Notice | None = None
    for notice in notices:
        joins = last is not None and last.ocid == notice.ocid
        last = OcdsReader.onto(last.state, notice, last) if last and joins else OcdsReader.with_state(notice)


def peak(path: Path) -> float:
    """Peak memory of reading a file in a process of its own, in MB."""
    script = (
        "import sys; from bidtracker.intake.reading import read\n"
        "for item in read(sys.argv[1]): pass\n"
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    run = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    return float(run.stdout) / 1024


def rare(path: Path) -> list[tuple[str, str]]:
    """Conditions that keep about 1 % of a file each: a buyer, a category, a supplier, a span of time."""
    notices = [item for item in read(path) if isinstance(item, Notice)]
    share = len(notices) // 100 or 1
    buyers = Counter(n.buyer.name for n in notices if n.buyer)
    suppliers = Counter(party.name for n in notices for award in n.awards for party in award.suppliers)
    days = Counter(day for n in notices if (day := n.published or (n.released and n.released.date())))
    spans = {("since", day): sum(days[other] for other in days if other >= day) for day in days}
    spans |= {("until", day): sum(days[other] for other in days if other <= day) for day in days}
    bound, day = min(spans, key=lambda span: (abs(spans[span] - share), span))

    def near(names: Counter[str]) -> str:
        return min(names, key=lambda name: (abs(names[name] - share), name))

    categories = Counter(n.category for n in notices if n.category)
    return [
        ("buyer", near(buyers)),
        ("category", near(categories)),
        ("supplier", near(suppliers)),
        (bound, day.isoformat()),
    ]


def compiled(path: Path, schema: str) -> None:
    """What ocdskit's `compile` does with the file; it makes compiled releases of it, which is not the same work."""
    command = ["ocdskit", "compile", *(["--schema", schema] if schema else [])]
    with path.open("rb") as file:
        subprocess.run(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def measure(folder: Path, releases: int, runs: int, schema: str) -> None:
    every = sorted((*DATA.glob("ocds_*/*.json"), *DATA.glob("ocds_ocdskit/realdata/*.json"), DATA / LINES))
    small = written(folder / "lines.jsonl", [DATA / LINES], releases)
    mixed = written(folder / "mixed.jsonl", every, max(releases // 4, 100))
    compared(
        f"{releases:,} releases of Contracts Finder", lambda: noticed(small), lambda: untyped(small), SLOWEST, runs
    )
    compared("releases of all publishers", lambda: noticed(mixed), lambda: untyped(mixed), SLOWEST, runs)
    for name, news_only in (("what is new", True), ("all that is known", False)):
        lives = life(folder / "lives.jsonl", max(releases // 10, 1_000), news_only=news_only)
        pairs = [(merged(lives), seconds(partial(noticed, lives))) for _ in range(runs)]
        ours, theirs = (min(times) for times in zip(*pairs, strict=True))
        line(f"merging releases of {name}, beside reading them", ours, theirs, ours / theirs, SLOWEST_OF_MERGING, "s")
    few = written(folder / "few.jsonl", [DATA / LINES], max(releases // 10, 1_000))
    for key, value in rare(few):
        wanted = Wanted([f"{key}={value}"], date.today())
        kept = noticed(few, wanted)
        name = f"--where {key}={value[:24]} keeps {kept / max(releases // 10, 1_000):.1%}"
        compared(name, lambda wanted=wanted: noticed(small, wanted), lambda: untyped(small), SLOWEST_OF_FEW, runs)
    for path, many in ((few, max(releases // 10, 1_000)), (small, releases)):
        used = peak(path)
        line(f"peak memory at {many:,}", used, MOST_MB, used / MOST_MB, 1, "MB")
    if not shutil.which("ocdskit"):
        print("ocdskit is not installed; nothing to stand beside")
        return
    try:
        ours, theirs = seconds(lambda: noticed(few)), seconds(lambda: compiled(few, schema))
        line(f"{max(releases // 10, 1_000):,} releases beside ocdskit compile", ours, theirs, ours / theirs, 1, "s")
    except subprocess.CalledProcessError:
        print("ocdskit compile failed; without a network it wants the release schema by --schema")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--releases", type=int, default=100_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--schema", default="", help="the release schema for ocdskit, where there is no network")
    chosen = options.parse_args()
    print(f"{'what':58} {'ours':>11} {'compared':>11} {'ratio':>7}  bar")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), chosen.releases, chosen.runs, chosen.schema)


if __name__ == "__main__":
    main()
