"""Commands that show what the book holds and what follows from it."""
