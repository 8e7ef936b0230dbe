"""Only pages, mails and numbers are opened."""

from __future__ import annotations

from bidtracker.domain.records import Contact, Tender
from bidtracker.tui.addresses import addresses


def test_a_person_is_called_and_written_to() -> None:
    person = Contact(id=1, name="Ann", buyer=1, phone="+44 (20) 7946-0000", email="ann@leeds.example")
    assert [place.url for place in addresses(person)] == ["tel:+442079460000", "mailto:ann@leeds.example"]


def test_files_and_scripts_are_left_out() -> None:
    tender = Tender(
        id=1,
        title="Beds",
        buyer=1,
        url="javascript:alert(1)",
        links=(
            "/etc/passwd",
            "file:///etc/passwd",
            "the notice https://tenders.example/1",
            "https://tenders.example/1",
        ),
    )
    assert [place.url for place in addresses(tender)] == ["https://tenders.example/1"]


def test_a_mail_gives_no_orders() -> None:
    person = Contact(id=1, name="Ann", buyer=1, email="ann@leeds.example?subject=x&body=y", phone="call me")
    assert addresses(person) == ()
