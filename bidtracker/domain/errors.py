"""Errors that a person reads: each carries one Message that says what is wrong and what would do."""

from __future__ import annotations

from typing import Any

from bidtracker.domain.message import Message, say


class BidtrackerError(Exception):
    """The act could not be done and nothing was changed. `message` is the sentence to show."""

    def __init__(self, message: Message | str, /, **args: Any) -> None:
        self.message = message if isinstance(message, Message) else say(message, **args)
        super().__init__(str(self.message))


class Unreadable(BidtrackerError):
    """A value that a person or a list gave cannot be read as what it should be."""


class NotFound(BidtrackerError):
    """No record has this id or name."""


class Refused(BidtrackerError):
    """The act would break a rule of the vocabulary or of the records."""


class FieldError(Refused):
    """One field of a record is wrong; `field` is its name, for the sentence and for the form that shows it there."""

    def __init__(self, field: str, message: Message | str, /, **args: Any) -> None:
        super().__init__(message, **{"field": field} | args)
        self.field = field


class Doubtful(FieldError):
    """What was given may be right and looks wrong: a person is asked, and may keep it as it is."""


class ValueConflict(BidtrackerError):
    """Somebody else changed the same field since it was read: `theirs` stands in the book, `yours` was to be."""

    def __init__(self, about: str, field: str, theirs: object, yours: object) -> None:
        self.about, self.field, self.theirs, self.yours = about, field, theirs, yours
        super().__init__(
            "{field} of {about} was changed meanwhile: it is now {theirs}, you would make it {yours}; look and decide",
            field=field,
            about=about,
            theirs=str(theirs),
            yours=str(yours),
        )
