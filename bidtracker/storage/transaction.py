"""What is done inside one transaction, until its commit."""

from __future__ import annotations

from bidtracker.storage.row import DbRow, RowVersion

FEW = 200  # rows that wait in memory until the commit takes them along; an act has two or three


class Transaction:
    """What is done inside one `with transaction() as tx:`. `rev` is the revision its commit will have.

    A few written rows wait here for the commit, so that an act costs one trip to the database instead of five.
    """

    def __init__(self, rev: int, head: str = "") -> None:
        self.rev = rev
        self.head = head  # what the room above wants to stand in the header with the commit
        self.dirty = False
        self.amended = False  # whether rows were put in another form that counts as no change of them
        self.ids_given: dict[str, int] = {}
        self.waiting: dict[tuple[str, int], DbRow] = {}
        self.read: dict[tuple[str, int], RowVersion | None] = {}  # nobody else can change a row meanwhile
        self.before: dict[tuple[str, int], bytes | None] = {}  # bodies that were read of the rows that wait
        self.whole = True  # whether all that it wrote is waiting
