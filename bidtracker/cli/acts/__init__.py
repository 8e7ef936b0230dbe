"""Commands that change the book."""
