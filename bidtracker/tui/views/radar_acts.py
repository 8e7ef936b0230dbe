"""Acts on what the radar shows: leave it until a day, or for good."""

from __future__ import annotations

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import ref
from bidtracker.domain.message import count
from bidtracker.domain.vocabulary import Watch
from bidtracker.tui.views.asking import Asking, toast_errors


class RadarActs(Asking):
    """What can be decided of an opportunity."""

    @toast_errors
    def action_snooze(self) -> None:
        """Awards leave the radar until a day, lost tenders are parked, planned touches are put off."""
        ids, book = [subject.id for subject in self.chosen], self.desk.book
        tables = {subject.table for subject in self.chosen}
        if tables == {"touches"}:
            title = count("Put {id} off until", "Put {n} touches off until", len(ids), id=ids[0])
            self.ask(self.forms.DateForm(book, title, lambda on: book.put_off(*ids, until=on)))
        elif tables == {"tenders"} and not (len(ids) == 1 and self.about().award):
            title = count("Park {id} until", "Park {n} tenders until", len(ids), id=ids[0])
            self.ask(self.forms.DateForm(book, title, lambda on: book.watch(*ids, word=Watch.PARKED, until=on)))
        else:
            awards = self._awards()
            title = count("{id}: off the radar until", "{n} awards: off the radar until", len(awards), id=awards[0])
            self.ask(self.forms.DateForm(book, title, lambda on: book.snooze(*awards, until=on)))

    @toast_errors
    def action_put_away(self) -> None:
        self.desk.book.dismiss(*self._awards())
        self.did(self.last())

    def _awards(self) -> list[str]:
        """The awards meant: those of the marked records, else that of the one under the cursor."""
        awards = list(dict.fromkeys(ref("awards", subject.award) for subject in self.chosen if subject.award))
        if not awards:
            raise Refused("only what was awarded is on the radar; go to an award first")
        return awards
