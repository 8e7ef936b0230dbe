"""The score of one award on one day, and what it is made of."""
