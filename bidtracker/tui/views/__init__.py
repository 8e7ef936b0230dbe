"""The views, one file each, in the order of their keys."""
