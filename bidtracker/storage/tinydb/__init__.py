"""TinyDB's table and storage over an engine that takes one document at a time: what TinyDB documents holds, and a write
touches only the documents that it changes.
"""
