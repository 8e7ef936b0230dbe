"""`bidtracker import`: the command, its page of columns, its progress, and what came of it."""
