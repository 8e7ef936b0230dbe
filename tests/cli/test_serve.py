"""The screen in a browser: on loopback, for whoever has the address with its token, and only for pages of its own."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import chromium
import pytest
from chromium import aiohttp

pytest.importorskip("textual_serve", reason="textual-serve, of the extra `serve`, is not installed")

PATHS = ("/", "/ws", "/static/js/textual.js", "/static/", "/download/x", "/nowhere", "/?token=", "/?token=wrong")


MOST = 3  # screens that the tests' server lets be open


class Serving(NamedTuple):
    """A server of the demo's book: its address with the token, its process, and the book."""

    address: str
    process: subprocess.Popen[str]
    book: str


@pytest.fixture(scope="module")
def address(serving: Serving) -> str:
    """The address that a server of the demo's book prints, with its token."""
    return serving.address


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    book = str(tmp_path_factory.mktemp("served") / "b.bidtracker")
    command = [sys.executable, "-m", "bidtracker", "--book", book]
    subprocess.run([*command, "demo", "--no-screen"], check=True, capture_output=True)
    port = free_port()
    serve = [*command, "serve", "--port", str(port), "--screens", str(MOST)]
    process = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        result = re.search(rf"http://127\.0\.0\.1:{port}/\?token=\S{{43}}(?=;)", process.stdout.readline())
        assert result is not None
        while True:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
        yield Serving(result[0], process, book)
    finally:
        process.terminate()
        process.wait(10)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def base(address: str) -> str:
    return f"http://{urlsplit(address).netloc}"


class Still(urllib.request.HTTPRedirectHandler):
    """Goes nowhere by itself."""

    def redirect_request(self, *given: object) -> None:
        return None


def asked(url: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """The status, the text and the headers of an answer."""
    try:
        answer = urllib.request.build_opener(Still).open(urllib.request.Request(url, headers=headers), timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.read().decode(), dict(answer.headers)


def let_in(address: str) -> str:
    """The cookie that the address gives, as a browser sends it back."""
    return asked(address)[2]["Set-Cookie"].split(";")[0]


def test_without_the_token_nothing_is_to_be_had(address: str) -> None:
    for path in PATHS:
        status, output, _ = asked(base(address) + path)
        assert status == 403 and "token" in output, path
        assert asked(base(address) + path, Cookie=let_in(address)[:-1] + "!")[0] == 403, path


def test_the_token_becomes_a_cookie_and_leaves_the_address(address: str) -> None:
    status, _, headers = asked(address)
    assert status == 303 and headers["Location"] == base(address) + "/"
    kept, *rest = [part.strip() for part in headers["Set-Cookie"].split(";")]
    assert address.partition("=")[2] not in kept
    assert {"HttpOnly", "SameSite=Strict"} <= set(rest) and not any("max-age" in part.lower() for part in rest)
    status, page, _ = asked(base(address), Cookie=kept)
    assert status == 200 and "<title>bidtracker" in page
    assert address.partition("=")[2] not in page


def test_the_cookie_is_good_where_it_was_given_alone(address: str) -> None:
    """Whoever got hold of it on another machine has nothing, and it does not do instead of the token."""
    cookie = let_in(address)

    def asked_from(source: str, path: str, **headers: str) -> int:
        line = http.client.HTTPConnection(urlsplit(address).netloc, source_address=(source, 0))
        line.request("GET", path, headers=headers)
        return line.getresponse().status

    assert asked_from("127.0.0.1", "/", Cookie=cookie) == 200
    assert asked(f"{base(address)}/?token={cookie.partition('=')[2]}")[0] == 403
    try:
        elsewhere = asked_from("127.0.0.2", "/", Cookie=cookie)
    except OSError:
        pytest.skip("this machine has one address on its loopback alone")
    assert elsewhere == 403
    assert asked_from("127.0.0.2", "/?" + address.partition("?")[2]) == 303


def test_it_serves_its_own_pages_and_nobody_else_s(address: str) -> None:
    cookie = let_in(address)
    for path in ("", "/ws"):
        assert asked(base(address) + path, Cookie=cookie, Origin="https://elsewhere.example")[0] == 403
        assert asked(base(address) + path, Cookie=cookie, Origin="null")[0] == 403
        assert asked(base(address) + path, Cookie=cookie, Host="rebound.example")[0] == 403
    assert asked(address, Host="rebound.example")[0] == 403
    assert asked(base(address), Cookie=cookie, Origin=base(address))[0] == 200


def test_the_page_asks_nobody_else_for_anything(address: str) -> None:
    _, page, headers = asked(base(address), Cookie=let_in(address))
    assert {urlsplit(url).netloc for url in re.findall(r"(?:https?|wss?)://[^\"')]+", page)} == {
        urlsplit(address).netloc
    }
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"


async def test_a_line_without_the_token_is_refused_and_with_it_hears_the_keys(address: str) -> None:
    line_at = base(address) + "/ws?width=100&height=30"
    async with aiohttp.ClientSession() as session:
        for refused in (
            {},
            {"Cookie": let_in(address)[:-4]},
            {"Cookie": let_in(address), "Origin": "http://evil.example"},
        ):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await session.ws_connect(line_at, headers=refused)
        async with session.ws_connect(line_at, headers={"Cookie": let_in(address)}) as line:
            await line.send_json(["resize", {"width": 100, "height": 30}])
            seen = ""
            while "Help" not in seen:
                seen += str((await line.receive(timeout=20)).data)
            await line.send_json(["stdin", "?"])
            while "Row before" not in seen:
                seen += str((await line.receive(timeout=20)).data)


@pytest.mark.skipif(chromium.program() is None, reason="no Chromium on this machine")
async def test_a_real_browser_shows_the_radar_and_its_keys_are_heard(address: str, tmp_path: Path) -> None:
    program = chromium.program()
    assert program is not None
    async with chromium.opened(program, tmp_path / "profile") as page:
        await page.go(base(address))
        await page.until("document.body && document.body.innerText.includes('token')")
        assert page.statuses[0] == 403
        blank = await page.picture()
        await page.go(address)
        await page.until_heard("Help")
        assert await page.value("location.href") == base(address) + "/"
        assert await page.value("document.cookie") == ""  # no script can read it
        await page.until("document.body.matches('.-first-byte')")
        await page.press("2")  # without a click: the terminal has the focus
        await page.until_heard("Deadline")
        await page.press("?")
        await page.until_heard("Row before")
        await page.press("q")
        assert len(await page.picture()) > 4 * len(blank)  # a page full of text
        strangers = [url for url in page.asked if not url.startswith((base(address), "data:", "about:"))]
        assert strangers == []


def test_everywhere_needs_a_name() -> None:
    command = [sys.executable, "-m", "bidtracker", "serve", "--host", "0.0.0.0"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 2 and "--url" in run.stderr


def test_a_port_that_is_taken_is_said_before_any_address(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        book = str(tmp_path / "b.bidtracker")
        command = [sys.executable, "-m", "bidtracker", "--book", book, "serve", "--port", str(other.getsockname()[1])]
        run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 1 and run.stdout == "" and "--port" in run.stderr
