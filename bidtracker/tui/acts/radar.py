"""Acts on what the radar shows: leave it until a day, or for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bidtracker.domain.errors import Refused
from bidtracker.domain.ids import parse_ref, ref
from bidtracker.domain.message import count, label
from bidtracker.domain.vocabulary import Watch
from bidtracker.tui.acts.asking import Asking, toast_errors


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
            self.ask(self.forms.DateForm(book, title, lambda on: self._snooze(awards, on)))

    def _snooze(self, awards: list[str], until: date) -> object:
        """Off the radar until a day; until today is awake."""
        book = self.desk.book
        return book.wake(*awards) if until == self.desk.today else book.snooze(*awards, until=until)

    @toast_errors
    def action_wake(self) -> None:
        self.desk.book.wake(*self._awards())
        self.did(self.last())

    @toast_errors
    def action_park(self) -> None:
        tenders, book = self._lost(), self.desk.book
        title = count("Park {id} until", "Park {n} tenders until", len(tenders), id=tenders[0])
        self.ask(self.forms.DateForm(book, title, lambda on: book.watch(*tenders, word=Watch.PARKED, until=on)))

    @toast_errors
    def action_watch(self) -> None:
        tenders, book = self._lost(), self.desk.book
        title = count("What we do about {id}", "What we do about {n} lost tenders", len(tenders), id=tenders[0])
        words = [word for word in Watch if word is not Watch.PARKED]
        self.ask(self.forms.WordForm(book, title, words, lambda word: book.watch(*tenders, word=word)))

    def _lost(self) -> list[str]:
        """The tenders meant, which must be lost ones."""
        tenders = list(dict.fromkeys(ref("tenders", subject.tender) for subject in self.chosen if subject.tender))
        if not tenders:
            raise Refused("this is about a lost tender; go to one first")
        return tenders

    # ------------------------------------------------------------ what the radar ranks

    @toast_errors
    def action_follow(self) -> None:
        """Follows the contracts meant; where all of them are followed already, stops that."""
        holdings, awards = self.desk.holdings, self._awards()
        off = all(holdings.tracked(holdings.awards[parse_ref(award)[1]]) for award in awards)
        self.desk.book.track(*awards, off=off)
        self.did(self.last())

    @toast_errors
    def action_follow_shown(self) -> None:
        """Follows every contract of the rows shown, after a question that says how many."""
        holdings = self.desk.holdings
        every = (award for row in self.listed()[1] for award in self.awards_of(row))
        new = [ref("awards", n) for n in dict.fromkeys(every) if not holdings.tracked(holdings.awards[n])]
        if not new:
            raise Refused("every contract of these rows is followed already")
        question = count("Follow {n} contract?", "Follow {n} contracts?", len(new))
        self.ask(
            self.forms.ConfirmDialog(question, yes=label("Follow")), lambda yes: self._follow(new) if yes else None
        )

    @toast_errors
    def _follow(self, awards: list[str]) -> None:
        self.desk.book.track(*awards)
        self.did(self.last())

    def awards_of(self, row: Any) -> Iterable[int]:
        """The numbers of the contracts that a row is about."""
        raise NotImplementedError

    @toast_errors
    def action_put_away(self) -> None:
        self.desk.book.dismiss(*self._awards())
        self.did(self.last())

    @toast_errors
    def action_asked(self) -> None:
        """Of the person under the cursor, where there is one."""
        here = self.about()
        self.desk.book.asked(*self._awards(), of=here.id if here.table == "contacts" else None)
        self.did(self.last())

    def _awards(self) -> list[str]:
        """The awards meant: those of the marked records, else that of the one under the cursor."""
        awards = list(dict.fromkeys(ref("awards", subject.award) for subject in self.chosen if subject.award))
        if not awards:
            if not self.chosen:
                raise Refused("there is nothing under the cursor")
            raise Refused("only what was awarded is on the radar; go to an award first")
        return awards
