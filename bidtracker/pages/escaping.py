"""Text out of a record on a page of Markdown: shown as it stands, never obeyed as markup."""

from __future__ import annotations

import re

from bidtracker.domain.text import safe

_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$@]|:(?=//)|\.(?=[^\W\d])")  # the last three could become links
_AT_START = re.compile(r"^(?:(?=[#+\-=])|(\d{1,9})(?=[.)](?:\s|$)))")  # headings, lists, rules


def escaped(text: str) -> str:
    """One line of text, made safe to show, with everything escaped that CommonMark or GitHub would take for markup."""
    plain = safe(text).strip()
    for sign, entity in _HTML.items():
        plain = plain.replace(sign, entity)
    return _AT_START.sub(r"\1\\", _MARKUP.sub(r"\\\g<0>", plain))
