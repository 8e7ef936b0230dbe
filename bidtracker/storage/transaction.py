"""What is done inside one transaction, until its commit."""

from __future__ import annotations

from collections.abc import Callable

from bidtracker.storage.errors import Conflict
from bidtracker.storage.row import Change, Row

FEW = 200  # rows that wait in memory until the commit takes them along; an act has two or three


class Transaction:
    """What is done inside one `with transaction() as tx:`. `rev` is the revision its commit will have.

    A few written rows wait here for the commit, so that an act costs one trip to the database instead of five.
    """

    def __init__(self, rev: int, get: Callable[[str, int], Change | None]) -> None:
        self.rev = rev
        self._get = get
        self.dirty = False
        self.ids_given: dict[str, int] = {}
        self.waiting: dict[tuple[str, int], Row] = {}
        self.read: dict[tuple[str, int], Change | None] = {}  # nobody else can change a row meanwhile
        self.whole = True  # whether all that it wrote is waiting

    def expect(self, table: str, doc_id: int, rev: int) -> None:
        """Raise Conflict if the document was changed or removed after revision `rev`.

        `rev` is what the book's revision was when the caller read the document, or any later
        revision up to which it knows the changes. What this transaction wrote itself is no conflict.
        """
        stored = self._get(table, doc_id)
        if stored is not None and rev < stored.rev < self.rev:
            raise Conflict(table, doc_id, rev, stored.rev)
