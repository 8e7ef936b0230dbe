"""Our Markdown as a file to print: whole, without anything from outside, and no markup that we did not write."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bidtracker.book import Book
from bidtracker.demo import fill
from bidtracker.domain.text import safe
from bidtracker.exports import lines, sheet
from bidtracker.exports.html import html_page
from bidtracker.exports.markdown import escaped
from bidtracker.pages.brief import brief
from bidtracker.pages.draw.markdown import page_markdown

TODAY = date(2026, 11, 23)
OURS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "ol", "li", "strong", "em", "br", "hr"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td", "blockquote", "h3", "h4", "h5", "h6"}


class Reader(HTMLParser):
    """What a browser finds: the tags, their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, set[str | None]] = {}
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    st.text()
    | st.lists(st.sampled_from(["<script>", "](x)", "![", "[a", "`", "|", "\n", "# ", "<", "&", "http://e.t"])).map(
        "".join
    )
)
def test_no_markdown_makes_a_link_a_picture_or_a_script(text: str) -> None:
    result = Reader(html_page(text, "en"))
    assert set(result.tags) <= OURS
    assert set(result.attributes) <= {"lang", "charset", "http-equiv", "content", "name", "style"}
    assert result.attributes.get("style", set()) <= {f"text-align:{side}" for side in ("left", "right", "center")}


@given(st.text())
def test_escaped_text_comes_out_as_it_was_shown(text: str) -> None:
    shown = " ".join(safe(text).split())
    result = Reader(html_page(f"# x {escaped(text)} x", "en"))
    assert " ".join(result.text.split()).endswith(" ".join(f"x {shown} x".split()))


def test_the_page_names_its_title_and_language() -> None:
    html = html_page("# Ward & beds\n\ntext\n", "zh_TW")
    assert html.startswith('<!DOCTYPE html>\n<html lang="zh-TW">') and "<title>Ward &amp; beds</title>" in html


def test_a_brief_and_the_list_of_whom_to_call_are_whole(book: Book) -> None:
    fill(book, TODAY)
    for markdown in (
        page_markdown(brief(book.holdings, "B1", TODAY)),
        "".join(lines(sheet("radar", book.holdings, TODAY), "md")),
    ):
        result = Reader(html_page(markdown, "en"))
        points = [line for line in markdown.split("\n") if re.match(r" *- ", line)]
        assert result.tags.count("li") == len(points) > 10
        assert result.tags.count("h2") == markdown.count("\n## ")


@pytest.mark.parametrize("outside", ["http", "src=", "@import", "url("])
def test_nothing_is_loaded_from_outside(outside: str) -> None:
    assert outside not in html_page("# Page\n\n- point\n", "en").replace("http-equiv", "")
