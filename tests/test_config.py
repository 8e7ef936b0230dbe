"""Where things are, config.toml, and what is remembered."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bidtracker import config

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are the folders of other systems than Windows")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "BIDTRACKER_BOOK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def write(home: Path, text: str) -> Path:
    path = home / ".config" / "bidtracker" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_there_are_defaults(home: Path) -> None:
    assert config.load() == config.Config()
    assert config.book_address() == str(home / ".local/share/bidtracker/book.bidtracker")
    assert config.who()


def test_xdg_folders_count_if_they_are_absolute(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    assert config.data_folder() == home / "elsewhere" / "bidtracker"
    monkeypatch.setenv("XDG_DATA_HOME", "elsewhere")
    assert config.data_folder() == home / ".local/share/bidtracker"


def test_the_file_is_read_and_the_environment_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'book = "~/sales.bidtracker"\nwho = "Ana"\nmouse = false\nlanguage = "zh_TW"\n[keys]\nundo = "ctrl+z"\n'
    write(home, text)
    assert config.load().keys == {"undo": "ctrl+z"}
    assert not config.load().mouse
    assert config.who() == "Ana"
    assert config.book_address() == str(home / "sales.bidtracker")
    monkeypatch.setenv("BIDTRACKER_BOOK", "postgresql://host/book")
    assert config.book_address() == "postgresql://host/book"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('langauge = "en"', "no setting langauge; did you mean language"),
        ("zzz = 1", "there are language, theme"),
        ('mouse = "no"', "mouse is not as it must be"),
        ("mouse =", "is not TOML"),
        ("[keys]\nundo = 3", "keys"),
    ],
)
def test_what_is_wrong_is_said(home: Path, text: str, says: str) -> None:
    path = write(home, text)
    with pytest.raises(config.ConfigError, match=says) as caught:
        config.load()
    assert str(path) in str(caught.value)


def test_a_file_that_is_no_text_is_said(home: Path) -> None:
    write(home, "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(config.ConfigError, match="cannot be read"):
        config.load()


def test_what_is_remembered(home: Path) -> None:
    assert config.recall("theme", "textual-dark") == "textual-dark"
    config.remember(theme="nord", columns=["score"])
    config.remember(theme="gruvbox")
    assert config.recall("theme") == "gruvbox"
    assert config.recall("columns") == ["score"]
    config.remember(theme=None)
    assert config.recall("theme") is None
    assert [path.name for path in config.state_file().parent.iterdir()] == ["state.json"]


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[1]", b"\xff"])
def test_a_spoilt_memory_is_no_memory(rubbish: bytes) -> None:
    config.remember(theme="nord")
    config.state_file().write_bytes(rubbish)
    assert config.recall("theme") is None
    config.remember(theme="nord")
    assert config.recall("theme") == "nord"


def test_nothing_is_remembered_where_nothing_can_be_written(home: Path) -> None:
    (home / ".local").write_text("a file where a folder should be")
    config.remember(theme="nord")
    assert config.recall("theme") is None
