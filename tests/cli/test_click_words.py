"""What click says by itself, in the person's language."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from click.testing import CliRunner

from bidtracker import locale
from bidtracker.cli.catalogue import COMMANDS
from bidtracker.cli.click_words import CLICK_SENTENCES, COUNTED
from bidtracker.cli.root import root


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment in Chinese, and a catalogue that has only click's words, in angle brackets."""
    catalogue = Catalog(locale="zh_CN")
    for text in CLICK_SENTENCES:
        catalogue.add(text, f"<{text}>")
    for message in COUNTED:
        catalogue.add((message.template, message.plural), (f"<{message.template}>",))
    folder = tmp_path / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "bidtracker.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(locale, "FOLDER", tmp_path)
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    yield
    locale.set_language("en")


def test_click_says_all_of_it() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    assert [text for text in CLICK_SENTENCES if f'"{text}"' not in source] == []
    assert [m for m in COUNTED if f'"{m.template}"' not in source or f'"{m.plural}"' not in source] == []


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("typed", "output"),
    [
        (["--help"], ("<Usage:>", "<Options>", "<Show this message and exit.>", "<Show the version and exit.>")),
        (["radar", "--help"], ("<Usage:>", "<Options>", "<Show this message and exit.>")),
        (["radar", "--nope"], ("<No such option '--nope'.>",)),
        (["radar", "--limit"], ("<Option '--limit' requires an argument.>",)),
        (["touch"], ("<Missing argument>",)),
        (["radar", "a", "b"], ("<Got unexpected extra argument (a b)>",)),
    ],
)
def test_its_words_go_through_the_catalogue(
    typed: list[str], output: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process speaks one language, and click makes a command's own options once.
    for name in ("", *COMMANDS):
        command = root.get_command(click.Context(root), name) if name else root
        monkeypatch.setattr(command, "_help_option", None)
    noted = CliRunner().invoke(root, typed).output
    assert [part for part in output if part not in noted] == [], noted


@pytest.mark.usefixtures("spoken")
def test_the_language_of_the_process_is_as_it_was() -> None:
    CliRunner().invoke(root, ["radar", "--help"])
    assert os.environ["LANGUAGE"] == "zh_CN"
    assert gettext.textdomain() == "messages"
    assert gettext.gettext("Usage:") == "Usage:"
