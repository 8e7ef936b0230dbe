"""TinyDB's table and storage over an engine that takes one document at a time."""
