"""The screen's line to `bidtracker serve`: it ends with that, however that ended."""

from __future__ import annotations

from textual import messages
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Textual's driver for the web, which would live on when its server was killed: nobody could ever see it again."""

    def run_input_thread(self) -> None:
        """Hears what the server sends, and ends the screen when nothing can come any more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())

    def write(self, data: str) -> None:
        try:
            super().write(data)
        except BrokenPipeError:
            self._app.post_message(messages.ExitApp())

    def stop_application_mode(self) -> None:
        try:
            super().stop_application_mode()
        except BrokenPipeError:
            self.exit_event.set()
