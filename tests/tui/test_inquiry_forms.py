"""The forms that ask a buyer and take the answer, and the letter on the screen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from forms_host import filled, opened, saved
from glass import opened as glass_opened
from glass import small

from bidtracker.book import Book
from bidtracker.domain.losses.inquiry_rules import RULES, InquiryRule
from bidtracker.domain.vocabulary import InquiryKind, InquiryResult, SignalKind, Stage
from bidtracker.pages.draw.text import plain_text
from bidtracker.pages.records import record_page
from bidtracker.radar.agenda import Due, agenda
from bidtracker.tui import forms
from bidtracker.tui.desk import Desk
from bidtracker.tui.forms.account.inquiry import LetterFile


@pytest.fixture(autouse=True)
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def lost(book: Book) -> Book:
    """As `filled`, in Germany, with our bid on T2, which was lost (A1)."""
    filled(book)
    book.set("B2", country="DE")
    book.bid("T2", submitted=date(2025, 1, 1))
    return book


async def test_an_inquiry_is_asked_by_a_rule_that_holds_there(lost: Book) -> None:
    await saved(forms.InquiryForm(lost, "A1"), kind="debrief", contact="王小明", rule="eu-55")
    inquiry = lost.get("I1")
    assert (inquiry.kind, inquiry.contact, inquiry.rule) == (InquiryKind.DEBRIEF, 2, "eu-55")
    assert inquiry.due == date(2026, 12, 8)
    async with opened(forms.InquiryForm(lost, "A1"), size=(100, 40)) as hands:
        await hands.fill(rule="uk-foi")
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("rule"))
    await saved(forms.InquiryForm(lost, "A1", "I1"), office="Vergabestelle", due="2026-12-10")
    assert (lost.get("I1").office, lost.get("I1").due) == ("Vergabestelle", date(2026, 12, 10))


async def test_a_persons_own_rule_is_chosen_and_shown_as_the_shipped_ones_are(lost: Book) -> None:
    own = InquiryRule(label="Our framework, clause 9", kinds=(InquiryKind.DEBRIEF,), days=10, source="the framework")
    lost.holdings.rules = {"clause-9": own} | RULES
    due = [str(item.text) for item in agenda(lost.holdings, lost.today(), 14) if item.kind is Due.INQUIRE]
    assert due == ["Ask why we lost Ultrasound: Our framework, clause 9"]
    page = plain_text(record_page(lost.get("T2"), lost.holdings, lost.today()))
    assert page.index("Our framework, clause 9") < page.index("article 55(2)")
    await saved(forms.InquiryForm(lost, "A1"), kind="debrief", rule="clause-9")
    assert lost.get("I1").due == date(2026, 12, 3)
    assert "Our framework, clause 9" in plain_text(record_page(lost.get("I1"), lost.holdings, lost.today()))


async def test_a_live_tender_is_pointed_out_and_asked_again(lost: Book) -> None:
    lost.add("tenders", title="More", buyer="B2", stage=Stage.WATCHING, deadline=date(2026, 12, 20))
    async with opened(forms.InquiryForm(lost, "A1"), size=(100, 40)) as hands:
        await hands.press("ctrl+s")
        await hands.until(lambda: hands.error("on"))
        assert "live until 2026-12-20" in hands.error("on") and not lost.holdings.inquiries
        await hands.press("ctrl+s")
        await hands.closed()
    assert lost.get("I1").kind is InquiryKind.DEBRIEF


async def test_an_answer_gives_scores_promises_signals_and_the_document(lost: Book) -> None:
    lost.inquire("A1", InquiryKind.DEBRIEF)
    await saved(
        forms.AnswerForm(lost, "I1"),
        answer="half an hour",
        scores="Quality = 60: 45/52\nPrice = 40: 38/40",
        promises="two loan units",
        signals="delivery late",
        links="file:///d.pdf",
    )
    assert lost.get("I1").result is InquiryResult.ANSWERED and lost.get("I1").links == ("file:///d.pdf",)
    assert lost.get("T2").bids[0].score == 83 and lost.get("A1").promises[-1].text == "two loan units"
    assert lost.get("S1").kind is SignalKind.DELIVERY_LATE


async def test_what_was_refused_gives_nothing(lost: Book) -> None:
    lost.inquire("A1", InquiryKind.CONTRACT)
    async with opened(forms.AnswerForm(lost, "I1"), size=(100, 40)) as hands:
        await hands.fill(result="refused")
        await hands.until(lambda: not hands.form.row("scores").display)
        await hands.press("ctrl+s")
        await hands.closed()
    assert lost.get("I1").result is InquiryResult.REFUSED


async def test_the_letter_is_copied_and_written(lost: Book, tmp_path: Path) -> None:
    lost.inquire("A1", InquiryKind.CONTRACT)
    dialog = forms.LetterDialog(Desk(lost), "I1")
    async with opened(dialog, size=(80, 24)) as hands:
        await hands.press("y")
        assert hands.host.clipboard == dialog.text and "# The contract: Ultrasound" in dialog.text
        await hands.press("x")
        await hands.until(lambda: isinstance(hands.host.screen, LetterFile))
        await hands.fill(path=str(tmp_path / "letter.md"))
        await hands.press("ctrl+s")
        await hands.closed()
    assert (tmp_path / "letter.md").read_text("utf-8") == dialog.text


async def test_by_keys_from_the_list_to_the_agenda_and_the_answer(book: Book) -> None:
    small(book)
    async with glass_opened(book) as glass:
        await glass.press("2")
        await glass.ready()
        glass.table.go_to("T1")
        await glass.press("U")
        await glass.until(lambda: isinstance(glass.app.screen, forms.InquiryForm) and glass.app.screen.focused)
        await glass.press("ctrl+s")
        await glass.until(lambda: glass.app.screen.as_given)  # T2 is live: is this the time?
        await glass.press("ctrl+s")
        await glass.until(lambda: 1 in book.holdings.inquiries and glass.app.screen is glass.view)
        book.set("I1", due=date(2026, 11, 30))
        await glass.press("5")
        await glass.ready()
        await glass.until(lambda: any(key.startswith("I1@") for key in glass.ids))
        glass.table.go_to(next(key for key in glass.ids if key.startswith("I1@")))
        await glass.press("m")
        await glass.until(lambda: isinstance(glass.app.screen, forms.AnswerForm) and glass.app.screen.focused)
