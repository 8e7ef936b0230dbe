"""`python -m bidtracker` is `bidtracker`."""

from bidtracker.cli import main

main()
