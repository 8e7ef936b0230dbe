"""How many rows of how many a list shows, in the words of the header."""

from __future__ import annotations

import msgspec

from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.locale import tr


class ListCount(msgspec.Struct, frozen=True, kw_only=True):
    """What a list shows of what it has: `shown` of `listed` rows, on row `row`, with `marked` of them marked."""

    shown: int
    listed: int
    row: int
    marked: int
    filled: bool  # whether the rows were read
    counted: bool  # whether all that the filter lets through is found
    whole: bool  # whether all rows are listed
    beyond: int  # records that would follow on those listed
    mine: bool  # whether only what we deal with is listed
    asleep: int  # records that are put away for now
    drawer: bool  # whether those are what is listed

    @property
    def words(self) -> str:
        if not (self.filled or self.shown):
            return tr(_("reading …"))
        counted = self._of_how_many()
        if self.mine:
            counted = tr(say("mine: {counted}", counted=counted))
        if self.drawer:
            counted = tr(say("asleep: {counted}", counted=counted))
        elif self.asleep:
            counted += tr(say(" · {n} asleep", n=self.asleep))
        if self.marked:
            counted += tr(say(" · {n} marked", n=self.marked))
        return counted

    def _of_how_many(self) -> str:
        listed = f"{self.listed:,}"
        if self.beyond:
            every = f"{self.listed + self.beyond:,}"
            if self.shown < self.listed:
                return tr(say("{n} of the first {kept} of {all}", n=f"{self.shown:,}", kept=listed, all=every))
            return tr(say("first {n} of {all}", n=listed, all=every))
        row, every = f"{self.row:,}", listed if self.whole else "…"
        if self.shown == self.listed and self.shown and (self.counted or not self.whole):
            return tr(say("row {row} of {all}", row=row, all=every))
        shown = f"{self.shown:,}" if self.counted else f"{self.shown:,} …"
        counted = tr(say("{n} of {all}", n=shown, all=every))
        return tr(say("row {row} · {counted}", row=row, counted=counted)) if self.shown else counted
