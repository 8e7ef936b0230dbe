"""A terminal without a screen: the real program in a pty, its bytes read as a terminal would."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pyte
from pyte.screens import Char, wcwidth

PATIENCE = 120.0  # seconds before something that does not come is given up
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "pagedown": "\x1b[6~",
    "space": " ",
    "home": "\x1b[H",
    "end": "\x1b[F",
} | {f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"}

STYLE = re.compile(r"\x1b\[([\d;]*)m")


class Screen(pyte.Screen):
    """The screen as pyte has it; signs in the same style, and lines that stay, are put together once."""

    def __init__(self, columns: int, lines: int) -> None:
        self._styles: dict[tuple[Char, tuple[int, ...]], Char] = {}
        self._signs: dict[Char, dict[str, Char]] = {}
        self._texts: dict[int, str] = {}
        super().__init__(columns, lines)

    def select_graphic_rendition(self, *codes: int) -> None:
        style = self.cursor.attrs
        if (style, codes) not in self._styles:
            super().select_graphic_rendition(*codes)
            self._styles[style, codes] = self.cursor.attrs
        self.cursor.attrs = self._styles[style, codes]

    def draw(self, data: str) -> None:
        cursor = self.cursor
        signs = self._signs.setdefault(cursor.attrs, {})
        for sign in set(data) - signs.keys():
            if wcwidth(sign) == 1 and ord(sign) not in range(0x80, 0x100):  # what a set of signs may change
                signs[sign] = cursor.attrs._replace(data=sign)
        if cursor.x + len(data) > self.columns or pyte.modes.IRM in self.mode or not signs.keys() >= set(data):
            super().draw(data)
            return
        line = self.buffer[cursor.y]
        for sign in data:
            line[cursor.x] = signs[sign]
            cursor.x += 1
        self.dirty.add(cursor.y)

    @property
    def text(self) -> str:
        """What stands on it."""
        for number in self.dirty:
            line = self.buffer[number]
            signs = [line[column].data for column in range(self.columns)]
            self._texts[number] = "".join(signs)  # the place after a wide sign is empty
        self.dirty.clear()
        return "\n".join(self._texts[number] for number in range(self.lines))


class Stream(pyte.ByteStream):
    """The stream as pyte has it, which goes through a change of style sign by sign: here each is read at once."""

    def feed(self, data: bytes) -> None:
        text, end = self.utf8_decoder.decode(data), 0
        for match in STYLE.finditer(text):
            self._feed(text[end : match.start()])
            end = match.end()
            if self._taking_plain_text:
                self.listener.select_graphic_rendition(*(int(code or 0) for code in match[1].split(";")))
            else:  # amid something else
                self._feed(match[0])
        self._feed(text[end:])

    def _feed(self, text: str) -> None:
        pyte.Stream.feed(self, text)


class Terminal:
    """Runs a command on a terminal of that size. `home` is where the program finds and keeps what is the user's."""

    def __init__(
        self, command: list[str], home: Path, *, columns: int = 120, lines: int = 40, extra: Mapping[str, str] = {}
    ) -> None:
        self.screen = Screen(columns, lines)
        self.stream = Stream(self.screen)
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("TEXTUAL", "XDG"))}
        environment |= {
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "COLUMNS": str(columns),
            "LINES": str(lines),
        }
        for name in ("CONFIG", "DATA", "STATE"):
            environment[f"XDG_{name}_HOME"] = str(home / name.lower())
        environment |= extra
        self.started = time.perf_counter()
        self.line, self.programs_end = os.openpty()
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        # The first terminal that a new session opens becomes its own, so that ctrl+c and ctrl+z reach the program.
        self.process = subprocess.Popen(
            ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(self.programs_end), *command],
            cwd=home,
            env=environment,
            start_new_session=True,
        )
        self.pid = self.process.pid

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        os.close(self.line)
        os.close(self.programs_end)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return self.screen.text

    def take(self, wait: float) -> bytes:
        """What the program writes next, waiting so long for it, as it comes."""
        if not select.select([self.line], [], [], wait)[0]:
            return b""
        try:
            return os.read(self.line, 1 << 16)
        except OSError:  # the program has gone
            return b""

    def feed(self, wait: float) -> bytes:
        """Takes in what the program writes next, waiting so long for it."""
        came = self.take(wait)
        if came:
            self.stream.feed(came)
        return came

    def press(self, *keys: str) -> None:
        """Presses keys by name or sign, one after the other, each heard before the next."""
        for key in keys:
            os.write(self.line, KEYS.get(key, key).encode())
            if key == "esc":  # else it would be taken for the beginning of another key
                self.settle(0.15)

    def type(self, text: str) -> None:
        """Types a text."""
        os.write(self.line, text.encode())

    def settle(self, quiet: float = 0.1) -> None:
        """Until nothing has come for so long, which is to be shorter than the blinking of a cursor (0.5 s)."""
        self._until_quiet(lambda: self.feed(quiet))

    def quiet(self, quiet: float) -> None:
        """Until nothing has come for so long, without looking at it."""
        self._until_quiet(lambda: self.take(quiet))

    def _until_quiet(self, hear: Callable[[], bytes]) -> None:
        end = time.perf_counter() + PATIENCE
        while hear():
            if time.perf_counter() > end:
                raise AssertionError(f"it never came to rest; the screen shows:\n{self.text}")

    def until(self, holds: str | Callable[[str], object]) -> None:
        """Until the screen shows a text, or a condition holds of what it shows."""
        end = time.perf_counter() + PATIENCE
        while not (holds in self.text if isinstance(holds, str) else holds(self.text)):
            if time.perf_counter() > end or self._has_ended():
                gone = " and has ended" if self._has_ended() else ""
                raise AssertionError(f"it never came to {holds!r}{gone}; the screen shows:\n{self.text}")
            self.feed(0.1)
            while self.feed(0):  # a screen is put together once, when all of it has come
                pass

    def _has_ended(self) -> bool:
        """Whether there is nobody left who could write. It stays to be waited for."""
        left = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return left is not None and not select.select([self.line], [], [], 0)[0]

    def ended(self, hear: Callable[[], object] | None = None) -> int:
        """The exit status, once the program has ended. `hear` takes what it still writes, else the screen does."""
        return os.waitstatus_to_exitcode(self.changed(hear=hear))

    def last_words(self) -> str:
        """What each thread of the program is at, which ends with telling it: for one that was started with `-X
        faulthandler` and does not move any more."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGABRT)
        written = b""
        while came := self.take(2.0):
            written += came
        return written.decode(errors="replace")

    def changed(self, options: int = 0, hear: Callable[[], object] | None = None) -> int:
        """The program's status as `os.waitpid` gives it with such options. What it writes is heard until then: a
        program whose terminal does not read waits for it, and neither ends nor stops."""
        hear = hear or (lambda: self.feed(0.05))
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG | options)
            if done:
                return status
            hear()
        raise AssertionError(f"it neither ended nor stopped; the screen shows:\n{self.text}")
