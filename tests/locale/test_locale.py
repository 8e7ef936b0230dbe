"""Speaking the person's language, and catalogues that fit the program."""

from __future__ import annotations

import io
import json
import string
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as BabelMessage
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from bidtracker import locale
from bidtracker.domain.errors import Unreadable
from bidtracker.domain.kinds import IDENTIFIERS, TEXTS, words
from bidtracker.domain.message import CLAUSES, Message, count, say
from bidtracker.domain.message import listed as joined
from bidtracker.domain.records import Identifier
from bidtracker.domain.vocabulary import Outcome, Role, Stage
from bidtracker.locale import language, listed, read_language, set_language, shown, tr
from bidtracker.locale.sentences import sentences
from bidtracker.pages.insights.figures import gap
from bidtracker.pages.words import in_days, percent
from bidtracker.tui.forms.parts.answers import Answer

FOREIGN = sorted(set(locale.LANGUAGES) - {"en"})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


class Reversed:
    """A language that can be told from English at a glance."""

    def gettext(self, text: str) -> str:
        return f"<{text}>"

    def ngettext(self, each: str, many: str, n: int) -> str:
        return f"<{each if n == 1 else many}>"


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale._speech, "catalogue", Reversed())


def test_english() -> None:
    assert tr("Open") == "Open"
    assert tr(Outcome.NO_AWARD) == "No award"
    assert tr(say("{id} is {outcome}", id="T1", outcome=Outcome.LOST)) == "T1 is Lost"
    assert tr(count("{n} bid", "{n} bids", 1)) == "1 bid"
    assert tr(count("{n} bid", "{n} bids", 0)) == "0 bids"
    assert tr("") == ""


def test_what_the_program_says_is_translated_and_what_a_record_says_is_not(foreign: None) -> None:
    assert tr(say("{id}: {why}", id="Open", why=say("no"))) == "<Open: <no>>"
    assert tr(count("{n} bid", "{n} bids", 2)) == "<2 bids>"
    assert tr(say("{word}, {text}", word=Stage.CLOSED, text="Open")) == "<<Closed>, Open>"
    assert shown(Stage.CLOSED) == "<Closed>"
    assert shown("Closed") == "Closed"
    assert tr("") == ""


def test_a_message_that_lay_in_a_file_is_the_same(foreign: None) -> None:
    message = say("{id}: {fault}", id="T1", fault=count("{n} bid", "{n} bids", 2))
    stored = msgspec.convert(json.loads(msgspec.json.encode(message)), Message)
    assert tr(stored) == tr(message) == "<T1: <2 bids>>"


def test_words_of_a_list() -> None:
    parts = ["T{1}", "", Stage.CLOSED, str(Stage.CLOSED), say("no")]
    assert listed(parts) == "T{1}, Closed, closed, no"
    assert tr(say("{id}: {all}", id="T1", all=joined(parts))) == "T1: T{1}, Closed, closed, no"
    assert str(say("{id}: {all}", id="T1", all=joined(parts))) == "T1: T{1}, Closed, closed, no"
    assert joined([]) == joined([""]) == ""
    assert joined(["", "a, b"]) == "a, b"
    assert listed(["a, b", "", "c"], CLAUSES) == "a, b; c"


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW"])
def test_the_catalogue_has_the_sign_between_words(code: str) -> None:
    set_language(code)
    assert listed(["a", "", "b", "c"]) == "a、b、c"
    assert listed(["a, b", "c"], CLAUSES) == "a, b；c"
    assert tr(say("{id} {all}", id="T1", all=joined(["a", "b", "c"]))).endswith("a、b、c")
    assert shown(TEXTS.show(("north", "south"))) == "north、south"
    assert shown(IDENTIFIERS.show((Identifier(scheme="A", id="1"), Identifier(scheme="B", id="2")))) == "A:1、B:2"
    roles = tuple(Role)[:2]
    assert shown(words(Role).show(roles)) == f"{tr(roles[0])}、{tr(roles[1])}"


def test_a_list_that_is_typed_back_keeps_the_sign_that_it_is_read_by(foreign: None) -> None:
    tags = Answer(TEXTS)
    assert shown(TEXTS.show(("north", "south"))) == "<north<, >south>"
    assert tags.show(("north", "south")) == "north, south"
    assert tags.read(tags.show(("north", "south"))) == ("north", "south")


def test_words_of_a_list_that_lay_in_a_file_are_the_same(foreign: None) -> None:
    message = say("{all} came", all=joined(["a", "b"]))
    stored = msgspec.convert(json.loads(msgspec.json.encode(message)), Message)
    assert tr(stored) == tr(message) == "<<a<, >b> came>"


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("LANG", "zh_CN.UTF-8", "zh_CN"),
        ("LANG", "zh_HK", "zh_TW"),
        ("LC_ALL", "zh_Hant", "zh_TW"),
        ("LANGUAGE", "de:zh_TW:en", "zh_TW"),
        ("LANGUAGE", "en:zh_TW", "en"),
        ("LANG", "de_DE.UTF-8", "en"),
        ("LC_MESSAGES", "C", "en"),
    ],
)
def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, value)
    set_language()
    assert language() == code


@pytest.mark.parametrize(("text", "code"), [("zh-tw", "zh_TW"), ("简体中文", "zh_CN"), ("English", "en"), ("EN", "en")])
def test_a_language_by_code_or_name(text: str, code: str) -> None:
    assert read_language(text) == code


def test_a_language_that_is_not_here_is_said() -> None:
    with pytest.raises(Unreadable, match="languages are en, zh_CN, zh_TW"):
        set_language("tlh")
    assert language() == "en"


# ---------------------------------------------------------------- the catalogues


def test_sentences_are_found() -> None:
    source = """
many = "{n} went"
say("one" if x else "two"); count("{n} goes", many, n); label("Word"); body.count(b"[")
Message("{n} sat", {"n": 1}, "{n} sit"); raise FieldError(field, "wrong"); raise Unreadable("no " "way", text=x)
tr(message); say(f"{x}")
"""
    assert {output for _, output in sentences(source)} == {
        ("one",),
        ("two",),
        ("{n} goes", "{n} went"),
        ("Word",),
        ("{n} sat", "{n} sit"),
        ("wrong",),
        ("no way",),
    }


def catalogue(code: str) -> Catalog:
    return read_po(io.BytesIO(path(code, "po").read_bytes()), locale=code)


def path(code: str, suffix: str) -> Path:
    return locale.FOLDER / code / "LC_MESSAGES" / f"bidtracker.{suffix}"


@pytest.mark.parametrize("code", FOREIGN)
def test_the_compiled_catalogue_is_that_of_the_text(code: str) -> None:
    compiled = read_mo(io.BytesIO(path(code, "mo").read_bytes()))
    assert _translated(compiled) == _translated(message for message in catalogue(code) if not message.fuzzy)


def _translated(messages: Iterable[BabelMessage]) -> set[tuple[object, ...]]:
    """Each message with its translation; one that has none is compiled as its English."""
    pairs = {(_both(message.id), _both(message.string)) for message in messages if message.id}
    return {(id, text) for id, text in pairs if any(text) and text[0] != id[0]}


def _both(text: object) -> tuple[object, ...]:
    return tuple(text) if isinstance(text, (tuple, list)) else (text,)


@pytest.mark.parametrize("code", FOREIGN)
def test_translations_have_the_same_gaps_as_the_english(code: str) -> None:
    for message in catalogue(code):
        if not message.id:
            continue
        every = _gaps(*_both(message.id))
        for english, text in zip(_both(message.id), _both(message.string), strict=True):
            if text:
                assert _gaps(english) - {"n"} <= _gaps(text) <= every, text


def _gaps(*texts: object) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None}


@pytest.mark.parametrize(("code", "charset"), [("zh_CN", "gb2312"), ("zh_TW", "big5")])
def test_each_chinese_is_written_in_its_own_characters(code: str, charset: str) -> None:
    """GB 2312 has the simplified forms only, Big5 the traditional ones."""
    texts = "".join(str(text) for message in catalogue(code) if message.id for text in _both(message.string))
    assert not [sign for sign in set(texts) if "一" <= sign <= "鿿" and not sign.encode(charset, "ignore")]


@pytest.mark.parametrize("code", FOREIGN)
def test_a_language_can_be_spoken(code: str) -> None:
    set_language(code)
    assert language() == code
    assert tr(say("{id} is no such sentence anywhere", id="T1")) == "T1 is no such sentence anywhere"


@pytest.mark.parametrize(
    ("code", "shown_so"), [("en", ("25 %", "+4.3 %", "−19 d")), ("zh_TW", ("25%", "+4.3%", "−19 天"))]
)
def test_numbers_stand_as_the_language_writes_them(code: str, shown_so: tuple[str, ...]) -> None:
    set_language(code)
    assert (percent(0.25), gap(0.043), in_days(date(2026, 11, 5), date(2026, 11, 24))) == shown_so
