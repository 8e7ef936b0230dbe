"""What is loaded or made when it is first used: the first paint and a short command do without.

records = LateModule("bidtracker.book.acts.records")

class Book:
    add = records.add  # a method like any other; the module is loaded when somebody first looks it up in a book

COMMAS = late_pattern("[,;]")  # a pattern like any other
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, cast


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


def late_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that is compiled when something is first sought with it."""
    return cast("re.Pattern[str]", _LatePattern(text, flags))


class _LatePattern:
    def __init__(self, text: str, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)  # from then on it costs what the pattern's own would
        return value
