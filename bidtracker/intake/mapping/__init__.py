"""Plain lists with columns of any name: which column is which field."""
