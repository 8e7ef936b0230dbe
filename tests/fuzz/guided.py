"""Lists that grow towards what a reader has not done yet: fuzzing guided by coverage, each reader in turn.

    python tests/fuzz/guided.py [--seconds 60] [--format NAME] [--keep]

It begins with the small records of the readers' tests and the words that the readers know, and changes both bytes and
the structure of JSON. A list is read or refused in words; what else happens is a finding, which is printed, and with
--keep becomes a case in cases/, to be tried by test_readers.py from then on. Exits with 1 where something was found.
Needs the extra `fuzz`, which there is for CPython 3.11 to 3.13 on Linux.
"""

from __future__ import annotations

import argparse
import ast
import csv
import importlib
import io
import json
import os
import random
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any
from zlib import crc32

import atheris
import msgspec

with atheris.instrument_imports(include=["bidtracker.intake", "bidtracker.domain"]):
    import readers

    from bidtracker.domain.errors import BidtrackerError
    from bidtracker.intake.detect import formats
    from bidtracker.intake.notice import Notice
    from bidtracker.intake.reading import read

TESTS = Path(__file__).parents[1] / "intake"
IN_A_BOOK = 64  # of so many lists one is brought into a book too, which takes a hundred times as long
LONGEST = 8_192  # bytes of a list


def read_one(content: bytes, format: str | None) -> None:
    """Reads a list to its end; raises what should never be."""
    try:
        for item in read(readers.List(content, readers.name_of(content)), format):
            if isinstance(item, Notice):  # each value is of its type, and can be stored
                msgspec.json.decode(msgspec.json.encode(item), type=Notice)
            else:
                assert str(item.message)
    except BidtrackerError as error:
        assert str(error)
    if crc32(content) % IN_A_BOOK == 0:
        readers.read_and_bring(content, readers.name_of(content), format)


# What it begins with


def seeds(format: str | None, records: list[dict[str, Any]]) -> list[bytes]:
    """Small lists for a reader, of those records that look like its own."""
    own = [record for record in records if format is None or formats()[format].looks(record)]
    lists = [json.dumps([record]).encode() for record in own] or [json.dumps([readers.START]).encode()]
    lists.append(json.dumps(own[:5]).encode())
    lists += ["\n".join(json.dumps(record) for record in own[:3]).encode(), as_csv(own[:3])]
    return [each for each in dict.fromkeys(lists) if len(each) <= LONGEST]


def as_csv(records: list[dict[str, Any]]) -> bytes:
    """Records as a table."""
    head = list(dict.fromkeys(key for record in records for key in record)) or ["title", "buyer"]
    return as_lines([head, *([record.get(key, "") for key in head] for record in records)]).encode()


def as_lines(rows: list[Any]) -> str:
    """Rows as CSV, whatever is in them."""
    out = io.StringIO()
    csv.writer(out).writerows(row if isinstance(row, list) else [row] for row in rows)
    return out.getvalue()


def small_records() -> Iterator[dict[str, Any]]:
    """The records that the tests of the readers name, and those that their builders make when asked for nothing."""
    sys.path[:0] = sorted({str(file.parent) for file in TESTS.rglob("*.py")})
    for file in sorted(TESTS.rglob("[!c]*.py")):  # all but conftest.py
        module = importlib.import_module(file.stem)
        for value in vars(module).values():
            yield from dicts(made_by(value) if isinstance(value, FunctionType) else value)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                with suppress(ValueError, TypeError):  # not all of it is written out
                    yield from dicts(ast.literal_eval(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(",") > 1:
                yield from csv.DictReader(
                    [*node.value.splitlines(), "x"], restkey="more"
                )  # the head of a table, or all of it


def made_by(builder: FunctionType) -> Any:
    """The record that a helper of a test makes of nothing, of a day or of what says little."""
    if not str(builder.__annotations__.get("return")).startswith("dict["):
        return None
    for arguments in ((), ("2024-01-01",), ("1", "2024-01-01"), ("1", "2024-01-01", "result")):
        with suppress(Exception):  # it wants something else
            return builder(*arguments)
    return None


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The records in a value that JSON can hold."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict) and len(each) > 1:
            try:
                yield json.loads(json.dumps(each))
            except (TypeError, ValueError):
                continue


def dictionary(path: Path) -> Path:
    """The readers' words as libFuzzer wants them."""
    plain = [word for word in WORDS if word.isascii() and word.isprintable() and not set(word) & set('"\\')]
    path.write_text("".join(f'"{word}"\n' for word in plain))
    return path


# How it is changed


def mutated(content: bytes, most: int, seed: int) -> bytes:
    """A list like this one: some bytes changed, or, where it is JSON, some part of its structure."""
    rng = random.Random(seed)
    if rng.random() < 0.7:
        table = not readers.name_of(content).endswith(".json")
        with suppress(ValueError, RecursionError, csv.Error):  # it is neither, by now
            text = content.decode()
            value = list(csv.reader(text.splitlines())) if table else json.loads(text)
            for _ in range(rng.choice((1, 1, 2, 4))):
                value = changed(value, rng)
            table = table and isinstance(value, list)
            made = (as_lines(value) if table else json.dumps(value)).encode()
            if len(made) <= most:
                return made
    changed_bytes: bytes = atheris.Mutate(content, most)
    return changed_bytes


def changed(value: Any, rng: random.Random) -> Any:
    """The value with one place in it changed."""
    places = list(walk(value))
    if not places:
        return something(rng)
    parent, key = rng.choice(places)
    match rng.randrange(7):
        case 0:
            parent[key] = something(rng)
        case 1:
            other, present = rng.choice(places)
            parent[key] = json.loads(json.dumps(other[present]))
        case 2:
            del parent[key]
        case 3 if isinstance(parent, dict):
            parent[rng.choice(WORDS)] = something(rng)
        case 4 if isinstance(parent, dict):
            parent[rng.choice(WORDS)] = parent.pop(key)
        case 5:
            parent[key] = rng.choice(
                ([parent[key]], {rng.choice(WORDS): parent[key]}, [parent[key]] * 3, str(parent[key]))
            )
        case _:
            parent[key] = something(rng)
    return value


def walk(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value: what it is in, and under which key."""
    waiting = [value]
    while waiting:
        parent = waiting.pop()
        keys: Any = list(parent) if isinstance(parent, dict) else range(len(parent)) if isinstance(parent, list) else ()
        for key in keys:
            yield parent, key
            waiting.append(parent[key])


def something(rng: random.Random) -> Any:
    """A value that may be a surprise."""
    day = f"20{rng.randrange(100):02d}-{rng.randrange(14):02d}-{rng.randrange(33):02d}"
    plain = (None, True, 0, -1, 2**70, 1e308, [], {}, day, rng.randrange(10**6))
    return rng.choice((*plain, rng.choice(readers.WORST), rng.choice(readers.WORST), rng.choice(WORDS)))


WORDS = readers.words()


# Running it


class Findings:
    """What should never be, one of each kind: the list as `finding-1`, what it led to as `finding-1.txt`."""

    def __init__(self, folder: Path, format: str | None) -> None:
        self.folder = folder
        self.format = format
        self.kinds: set[tuple[str, ...]] = set()
        self.tried = 0

    def try_one(self, content: bytes) -> None:
        self.tried += 1
        try:
            read_one(content, self.format)
        except Exception as error:
            where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
            kind = (type(error).__name__, *where[-2:])
            if kind not in self.kinds:
                self.kinds.add(kind)
                path = self.folder / f"finding-{len(self.kinds)}"
                path.write_bytes(content)
                path.with_suffix(".txt").write_text("".join(traceback.format_exception(error))[-3_000:])
        if self.tried % 50 == 0:
            (self.folder / "tried").write_text(str(self.tried))


def fuzz(format: str | None, lists: list[bytes], seconds: float, folder: Path) -> None:
    """Fuzzes one reader in this process, and ends it."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(lists):
        (corpus / f"seed{number}").write_bytes(seed)
    with (folder / "said").open("wb") as output:
        os.dup2(output.fileno(), 2)
        os.dup2(output.fileno(), 1)
    options = [
        f"-max_total_time={max(1, round(seconds))}", f"-max_len={LONGEST}", f"-dict={dictionary(folder / 'words')}",
        f"-artifact_prefix={folder}/finding-", "-timeout=20", "-rss_limit_mb=2048", "-len_control=0",
    ]  # fmt: skip
    findings = Findings(folder, format)
    atheris.Setup([sys.argv[0], *options, str(corpus)], findings.try_one, custom_mutator=mutated)
    atheris.Fuzz()


def started(format: str | None, records: list[dict[str, Any]], seconds: float, folder: Path) -> int:
    """The number of a process that fuzzes one reader."""
    folder.mkdir()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        fuzz(format, seeds(format, records), seconds, folder)
    except SystemExit:
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def report(format: str | None, folder: Path, *, keep: bool) -> tuple[int, int]:
    """How many lists were tried on one reader, and how many findings there are, which are printed."""
    tried = int((folder / "tried").read_text()) if (folder / "tried").exists() else 0
    result = sorted(file for file in folder.glob("finding-*") if file.suffix != ".txt" and "slow-unit" not in file.name)
    print(f"{format or 'any'}: {tried} lists, {len(result)} findings")
    for file in result:
        why = file.with_suffix(".txt")
        print(why.read_text() if why.exists() else (folder / "said").read_text(errors="replace")[-3_000:])
        print(f"the list: {file.read_bytes()[:2_000]!r}")
        if keep:
            readers.CASES.mkdir(exist_ok=True)
            shutil.copyfile(file, readers.CASES / f"{format or 'any'}-{crc32(file.read_bytes()):08x}")
    if not tried:  # it never came to it
        print((folder / "said").read_text(errors="replace")[-3_000:])
    return tried, len(result) + (not tried)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=60, help="for each reader")
    options.add_argument("--format", choices=formats())
    options.add_argument("--keep", action="store_true", help="make cases of what is found")
    options.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    waiting: list[str | None] = [chosen.format] if chosen.format else [*formats(), None]
    running: dict[int, tuple[str | None, Path]] = {}
    records = list(small_records())
    tried = result = 0
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < chosen.at_once:
                format = waiting.pop(0)
                own = Path(folder) / (format or "any")
                running[started(format, records, chosen.seconds, own)] = format, own
            child, _ = os.wait()
            inputs, findings = report(*running.pop(child), keep=chosen.keep)
            tried, result = tried + inputs, result + findings
    print(f"{tried} lists, {result} findings")
    return 1 if result else 0


if __name__ == "__main__":
    sys.exit(main())
