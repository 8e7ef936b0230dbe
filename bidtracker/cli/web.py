"""Textual's web server, closed to the pages of others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Web(Server):
    """Serves only who came to it by its own address.

    Any page that is open in the same browser could otherwise open the screen of a server on loopback, and type in
    it: browsers let pages connect anywhere, and tell the server only where the page came from.
    """

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._own)
        return app

    @web.middleware
    async def _own(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        own = urlsplit(self.public_url).netloc.lower()
        asked = request.headers.get("Host", "").lower()
        origin = request.headers.get("Origin")
        if asked != own or (origin is not None and urlsplit(origin).netloc.lower() != own):
            raise web.HTTPForbidden(text=f"This server is called {self.public_url}\n")
        return await handler(request)
