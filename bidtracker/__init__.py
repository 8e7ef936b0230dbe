"""The bid book: who won instead of us, how they deliver, and whom to call now."""

__version__ = "0.1.0"
