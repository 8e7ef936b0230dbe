"""Address books: cards of 3.0 and 4.0 become contacts, once, and never over what a person has typed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.records import Contact
from bidtracker.intake import ImportChoices, import_files
from bidtracker.intake.formats.vcard import LONGEST, Card, VCardReader, cards
from bidtracker.intake.notice import Problem
from bidtracker.intake.report import Report

pytest.importorskip("icalendar", reason="the package icalendar is not installed")

JANE = """\
BEGIN:VCARD
VERSION:3.0
N:Roe;Jane;;Dr.;
FN:Dr. Jane Roe
ORG:Leeds Hospital Ltd;Theatre
TITLE:Head of theatre
item1.TEL;TYPE=WORK,VOICE:+44 113 496 0000
TEL;TYPE=cell,pref:+44 113 496 0001
EMAIL;TYPE=INTERNET:jane@example.org
NOTE:first line\\nsecond\\; with a lo
 ng one
URL:https://example.org/jane
URL:javascript:alert(1)
UID:urn:uuid:1
PHOTO;ENCODING=b:AAAA
END:VCARD
"""
WANG = """\
BEGIN:VCARD
VERSION:4.0
FN:王小明
ORG:Leeds Hospital
TEL;VALUE=uri;PREF=2:tel:+44-113-4960003
TEL;VALUE=uri;PREF=1:tel:+44-113-4960002
END:VCARD
"""


class AddressBook(io.BytesIO):
    """An address book as a file with a name."""

    name = "people.vcf"


@pytest.fixture
def leeds(book: Book) -> Book:
    book.add("buyers", name="Leeds Hospital")
    return book


def bring(book: Book, *texts: str, **how: Any) -> Report:
    return import_files(book, [AddressBook("".join(texts).encode())], ImportChoices(**how))


def counts(report: Report) -> tuple[int, int, int, int]:
    assert report.read == report.created + report.updated + report.unchanged + report.refused
    return report.created, report.updated, report.unchanged, report.refused


def only(book: Book) -> Contact:
    [contact] = book.holdings.contacts.values()
    return contact


def why(report: Report) -> list[tuple[int | str, str]]:
    return [(problem.record, str(problem.message)) for problem in report.problems]


def test_what_a_card_says_becomes_a_contact_of_the_buyer_it_names(leeds: Book) -> None:
    assert counts(bring(leeds, JANE)) == (1, 0, 0, 0)
    jane = only(leeds)
    assert (jane.name, jane.buyer, jane.title) == ("Dr. Jane Roe", 1, "Head of theatre")
    assert (jane.phone, jane.email) == ("+44 113 496 0001", "jane@example.org")
    assert jane.notes == "first line\nsecond; with a long one"
    assert jane.links == ("https://example.org/jane",)
    assert jane.extra == {"vcard": ["+44 113 496 0000"]}
    assert jane.source is not None and (jane.source.format, jane.source.key) == ("vcard", "urn:uuid:1")
    assert str(leeds.history()[0].title) == "Imported people.vcf: 1 new contact, 0 changed"
    leeds.undo()
    assert leeds.holdings.contacts == {}


def test_version_4_with_addresses_as_links_and_preferences(leeds: Book) -> None:
    bring(leeds, WANG)
    assert (only(leeds).name, only(leeds).phone) == ("王小明", "+44-113-4960002")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_same_book_again_changes_nothing_however_its_lines_end(leeds: Book, end: str) -> None:
    both = (JANE + WANG).replace("\n", end)
    assert counts(bring(leeds, both)) == (2, 0, 0, 0)
    before = dict(leeds.holdings.contacts)
    assert counts(bring(leeds, both)) == (0, 0, 2, 0)
    assert leeds.holdings.contacts == before and len(leeds.history()) == 2


def test_a_card_put_right_changes_its_contact_even_under_another_name(leeds: Book) -> None:
    bring(leeds, JANE)
    later = JANE.replace("Dr. Jane Roe", "Dr. Jane Doe").replace("Head of theatre", "Director")
    assert counts(bring(leeds, later)) == (0, 1, 0, 0)
    assert (only(leeds).name, only(leeds).title) == ("Dr. Jane Doe", "Director")


def test_what_a_person_typed_stays_and_the_difference_is_proposed(leeds: Book) -> None:
    bring(leeds, JANE)
    leeds.set("P1", title="Acting director")
    assert counts(bring(leeds, JANE)) == (0, 0, 1, 0)
    report = bring(leeds, JANE.replace("Head of theatre", "Consultant"))
    assert (only(leeds).title, report.proposals) == ("Acting director", 1)


def test_a_contact_that_was_typed_is_filled_in_not_doubled_and_not_overwritten(leeds: Book) -> None:
    leeds.add("contacts", name="Dr Jane Roe", buyer="B1", title="Boss")
    assert counts(bring(leeds, JANE)) == (0, 1, 0, 0)
    assert (only(leeds).title, only(leeds).phone) == ("Boss", "+44 113 496 0001")
    assert counts(bring(leeds, JANE)) == (0, 0, 1, 0)
    assert counts(bring(leeds, JANE.replace("NOTE:first", "NOTE:second")))[3] == 0
    assert (only(leeds).name, only(leeds).title) == ("Dr Jane Roe", "Boss")


def test_who_names_no_known_buyer_is_refused_unless_one_is_said(leeds: Book) -> None:
    nobody = WANG.replace("ORG:Leeds Hospital\n", "")
    stranger = JANE.replace("Leeds Hospital Ltd", "Elsewhere plc")
    near = JANE.replace("Leeds Hospital Ltd", "Leeds Hospitals")
    assert why(bring(leeds, nobody, stranger, near, WANG)) == [
        (1, "the card names no organisation; say whose contact it is with --buyer"),
        (2, "the book has no buyer Elsewhere plc; add it, or say one with --buyer"),
        (3, "the book has no buyer Leeds Hospitals; did you mean Leeds Hospital? Say so with --buyer, or add it"),
    ]
    assert counts(bring(leeds, nobody, stranger, buyer="B1")) == (1, 0, 1, 0), "one was there by name"
    assert set(leeds.holdings.buyers) == {1}, "no buyer is made from a card"


def test_somebody_whose_card_is_at_another_house_is_told_of_and_not_moved(leeds: Book) -> None:
    bring(leeds, JANE)
    leeds.add("buyers", name="York Hospital")
    report = bring(leeds, JANE.replace("Leeds Hospital Ltd", "York Hospital"))
    assert only(leeds).buyer == 1 and "the card has them at B2, the book at B1" in why(report)[0][1]


@pytest.mark.parametrize(
    ("change", "output"),
    [
        (("VERSION:3.0", "VERSION:2.1"), "it is vCard 2.1; export the contacts as vCard 3.0 or 4.0"),
        (("VERSION:3.0\n", ""), "it is vCard ?; export the contacts as vCard 3.0 or 4.0"),
        (("FN:Dr. Jane Roe\n", "KIND:group\nFN:All\n"), "it is a group or an organisation, not a person"),
        (("FN:Dr. Jane Roe\n", "FN:Leeds\nX-ABShowAs:COMPANY\n"), "it is a group or an organisation, not a person"),
        (("N:Roe;Jane;;Dr.;\nFN:Dr. Jane Roe\n", ""), "the card names nobody; it needs FN or N"),
        (("END:VCARD\n", ""), "the card has no end; it is followed by another"),
    ],
)
def test_a_card_that_is_none_is_refused_and_the_next_comes_in(
    leeds: Book, change: tuple[str, str], output: str
) -> None:
    report = bring(leeds, JANE.replace(*change), WANG)
    assert counts(report) == (1, 0, 0, 1) and why(report) == [(1, output)]


def test_a_file_that_is_cut_off_and_a_card_that_is_too_long_lose_only_that_card(leeds: Book) -> None:
    long = JANE.replace("AAAA", "A" * (LONGEST + 9))
    report = bring(leeds, WANG, long, JANE.removesuffix("END:VCARD\n"))
    assert counts(report) == (1, 0, 0, 2)
    assert why(report) == [(2, "the card is longer than 8 MB"), (3, "the file is cut off within the card")]


def test_a_line_that_cannot_be_read_is_left_out_and_said(leeds: Book) -> None:
    report = bring(leeds, JANE.replace("PHOTO;ENCODING=b:AAAA", "no colon here"))
    assert counts(report) == (1, 0, 0, 0) and why(report) == [(1, "the line cannot be read and was skipped")]


def test_the_given_and_the_family_name_stand_in_where_the_whole_is_missing(leeds: Book) -> None:
    bring(leeds, JANE.replace("FN:Dr. Jane Roe\n", ""))
    assert only(leeds).name == "Jane Roe"


def test_a_name_with_separators_is_one_name(leeds: Book) -> None:
    leeds.add("buyers", name="Smith; Jones, and Sons")
    bring(leeds, JANE.replace("ORG:Leeds Hospital Ltd;", "ORG:Smith\\; Jones\\, and Sons;"))
    assert only(leeds).buyer == 2


def test_a_dry_run_leaves_the_book_as_it_was(leeds: Book) -> None:
    assert counts(bring(leeds, JANE, dry_run=True)) == (1, 0, 0, 0)
    assert leeds.holdings.contacts == {}


def test_a_file_on_disk_and_other_encodings(leeds: Book, tmp_path: Path) -> None:
    (tmp_path / "people.vcf").write_bytes(WANG.encode("utf-16"))
    assert counts(import_files(leeds, [tmp_path / "people.vcf"])) == (1, 0, 0, 0)


def test_an_unknown_buyer_id_is_refused_card_by_card(leeds: Book) -> None:
    report = bring(leeds, WANG.replace("ORG:Leeds Hospital\n", ""), buyer="B9")
    assert why(report) == [(1, "there is no B9 in this book")]


lines = st.sampled_from(
    ["BEGIN:VCARD", "END:VCARD", "VERSION:3.0", "VERSION:4.0", "FN:A B", "N:;;;;", "ORG:x;y", "TEL;PREF=:1", " folded",
     "\tmore", "item.EMAIL:a@b", "NOTE:\\n\\;\\", "UID:", "KIND:individual", ":", ";:;", "URL:http://x"]
) | st.text(max_size=30)  # fmt: skip


@given(st.lists(lines, max_size=30), st.integers(1, 40))
def test_any_lines_are_cards_or_problems_however_the_bytes_come(text: list[str], size: int) -> None:
    whole = "\n".join(text).encode("utf-8", "replace")
    chunks = [whole[at : at + size] for at in range(0, len(whole), size)]
    entries = list(cards("x.vcf", chunks))
    assert entries == list(cards("x.vcf", [whole])), "the same however it comes"
    read = VCardReader("x.vcf").read
    for entry in entries:
        result = [entry] if isinstance(entry, Problem) else list(read(*entry))
        assert all(isinstance(each, (Card, Problem)) for each in result) and result
        assert sum(isinstance(each, Card) or each.refused for each in result) == 1


def test_a_reader_that_is_given_no_card_says_so() -> None:
    for value in (None, [], {"VCARD": 5}, {"title": "x"}):
        [problem] = VCardReader("x", "").read(1, value, b"")
        assert isinstance(problem, Problem) and problem.refused


def test_an_empty_address_book_is_no_list(leeds: Book) -> None:
    with pytest.raises(Unreadable):
        bring(leeds, "\n")
