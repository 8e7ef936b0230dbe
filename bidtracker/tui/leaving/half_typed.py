"""What was half typed when the screen was ended, by a signal or a closed window: it is there at the next start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Self

import msgspec
from textual.screen import ModalScreen, Screen

from bidtracker.book import Book
from bidtracker.config import HALF_TYPED, recall, remember
from bidtracker.domain.errors import BidtrackerError

MOST = 20  # forms of one book that are kept


class HalfTyped(msgspec.Struct, frozen=True):
    """A form that was open: its class by name, what it was made with besides the book, and the text of each field that
    was typed in."""

    form: str
    given: list[Any]
    named: dict[str, Any]
    texts: dict[str, str]


class Retypable(ModalScreen[Any]):
    """A form that can be made again, with what was typed in it. (The forms themselves are loaded later than this.)"""

    made_with: tuple[tuple[Any, ...], dict[str, Any]]  # besides the book
    half_typed: Mapping[str, str] = {}  # field -> text, of a form that comes back

    def __new__(cls, *given: Any, **named: Any) -> Self:
        form = super().__new__(cls)
        form.made_with = given[1:], named
        return form

    def on_mount(self) -> None:
        if self.half_typed:
            self.retype(self.half_typed)

    def typed(self) -> dict[str, str]:
        """The text of each field in which something was typed that is not in the book."""
        raise NotImplementedError

    def retype(self, texts: Mapping[str, str]) -> None:
        """Types in again what was typed when the screen ended."""
        raise NotImplementedError


def keep(address: str, screens: Iterable[Screen[Any]]) -> None:
    """Keeps what was typed in the forms among these screens and is not in the book."""
    fresh = [each for screen in screens if isinstance(screen, Retypable) and (each := _half_typed(screen))]
    if fresh:
        _remember(address, [*map(msgspec.to_builtins, (*_kept(address), *fresh))][-MOST:])


def reopened(book: Book) -> Iterator[Retypable]:
    """The forms that were half typed in this book, made anew; they are kept no longer. One whose record is gone, or
    that this version has not, is left out."""
    half_typed = _kept(book.address)
    if not half_typed:
        return
    from bidtracker.tui import forms  # seldom needed so early

    _remember(book.address, [])
    for each in half_typed:
        kind = getattr(forms, each.form, None)
        if not (isinstance(kind, type) and issubclass(kind, Retypable)):
            continue
        with suppress(BidtrackerError, KeyError, TypeError, ValueError):
            form = kind(book, *each.given, **each.named)
            form.half_typed = each.texts
            yield form


def _half_typed(form: Retypable) -> HalfTyped | None:
    """What a form has that is not in the book; None where nothing was typed, or it cannot be made again."""
    texts = form.typed()
    with suppress(TypeError, ValueError):
        given, named = form.made_with
        made = HalfTyped(type(form).__name__, list(given), dict(named), texts)
        return msgspec.convert(msgspec.to_builtins(made), HalfTyped) if texts else None
    return None


def _kept(address: str) -> list[HalfTyped]:
    try:
        return msgspec.convert(recall(HALF_TYPED, {}).get(address, []), list[HalfTyped])
    except (msgspec.ValidationError, AttributeError):
        return []


def _remember(address: str, forms: list[Any]) -> None:
    """Keeps the forms of a book, and those of the others as they are."""
    kept = recall(HALF_TYPED, {})
    others = {key: value for key, value in kept.items() if key != address} if isinstance(kept, dict) else {}
    fresh = others | ({address: forms} if forms else {})
    remember(**{HALF_TYPED: fresh or None})
