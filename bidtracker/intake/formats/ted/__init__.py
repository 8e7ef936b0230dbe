"""TED, the tenders of the European Union."""
