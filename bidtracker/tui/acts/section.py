"""Acts on the filters saved for a list, which are its sections."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual import work

from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.filters.conditions import Condition
from bidtracker.domain.message import say
from bidtracker.tui.acts.asking import Asking
from bidtracker.tui.listing.held import Listing
from bidtracker.tui.saved_filters import saved_filters
from bidtracker.tui.widgets.sections import Sections

if TYPE_CHECKING:
    from bidtracker.tui.listing.stored import StoredListing


class SectionActs(Asking):
    """What can be done with saved filters. A screen that has them keeps the one that stands in `text`."""

    text: str
    listing: Listing | StoredListing

    def use_filter(self, text: str) -> None:
        """Takes another filter, as if it had been typed."""
        raise NotImplementedError

    def conditions(self, text: str) -> list[Condition]:
        """What a filter asks for. Raises BidtrackerError where it cannot be understood."""
        raise NotImplementedError

    @cached_property
    def sections(self) -> Sections:
        """The saved filters, each with how many rows it holds."""
        return Sections()

    def saved_filters(self) -> dict[str, str]:
        """The filters saved for this list, by name."""
        return saved_filters(self.desk.book, self.name or "")

    def count_sections(self) -> None:
        """Says which filters are saved, and counts their rows while nothing else is to be done."""
        filters = self.saved_filters()
        self.sections.offer(filters, self.text.strip())
        if filters:
            self.sections.count("", len(self.listing.rows))
            self._tally(list(filters.values()))

    @work(exclusive=True, group="sections")
    async def _tally(self, texts: Sequence[str]) -> None:
        for text in texts:
            try:
                conditions = self.conditions(text)
            except BidtrackerError:  # of a field that there is no more
                continue
            n = 0
            async for part in self.listing.matching(conditions):
                n += len(part)
            self.sections.count(text, n)

    def action_section(self) -> None:
        """The next of the saved filters; after the last all rows."""
        if not self.sections.filters:
            self.toast(say("no filter is saved here; F saves the one that stands"))
            return
        self.use_filter(self.sections.next())

    def on_sections_picked(self, event: Sections.Picked) -> None:
        self.use_filter(event.filter_text)

    def action_filters(self) -> None:
        """The filters saved for this list, and a name for the one that stands."""
        self.app.push_screen(
            self.forms.FiltersDialog(self.desk.book, self.name or "", self.text),
            lambda text: self.use_filter(text) if text else None,
        )
