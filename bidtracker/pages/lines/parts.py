"""What a part of a record has beside that which its own line draws."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bidtracker.domain.fields.parts import PARTS
from bidtracker.domain.message import say
from bidtracker.domain.records import FrozenValue
from bidtracker.pages.page import Remark


def other_fields(part: FrozenValue, drawn: Collection[str]) -> Iterator[Remark]:
    """Each field of a part that its line does not draw, where it is known, on a line of its own below."""
    for field in PARTS[type(part)]:
        value = None if field.name in drawn else getattr(part, field.name)
        if value is not None and value != "":
            words = say("{label}: {value}", label=say(field.label), value=field.show(value))
            yield Remark(words=((words, "muted"),), depth=1)
