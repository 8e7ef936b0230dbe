"""The command that prints a shell's completion script."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from bidtracker.cli.root import root


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completions(shell: str) -> None:
    """Print the script that completes commands in SHELL; save it where your shell looks for completions.

    For instance: bidtracker completions fish > ~/.config/fish/completions/bidtracker.fish
    """
    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(root, {}, "bidtracker", "_BIDTRACKER_COMPLETE").source())
