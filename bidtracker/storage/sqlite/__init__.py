"""The book as one SQLite file: one file at rest, each commit on disk before it is acknowledged, and nothing half
there after a kill or a power cut.
"""
