"""What may be typed for an option or argument: an id, a date, an amount, a share, a word of a closed list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import click
from click.shell_completion import CompletionItem

from bidtracker.cli.frame import today
from bidtracker.domain.amounts import read_currency, read_money, read_percent
from bidtracker.domain.dates import read_date
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.fields import Field, form_fields
from bidtracker.domain.ids import parse_part, parse_ref, part_ref, ref
from bidtracker.domain.kinds import read_word
from bidtracker.domain.message import say
from bidtracker.domain.records import FrozenValue
from bidtracker.domain.vocabulary import Word
from bidtracker.locale import tr


class Typed(click.ParamType[Any]):
    """Something that one of the domain's readers reads; what it refuses is wrong usage, in the reader's words."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self.read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return self.read(value)
        except BidtrackerError as error:
            raise click.UsageError(str(tr(error.message)), ctx) from None


class DayType(Typed):
    """A date as a person types it: 2026-12-01, fri, +6m."""

    def __init__(self) -> None:
        super().__init__("date", lambda text: read_date(text, today()))


class Id(Typed):
    """An id like T42, of one of `tables` where they are given. The value is the id in its canonical spelling."""

    def __init__(self, *tables: str) -> None:
        super().__init__("|".join(map(self.example, tables)) or "id", self._read)
        self.tables = tables

    def example(self, table: str) -> str:
        """What an id of a table looks like."""
        return ref(table, 1)

    def parse(self, text: str) -> tuple[str, str]:
        """The table of an id, and the id as it is spelled. Raises Unreadable."""
        table, number = parse_ref(text)
        return table, ref(table, number)

    def _read(self, text: str) -> str:
        table, record_id = self.parse(text)
        if self.tables and table not in self.tables:
            words = say(
                "{text} is one of the {table}; an id like {wanted} is wanted here",
                text=repr(text),
                table=table,
                wanted=" | ".join(f"{self.example(name)} ({name})" for name in self.tables),
            )
            raise click.UsageError(tr(words))
        return record_id


class PartId(Id):
    """An id like N3.2, a part of a record (a demand, a promise A5.1, a step D2.4), or the record's own."""

    def example(self, table: str) -> str:
        return part_ref(table, 1, 2)

    def parse(self, text: str) -> tuple[str, str]:
        table, number, part = parse_part(text)
        return table, part_ref(table, number, part)


class WordType(Typed):
    """A word of a closed list, by its code or by its label in English or the person's language, its words in any order.
    An unknown one is answered with the nearest."""

    def __init__(self, words: type[Word]) -> None:
        super().__init__("|".join(words) if len(words) <= 5 else "word", lambda text: read_word(words, text, tr))
        self.words = words

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(word, help=word.label) for word in self.words if word.startswith(incomplete)]


DAY = DayType()
MONEY = Typed("amount", read_money)
PERCENT = Typed("share", read_percent)
CURRENCY = Typed("code", read_currency)
ANY_ID = Id()

Command = Callable[..., Any]


def other_fields(part: type[FrozenValue]) -> Callable[[Command], Command]:
    """Options for those fields of a part that a form asks for and the command does not."""

    def with_options(command: Command) -> Command:
        own = {param.name for param in getattr(command, "__click_params__", ())}
        for field in reversed(form_fields(part)):
            if field.name not in own:
                read = Typed(field.kind.name, partial(_parsed, field))
                command = click.option(f"--{field.name.replace('_', '-')}", type=read, help=field.label)(command)
        return command

    return with_options


def _parsed(field: Field, text: str) -> Any:
    return field.parse(text, today())


def on_day(meaning: str) -> Callable[[Command], Command]:
    """The option `--on`, for the day on which something happened; today where it is not given."""
    return click.option("--on", type=DAY, metavar="DATE", help=meaning)


def _keep_as_of(ctx: click.Context, option: click.Parameter, day: date | None) -> None:
    if day is not None:
        ctx.meta["bidtracker.as_of"] = day


as_of_option = click.option(
    "--as-of", type=DAY, metavar="DATE", expose_value=False, callback=_keep_as_of, help="Judge as if this were today."
)
