"""Counts that a book can give away, and what the counts of several books say together."""
