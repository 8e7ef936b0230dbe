"""How far an import is, in one line of the terminal."""

from __future__ import annotations

import shutil
import time

import click

from bidtracker.domain.text import cut, safe
from bidtracker.intake.report import Progress


class Bar:
    """One line on the terminal that says how far the import is; nothing in the first 0.2 s."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.next = self.start + 0.2

    def show(self, progress: Progress) -> None:
        """Draws the line anew, ten times a second at most."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + 0.1
        rate = progress.records / (now - self.start)
        parts = [safe(progress.file), f"{progress.records:,}", f"{rate:,.0f}/s"]
        if progress.total:
            share = min(1.0, progress.read / progress.total)
            filled = round(20 * share)
            parts.insert(1, f"{'█' * filled}{'░' * (20 - filled)} {share:4.0%}")
            if share:
                parts.append(f"{(now - self.start) * (1 - share) / share:.0f} s")
        line = cut("  ".join(parts), shutil.get_terminal_size().columns - 1)
        click.echo(f"\r{line}\x1b[K", nl=False, err=True)

    def clear(self) -> None:
        """Takes the line away."""
        click.echo("\r\x1b[K", nl=False, err=True)
