"""What is kept beside the records so that a command reads what it shows: their past, and records by number and link."""
