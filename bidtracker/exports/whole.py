"""Writing a file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bidtracker.domain.errors import Refused
from bidtracker.storage import written_whole


@contextmanager
def written(path: Path, *, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `path` once all are written; if anything goes wrong there is no file.

    A link is never followed: it is refused, or replaced by the file. Readable by its owner only, as a book is, since
    it says as much. Raises Refused where the file is there and not to be overwritten, StorageError where it cannot be.
    """
    try:
        with written_whole(path, overwrite=overwrite) as temporary, temporary.open("wb") as stream:
            yield stream
    except FileExistsError:
        raise Refused("{path} is already there; give another name, or --force", path=str(path)) from None
