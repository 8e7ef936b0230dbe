"""A sentence for a person, kept as a template and its arguments until somebody shows it.

The rooms below the screen never know the language; they say *what* is to be said, and the edge
translates the template through the catalogue and fills it in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence: an English template in `str.format` style, and what goes in its braces.

    `plural` is the template for every number but one, chosen by the argument `n`. An argument may
    itself be a Message; a word of the vocabulary becomes one, its label. `str()` gives the English.
    """

    template: str
    args: dict[str, Message | str | int | float | None] = {}
    plural: str = ""

    def __str__(self) -> str:
        template = self.plural if self.plural and self.args.get("n") != 1 else self.template
        return template.format(**{name: str(value) for name, value in self.args.items()})


PLAIN = frozenset((str, int, float, Message))  # which stand in a Message as they are; a word is of its own type


def say(template: str, /, **args: Any) -> Message:
    """The Message `template` with `args`; the catalogue's extractor knows this name."""
    return Message(template, {n: value if type(value) in PLAIN else _argument(value) for n, value in args.items()})


def count(singular: str, plural: str, n: int, /, **args: Any) -> Message:
    """A Message whose words depend on the number `n`, for instance count("{n} bid", "{n} bids", 3)."""
    return Message(singular, {"n": n} | {name: _argument(value) for name, value in args.items()}, plural)


def label(text: str) -> str:
    """Marks a word for the catalogue where it is defined; it is translated where it is shown."""
    return text


BETWEEN = label(", ")  # two words of a list
CLAUSES = label("; ")  # between clauses, or names that may have commas


def listed(parts: Iterable[Message | str], /, between: str = BETWEEN) -> Message | str:
    """Words one after the other, as an argument of a Message: the edge puts the language's sign `between` them.

    Nothing of those that are empty; one alone is itself. A word of the vocabulary is said by its label; give
    `str(word)` where its code is meant.
    """
    shown = [part for part in parts if part]
    if len(shown) < 2:
        return shown[0] if shown else ""
    args = {f"p{place}": part for place, part in enumerate(shown)}
    return say("{between}".join(f"{{{name}}}" for name in args), between=Message(between), **args)


def _argument(value: Any) -> Message | str | int | float:
    word = getattr(value, "label", None)
    if isinstance(word, str):
        return Message(word)
    return value if isinstance(value, (Message, int, float)) else str(value)
