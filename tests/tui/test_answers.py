"""What people type for shares, dates and ends, and how drop-downs say what a word means."""

from __future__ import annotations

from datetime import date

import pytest

from bidtracker.domain.errors import Unreadable
from bidtracker.domain.vocabulary import Intent, LostReason, SignalKind
from bidtracker.tui.forms.parts.answers import ChoiceAnswer, DayAnswer, EndAnswer, ShareAnswer

TODAY = date(2026, 11, 23)
START = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "share"), [("10", 0.1), ("10%", 0.1), ("0.1", 0.1), ("2", 0.02), ("100", 1.0), ("7,5", 0.075), ("0", 0.0)]
)
def test_a_win_chance_may_be_typed_in_per_cent(text: str, share: float) -> None:
    assert ShareAnswer().read(text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["1", "101", "-3", "ten"])
def test_what_could_be_two_chances_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        ShareAnswer().read(text)


def test_a_month_is_its_first_day_and_as_an_end_its_last() -> None:
    end = EndAnswer(TODAY, lambda: START)
    assert DayAnswer(TODAY).read("oct 2026") == date(2026, 10, 1)
    assert end.read("oct 2026") == date(2026, 10, 31)
    assert end.read("2028") == date(2028, 12, 31)
    assert DayAnswer(TODAY).read("fri") == end.read("fri") == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["+24m from start", "24 months from start", "2y from start", "+2y From Start"])
def test_an_end_may_be_counted_from_the_start(text: str) -> None:
    assert EndAnswer(TODAY, lambda: START).read(text) == date(2028, 6, 30)


def test_an_end_cannot_be_counted_from_a_start_that_is_missing() -> None:
    with pytest.raises(Unreadable, match="needs a start"):
        EndAnswer(TODAY, lambda: None).read("+24m from start")


def test_drop_downs_show_words_and_meanings_but_no_codes() -> None:
    offered = [choice for words in (Intent, LostReason) for choice in ChoiceAnswer.words(words).choices("")]
    assert not [choice for choice in offered if choice.note == str(choice.value) or "_" in choice.text + choice.note]


@pytest.mark.parametrize("text", ["late delivery", "Delivery-late", "delivery_late", "late deliv", "del late"])
def test_the_words_of_a_choice_stand_in_any_order(text: str) -> None:
    kinds = ChoiceAnswer.words(SignalKind)
    assert kinds.read(text) is SignalKind.DELIVERY_LATE
    assert SignalKind.DELIVERY_LATE in [choice.value for choice in kinds.choices(text)]
