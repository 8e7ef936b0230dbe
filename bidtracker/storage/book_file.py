"""The file a book is in: telling it from other files, making it, and writing one whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from bidtracker.domain.message import Message, say
from bidtracker.storage.errors import BookIsNewer, NoSuchBook, NotABook, StorageError

try:
    import fcntl
except ImportError:  # Windows, which lets nobody remove a file that is open
    fcntl = None  # type: ignore[assignment]

APPLICATION_ID = 0x42494454  # "BIDT", where SQLite's header has the number of the program that made the file
FORMAT = 3  # the layout of tables that this version writes; SQLite's user_version
LONGEST = 200  # characters of a file's name in that of the file that is written for it
_MAGIC = b"SQLite format 3\0"
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_FIRST_PAGE = b"\0\0\0\1" + _MAGIC  # page 1 as a journal keeps it


def inspect(path: Path) -> None:
    """Look at the header only, and raise NoSuchBook, NotABook, BookIsNewer or StorageError unless `path` is a book.

    Not even a lock is taken, so whatever else the file is stays exactly as it was.
    """
    try:
        if path.is_dir():
            raise NotABook(say("{path} is a folder, not a book", path=str(path)))
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotABook(say("{path} is not a file, so it cannot be a book", path=str(path)))
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise NoSuchBook(say("there is no book at {path}", path=str(path))) from None
    except (OSError, ValueError) as error:
        raise StorageError(say("{path} cannot be read: {reason}", path=str(path), reason=_reason(error))) from error
    if not header:
        raise NotABook(say("{path} is an empty file, not a book", path=str(path)))
    if not _is_ours(header):
        header = _journaled(path)
    if not _is_ours(header):
        raise NotABook(say("{path} is not a book of this program", path=str(path)))
    check_format(path, int.from_bytes(header[60:64], "big"))


def _is_ours(header: bytes) -> bool:
    """Whether these are the first bytes of a book; every commit leaves them as they are."""
    return len(header) == 100 and header[:16] == _MAGIC and int.from_bytes(header[68:72], "big") == APPLICATION_ID


def _journaled(path: Path) -> bytes:
    """The first bytes of the file as an interrupted commit's journal has them; SQLite puts them back as it opens.

    Where the power went while they were written, the file itself may have noise there.
    """
    try:
        journal = path.with_name(path.name + "-journal").read_bytes()
    except OSError:
        return b""
    at = journal.find(_FIRST_PAGE) + 4 if journal.startswith(_JOURNAL_MAGIC) else 3
    return journal[at : at + 100] if at > 3 else b""


def check_format(path: Path | str, number: int) -> None:
    """Raise BookIsNewer where the layout `number` is of a later version than this one, NotABook where of none."""
    if number < 1:
        raise NotABook(say("{path} is not a book of this program", path=str(path)))
    if number > FORMAT:
        raise BookIsNewer(
            say(
                "{path} was written by a newer version of this program (book format {theirs}, this version "
                "reads up to {ours}); install the newer version to open it",
                path=str(path),
                theirs=number,
                ours=FORMAT,
            )
        )


def may_write(path: Path) -> bool:
    """Whether the book and its folder, where a commit keeps its journal, can be written."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(each, os.W_OK, effective_ids=effective) for each in (path, path.parent))


def make_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing, for their owner only."""
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    try:
        for above in reversed(missing):
            above.mkdir(0o700, exist_ok=True)
            above.chmod(0o700)  # mkdir's mode is only what the umask leaves of it
    except OSError as error:
        raise StorageError(
            say("the folder {path} cannot be made: {reason}", path=str(folder), reason=_reason(error))
        ) from error


@contextmanager
def written_whole(path: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """An empty file beside `path`, readable by its owner only, that takes the name `path` once it is complete.

    If anything goes wrong it vanishes and `path` is as before. Raises FileExistsError where `path`
    exists and is not to be overwritten, also if it came to be in the meantime.
    """
    if overwrite and any(path.with_name(path.name + end).exists() for end in ("-journal", "-wal")):
        # SQLite would roll the other file's journal back into ours.
        raise StorageError(say("{path} is in use or was interrupted, so it cannot be overwritten", path=str(path)))
    if path.is_dir():
        raise StorageError(say("{path} is a folder", path=str(path)))
    if path.exists() and not path.is_file():
        words = "{path} is a device or a pipe, not a file; write to standard output and send that there"
        raise StorageError(say(words, path=str(path)))
    if path.exists() and not overwrite:
        raise FileExistsError(path)
    temporary = path.with_name(f".{path.name[:LONGEST]}.{os.urandom(4).hex()}")
    handle = -1
    try:
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        hold(handle)
        temporary.chmod(0o600)
        yield temporary
        _sync(temporary)
        _take_name(temporary, path, overwrite)
        _sync_folder(path)
    except FileExistsError:
        raise
    except OSError as error:
        raise StorageError(unwritable(path, error)) from error
    finally:
        if handle >= 0:
            os.close(handle)
        temporary.unlink(missing_ok=True)


def hold(handle: int) -> bool:
    """Lock an open file for as long as it is open; whether nobody else holds it. Where there are no locks it is held.

    The lock goes with the process, whatever ends it.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep(path: Path) -> None:
    """Take away what killed processes left half written beside the book at `path`."""
    half_written = re.compile(re.escape("." + path.name[:LONGEST]) + r".*\.[0-9a-f]{8}(-journal)?")
    with suppress(OSError):
        names = [entry.name for entry in os.scandir(path.parent) if half_written.fullmatch(entry.name)]
        for name in sorted(names):
            _take_away(path.with_name(name))


def _take_away(file: Path) -> None:
    """Remove a half-written file of ours that nobody is writing; a journal, once that which it is of is gone."""
    if file.name.endswith("-journal") and file.with_name(file.name.removesuffix("-journal")).exists():
        return
    with suppress(OSError):
        handle = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode) and hold(handle):
                file.unlink()
        finally:
            os.close(handle)


@contextmanager
def reaching_the_disk(path: Path) -> Iterator[None]:
    """Has a file written out while something else is done. Where that fails, the next fsync of the file says so."""

    def write_out() -> None:
        with suppress(OSError):
            _sync(path)

    writing = Thread(target=write_out)
    writing.start()
    try:
        yield
    finally:
        writing.join()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _take_name(temporary: Path, path: Path, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        os.link(temporary, path)  # the one step that fails where the name is taken, whoever took it
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _sync_folder(path: Path) -> None:
    """Let the name of a new file reach the disk. Raises StorageError where the disk says that it did not."""
    try:
        handle = os.open(path.parent, os.O_RDONLY)
    except OSError:  # not every system can open a folder
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that has nothing to write out here
            words = "{path} is written, but its folder could not be: after a power cut it may be gone ({reason})"
            raise StorageError(say(words, path=str(path), reason=_reason(error))) from error
    finally:
        os.close(handle)


def unwritable(path: Path, error: OSError) -> Message:
    """What is told where a file cannot be written."""
    return say("{path} cannot be written: {reason}", path=str(path), reason=_reason(error))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
