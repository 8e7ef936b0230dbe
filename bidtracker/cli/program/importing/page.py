"""The page that an import of plain lists shows before it writes: which column is what, and what is asked about."""

from __future__ import annotations

import click
import msgspec

from bidtracker.cli.program.importing.report import Rows
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import say
from bidtracker.domain.text import safe
from bidtracker.intake.mapping.columns import Asked
from bidtracker.intake.mapping.confirmation import explained
from bidtracker.intake.mapping.survey import ColumnSurvey, lines_of
from bidtracker.intake.session import Cancelled
from bidtracker.locale import tr


class Answered(Exception):
    """A word of the list was explained, so that it is to be read anew."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked


class ImportPage:
    """Shows the page of each list, once; `asking` a person on the terminal whether it is right."""

    def __init__(self, asked: Asked, *, asking: bool, quiet: bool, rows: Rows | None) -> None:
        self.asked = asked
        self._asking = asking
        self._quiet = quiet
        self._rows = rows
        self._shown: list[ColumnSurvey] = []
        self._words: set[str] = set()

    def show(self, survey: ColumnSurvey) -> None:
        """Shows what a list comes to. Raises Cancelled where that is not wanted, Answered where a word means
        something else."""
        if survey in self._shown:
            return
        self._shown.append(survey)
        if self._rows is not None:
            self._rows.page(survey)
        if not self._quiet:
            for line in lines_of(survey):
                click.echo(safe(str(tr(line))), err=True)
        if not self._asking:
            return
        words = self._explained(survey)
        if words:
            self._shown.remove(survey)
            raise Answered(
                msgspec.structs.replace(
                    self.asked, words=(*self.asked.words, *words), columns=self.asked.named or ("auto",)
                )
            )
        if not click.confirm(str(tr(say("Import it so?"))), default=True, err=True):
            raise Cancelled(
                "nothing was imported; --map COLUMN=FIELD and --word WORD=MEANING say what is to be read otherwise"
            )

    def _explained(self, survey: ColumnSurvey) -> list[str]:
        """What a person says of the words that are not sure, once each; nothing typed leaves them as they are."""
        words: list[str] = []
        for use in survey.questions:
            if use.word in self._words:
                continue
            self._words.add(use.word)
            question = say(
                "What does {word} mean (as read: {codes})?",
                word=repr(safe(use.word, 40)),
                codes=", ".join(use.codes) or "?",
            )
            while answer := click.prompt(str(tr(question)), default="", show_default=False, err=True).strip():
                try:
                    explained(f"{use.word}={answer}")
                except BidtrackerError as error:
                    click.echo(safe(str(tr(error.message))), err=True)
                else:
                    words.append(f"{use.word}={answer}")
                    break
        return words
