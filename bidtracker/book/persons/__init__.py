"""People who are taken out of a book for good: how texts name them, and what is left of what named them."""
