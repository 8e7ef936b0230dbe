"""A page about one insight: the one thing to learn, plots, tables and notes."""

from __future__ import annotations

import msgspec

from bidtracker.domain.message import Message
from bidtracker.pages.page import Page, PageTable, Plot, Remark, Section


class InsightPage(msgspec.Struct, frozen=True, kw_only=True):
    """One insight. `key` is what it is asked for by, `part` the field of Insights that it shows, `enough` whether
    there is so much that the headline means something."""

    key: str
    part: str
    title: str
    headline: Message
    enough: bool = True
    plots: tuple[Plot, ...] = ()
    tables: tuple[PageTable, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def page(self) -> Page:
        """The page as all pages are."""
        blocks = [Section(items=(block,)) for block in (*self.plots, *self.tables)]
        notes = tuple(Remark(words=((note, "muted"),), signs=(("· ", "muted"),)) for note in self.notes)
        return Page(
            title=Message(self.title),
            headline=self.headline,
            enough=self.enough,
            sections=(*blocks, Section(items=notes)) if notes else tuple(blocks),
        )
