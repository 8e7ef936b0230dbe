"""Screens that lie over a view."""
