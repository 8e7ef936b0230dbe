"""A real browser under a test's hands: Chromium without a window, driven by its own protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

aiohttp = pytest.importorskip("aiohttp", reason="textual-serve, of the extra `serve`, is not installed")

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 30  # seconds for one answer
SIZE = (1280, 800)


def program() -> str | None:
    """The browser of this machine, None where there is none."""
    return next((result for name in PROGRAMS if (result := shutil.which(name))), None)


class Page:
    """An open page, and everything that came to it over its websockets and out of it over the network."""

    def __init__(self, line: Any, session: Any, place: str) -> None:
        self.line, self.session, self.place = line, session, place
        self.calls = 0
        self.pages_loaded = ""
        self.asked: list[str] = []
        self.statuses: list[int] = []

    async def call(self, method: str, **given: Any) -> dict[str, Any]:
        self.calls += 1
        mine = self.calls
        await self.line.send_json({"id": mine, "method": method, "params": given})
        while (message := await self._next()).get("id") != mine:
            pass
        assert "error" not in message, message
        answer: dict[str, Any] = message["result"]
        return answer

    async def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads((await self.line.receive(timeout=PATIENCE)).data)
        given = message.get("params", {})
        match message.get("method"):
            case "Network.webSocketFrameReceived":
                frame = given["response"]
                binary = frame["opcode"] == 2
                data = base64.b64decode(frame["payloadData"]) if binary else frame["payloadData"].encode()
                self.pages_loaded += data.decode(errors="replace")
            case "Network.requestWillBeSent":
                self.asked.append(given["request"]["url"])
            case "Network.responseReceived":
                self.statuses.append(given["response"]["status"])
        return message

    async def go(self, url: str) -> None:
        await self.call("Page.navigate", url=url)

    async def until_heard(self, text: str) -> None:
        """Waits until the screen has drawn a text."""
        while text not in self.pages_loaded:
            await self._next()

    async def until(self, script: str) -> None:
        """Waits until what a script says is so."""
        while not await self.value(script):
            await asyncio.sleep(0.05)

    async def press(self, key: str, *, control: bool = False) -> None:
        """One key, typed to whatever has the focus."""
        named = {"Enter": ("\r", 13), "Tab": ("\t", 9)}
        text, code = named.get(key, ("" if control else key, ord(key[0].upper())))
        how = {"key": key, "modifiers": 2 * control, "windowsVirtualKeyCode": code}
        await self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **how)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **how)

    @asynccontextmanager
    async def tab(self) -> AsyncIterator[Page]:
        """One more tab of the same browser, for as long as this is open."""
        made = await (await self.session.put(f"http://{self.place}/json/new?about:blank")).json()
        async with self.session.ws_connect(made["webSocketDebuggerUrl"], max_msg_size=0) as line:
            yield await begun(Page(line, self.session, self.place))

    async def value(self, script: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer["result"].get("value")

    async def picture(self) -> bytes:
        return base64.b64decode((await self.call("Page.captureScreenshot", format="png"))["data"])


async def begun(page: Page) -> Page:
    """The page, which is told of everything from now on."""
    for domain in ("Page", "Network", "Runtime"):
        await page.call(f"{domain}.enable")
    return page


@asynccontextmanager
async def opened(browser: str, profile: Path) -> AsyncIterator[Page]:
    """A browser with one empty page, and nothing that it remembers."""
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    options += [f"--window-size={SIZE[0]},{SIZE[1]}", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    process = subprocess.Popen([browser, *options, "about:blank"], stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        place = next(line.split("://")[1] for line in process.stderr if "DevTools listening on" in line).split("/")[0]
        async with aiohttp.ClientSession() as session:
            tabs = await (await session.get(f"http://{place}/json")).json()
            address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as line:
                yield await begun(Page(line, session, place))
    finally:
        process.terminate()
        process.wait(10)
