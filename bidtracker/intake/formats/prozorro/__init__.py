"""Prozorro, the tenders of Ukraine."""
