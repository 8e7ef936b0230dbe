"""What is typed to filter a list: read as a condition, and completed while it is typed."""
