"""Sealed lists: the radar as it stood on a day, with a hash over it, and what came of each later."""
