"""What a cell of words means, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

SURE, LIKELY = 0.95, 0.6


class WordMeaning(NamedTuple):
    """What one cell means: native columns and their values ({"outcome": "lost", "position": "2"}), and how sure."""

    columns: dict[str, str]
    sure: float = SURE
