"""What the hints give as examples can be typed so, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from bidtracker.domain.amounts import read_money
from bidtracker.domain.dates import read_period, read_span
from bidtracker.domain.money import Money
from bidtracker.locale import LANGUAGES, set_language, tr
from bidtracker.pages.words import amount
from bidtracker.tui.forms.parts.answers import EndAnswer

TODAY = date(2026, 11, 23)
DATES = (
    "A date: fri, next fri, +6m, 1 dec, oct 2026, 2026-12-01",
    "{text} is not a date; write it like 2026-12-01, 1 dec 2026, fri, next fri, tomorrow or +6m",
    "The day: fri, +2w, 2026-12-01.",
    "The day on which it returns: +3m, 2027-01-15.",
)
AMOUNTS = (
    "An amount: 118000, 1.2m eur, 120k gbp",
    "{text} is not an amount; write it like 118000, 1.2m EUR or 7,500.00 GBP",
    "What it is worth: 120000, 1.2m EUR.",
    "What they can spend: 120k EUR.",
)
LENGTHS = ("{text} is not a length of time; write it like 36 months, 3 years or 90 days",)


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    set_language("en")


def examples(hint: str) -> list[str]:
    """What stands behind the last colon, or behind "write it like", one by one."""
    text = tr(hint)
    listed = re.split(r"write it like|请写成|請寫成|[:：]|能花多少", text)[-1].strip(" .。")
    return [part.strip() for part in re.split(r"、|, | or |或", listed) if part.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hint", DATES)
def test_each_date_that_a_hint_gives_is_read(language: str, hint: str) -> None:
    set_language(language)
    given = examples(hint)
    assert len(given) >= 2
    for text in given:
        assert date(2026, 10, 1) <= read_span(text, TODAY)[0] <= date(2027, 12, 31), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hint", AMOUNTS)
def test_each_amount_that_a_hint_gives_is_read(language: str, hint: str) -> None:
    set_language(language)
    for text in examples(hint):
        assert read_money(text, "EUR").amount >= 1_000, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hint", LENGTHS)
def test_each_length_of_time_that_a_hint_gives_is_read(language: str, hint: str) -> None:
    set_language(language)
    for text in examples(hint):
        assert read_period(text), text


@pytest.mark.parametrize(
    ("language", "typed"), [("en", "+24m from start"), ("zh_CN", "从开始起24个月"), ("zh_TW", "從開始起24個月")]
)
def test_a_length_counts_from_the_start(language: str, typed: str) -> None:
    set_language(language)
    answer = EndAnswer(TODAY, lambda: date(2027, 1, 1))
    assert answer.read(typed) == date(2028, 12, 31)
    assert typed in answer.help()


@pytest.mark.parametrize(("language", "short"), [("en", "1.24m CNY"), ("zh_CN", "124万 CNY"), ("zh_TW", "124萬 CNY")])
def test_a_large_amount_is_shortened_as_the_language_does(language: str, short: str) -> None:
    set_language(language)
    assert amount(Money(Decimal(1_240_000), "CNY")) == short
    assert amount(Money(Decimal(150_000_000), "CNY")).startswith(("150m", "1.5亿", "1.5億"))
    assert read_money(short).amount == 1_240_000
