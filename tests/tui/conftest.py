"""The screen's tests neither read nor write what the person at this machine has set."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual import app, pilot
from textual.css.stylesheet import Stylesheet

RESTS = 3  # turns of the loop in which nothing is to be done


async def at_rest(min_sleep: float = 0.0, max_sleep: float = 0.0) -> None:
    """Waits until the loop has nothing to do but wait.

    Textual's own looks every 20 ms whether the processor was used, which is most of what a key takes in a test, and
    says nothing on a machine where others use it.
    """
    loop = asyncio.get_running_loop()
    rests = 0
    for _ in range(5_000):
        await asyncio.sleep(0.001)
        rests = 0 if loop._ready else rests + 1  # type: ignore[attr-defined]  # asyncio does not tell it otherwise
        if rests == RESTS:
            return


app.wait_for_idle = pilot.wait_for_idle = at_rest  # type: ignore[attr-defined]


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


Stylesheet._parse_rules = rules_once  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
