"""The names and options that COMMANDS promises are there."""

import click
import pytest
from click.testing import CliRunner

from bidtracker import __version__
from bidtracker.cli.catalogue import COMMANDS, SECTIONS
from bidtracker.cli.root import root

CONTEXT = click.Context(root, info_name="bidtracker")

# The contract: a command, and the options that it must take.
PROMISED = {
    "demo": "--as-of --book --no-screen",
    "import": "--format --dry-run --where --us --json",
    "radar": "--limit --why --json --as-of",
    **dict.fromkeys(
        (
            *("tenders", "awards", "signals", "buyers", "contacts", "competitors", "touches"),
            *("needs", "offers", "themes", "quotes", "deals"),
        ),
        "--where --sort --limit --json",
    ),
    "show": "--json",
    "add": "",
    "set": "",
    "bid": "--p-win --intent --price --submitted",
    "lost": "--to --reason --also --amount --currency --start --end --max-end --promise",
    "won": "--amount --currency --start --end --max-end --promise",
    "no-award": "--reason",
    "signal": "--severity --source --reliability --on --promise --contact --note --url",
    "promise": "--kind --due --kept --unknown --json",
    "need": "--job --budget --wanted-by --tender --contact --source --on --note --json",
    "demand": "--must --drop --json",
    "fit": "--note --drop --json --as-of",
    "theme": "--need --promise --proof --main --lot --json",
    "quote": "--by --currency --tier --offer --floor --terms --lot --source --confidence --contact --on --note --json",
    "concede": "--got --amount --on --json",
    "deal": "--signed --deposit --deposit-due --delivery --report --send-back --replace --visits --every --note --json",
    "step": "--due --done --undone --amount --note --drop --json",
    "faulty": "--on --note --contact --json",
    "visited": "--improve --next-need --contact --on --json",
    "attach": "--off --json",
    "ask": "--json --as-of",
    "people": "--json --as-of",
    "brief": "--format -o --force --json --as-of",
    "confirm": "",
    "refute": "",
    "touch": "--contact --on --kind --note",
    "done": "--note",
    "snooze": "--until",
    "dismiss": "",
    "reengage": "",
    "agenda": "--days --json --as-of",
    "insights": "--json --as-of",
    "export": "--format -o",
    "backtest": "",
    "undo": "--steps",
    "history": "",
    "check": "",
    "dump": "-o",
    "restore": "",
    "backup": "-o",
    "completions": "",
}


def options(command: click.Command) -> set[str]:
    return {option for param in command.params for option in param.opts}


@pytest.mark.parametrize("name", PROMISED)
def test_a_promised_command_takes_its_options(name: str) -> None:
    command = root.get_command(CONTEXT, name)
    assert command is not None
    assert set(PROMISED[name].split()) <= options(command)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_takes_the_book_after_its_name(name: str) -> None:
    command = root.get_command(CONTEXT, name)
    assert command is not None and command.name == name
    assert "--book" in options(command)
    result = CliRunner().invoke(root, [name, "--help"], prog_name="bidtracker")
    assert result.exit_code == 0
    assert f"Usage: bidtracker {name}" in result.stdout


def test_help_names_every_command_once() -> None:
    text = CliRunner().invoke(root, ["--help"]).stdout
    listed = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line.strip()]
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)
    assert sum(map(len, SECTIONS.values())) == len(COMMANDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_are_a_script_for_that_shell(shell: str) -> None:
    script = CliRunner().invoke(root, ["completions", shell]).stdout
    assert "_BIDTRACKER_COMPLETE" in script and f"{shell}_complete" in script


def test_a_word_completes() -> None:
    env = {"_BIDTRACKER_COMPLETE": "bash_complete", "COMP_WORDS": "bidtracker signal A5 deliv", "COMP_CWORD": "3"}
    result = CliRunner().invoke(root, [], prog_name="bidtracker", env=env)
    assert result.stdout == "plain,delivery_late\n"


def test_version() -> None:
    assert CliRunner().invoke(root, ["--version"]).stdout == f"bidtracker {__version__}\n"
