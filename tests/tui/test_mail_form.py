"""A mail chosen in the import's dialog: its lines are shown, and enter picks one."""

from __future__ import annotations

from pathlib import Path

from forms_host import Hands, filled, opened
from textual.widgets import OptionList

from bidtracker.book import Book
from bidtracker.domain.vocabulary import SignalKind
from bidtracker.tui import forms
from bidtracker.tui.forms.mail import MailForm

MAIL = """\
From: Eve <eve@trust.example>
Date: Fri, 20 Nov 2026 09:30:00 +0100
Subject: Beds

Hello,
the beds came [b]late[/b] again.
"""


async def mail_form(hands: Hands) -> MailForm:
    await hands.press("ctrl+s")
    await hands.until(lambda: isinstance(hands.host.screen, MailForm))
    form = hands.host.screen
    assert isinstance(form, MailForm)
    return form


async def test_lines_are_picked_and_the_signal_waits_to_be_decided(book: Book, tmp_path: Path) -> None:
    full, file = filled(book), tmp_path / "late.eml"
    file.write_text(MAIL, encoding="utf-8")
    award = next(iter(full.holdings.awards))
    async with opened(forms.ImportDialog(full, str(file))) as hands:
        form = await mail_form(hands)
        await hands.fill(about=f"A{award}", signal="delivery late")
        lines = form.query_one(".mail", OptionList)
        await hands.fill(lines="")
        await hands.press("tab")
        await hands.until(lambda: form.focused is lines)
        await hands.press("end", "enter")
        await hands.until(lambda: form.row("lines").entry.value == "2")
        await hands.press("ctrl+s")
        await hands.until(lambda: bool(hands.host.results))
    (proposal,) = [p for p in full.holdings.proposals.values() if p.source == "late.eml"][:1]
    assert proposal.value["kind"] == SignalKind.DELIVERY_LATE
    assert proposal.value["notes"] == "the beds came [b]late[/b] again."


async def test_what_is_no_mail_is_told_at_its_field(book: Book, tmp_path: Path) -> None:
    file = tmp_path / "junk.eml"
    file.write_text("junk", encoding="utf-8")
    async with opened(forms.ImportDialog(book, str(file))) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: "is no mail" in hands.error("path"))
