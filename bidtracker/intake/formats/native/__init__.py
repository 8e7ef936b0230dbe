"""Our own list of tenders, and our own export coming back."""
