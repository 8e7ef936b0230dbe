"""The screen in a browser: on loopback, and only for pages of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("textual_serve", reason="textual-serve, of the extra `serve`, is not installed")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bidtracker", "--book", str(tmp_path / "b.bidtracker"), "serve", "--port"]
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        for line in process.stdout:
            if "Press Ctrl+C" in line or "Serving" in line:
                break
        while True:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def asked(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_serves_its_own_pages_and_nobody_else_s(server: str) -> None:
    status, page = asked(server)
    assert status == 200 and "bidtracker" in page
    assert asked(server, Origin="https://elsewhere.example")[0] == 403
    assert asked(server + "/ws", Origin="https://elsewhere.example")[0] == 403
    assert asked(server, Host="rebound.example")[0] == 403
    assert asked(server, Origin=server)[0] == 200


async def test_a_browser_sees_the_screen_and_its_keys_are_heard(server: str) -> None:
    aiohttp = pytest.importorskip("aiohttp")
    seen = ""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server + "/ws?width=100&height=30") as line,
    ):
        await line.send_json(["resize", {"width": 100, "height": 30}])
        while "Look around in a sample" not in seen:
            seen += str((await line.receive(timeout=20)).data)
        await line.send_json(["stdin", "3"])  # types in a first tender
        while "New tender" not in seen:
            seen += str((await line.receive(timeout=20)).data)


def test_everywhere_needs_a_name() -> None:
    command = [sys.executable, "-m", "bidtracker", "serve", "--host", "0.0.0.0"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 2 and "--url" in run.stderr
