"""What tests share: a book with a fixed clock, and the folder of real files where it is."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bidtracker import demo
from bidtracker.book import Book

ROOT = Path(__file__).parent.parent

# The interpreters that tests start keep what they compile: to compile it anew is most of what each takes to start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# What a run of the tests started ends with it, also where the run is killed: a server would wait for ever. The shell
# reads until nobody holds the other end of its pipe any more, and ends whoever bears the name of the run.
RUN = f"{os.getpid()}-{time.monotonic_ns()}"
REAPER = """
read -r end
for each in /proc/[0-9]*; do
    grep -qsz "^BIDTRACKER_TEST_RUN=$1$" "$each/environ" && kill -KILL "${each#/proc/}"
done 2>/dev/null
"""
if Path("/proc/self/environ").exists():
    reaper = subprocess.Popen(["sh", "-c", REAPER, "sh", RUN], stdin=subprocess.PIPE, start_new_session=True)
    os.environ["BIDTRACKER_TEST_RUN"] = RUN

# Files of tests lie in memory where the machine has room for them there: on a disk a small book mostly waits until it
# is safely written, thousands of times over.
IN_MEMORY = "/dev/shm"
if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > 4 << 30:
    for variable in ("TMPDIR", "PYTEST_DEBUG_TEMPROOT"):
        os.environ.setdefault(variable, IN_MEMORY)
    tempfile.tempdir = None

# What a test makes goes with it, hardly ever in a circle: to look for circles as often as Python does is a fifth of the
# time of the screen's tests.
gc.set_threshold(400_000, 20, 100)

# A busy machine is slow, and that is no fault of the program: time is never a reason to fail. What an example costs is
# measured in tests/benchmarks. Each test of one example set makes its own files, so sharing a fixture's folder is fine.
HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
settings.register_profile("any-machine", deadline=None, max_examples=30, suppress_health_check=HEALTH)
settings.register_profile("few", settings.get_profile("any-machine"), max_examples=10)
settings.register_profile("thorough", settings.get_profile("any-machine"), max_examples=1_000)
settings.load_profile("any-machine")

# What takes longest begins first: at the end it would keep one worker while the others have nothing left to do.
LONG = {"test_seven_keys", "test_failover", "test_long_write", "test_an_hour", "test_a_loss_on_the_screen"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish() -> None:
    """Keeps what stays to the end, modules and tests, out of every look for circles."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are processors: now and then each waits for a server, a terminal, another program."""
    return (os.cpu_count() or 1) + 1


NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """An empty book on a fixed day, 2026-11-23."""
    with Book.open(tmp_path / "test.bidtracker", create=True, who="ann", clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a book on that day, made once: to be copied, never changed."""
    path = tmp_path_factory.mktemp("sample") / "sample.bidtracker"
    with Book.open(path, create=True, who="ann", clock=lambda: NOW) as made:
        demo.fill(made, NOW.date())
    return path


@pytest.fixture
def sample_book(sample_file: Path, tmp_path: Path) -> Iterator[Book]:
    """A book of one's own with the sample in it."""
    path = Path(shutil.copyfile(sample_file, tmp_path / "test.bidtracker"))
    with Book.open(path, who="ann", clock=lambda: NOW) as opened:
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
