"""What tests share: a book with a fixed clock, and the folder of real files where it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bidtracker.book import Book

ROOT = Path(__file__).parent.parent

# A busy machine is slow, and that is no fault of the program: time is never a reason to fail. What an example costs is
# measured in tests/benchmarks. Each test of one example set makes its own files, so sharing a fixture's folder is fine.
settings.register_profile(
    "any-machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
settings.load_profile("any-machine")

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty book on a fixed day, 2026-11-23."""
    with Book.open(tmp_path / "test.bidtracker", create=True, who="ann", clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real tender files, which lies beside a checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real tender files are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of small inputs with the right value of each, which lies beside a checkout."""
    folder = ROOT.parent / "shared" / "cases"
    if not folder.is_dir():
        pytest.skip("the small cases are not beside this checkout (../shared/cases)")
    return folder
