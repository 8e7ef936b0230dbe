"""The one door to the data: open a book, look up, act, undo, history. Every change passes here."""

from bidtracker.book.book import Book
from bidtracker.book.draft import Draft
from bidtracker.book.memory import Changed
from bidtracker.book.values import ValueConflict
from bidtracker.storage import Busy

__all__ = ["Book", "Busy", "Changed", "Draft", "ValueConflict"]
