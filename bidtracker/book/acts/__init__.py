"""The acts: each checks, makes one history entry, and can be undone as one step."""
