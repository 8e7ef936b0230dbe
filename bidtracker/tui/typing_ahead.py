"""Typing ahead: a key that comes before the one before it is done with waits, and then goes where that one led.

Textual forwards a key at once to what has the focus. From there it climbs, widget by widget, to the app, which calls
its binding, and what that posts climbs in its turn. So the next key is in the field of a dialog before the dialog
closes, and goes with it; and whoever opened the dialog hears of its end only once the app has nothing else to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.message_pump import MessagePump
from textual.widget import Widget

SOON = 0.01  # seconds between two looks whether the waiting is over
PATIENCE = 10.0  # seconds after which the next key is handed on in any case: longer than a busy machine stands still
# Of the key itself, of what its binding posts ("blur"), of what widgets make of that ("descendant blur"), of what that
# leads to ("changed": a word is written out), twice where a message goes behind the one that asks.
CLIMBS = 6


PAUSE = 0.5  # seconds without a key after which whoever typed on has seen that nothing opened
FORM_KEYS = {"enter", "tab", "shift+tab", "backspace", "delete", "ctrl+s", "escape"}  # in a form, beside text


def now() -> float:
    """The moment, by the clock that keys carry."""
    return events.Event().time


class Refusing:
    """A screen that may refuse an act. What was typed on, for a form that never opened, is neither kept nor an act:
    all that came before the refusal was seen, and what follows without a pause."""

    refused_at = 0.0  # the last refusal, or the last key that was typed on behind it; 0 once that is over

    def disowns(self, key: events.Key) -> bool:
        """Whether a key was typed for a form that did not open. An arrow is none that would harm."""
        if not self.refused_at:
            return False
        if key.time - self.refused_at >= PAUSE:
            self.refused_at = 0.0
            return False
        if not (key.is_printable or key.key in FORM_KEYS):
            return False
        if key.key == "escape" and key.time > self.refused_at:
            self.refused_at = 0.0
        else:
            self.refused_at = max(self.refused_at, key.time)
        return True


if TYPE_CHECKING:
    Mixed = App[None]
else:
    Mixed = object  # Textual takes 6 ms to make a class of App, so this one is mixed into the program's own


class TypingAhead(Mixed):
    """What makes an app lose no key, however fast they come."""

    def __init__(self) -> None:
        super().__init__()
        self.typed: list[events.Key] = []  # what waits
        self._settling: asyncio.Task[None] | None = None  # what the last key set off
        self._latest = 0.0  # when it is waited for no longer
        self._texted: Widget | None = None  # the field that text was passed on to last, behind which nothing came yet

    @property
    def _opening(self) -> bool:
        """Whether the screen in front is not yet there, or has not yet given the focus to its first field."""
        return not (self.screen.is_mounted and self.screen.stack_updates)

    @property
    def _busy(self) -> bool:
        """Whether it is not yet known where the next key goes."""
        settling = self._settling is not None and not self._settling.done() and monotonic() < self._latest
        return settling or self._opening

    async def on_event(self, event: events.Event) -> None:
        """A key waits while others do, and while it is not known where it goes."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
        elif self._nobodys(event):
            event.stop()
        elif self.typed or self._busy or self._must_wait(event):
            self._keep(event)
        else:
            await self._pass_on(event)

    def _must_wait(self, key: events.Key) -> bool:
        """Whether a key that is no text comes behind text that its field has yet to take in: the bindings of a dialog
        are asked before the field is, and would overtake it."""
        field = self._texted
        if field is None or not self.screen.is_modal or _is_text(key, field):
            return False
        self._texted = None
        self._wait_for(self._climbed(field))
        return True

    async def _pass_on(self, key: events.Key) -> None:
        """Hands a key to what has the focus. In a dialog or a field the next one waits for what it sets off, unless it
        is but text for the field. A table lets every letter pass, so that `on_key` sees where it belongs."""
        focused = self.focused or self.screen
        waits = self.screen.is_modal or focused.check_consume_key("a", "a")
        text = _is_text(key, focused)
        self._texted = focused if text else None
        await super().on_event(key)
        if key.is_forwarded and waits and not text:
            self._wait_for(self._climbed(focused))

    def on_key(self, event: events.Key) -> None:
        """A letter that was on its way to a table when a form, or the filter, opened over it is theirs: no field that
        has the focus lets one pass. What came behind such a letter stays behind it."""
        if self._nobodys(event):
            event.stop()
            event.prevent_default()
            return
        field, behind = self.focused, any(key.time < event.time for key in self.typed)
        if self._opening or behind or (field is not None and field.check_consume_key(event.key, event.character)):
            event.stop()
            event.prevent_default()
            self._keep(event)

    def _nobodys(self, key: events.Key) -> bool:
        """Whether a key was typed for a form that did not open."""
        return isinstance(self.screen, Refusing) and self.screen.disowns(key)

    def _keep(self, key: events.Key) -> None:
        if not self.typed:
            self.set_timer(SOON, self._hand_on)
        self.typed.append(key)

    async def _hand_on(self) -> None:
        """Gives what was typed ahead to what is there now, in the order in which it was typed."""
        typed, self.typed = sorted(self.typed, key=lambda key: key.time), []
        while typed and not self._busy and not self._must_wait(typed[0]):
            key = typed.pop(0)
            again = events.Key(key.key, key.character)
            again.time = key.time
            await self._pass_on(again)
        for key in typed:
            self._keep(key)

    # ------------------------------------------------------------ what a key sets off

    def pop_screen(self) -> AwaitComplete:
        """A key that follows on the end of a dialog waits until whoever opened the dialog has heard of it: that may
        open the next one, or close as well."""
        asked = self.screen._result_callbacks
        self._wait_for(self._answered(asked[-1].requester if asked else self))
        return super().pop_screen()

    def _wait_for(self, settled: Coroutine[None, None, None]) -> None:
        if self._settling is not None:
            self._settling.cancel()
        self._settling = asyncio.create_task(settled)
        self._latest = monotonic() + PATIENCE

    async def _climbed(self, start: Widget) -> None:
        """Until everything that a key set off has climbed from a widget to the app: nothing overtakes on that way."""
        for _ in range(CLIMBS):
            for node in start.ancestors_with_self:
                passed = asyncio.Event()
                if not node.call_later(passed.set):
                    return  # it closes
                await _reached(passed, node)

    async def _answered(self, asker: MessagePump) -> None:
        """Until whoever opened a dialog was called with what it was dismissed with: callbacks come in their order."""
        answered = asyncio.Event()
        asker.call_next(answered.set)
        await _reached(answered, asker)


def _is_text(key: events.Key, field: Widget) -> bool:
    return field.check_consume_key(key.key, key.character)


async def _reached(event: asyncio.Event, pump: MessagePump) -> None:
    """Until something that was posted to a widget has happened, or will not: the widget has ended."""
    while pump.is_running and not event.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), SOON)
