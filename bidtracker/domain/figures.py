"""Numbers as people read them, with a true minus. What a program reads (CSV, JSON) keeps the hyphen."""

from __future__ import annotations

MINUS = "−"


def figure(written: object) -> str:
    """A number as it is read: "-19" is "−19"; "4.2" and "−19" are as they were."""
    text = str(written)
    return MINUS + text[1:] if text.startswith("-") else text


def signed(number: float, places: int = 1) -> str:
    """+1.2, −0.9, and without a sign what comes to nothing: 0.0."""
    text = figure(f"{number:+.{places}f}")
    return text[1:] if not text.strip("+−0.") else text
