"""A disk that can be watched and broken: it stands between SQLite and the system's files.

SQLite lets a program bring its own file layer (a VFS). This one hands everything on to the usual one, writes down each
change of a file in order, and can refuse a change as a full or failing disk would. From what was written down,
`Crash` makes the files that a power cut at any moment may leave.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

FULL, WRITE_FAILED, SYNC_FAILED = 13, 778, 1034  # SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC
SECTOR = 512  # bytes that a disk writes together

_POINTERS = {1: 12, 2: 16, 3: 18}  # functions in sqlite3_io_methods, by version
_CLOSE, _WRITE, _TRUNCATE, _SYNC = 0, 2, 3, 4
_Pointer, _Int = ctypes.c_void_p, ctypes.c_int
_OpenCall = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Pointer, _Int, _Pointer)  # a name is kept by its pointer
_DeleteCall = ctypes.CFUNCTYPE(_Int, _Pointer, ctypes.c_char_p, _Int)
_WriteCall = ctypes.CFUNCTYPE(_Int, _Pointer, _Pointer, _Int, ctypes.c_int64)
_TruncateCall = ctypes.CFUNCTYPE(_Int, _Pointer, ctypes.c_int64)
_SyncCall = ctypes.CFUNCTYPE(_Int, _Pointer, _Int)
_CloseCall = ctypes.CFUNCTYPE(_Int, _Pointer)


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, as far as it is the same in every version."""

    _fields_ = (
        ("version", _Int),
        ("file_size", _Int),
        ("longest_path", _Int),
        ("next", _Pointer),
        ("name", ctypes.c_char_p),
        ("data", _Pointer),
        ("open", _Pointer),
        ("delete", _Pointer),
        ("others", _Pointer * 16),
    )


class Event(NamedTuple):
    """One change of a file: `what` is write, truncate, sync or delete."""

    what: str
    path: str
    offset: int = 0
    data: bytes = b""


class Disk:
    """What SQLite does to files while it is `inserted`, in order; `refuse` makes the disk fail."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.fails_from: int | None = None  # the change from which on the disk refuses
        self.fails_until: int | None = None
        self.error = FULL
        self._done = 0
        self._files: dict[int, tuple[str, Any]] = {}
        self._tables: dict[int, Any] = {}
        self._library = library()
        usual = ctypes.cast(self._library.sqlite3_vfs_find(None), ctypes.POINTER(_Vfs)).contents
        self._usual_open, self._usual_delete = _OpenCall(usual.open), _DeleteCall(usual.delete)
        self._vfs = _Vfs.from_buffer_copy(bytes(usual))
        self._vfs.name, self._vfs.next = b"watched", None
        # SQLite keeps pointers to these, so they must live as long as this disk.
        self._calls = [_OpenCall(self._open), _DeleteCall(self._delete)]
        self._vfs.open, self._vfs.delete = (ctypes.cast(call, _Pointer).value for call in self._calls)

    @contextmanager
    def inserted(self) -> Iterator[Disk]:
        """Every file that SQLite opens inside is on this disk."""
        assert self._library.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == 0
        try:
            yield self
        finally:
            self._library.sqlite3_vfs_unregister(ctypes.byref(self._vfs))

    def refuse(self, after: int, error: int, *, times: int | None = None) -> None:
        """Let the disk fail after so many more changes: for good, or so many `times`."""
        self.fails_from = self._done + after
        self.fails_until = None if times is None else self.fails_from + times
        self.error = error

    def mend(self) -> bool:
        """Let the disk work again; whether it had failed."""
        failed = self.fails_from is not None and self._done > self.fails_from
        self.fails_from = None
        return failed

    def _refused(self) -> bool:
        at, self._done = self._done, self._done + 1
        if self.fails_from is None or at < self.fails_from:
            return False
        return self.fails_until is None or at < self.fails_until

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        result = self._usual_open(vfs, name, file, flags, out)
        methods = ctypes.cast(file, ctypes.POINTER(_Pointer)).contents
        if result == 0 and methods.value and name:
            if methods.value not in self._tables:
                self._tables[methods.value] = self._table(methods.value)
            table, calls = self._tables[methods.value]
            self._files[file] = (ctypes.string_at(name).decode(), calls)
            ctypes.cast(file, ctypes.POINTER(_Pointer))[0] = ctypes.addressof(table)
        return result

    def _table(self, address: int) -> Any:
        """The usual functions of a file, with ours in place of those that change it."""
        version = ctypes.cast(address, ctypes.POINTER(_Int)).contents.value
        words = (_Pointer * (1 + _POINTERS[min(version, 3)])).from_buffer_copy(
            ctypes.string_at(address, 8 * (1 + _POINTERS[min(version, 3)]))
        )
        usual = {
            _CLOSE: _CloseCall(words[1 + _CLOSE]),
            _WRITE: _WriteCall(words[1 + _WRITE]),
            _TRUNCATE: _TruncateCall(words[1 + _TRUNCATE]),
            _SYNC: _SyncCall(words[1 + _SYNC]),
        }
        ours = {
            _CLOSE: _CloseCall(self._close),
            _WRITE: _WriteCall(self._write),
            _TRUNCATE: _TruncateCall(self._truncate),
            _SYNC: _SyncCall(self._sync),
        }
        for place, call in ours.items():
            words[1 + place] = ctypes.cast(call, _Pointer).value
        return words, (usual, ours)

    def _close(self, file: int) -> int:
        _, (usual, _) = self._files.pop(file)
        return int(usual[_CLOSE](file))

    def _write(self, file: int, data: int, length: int, offset: int) -> int:
        path, (usual, _) = self._files[file]
        if self._refused():
            return self.error
        result = int(usual[_WRITE](file, data, length, offset))
        self.events.append(Event("write", path, offset, ctypes.string_at(data, length)))
        return result

    def _truncate(self, file: int, size: int) -> int:
        path, (usual, _) = self._files[file]
        if self._refused():
            return self.error
        self.events.append(Event("truncate", path, size))
        return int(usual[_TRUNCATE](file, size))

    def _sync(self, file: int, flags: int) -> int:
        path, (usual, _) = self._files[file]
        if self._refused():
            return SYNC_FAILED if self.error != FULL else FULL
        self.events.append(Event("sync", path))
        return int(usual[_SYNC](file, flags))

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        result = int(self._usual_delete(vfs, name, sync_folder))
        if result == 0:
            self.events.append(Event("delete", name.decode()))
        return result


def library() -> Any:
    """The SQLite that Python itself uses. Raises OSError or AttributeError where it cannot be reached."""
    import _sqlite3

    results = ctypes.CDLL(_sqlite3.__file__)
    results.sqlite3_vfs_find.restype = _Pointer
    results.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    return results


class Crash:
    """What may be on the disk when the power goes after some of the `events`, the files being `before` at first.

    Synced changes are there. Of the others any may be missing, and any may be torn, at a sector.
    """

    def __init__(self, before: dict[str, bytes], events: list[Event]) -> None:
        self.durable = dict(before)
        self.pending: list[Event] = []
        for event in events:
            self.take(event)

    def take(self, event: Event) -> None:
        """Lets one more change happen before the power goes."""
        if event.what == "sync":
            self._persist([each for each in self.pending if each.path == event.path], self.durable)
            self.durable.setdefault(event.path, b"")
        elif event.what == "delete":  # with its folder synced, as our setting has it
            self.durable.pop(event.path, None)
        else:
            self.pending.append(event)
            return
        self.pending = [each for each in self.pending if each.path != event.path]

    def files(self, rng: random.Random | None) -> dict[str, bytes]:
        """One possible state: with `rng` a random one, without it the one in which nothing unsynced arrived."""
        files = dict(self.durable)
        if rng is not None:
            share = rng.choice([0.2, 0.5, 0.8, 1.0])
            arrived = [self._torn(each, rng) for each in self.pending if rng.random() < share]
            self._persist(arrived, files)
        return files

    @staticmethod
    def _torn(event: Event, rng: random.Random) -> Event:
        """The write, of which sometimes only some sectors arrived, or arrived as noise."""
        if event.what != "write" or rng.random() < 0.6:
            return event
        end = rng.randrange(len(event.data) // SECTOR + 1) * SECTOR
        if rng.random() < 0.5:
            return event._replace(data=event.data[:end])
        return event._replace(data=event.data[:end] + rng.randbytes(len(event.data) - end))

    @staticmethod
    def _persist(events: list[Event], files: dict[str, bytes]) -> None:
        for event in events:
            content = files.get(event.path, b"")
            if event.what == "truncate":
                files[event.path] = content[: event.offset].ljust(event.offset, b"\0")
            elif event.data:
                content = content.ljust(event.offset, b"\0")
                files[event.path] = content[: event.offset] + event.data + content[event.offset + len(event.data) :]
