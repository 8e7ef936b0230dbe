"""The book as one SQLite file."""
