"""The way in: files, archives and streams -> records as JSON values."""
