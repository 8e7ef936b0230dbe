"""What must hold in a book besides its file's own structure, and how a damaged one is made sound again."""
