"""Long texts of records made short, where a page has room for a line of each."""

from __future__ import annotations

from msgspec.structs import replace

from bidtracker.domain.message import Message
from bidtracker.domain.text import cut, safe
from bidtracker.domain.vocabulary import Word
from bidtracker.pages.page import PageItem, Phrases, Remark, Words

LONGEST = 110  # cells that a text out of a record may take


def shortened(item: PageItem) -> PageItem:
    """A remark with each text in it on one line, cut where it is long; anything else as it is."""
    if not isinstance(item, Remark):
        return item
    return replace(item, words=_phrases(item.words), right=_phrases(item.right))


def _phrases(words: Phrases) -> Phrases:
    return tuple((_short(part), tone) for part, tone in words)


def _short(words: Words) -> Words:
    if isinstance(words, Message):
        args = {name: _short(arg) if isinstance(arg, (Message, str)) else arg for name, arg in words.args.items()}
        return replace(words, args=args)
    return words if isinstance(words, Word) else cut(safe(words), LONGEST)
