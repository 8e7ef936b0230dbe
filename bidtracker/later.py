"""Modules that are loaded when a function of theirs is first called: the first paint and a short command do without.

records = LateModule("bidtracker.book.acts.records")

class Book:
    add = records.add  # a method like any other; the module is loaded when somebody first looks it up in a book
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateFunction:
    """A function of a module that is not loaded yet, as a class has it for a method."""

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return getattr(import_module(self.module), self.name).__get__(instance, owner)


class LateModule:
    """A module that is not loaded yet. Whatever is asked of it is a function."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __getattr__(self, name: str) -> LateFunction:
        return LateFunction(self.name, name)
