"""What can still be read of a damaged book: each row that its checksum says is as it was written, in a new file; the
damaged book is only read.
"""
