"""What columns are called: as words, by synonyms, whole names and ideas."""
