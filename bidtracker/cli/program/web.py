"""Textual's web server, closed to everyone who was not given its address."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import os
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from bidtracker.cli.output import say_line
from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.locale import language, tr

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

WIDEST = 1_000  # cells of a screen, either way: more is no browser's window
PATIENCE = 5.0  # seconds for a screen to end


def size(width: object, height: object) -> tuple[int, int]:
    """The cells of a browser's window. Raises ValueError where it can have no such."""
    given = int(str(width)), int(str(height))
    if not all(0 < cells <= WIDEST for cells in given):
        raise ValueError
    return given


class Screen(AppService):
    """One screen: a program of its own, which ends with its browser's page, and with the server however that ends."""

    ending: asyncio.Task[None] | None = None

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        return environment | {"TEXTUAL_DRIVER": "bidtracker.tui.served:ServedDriver"}

    async def end(self) -> None:
        """Ends the program: asked to, and if it does not, made to."""
        try:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.stop(), PATIENCE)
        finally:
            if self._process is not None and self._process.returncode is None:
                with suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
            if self._stdin is not None:
                self._stdin.close()
                with suppress(OSError):
                    await self._stdin.wait_closed()

    async def obey(self, frame: list[Any], line: web.WebSocketResponse) -> None:
        """Passes on what a browser sent. Raises ValueError where that is nothing that a browser's page sends."""
        match frame:
            case ["stdin", str(typed)]:
                await self.send_bytes(typed.encode("utf-8"))
            case ["resize", {"width": int(width), "height": int(height)}]:
                await self.set_terminal_size(*size(width, height))
            case ["ping", str() | int() | float() as sent]:
                await line.send_json(["pong", sent])
            case ["blur", *_]:
                await self.blur()
            case ["focus", *_]:
                await self.focus()
            case _:
                raise ValueError


class Web(Server):
    """Serves only who came to it by its own address and brings its token.

    Any page that is open in the same browser could otherwise open the screen of a server on loopback, and type in
    it: browsers let pages connect anywhere, and tell the server only where the page came from. So could anyone else
    who has an account on this machine, and no browser at all; therefore the token, which is new at every start.
    """

    def __init__(self, command: str, host: str, port: int, *, url: str, screens: int) -> None:
        super().__init__(command, host, port, title="bidtracker", public_url=url, templates_path=Path(__file__).parent)
        self.screens = screens
        self.opened: set[Screen] = set()
        self.token = secrets.token_urlsafe(32)
        self.cookie = f"bidtracker_{port}"  # browsers keep one jar for all ports of a host

    @property
    def address(self) -> str:
        """The address to open; whoever has it can change the book."""
        return f"{self.public_url}/?token={self.token}"

    def initialize_logging(self) -> None:
        """No line for each request: the first one's has the token in it."""
        super().initialize_logging()
        logging.getLogger("aiohttp.access").setLevel(logging.WARNING)

    async def on_startup(self, app: web.Application) -> None:
        """Says nothing: the command has said where the screen is."""

    @aiohttp_jinja2.template("page.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The page: Textual's own asks another server for its font, and hears no key before it is clicked."""
        self._ensure_room()
        size = request.query.get("fontsize", "")
        return {
            "language": language().replace("_", "-"),
            "size": size if size.isdecimal() else "16",
            "static": f"{self.public_url}/static/",
            "line": self.public_url.replace("http", "ws", 1) + "/ws",
            "ended": tr(_("The screen is closed. Everything is saved.")),
            "failed": tr(_("The screen did not open. Where bidtracker serve runs, it says why.")),
            "again": tr(_("Open it again")),
        }

    def _ensure_room(self) -> None:
        """Raises an answer for the browser where as many screens are open as may be."""
        if len(self.opened) >= self.screens:
            reason = say("{n} screens are open, and no more may be; close one, or start with --screens", n=self.screens)
            raise web.HTTPServiceUnavailable(text=tr(reason))

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One screen, for as long as its line is there and says what a page of ours says."""
        self._ensure_room()
        try:
            width, height = size(request.query.get("width", "80"), request.query.get("height", "24"))
        except ValueError:
            raise web.HTTPBadRequest from None
        line = web.WebSocketResponse(heartbeat=15)

        async def close() -> None:
            await line.close()

        screen = Screen(
            f"exec {self.command}" if os.name == "posix" else self.command,  # no shell stands between it and its end
            write_bytes=line.send_bytes,
            write_str=line.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        self.opened.add(screen)
        try:
            await line.prepare(request)
            await screen.start(width, height)
            await self._pass_on(line, screen)
        finally:  # it ends also where this is cancelled, since nobody is at the other end any more
            screen.ending = asyncio.create_task(self._end(screen))
            await asyncio.shield(screen.ending)
        return line

    async def _end(self, screen: Screen) -> None:
        """Ends a screen, which makes room for another."""
        try:
            await screen.end()
        finally:
            self.opened.discard(screen)

    async def _pass_on(self, line: web.WebSocketResponse, screen: Screen) -> None:
        """Passes on what comes over the line, until it is closed; what no page sends closes it."""
        async for message in line:
            try:
                if message.type is not WSMsgType.TEXT:
                    raise ValueError
                await screen.obey(message.json(), line)
            except (ValueError, RecursionError):
                await line.close(code=WSCloseCode.POLICY_VIOLATION, message=b"no frame of this page")
                say_line(say("a screen was closed: what its line said was not what a page of bidtracker says"))

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._own)
        app.on_response_prepare.append(self._seal)
        return app

    @web.middleware
    async def _own(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        own = urlsplit(self.public_url)
        asked = request.headers.get("Host", "").lower()
        origin = request.headers.get("Origin")
        if asked != own.netloc.lower() or (origin is not None and urlsplit(origin).netloc.lower() != asked):
            raise web.HTTPForbidden(text=tr(say("This server is called {url}", url=self.public_url)))
        kept = self._kept_by(request)
        if _same(request.query.get("token", ""), self.token):  # kept as a cookie, and out of the address bar
            answer = web.HTTPSeeOther(f"{self.public_url}/")
            secure = own.scheme == "https"
            answer.set_cookie(self.cookie, kept, httponly=True, samesite="Strict", secure=secure)
            raise answer
        if not _same(request.cookies.get(self.cookie, ""), kept):
            raise web.HTTPForbidden(text=tr(say("Open the address that bidtracker serve printed, with its token.")))
        return await handler(request)

    def _kept_by(self, request: web.Request) -> str:
        """The cookie of who asks: good for this server by this address, from the machine that brought the token."""
        bound = f"{self.public_url} {request.remote}"
        return hmac.new(self.token.encode(), bound.encode(), hashlib.sha256).hexdigest()

    async def _seal(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Nobody else is to frame the page, to feed it, or to learn that it was opened."""
        line = self.public_url.replace("http", "ws", 1)  # not every browser takes it for 'self'
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'self' 'unsafe-inline' data:; connect-src 'self' {line}; frame-ancestors 'none'"
        )
        answer.headers["Referrer-Policy"] = "no-referrer"


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())
