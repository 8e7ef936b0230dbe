"""What is said of one record in one line or a few, the same on every page that it stands on."""
