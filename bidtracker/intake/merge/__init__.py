"""Notices -> changes to a book."""
