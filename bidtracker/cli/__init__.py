"""The commands that a person or a script types. A command's own module is loaded only when it runs."""

import io
import os
import sys


def main() -> None:
    """The console script `bidtracker`."""
    from bidtracker.cli.root import root

    if sys.stdout is None:  # closed by whoever called: nothing else must be opened in its place and be written to
        sys.stdout = io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot write a Chinese name shows "?"
    root.main(prog_name="bidtracker")
