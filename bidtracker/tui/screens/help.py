"""All keys, from the live bindings, how to filter, what can be typed in a form, and the signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from bidtracker.domain.message import label as _
from bidtracker.domain.text import fold
from bidtracker.locale import tr
from bidtracker.pages.layout import padded, span
from bidtracker.tui.keys import GROUPS, KEYS, ActGroup, shown
from bidtracker.tui.screens.legend import legend
from bidtracker.tui.widgets.detail import Detail, PaneEntry, heading, row, text

FILTERS = (
    ("word", _("anywhere in the text; several words must all be there")),
    ("!word", _("not")),
    ("buyer:nhs", _("the field holds this; deadline:none where it is not known")),
    ("value>1m", _("amounts, numbers; deadline<30d and deadline>2027 for dates")),
    ("a|b", _("one of them")),
    ('"a b"', _("these words in this order")),
    (_("call now"), _("all that a cell shows finds just the rows that show it; so does f on that cell")),
    ("overdue", _("its day has passed and it is still to be done")),
    ("due<30d", _("due within the next 30 days: deadline, touch or day to act by")),
    ("T42", _("the record with this id; ctrl+p goes to it from anywhere")),
)

TYPED = (
    (_("next fri"), _("days: 12 mar, oct 2026, 2026-10-01, in 2 weeks, 3 months ago, +6m")),
    ("+24m", _("from today; an end: +24m from start counts from its start")),
    ("1.2m eur", _("amounts: 1.200.000 EUR, 950k gbp; the currency is asked for where it is missing")),
    ("10", _("a chance in per cent; also 10%, 0.1 or a word of the list")),
    ("tab", _("finishes the name of a buyer, a competitor or a person; a new name is a new one")),
    ("ctrl+s", _("saves a form from any field; enter goes to the next field, esc leaves")),
)

KEYS_WIDE = 14  # cells for the keys of an act


class Help(ModalScreen[None]):
    """What every key does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss", show=False),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown,ctrl+d", "move('page_down')", show=False),
        Binding("pageup,ctrl+u", "move('page_up')", show=False),
    ]
    AUTO_FOCUS = "#help-line"

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self.keymap = keymap
        self.sought = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as box:
            box.border_title = tr(_("Keys"))
            box.border_subtitle = tr(_("esc closes"))
            yield Input(placeholder=tr(_("type to search keys and signs")), compact=True, id="help-line")
            yield Listed()

    def on_mount(self) -> None:
        self.query_one(Listed).show([*self._entries()])

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value.strip() in ("?", "q") and len(self.sought) <= 1:
            self.dismiss(None)  # the key that opened it closes it
            return
        self.sought = fold(event.value.strip())
        self.query_one(Listed).show([*self._entries()])

    def action_move(self, act: str) -> None:
        """Moves in the list; the line keeps the focus."""
        getattr(self.query_one(Listed), f"action_{act}")()

    def _wanted(self, *texts: str) -> bool:
        """Whether a line has all the words that are sought, its heading counted."""
        return all(word in fold(" ".join(texts)) for word in self.sought.split())

    def _keys(self, group: ActGroup) -> Iterator[PaneEntry]:
        """The acts of a group that are wanted."""
        for key in KEYS:
            keys, sentence = shown(key, self.keymap), tr(key.help)
            if key.group is group and self._wanted(keys, sentence, key.id):
                yield row(((padded(keys, KEYS_WIDE), "key"), span(sentence)), (span(key.id, "muted"),))

    @staticmethod
    def _under(label: str, lines: Sequence[PaneEntry]) -> Iterator[PaneEntry]:
        """Lines under their heading; nothing where there are none."""
        if lines:
            yield heading(label)
            yield from lines

    def _entries(self) -> Iterator[PaneEntry]:
        for group, label in GROUPS.items():
            yield from self._under(tr(label), list(self._keys(group)))
        filters = [
            text((padded(tr(example), KEYS_WIDE), "key"), span(tr(meaning)), indent=KEYS_WIDE)
            for example, meaning in FILTERS
            if self._wanted(tr(_("Filter")), tr(example), tr(meaning))
        ]
        yield from self._under(tr(_("Filter")), filters)
        typed = [
            text((padded(tr(example), KEYS_WIDE), "key"), span(tr(meaning)), indent=KEYS_WIDE)
            for example, meaning in TYPED
            if self._wanted(tr(_("In a form")), tr(example), tr(meaning))
        ]
        yield from self._under(tr(_("In a form")), typed)
        signs = [
            text((padded(sign, KEYS_WIDE), tone), span(tr(meaning)), indent=KEYS_WIDE)
            for sign, tone, meaning in legend()
            if self._wanted(tr(_("Signs")), sign, tr(meaning))
        ]
        yield from self._under(tr(_("Signs")), signs)
        yield text()
        if not (filters or typed or signs) and not any(list(self._keys(group)) for group in GROUPS):
            yield text(span(tr(_("Nothing found; : finds every act by name, ctrl+f words in your records")), "muted"))
            return
        yield text(
            span(
                tr(_("The words at the right are the keys' names: give one another key in config.toml, [keys].")),
                "muted",
            )
        )


class Listed(Detail, can_focus=False):
    """The keys and signs; the line above keeps the focus."""
