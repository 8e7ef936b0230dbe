"""A page going out: as Markdown, or as HTML that prints well."""

from __future__ import annotations

from pathlib import Path

from bidtracker.domain.errors import Refused
from bidtracker.exports.whole import written
from bidtracker.pages.draw.markdown import page_markdown
from bidtracker.pages.page import Page

PAGES = ("md", "html")


def page_text(page: Page, file_format: str) -> str:
    """The page in one of PAGES."""
    markdown = page_markdown(page)
    if file_format == "html":
        from bidtracker.exports.html import html_page  # the reader of Markdown takes its time to load

        return html_page(markdown)
    return markdown


def write_page(page: Page, path: Path, file_format: str | None = None, *, overwrite: bool = False) -> None:
    """Writes a page to a file, whole or not at all, in one of PAGES, else in the format that its name ends in. Refused,
    StorageError."""
    file_format = file_format or path.suffix.removeprefix(".").lower()
    if file_format not in PAGES:
        raise Refused("{path} ends in neither .md nor .html; say which by its name", path=path.name)
    with written(path, overwrite=overwrite) as stream:
        stream.write(page_text(page, file_format).encode("utf-8", "replace"))
