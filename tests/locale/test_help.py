"""The command line's help in the person's language."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bidtracker.cli.catalogue import COMMANDS, SECTIONS
from bidtracker.cli.root import root, spoken
from bidtracker.locale import set_language, tr


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    yield
    set_language("en")


def help_of(command: click.Command) -> Iterator[str]:
    yield cleandoc(command.help or "")
    yield from (option.help or "" for option in command.params if isinstance(option, click.Option))
    if isinstance(command, click.Group):
        for within in command.commands.values():
            yield from help_of(within)


@pytest.mark.parametrize("name", COMMANDS)
def test_all_help_is_translated(name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert command is not None
    english = [*filter(None, help_of(command)), COMMANDS[name].help]
    set_language("zh_TW")
    assert [text for text in english if tr(text) == text] == []
    assert [*filter(None, help_of(spoken(command)))] == [tr(text) for text in english[:-1]]


def test_the_command_itself_stays_english() -> None:
    set_language("zh_CN")
    spoken(root)
    assert root.help is not None and root.help.startswith("The bid book")


def test_the_settings_choose_the_language_of_a_command(tmp_path: Path) -> None:
    (tmp_path / "bidtracker").mkdir()
    (tmp_path / "bidtracker" / "config.toml").write_text('language = "zh_CN"\n', encoding="utf-8")
    assert "排名及理由" not in CliRunner().invoke(root, ["--help"]).output
    assert "相加即为分数" in CliRunner().invoke(root, ["radar", "--help"]).output


def test_the_environment_chooses_the_language_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_TW.UTF-8")
    output = CliRunner().invoke(root, ["--help"]).output
    assert all(tr(heading) in output for heading in SECTIONS) and "排名及理由" in output
