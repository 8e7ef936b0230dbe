"""What a list shows, where a filter looks besides the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import msgspec

from bidtracker.domain.text import fold
from bidtracker.later import late_pattern

Texts = dict[int, tuple[Any, str]]  # folded text of records by id(), each with its record, so that the id stays its own
FEW_TEXTS = 2_000  # records of which the text is kept where there are too many for all
_SIGN = late_pattern(r"^[^\w\s]+\s+")


class FewTexts(Texts):
    """The texts of the records looked at first, where all would be too many: with each letter a filter begins anew with
    the rows on top."""

    def __setitem__(self, record_id: int, text: tuple[Any, str]) -> None:
        if len(self) < FEW_TEXTS:
            super().__setitem__(record_id, text)


class ShownCells(msgspec.Struct, frozen=True):
    """What a list shows where it is not the field's own value: by the field's name the text of its cell, and the rows.

    `words` are the fields whose text a bare word finds, too; `whole` is all that their cells show in the rows, each
    as `bare` has it.
    """

    text: Mapping[str, Callable[[Any], str]]
    rows: Callable[[], Iterable[Any] | None]  # None where they are too many to look for a word in all of them
    words: Collection[str] = ()
    whole: Callable[[], Collection[str]] = tuple


def bare(text: str) -> str:
    """What a cell shows as it is typed: folded, without the sign before it."""
    return _SIGN.sub("", fold(text))
