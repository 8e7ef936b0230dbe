"""What the keys of a list do: each act asks a form or the book, and says what was done."""
