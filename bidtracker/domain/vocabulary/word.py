"""What a word of a closed list is."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of a closed list: its code, and the English label that the catalogue translates."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word
