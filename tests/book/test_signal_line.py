"""A signal said in one line."""

from __future__ import annotations

import pytest

from bidtracker.book.signal_line import read_signal_line
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.records import Contact
from bidtracker.domain.vocabulary import Channel, Reliability, SignalKind

PEOPLE = (
    Contact(id=7, name="Ann Poe", buyer=1, title="Head nurse"),
    Contact(id=8, name="Max Poe", buyer=1, title="Director"),
)


def test_the_line_of_the_example() -> None:
    line = read_signal_line("late 2 nurse: third delay", PEOPLE)
    assert (line.kind, line.severity, line.contact, line.channel) == (SignalKind.DELIVERY_LATE, 2, 7, Channel.INSIDE)
    assert line.note == "third delay"
    assert line.fields() == {"severity": 2, "contact": 7, "channel": Channel.INSIDE, "notes": "third delay"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("staff left", SignalKind.KEY_STAFF_LEFT),
        ("penalty", SignalKind.PENALTY_IMPOSED),
        ("says satisfied", SignalKind.SATISFIED_STATEMENT),
        ("doa 3", SignalKind.DOA_DEFECT),
    ],
)
def test_a_word_of_its_name_is_enough(text: str, kind: SignalKind) -> None:
    assert read_signal_line(text, ()).kind is kind


def test_the_source_and_its_code_in_any_order() -> None:
    line = read_signal_line("public 3 late b2", ())
    assert (line.channel, line.severity, line.reliability, line.credibility) == (
        Channel.PUBLIC,
        3,
        Reliability.B,
        2,
    )


def test_a_word_in_the_persons_own_language() -> None:
    assert read_signal_line("延误", (), lambda word: "交付延误" if word is SignalKind.DELIVERY_LATE else str(word)).kind


@pytest.mark.parametrize("text", ["", "2", "late smith", "kpi", "late poe", ": only a note"])
def test_what_is_unclear_is_said(text: str) -> None:
    with pytest.raises(Unreadable):
        read_signal_line(text, PEOPLE)
