"""The one door to the data: open a book, look up, act, undo, history. Every change passes here."""

from bidtracker.book.book import Book
from bidtracker.book.memory import Changed
from bidtracker.domain.errors import ValueConflict
from bidtracker.storage import Busy

__all__ = ["Book", "Busy", "Changed", "ValueConflict"]
