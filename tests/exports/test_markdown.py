"""Markdown: whatever stands in the data shows as text; the radar is the list of whom to call."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bidtracker.domain.holdings import Holdings
from bidtracker.domain.records import Buyer
from bidtracker.domain.text import safe
from bidtracker.exports import lines, sheet
from bidtracker.exports.markdown import escaped

DAY = date(2026, 11, 23)
READER = MarkdownIt("gfm-like")
MARKUP = [
    "a | b", "a\nb", "`code`", "``", "<script>alert(1)</script>", "<!-- -->", "&lt;", "&#124;", "[a](http://x.test)",
    "![a](x.png)", "<http://x.test>", "http://x.test", "https://x.test/a_b_c", "HTTPS://x.test", "www.x.test",
    "me@x.test", "mailto:me@x.test", "**b**", "__b__", "~~s~~", "*a*", "_a_", "# a", "- a", "+ a", "1. a", "12) a",
    "> a", "---", "===", "    code", "\\", "a\\|b", "|---|", "[^1]", "[x]: http://x.test", "$x$", "- [ ] a", "\ta",
    "* * *",
]  # fmt: skip


def parts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from parts(token.children or [])


def shows(source: str) -> tuple[str, set[str]]:
    """The text that a Markdown document shows, and the kinds of markup in it."""
    tokens = list(parts(READER.parse(source)))
    text = "".join(token.content for token in tokens if token.type in ("text", "code_inline", "html_inline"))
    return text, {token.type for token in tokens} - {"inline", "text", "paragraph_open", "paragraph_close"}


@given(st.text(max_size=60))
@example("1.\t")
def test_any_text_shows_as_itself_and_is_no_markup(text: str) -> None:
    plain = " ".join(safe(text).split(" ")).strip()
    shown, markup = shows(escaped(text))
    assert not markup and shown == plain


@pytest.mark.parametrize("text", MARKUP)
def test_markup_from_the_data_is_text(text: str) -> None:
    shown, markup = shows(escaped(text))
    assert not markup and shown == safe(text).strip()


@pytest.mark.parametrize("text", [*MARKUP, ""])
def test_a_cell_stays_one_cell(text: str) -> None:
    holdings = Holdings()
    holdings.put("buyers", Buyer(id=1, name=text or "?", country=text))
    tokens = list(parts(READER.parse("".join(lines(sheet("buyers", holdings, DAY), "md")))))
    kinds = [token.type for token in tokens]
    assert kinds.count("tr_open") == 2 and kinds.count("td_open") == kinds.count("th_open")
    assert not {"link_open", "image", "code_inline", "html_inline", "strong_open", "em_open", "s_open"} & set(kinds)


def test_naughty_strings_are_text(real: Path) -> None:
    for text in json.loads((real / "bad" / "blns.json").read_text(encoding="utf-8")):
        shown, markup = shows(escaped(text))
        assert not markup, text
        assert shown == safe(text).strip()
