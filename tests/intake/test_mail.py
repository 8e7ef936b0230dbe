"""A mail becomes a proposed touch or signal; nothing of it is kept but what a person picked."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.errors import Refused, Unreadable
from bidtracker.domain.vocabulary import Channel, SignalKind, TouchKind
from bidtracker.intake.mail import MailChoice, picked, propose_mail, read_mail

PLAIN = """\
From: "Eve Ward" <Eve@Trust.example>
To: you@us.example
Date: Fri, 20 Nov 2026 23:30:00 -0800
Subject: Beds \x1b[31m
Content-Type: text/plain; charset=utf-8

Secret greeting,

the beds came late a third time. [b]Very[/b] annoying.
Nobody answers the phone.
"""
HTML = """\
From: =?utf-8?b?5byg5LiJ?= <zhang@trust.example>
Date: 20 Nov 2026 09:30:00 +0800
Content-Type: text/html; charset=gb18030
Content-Transfer-Encoding: 8bit

<html><head><style>p {color: red}</style><title>x</title></head><body><p>病床晚到</p><script>alert(1)</script>
<div>第三次<br>了</div></body></html>
"""


@pytest.fixture
def mail_file(tmp_path: Path) -> Path:
    file = tmp_path / "late.eml"
    file.write_text(PLAIN, encoding="utf-8", newline="\r\n")
    return file


@pytest.fixture
def lost(book: Book) -> Book:
    """T1 of B1, lost, its award A1; P1 is Eve at B1, P2 is Bo at B1."""
    book.add("tenders", title="Beds", buyer="Kettlebrook Trust")
    book.bid("T1", p_win=0.1)
    book.lose("T1", to="Acme Ltd")
    book.add("contacts", name="Eve", buyer="B1", email="eve@trust.example")
    return book


def test_a_mail_is_read_by_its_lines(mail_file: Path) -> None:
    mail = read_mail(mail_file)
    assert mail.sender == ("Eve Ward", "eve@trust.example") and mail.on == date(2026, 11, 20)
    assert mail.lines[1:] == ("the beds came late a third time. [b]Very[/b] annoying.", "Nobody answers the phone.")
    assert "\x1b" not in mail.subject
    assert picked(mail, "3, 1") == "Nobody answers the phone.\nSecret greeting,"
    assert picked(mail, "2-3").count("\n") == 1 and picked(mail, "") == ""
    for wrong in ("0", "4", "3-2", "2-9", "x", "-"):
        with pytest.raises(Unreadable, match="no lines of this mail; it has 3"):
            picked(mail, wrong)


def test_of_html_what_a_reader_sees(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(HTML.encode("gb18030"))
    mail = read_mail(file)
    assert mail.sender.name == "张三" and mail.lines == ("病床晚到", "第三次", "了")


def test_a_signal_quotes_what_was_picked_and_nothing_else(lost: Book, mail_file: Path) -> None:
    made = propose_mail(lost, read_mail(mail_file), MailChoice("A1", "2", SignalKind.DELIVERY_LATE))
    assert len(made) == 1 and not lost.holdings.signals
    lost.accept("Q1")
    signal = lost.holdings.signals[1]
    assert (signal.contact, signal.channel, signal.on) == (1, Channel.INSIDE, date(2026, 11, 20))
    assert signal.notes == "the beds came late a third time. [b]Very[/b] annoying."
    assert signal.links == (str(mail_file),)
    assert b"Secret greeting" not in Path(str(lost.address)).read_bytes()


def test_a_touch_with_whom_the_address_is_of(lost: Book, mail_file: Path) -> None:
    propose_mail(lost, read_mail(mail_file), MailChoice())
    lost.accept("Q1")
    touch = lost.get("F1")
    assert (touch.contact, touch.buyer, touch.kind) == (1, 1, TouchKind.MAIL)
    assert touch.done == date(2026, 11, 20) and touch.written == lost.today() and not touch.notes


def test_who_is_not_in_the_book_is_proposed_as_a_card(lost: Book, tmp_path: Path) -> None:
    file = tmp_path / "zoe.eml"
    file.write_text(PLAIN.replace("Eve Ward", "Zoe").replace("Eve@", "zoe@"), encoding="utf-8")
    touch, card = propose_mail(lost, read_mail(file), MailChoice())
    assert (touch.about, card.about) == ("B1", "B1")  # the buyer whose people write from that domain
    lost.accept("Q1", "Q2")
    assert (lost.get("P2").name, lost.get("P2").email) == ("Zoe", "zoe@trust.example")
    file.write_text(PLAIN.replace("Trust.example", "elsewhere.example"), encoding="utf-8")
    with pytest.raises(Refused, match="nobody in the book has the address"):
        propose_mail(lost, read_mail(file), MailChoice())


@given(st.binary(max_size=400), st.sampled_from((b"", b"From: a@b.c\n", b"From: a@b.c\nContent-Type: ")))
def test_whatever_is_in_the_file_it_is_read_or_refused(tmp_path: Path, body: bytes, head: bytes) -> None:
    file = tmp_path / "any.eml"
    file.write_bytes(head + body)
    with suppress(Unreadable):
        read_mail(file)


def test_no_mail_is_told_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "j.eml"
    file.write_text("junk", encoding="utf-8")
    with pytest.raises(Unreadable, match=r"j\.eml is no mail: it does not say who wrote it"):
        read_mail(file)
    with pytest.raises(Unreadable, match=r"none\.eml cannot be read"):
        read_mail(tmp_path / "none.eml")
