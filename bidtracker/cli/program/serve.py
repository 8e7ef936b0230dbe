"""The command that serves the screen to a browser."""

from __future__ import annotations

import ipaddress
import os
import shlex
import socket
import sys
from urllib.parse import urlsplit

import click

from bidtracker.cli.frame import given_address, given_as_of, opened
from bidtracker.cli.output import say_line
from bidtracker.domain.errors import BidtrackerError
from bidtracker.domain.message import say

PORT = 8765


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="The port to listen at.")
@click.option(
    "--screens", type=click.IntRange(1, 1000), default=8, show_default=True, help="How many may be open at once."
)
@click.option("--url", default="", help="What the browser calls this server; needed where HOST is not what it calls.")
def serve(host: str, port: int, screens: int, url: str) -> None:
    """Serve the screen to a browser on this machine.

    Only who has the address that is printed, with its token, gets in; whoever has it can change the book. With --host
    0.0.0.0 it is sent over the network in the clear: put a server that speaks https in front, and name it with --url.
    """
    spelled = f"[{host}]" if ":" in host else host
    url = url.rstrip("/") or f"http://{spelled}:{port}"
    called = address_of(url)
    if called is not None and called.is_unspecified:
        raise click.UsageError("say with --url what the browser shall call this server", click.get_current_context())
    try:
        from bidtracker.cli.program.web import Web  # a web server, which few want
    except ModuleNotFoundError as error:
        raise BidtrackerError(
            "the browser is served by the package {package}, which is not installed here", package=error.name
        ) from None
    _ensure_free(host, port)
    with opened(create=True):
        pass  # what keeps the book from opening is said here, not in the browser
    server = Web(command(), host, port, url=url, screens=screens)
    say_line(say("The screen is at {url}; ctrl+c ends it", url=server.address))
    address = address_of(f"http://{spelled}")
    if host != "localhost" and (address is None or not address.is_loopback):
        say_line(say("everyone who has this address can read and change the book"))
    server.serve()


def _ensure_free(host: str, port: int) -> None:
    """Raises BidtrackerError where nothing can be served there: better now than after the address is printed."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as place:
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")  # elsewhere it means more
            place.bind((host, port))
    except OSError as error:
        raise BidtrackerError(
            "cannot listen at {host}, port {port}: {reason}; --host and --port name another place",
            host=host,
            port=port,
            reason=(error.strerror or str(error)).lower(),
        ) from None


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
