"""The command that serves the screen to a browser."""

from __future__ import annotations

import ipaddress
import shlex
import sys
from urllib.parse import urlsplit

import click

from bidtracker.cli.frame import given_address, given_as_of
from bidtracker.cli.output import say_line
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import say

PORT = 8765


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="The port to listen at.")
@click.option("--url", default="", help="What the browser calls this server; needed where HOST is not what it calls.")
def serve(host: str, port: int, url: str) -> None:
    """Serve the screen to a browser on this machine.

    Nobody is asked who they are: with --host 0.0.0.0 everyone who reaches this machine can change the book.
    """
    url = url.rstrip("/") or f"http://{host}:{port}"
    called = address_of(url)
    if called is not None and called.is_unspecified:
        raise click.UsageError("say with --url what the browser shall call this server", click.get_current_context())
    try:
        from bidtracker.cli.web import Web  # a web server, which few want
    except ModuleNotFoundError as error:
        raise BidtrackerError(
            "the browser is served by the package {package}, which is not installed here", package=error.name
        ) from None
    say_line(say("The screen is at {url}; ctrl+c ends it", url=url))
    address = address_of(f"http://{host}")
    if host != "localhost" and (address is None or not address.is_loopback):
        say_line(say("everyone who can reach {host} can read and change the book", host=host))
    Web(command(), host, port, title="bidtracker", public_url=url).serve()


def command() -> str:
    """The command that opens the screen on the same book."""
    words = [sys.executable, "-m", "bidtracker"]
    if given_address():  # else the screen finds the book as we would
        words += ["--book", str(given_address())]
    if given_as_of():
        words += ["--as-of", str(given_as_of())]
    return shlex.join(words)


def address_of(url: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a URL names; None where it is a name."""
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "")
    except ValueError:
        return None
