"""Textual's web server, closed to everyone who was not given its address."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from bidtracker.domain.message import label as _
from bidtracker.domain.message import say
from bidtracker.locale import language, tr

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Web(Server):
    """Serves only who came to it by its own address and brings its token.

    Any page that is open in the same browser could otherwise open the screen of a server on loopback, and type in
    it: browsers let pages connect anywhere, and tell the server only where the page came from. So could anyone else
    who has an account on this machine, and no browser at all; therefore the token, which is new at every start.
    """

    def __init__(self, command: str, host: str, port: int, *, url: str) -> None:
        super().__init__(command, host, port, title="bidtracker", public_url=url, templates_path=Path(__file__).parent)
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
        if self._is_token(request.query.get("token", "")):  # kept as a cookie, and out of the address bar
            answer = web.HTTPSeeOther(f"{self.public_url}/")
            secure = own.scheme == "https"
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="Strict", secure=secure)
            raise answer
        if not self._is_token(request.cookies.get(self.cookie, "")):
            raise web.HTTPForbidden(text=tr(say("Open the address that bidtracker serve printed, with its token.")))
        return await handler(request)

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode(), self.token.encode())

    async def _seal(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Nobody else is to frame the page, to feed it, or to learn that it was opened."""
        line = self.public_url.replace("http", "ws", 1)  # not every browser takes it for 'self'
        answer.headers["Content-Security-Policy"] = (
            f"default-src 'self' 'unsafe-inline' data:; connect-src 'self' {line}; frame-ancestors 'none'"
        )
        answer.headers["Referrer-Policy"] = "no-referrer"
