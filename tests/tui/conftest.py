"""The screen's tests neither read nor write what the person at this machine has set."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
import styling  # noqa: F401  # what is found for one node is found for all alike
from textual import app, pilot
from textual._compositor import Compositor
from textual._context import active_app
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

RESTS = 3  # turns of the loop in which nothing is to be done
STILL = 25  # turns in which the threads at work use no processor: what they wait for is not the screen's

_in_threads: set[asyncio.Future[Any]] = set()  # what runs in other threads
_run_in_thread = asyncio.BaseEventLoop.run_in_executor


def run_in_executor(loop: Any, executor: Any, func: Any, *args: Any) -> asyncio.Future[Any]:
    """Runs a function in another thread as asyncio does, and keeps what runs where `at_rest` sees it."""
    future = _run_in_thread(loop, executor, func, *args)
    _in_threads.add(future)
    future.add_done_callback(_in_threads.discard)
    return future


asyncio.BaseEventLoop.run_in_executor = run_in_executor  # type: ignore[assignment, method-assign]
# Textual lets 50 ms pass between two views before it paints the second; nobody sees them here.
app.App.delay_update.__defaults__ = (0.001,)


def paint(shown: app.App[Any]) -> bool:
    """Lays out and paints what has changed, from the back to the front; whether there was any of it."""
    changed = False
    front = shown._screen_stack[-1]
    for screen in (*reversed(shown._background_screens), front):
        wanting = screen._layout_required or screen._scroll_required or screen._recompose_required
        # Textual marks a screen that lies under another one anew whenever it is painted.
        wanting = wanting or (screen._repaint_required and screen is front)
        if screen.is_running and (wanting or screen._dirty_widgets or screen._callbacks):
            screen._on_timer_update()
            changed = True
    return changed


_draw = Compositor.render_update


def drawn_later(of: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False) -> Any:
    """Draws what is asked for whole; a mere change is kept until the screen is at rest, since nobody sees it here."""
    return _draw(of, full, screen_stack, simplify) if full or simplify else None


Compositor.render_update = drawn_later  # type: ignore[method-assign]


def drawn(shown: app.App[Any] | None) -> bool:
    """Draws what has changed since it was last done; whether there was any of it."""
    if shown is None or shown._exit or not shown._screen_stacks.get(shown._current_mode):
        return False
    of = shown._screen_stack[-1]._compositor
    return bool(of._dirty_regions) and _draw(of, screen_stack=shown._background_screens) is not None


_drawn_once: WeakSet[Screen[Any]] = WeakSet()
_each_rest = [False]  # whether all is drawn at each rest


def to_draw(shown: app.App[Any] | None) -> bool:
    """Draws a screen that has come to rest for the first time, or each time where a test asks for it; whether it did.

    Who looks at the glass later has all of it drawn anew then.
    """
    if shown is None or not shown._screen_stacks.get(shown._current_mode):
        return False
    front = shown._screen_stack[-1]
    if front in _drawn_once and not _each_rest[0]:
        return False
    _drawn_once.add(front)
    return drawn(shown)


_shut_down = app.App._shutdown


async def shut_down(shown: app.App[Any]) -> None:
    """Draws what has changed since an app was last drawn, so that what cannot be drawn fails, and ends it."""
    drawn(shown)
    await _shut_down(shown)


app.App._shutdown = shut_down  # type: ignore[method-assign]


@pytest.fixture
def drawn_at_each_rest() -> Iterator[None]:
    """All that changes is drawn, step by step, as the terminal would get it."""
    _each_rest[0] = True
    yield
    _each_rest[0] = False


def under_way(shown: app.App[Any] | None) -> bool:
    """Whether the app has yet to pass on a key, to end a change of its view, or to show what has changed."""
    if shown is None or shown._exit or not shown._screen_stacks.get(shown._current_mode):
        return False
    return bool(shown._batch_count or getattr(shown, "typed", ()) or getattr(shown, "_busy", False) or paint(shown))


async def at_rest(min_sleep: float = 0.0, max_sleep: float = 0.0, *, threads: bool = True) -> None:
    """Waits until the loop has nothing to do but wait, no thread works for it, and all that has changed is painted.

    Textual's own looks every 20 ms whether the processor was used, which is most of what a key takes in a test, and
    says nothing on a machine where others use it.
    """
    loop, shown = asyncio.get_running_loop(), active_app.get(None)
    rests = still = 0
    used = 0.0
    for _ in range(5_000):
        await asyncio.sleep(0.001)
        if loop._ready or under_way(shown):  # type: ignore[attr-defined]  # asyncio does not tell it otherwise
            rests = 0
            continue
        rests += 1
        before, used = used, time.process_time() - time.thread_time()
        still = still + 1 if used - before < 1e-4 else 0
        working = threads and any(future.get_loop() is loop for future in _in_threads)
        if rests < RESTS or (working and still < STILL):
            continue
        if not to_draw(shown):
            return
        rests = still = 0


async def loop_at_rest(driver: pilot.Pilot[Any], timeout: float = 0.0) -> bool:
    """Waits until the loop has nothing to do, whatever goes on in threads.

    Textual's own posts to each widget and waits until all of them have answered, which is a tenth of the processor's
    time in a test of the screen.
    """
    await at_rest(threads=False)
    return True


app.wait_for_idle = pilot.wait_for_idle = at_rest  # type: ignore[attr-defined]
pilot.Pilot._wait_for_screen = loop_at_rest  # type: ignore[assignment, method-assign]


# Each app reads the same style sheets: what one has read is read for all.
_read_rules, _rules = Stylesheet._parse_rules, dict[Any, Any]()


def rules_once(
    sheet: Stylesheet, css: str, read_from: Any, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
) -> Any:
    """The rules of a sheet, read once for all apps that have the same colours."""
    key = (css, read_from, is_default_rules, tie_breaker, scope, tuple(sheet._variables.items()))
    if key not in _rules:
        _rules[key] = _read_rules(sheet, css, read_from, is_default_rules, tie_breaker, scope)
    return _rules[key]


Stylesheet._parse_rules = rules_once  # type: ignore[assignment, method-assign]
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]  # the same, but a call of Python's less a rule


# A style is set anew for each node whenever one of its classes changes, mostly to what it was.
_replace_rules = Stylesheet.replace_rules


def replace_changed(node: Any, rules: Any, animate: bool = False) -> None:
    """Gives a node the rules that it does not have yet, and takes those away that hold no longer."""
    if animate and rules.get("transitions"):
        _replace_rules(node, rules, animate)
        return
    base = node.styles.base
    changed = [key for key in base._rules.keys() | rules.keys() if base._rules.get(key) is not rules.get(key)]
    for key in changed:
        setattr(base, key, rules.get(key))
    if changed or not animate:
        node.notify_style_update()


Stylesheet.replace_rules = staticmethod(replace_changed)  # type: ignore[assignment, method-assign]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
