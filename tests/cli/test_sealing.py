"""Backups and dumps that only their recipients can read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

pyrage = pytest.importorskip("pyrage", reason="the extra `encrypt` is not installed")

Run = Callable[..., Result]
Output = Callable[..., Any]


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A recipient, and the file that opens what is for it."""
    made = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# made for a test\n{made}\n")
    return str(made.to_public()), file


@pytest.mark.parametrize("command", ["dump", "backup"])
def test_for_a_recipient(
    sample: Path, bt: Run, output: Output, tmp_path: Path, key: tuple[str, Path], command: str
) -> None:
    file = tmp_path / "out.age"
    bt(command, "--encrypt", key[0], "-o", str(file))
    assert file.read_bytes().startswith(b"age-encryption.org/") and b"tenders" not in file.read_bytes()
    before = output("tenders"), output("history")
    sample.unlink()
    other = tmp_path / "other.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    assert "does not open it" in bt("restore", str(file), "--identity", str(other), status=1).stderr
    assert not sample.exists()
    bt("restore", str(file), "--identity", str(key[1]))
    assert (output("tenders"), output("history")) == before and bt("check")


def test_with_a_passphrase(
    sample: Path, bt: Run, output: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.age"
    monkeypatch.setenv("BIDTRACKER_PASSPHRASE", "correct horse")
    bt("dump", "--encrypt", "passphrase", "-o", str(file))
    before = output("tenders")
    sample.unlink()
    monkeypatch.setenv("BIDTRACKER_PASSPHRASE", "wrong horse")
    assert "does not open it" in bt("restore", str(file), status=1).stderr
    monkeypatch.setenv("BIDTRACKER_PASSPHRASE", "correct horse")
    bt("restore", str(file))
    assert output("tenders") == before


def test_a_mistyped_recipient_is_not_repeated(sample: Path, bt: Run, tmp_path: Path) -> None:
    secret = "AGE-SECRET-KEY-1QQQ"
    result = bt("dump", "--encrypt", secret, "-o", str(tmp_path / "x"), status=1)
    assert secret not in result.output and "a recipient of --encrypt" in result.stderr
    assert not (tmp_path / "x").exists()


def test_a_plain_backup_is_put_back_too(sample: Path, bt: Run, output: Output, tmp_path: Path) -> None:
    bt("backup", "-o", str(tmp_path / "copy"))
    before = output("tenders")
    assert "already there" in bt("restore", str(tmp_path / "copy"), status=1).stderr
    sample.unlink()
    bt("restore", str(tmp_path / "copy"))
    assert output("tenders") == before and json.dumps(before)
