"""What the tests of the readers share: a list in memory read to its end."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bidtracker.intake.notice import Notice, Problem
from bidtracker.intake.reading import read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the published lists lie in ../shared/data, which is not here"
)


def as_bytes(content: Any) -> bytes:
    """A list as it would lie in a file."""
    if isinstance(content, bytes):
        return content
    return content.encode() if isinstance(content, str) else json.dumps(content).encode()


def packed(content: bytes) -> bytes:
    """The content as a .gz, the same bytes at every call (workers must collect the same tests)."""
    return gzip.compress(content, mtime=0)


def take(content: Any, format: str | None = None, name: str | None = "list") -> tuple[list[Notice], list[Problem]]:
    """All Notices and all Problems of a list: a path, text, bytes, or what becomes JSON."""
    origin = content if isinstance(content, Path) else io.BytesIO(as_bytes(content))
    return split(read(origin, format, name))


def split(result: Iterable[Notice | Problem]) -> tuple[list[Notice], list[Problem]]:
    all_of = list(result)
    return [n for n in all_of if isinstance(n, Notice)], [p for p in all_of if isinstance(p, Problem)]
