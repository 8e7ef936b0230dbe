"""What a killed process left half written goes at the next open; what is being written stays; devices are refused."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bidtracker.book import Book
from bidtracker.storage import StorageError, book_file, written_whole

WRITER = """
import sys, time
from pathlib import Path
from bidtracker.storage import written_whole
with written_whole(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book.bidtracker"
    Book.open(path, create=True).close()
    return path


@pytest.mark.skipif(os.name != "posix", reason="Windows lets nobody remove a file that is open")
def test_half_written_copies_of_a_killed_process_are_swept(path: Path) -> None:
    copy = path.with_name(path.name + ".before-import-20261123-101500")
    writing = subprocess.Popen([sys.executable, "-c", WRITER, str(copy)], stdout=subprocess.PIPE)
    assert writing.stdout is not None and writing.stdout.readline() == b"ready\n"
    Book.open(path).close()
    assert len(list(path.parent.iterdir())) == 2  # somebody is at it
    writing.send_signal(signal.SIGKILL)
    writing.wait()
    other = path.with_name(".book.bidtracker.notes")
    other.write_text("mine")
    Book.open(path).close()
    assert sorted(path.parent.iterdir()) == [other, path]
    writing.stdout.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no devices")
def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for place in (Path("/dev/full"), fifo):
        with pytest.raises(StorageError, match="a device or a pipe"), written_whole(place, overwrite=True):
            pass
    assert fifo.is_fifo()


def test_a_folder_that_does_not_reach_the_disk_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fails(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EIO, "Input/output error")
        real(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc here")
    monkeypatch.setattr(book_file.os, "fsync", fails)
    file = tmp_path / "file"
    with pytest.raises(StorageError, match="after a power cut it may be gone"), written_whole(file) as temporary:
        temporary.write_bytes(b"all of it")
    assert file.read_bytes() == b"all of it"
