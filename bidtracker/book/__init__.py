"""The one door to the data: open a book, look up, act, undo, history. Every change passes here."""

from bidtracker.book.book import Book
from bidtracker.book.draft import Draft
from bidtracker.book.memory import Changed
from bidtracker.book.values import ValueConflict

__all__ = ["Book", "Changed", "Draft", "ValueConflict"]
