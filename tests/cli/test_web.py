"""What a server of screens allows: so many, with lines that say what its page says. The program behind each is a small
one here, which echoes; the whole one is in test_serve.py."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bidtracker.book import Book

pytest.importorskip("textual_serve", reason="textual-serve, of the extra `serve`, is not installed")
import aiohttp
from aiohttp.test_utils import TestServer, unused_port

from bidtracker.cli.program.web import Web

ECHO = """
import sys
out, into = sys.stdout.buffer, sys.stdin.buffer
out.write(b"__GANGLION__\\n"); out.flush()
while head := into.read(5):
    sent = into.read(int.from_bytes(head[1:], "big"))
    if head[:1] == b"M" and b"quit" in sent:
        break
    out.write(b"D" + len(sent).to_bytes(4, "big") + sent); out.flush()
"""
DEAF = ECHO.replace("break", "pass")  # it does not end when it is asked to
FRAMES = (
    "", "7", '["stdin", 5]', '["resize"]', '["resize", {"width": 1e9, "height": 9}]',
    '["resize", {"width": 999999999, "height": 999999999}]', '["dance"]', "[" * 100_000, b"\0\xff",
)  # fmt: skip


class Client:
    """Somebody who has the address of a server, with a line for each screen."""

    def __init__(self, server: Web, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session

    async def line(self, query: str = "width=80&height=24") -> aiohttp.ClientWebSocketResponse:
        return await self.session.ws_connect(f"{self.server.public_url}/ws?{query}")

    async def closed(self, line: aiohttp.ClientWebSocketResponse) -> int | None:
        """The code with which the server closes a line, whatever its screen still says."""
        while (message := await line.receive(timeout=60)).type is aiohttp.WSMsgType.BINARY:
            pass
        assert message.type is aiohttp.WSMsgType.CLOSE
        code: int = message.data
        return code


@asynccontextmanager
async def serving(folder: Path, screens: int, script: str = ECHO) -> AsyncIterator[Client]:
    program = folder / "echo.py"
    program.write_text(script)
    port = unused_port()
    web = Web(f"{sys.executable} {program}", "127.0.0.1", port, url=f"http://127.0.0.1:{port}", screens=screens)
    jar = aiohttp.CookieJar(unsafe=True)  # it is a number that the server is called by
    async with TestServer(await web._make_app(), port=port), aiohttp.ClientSession(cookie_jar=jar) as session:
        await session.get(web.address)
        yield Client(web, session)
        await session.close()
        while web.opened:
            await asyncio.sleep(0.01)


async def test_as_many_screens_as_may_be_and_no_more(tmp_path: Path) -> None:
    async with serving(tmp_path, 2) as client:
        lines = [await client.line() for _ in range(2)]
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            await client.line()
        page = await client.session.get(client.server.public_url)
        assert page.status == 503 and "2 screens are open" in await page.text()
        await lines.pop().close()
        while len(client.server.opened) > 1:
            await lines[0].send_json(["ping", 1])
            assert (await lines[0].receive_json(timeout=60)) == ["pong", 1]
        lines.append(await client.line())
        await lines[1].send_json(["stdin", "heard"])
        assert (await lines[1].receive(timeout=60)).data == b"heard"


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
async def test_a_line_that_says_what_no_page_says_is_closed_and_its_screen_ends(
    tmp_path: Path, frame: str | bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(tmp_path, 2) as client:
        other, line = await client.line(), await client.line()
        programs = [screen._process for screen in client.server.opened]
        await (line.send_bytes(frame) if isinstance(frame, bytes) else line.send_str(frame))
        assert await client.closed(line) == aiohttp.WSCloseCode.POLICY_VIOLATION
        await other.send_json(["stdin", "heard"])
        assert (await other.receive(timeout=60)).data == b"heard"
        while len(client.server.opened) > 1:  # the other's end may come a moment after its line's
            await asyncio.sleep(0.01)
        (left,) = client.server.opened
        assert [program for program in programs if program and program.returncode is None] == [left._process]
    assert "a screen was closed" in capsys.readouterr().out


async def test_a_program_that_does_not_end_is_made_to_though_its_line_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bidtracker.cli.program.web.PATIENCE", 0.1)
    async with serving(tmp_path, 1, DEAF) as client:
        line = await client.line()
        (screen,) = client.server.opened
        await line.send_str("7")
        assert await client.closed(line) == aiohttp.WSCloseCode.POLICY_VIOLATION
        while client.server.opened:
            await asyncio.sleep(0.01)
        assert screen._process is not None and screen._process.returncode is not None


@pytest.mark.parametrize("query", ["width=0&height=9", "width=9&height=99999999", "width=x&height=9"])
async def test_a_size_that_no_window_has_opens_no_screen(tmp_path: Path, query: str) -> None:
    async with serving(tmp_path, 1) as client:
        with pytest.raises(aiohttp.WSServerHandshakeError, match="400"):
            await client.line(query)
        assert not client.server.opened


def test_a_screen_ends_with_its_server(tmp_path: Path) -> None:
    """However that ended: all that a screen sees of it is that its line is closed."""
    path = tmp_path / "b.bidtracker"
    with Book.open(path, create=True) as book:
        book.add("tenders", title="Beds", buyer="Trust")
    environment = os.environ | {"TEXTUAL_DRIVER": "bidtracker.tui.served:ServedDriver", "HOME": str(tmp_path)}
    screen = subprocess.Popen(
        [sys.executable, "-m", "bidtracker", "--book", str(path)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert screen.stdout is not None and screen.stdin is not None
    assert screen.stdout.readline() == b"__GANGLION__\n"
    assert screen.stdout.read(1) == b"D"  # it shows something
    screen.stdin.close()
    screen.stdout.close()
    assert screen.stderr is not None and not screen.stderr.read()
    assert screen.wait(60) == 0
