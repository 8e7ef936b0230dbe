"""Mails given to `import`."""

from __future__ import annotations

from pathlib import Path

from bidtracker.book import Book
from tests.cli.conftest import Run
from tests.intake.test_mail import PLAIN


def test_a_mail_becomes_a_proposal(bt: Run, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "late.eml"
    file.write_text(PLAIN, encoding="utf-8")
    bt("add", "contact", "name=Eve", "buyer=Kettlebrook Trust", "email=eve@trust.example")
    done = bt("import", str(file), "--quote", "2")
    assert "Q1" in done.stdout and "third time" in done.stdout and "accept" in done.stdout
    bt("proposals", "accept", "--all")
    with Book.open(path, who="x") as book:
        assert book.get("F1").notes.startswith("the beds came late")
    assert "no lines" in bt("import", str(file), "--quote", "9", status=1).stderr
    assert "does not go with it" in bt("import", str(file), "--keep", status=2).stderr
    assert "one after the other" in bt("import", str(file), "list.json", status=2).stderr
    assert "are for mails" in bt("import", "list.json", "--about", "A5", status=2).stderr
