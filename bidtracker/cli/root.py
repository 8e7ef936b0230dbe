"""The command `bidtracker`: finds a command by its name, loads it, and says in one sentence what went wrong."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from importlib import import_module
from inspect import cleandoc
from typing import Any

import click

from bidtracker import __version__
from bidtracker.cli.catalogue import COMMANDS, SECTIONS
from bidtracker.cli.status import DONE


class Commands(click.Group):
    """The commands of the catalogue; each takes the options that hold everywhere."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        listed = COMMANDS.get(name)
        if listed is None:
            return None
        module = import_module(f"bidtracker.cli.{listed.module}")
        spelled = name.replace("-", "_")
        command: click.Command = getattr(module, spelled, None) or getattr(module, spelled + "_")
        command.name, command.short_help = name, listed.help
        share_options(command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """The command, with its help in the person's language."""
        name = args[0]
        if name != "completions":  # its words are the shell's
            _speak()
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(_no_command(name), ctx)
        _, command, rest = super().resolve_command(ctx, args)
        return name, spoken(command) if command and name != "completions" else command, rest

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Before any command is known, the language is that of the environment or, if that is not English, of the
        settings."""
        if _foreign():
            from bidtracker.domain.errors import BidtrackerError

            with suppress(BidtrackerError):  # help is to be had whatever the settings say
                _speak()
        return super().parse_args(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        click.Group.format_help(spoken(self), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, COMMANDS))
        for heading, commands in SECTIONS.items():
            with formatter.section(_translated(heading)):
                formatter.write_dl([(name.ljust(widest), _translated(entry.help)) for name, entry in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command. A reader that has gone (`| head`) is no failure: what was asked for is done."""
        try:
            status = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            from bidtracker.cli.failure import drop_output

            drop_output()
            return DONE
        return status

    def main(self, args: Sequence[str] | None = None, *names: Any, **extra: Any) -> Any:
        """Runs a command and ends the process: 0 done, 1 not done, 2 wrong usage, 3 an import that refused some."""
        with _own_environment():
            try:
                status = super().main(args, *names, **extra | {"standalone_mode": False})
            except BaseException as error:
                from bidtracker.cli.failure import status_of

                status = status_of(error, debug="--debug" in (args or sys.argv))
        sys.exit(status if isinstance(status, int) else DONE)


def share_options(command: click.Command) -> None:
    """Gives a command, and those within it, the options that may stand before or after its name."""
    if not any(option.name == "address" for option in command.params):
        command.params += [
            click.Option(
                ["--book", "address"],
                metavar="PATH-or-URL",
                type=click.Path(),
                expose_value=False,
                callback=_remember,
                help="The book; else BIDTRACKER_BOOK; else book.bidtracker in ~/.local/share/bidtracker, "
                "on Windows in %APPDATA%.",
            ),
            click.Option(
                ["--debug"],
                is_flag=True,
                expose_value=False,
                help="Where something goes wrong, show where in the program.",
            ),
        ]
    if isinstance(command, click.Group):
        for within in command.commands.values():
            share_options(within)


def _no_command(name: str) -> str:
    """What to say to a command that there is not."""
    from difflib import get_close_matches  # seldom needed

    from bidtracker.domain.message import say
    from bidtracker.locale import tr

    if near := get_close_matches(name, COMMANDS, n=1):
        return tr(say("there is no command {name}; did you mean {near}?", name=repr(name), near=near[0]))
    return tr(say("there is no command {name}; bidtracker --help lists them", name=repr(name)))


def spoken(command: click.Command) -> click.Command:
    """A command, and those within it, with help in the person's language."""
    translated = copy(command)
    translated.help, translated.short_help = _translated(cleandoc(command.help or "")), _translated(command.short_help)
    translated.params = [copy(param) for param in command.params]
    for param in translated.params:
        if isinstance(param, click.Option):
            param.help = _translated(param.help)
    if isinstance(translated, click.Group):
        translated.commands = {name: spoken(within) for name, within in translated.commands.items()}
    return translated


def _translated(text: str | None) -> str:
    """Translates a line of help where a catalogue is loaded; English needs none."""
    spoken_in = sys.modules.get("bidtracker.locale")
    translated: str = spoken_in.tr(text) if spoken_in and text else text or ""
    return translated


def _foreign() -> bool:
    """Whether the environment speaks of a language that there is a catalogue for. Help in English is to come at once,
    so nothing is loaded to find out."""
    asked = (os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    return any(text and text.casefold().startswith(("zh", "chinese")) for text in asked)


def _speak() -> None:
    """Takes up the person's language; click asks gettext for its own words, and that the environment."""
    from bidtracker import config
    from bidtracker.locale import DOMAIN, FOLDER, language, set_language

    set_language(config.load().language or None)
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()


@contextmanager
def _own_environment() -> Iterator[None]:
    """What a command does to the language of the process ends with it."""
    domain, language = gettext.textdomain(), os.environ.get("LANGUAGE")
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE", None)
        if language is not None:
            os.environ["LANGUAGE"] = language


def _remember(ctx: click.Context, option: click.Parameter, value: object) -> None:
    if value is not None:
        ctx.meta[f"bidtracker.{option.name}"] = value


def _as_of(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    if value is not None:
        from bidtracker.cli.words import DayType

        ctx.meta["bidtracker.as_of"] = DayType().convert(value, option, ctx)


@click.command(
    "bidtracker",
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="bidtracker %(version)s")
@click.option("--as-of", metavar="DATE", expose_value=False, callback=_as_of, help="Judge as if this were today.")
@click.pass_context
def root(ctx: click.Context) -> None:
    """The bid book: every tender you bid on, who won instead, and whom to call when the winner disappoints.

    Without a command the screen opens on your book.
    """
    if ctx.invoked_subcommand is None:
        _speak()
        from bidtracker.cli.program.screen import open_screen

        open_screen()


share_options(root)
