"""All keys, from the live bindings, and how to filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from bidtracker.domain.message import label as _
from bidtracker.locale import tr
from bidtracker.pages.layout import padded, span
from bidtracker.tui.keys import GROUPS, KEYS, shown
from bidtracker.tui.widgets.detail import Detail, PaneEntry, heading, row, text

FILTERS = (
    ("word", _("anywhere in the text; several words must all be there")),
    ("!word", _("not")),
    ("buyer:nhs", _("the field holds this; deadline:none where it is not known")),
    ("value>1m", _("amounts, numbers; deadline<30d and deadline>2027 for dates")),
    ("a|b", _("one of them")),
    ('"a b"', _("these words in this order")),
)

KEYS_WIDE = 14  # cells for the keys of an act


class Help(ModalScreen[None]):
    """What every key does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,f1", "dismiss", show=False)]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as box:
            box.border_title = tr(_("Keys"))
            box.border_subtitle = tr(_("esc closes"))
            yield Detail()

    def on_mount(self) -> None:
        self.query_one(Detail).show([*self._entries()])
        self.set_focus(self.query_one(Detail))

    def _entries(self) -> Iterator[PaneEntry]:
        for group, label in GROUPS.items():
            yield heading(tr(label))
            for key in KEYS:
                if key.group is group:
                    keys = (padded(shown(key, self.keymap), KEYS_WIDE), "key")
                    yield row((keys, span(tr(key.help))), (span(key.id, "muted"),))
        yield heading(tr(_("Filter")))
        for example, meaning in FILTERS:
            yield text((padded(example, KEYS_WIDE), "key"), span(tr(meaning)), indent=KEYS_WIDE)
        yield text()
        yield text(
            span(
                tr(_("The words at the right are the keys' names: give one another key in config.toml, [keys].")),
                "muted",
            )
        )
