"""A page of Markdown going out: as it is, or as HTML that prints well."""

from __future__ import annotations

from pathlib import Path

from bidtracker.domain.errors import Refused
from bidtracker.exports.whole import written

PAGES = ("md", "html")


def page_text(markdown: str, file_format: str) -> str:
    """The page in one of PAGES."""
    if file_format == "html":
        from bidtracker.exports.html import page  # the reader of Markdown takes its time to load

        return page(markdown)
    return markdown


def write_page(markdown: str, path: Path, file_format: str | None = None, *, overwrite: bool = False) -> None:
    """Writes a page to a file, whole or not at all, in one of PAGES, else in the format that its name ends in. Refused,
    StorageError."""
    file_format = file_format or path.suffix.removeprefix(".").lower()
    if file_format not in PAGES:
        raise Refused("{path} ends in neither .md nor .html; say which by its name", path=path.name)
    with written(path, overwrite=overwrite) as stream:
        stream.write(page_text(markdown, file_format).encode("utf-8", "replace"))
