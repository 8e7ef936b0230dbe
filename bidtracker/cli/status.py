"""How a command ends, for the shell."""

DONE, NOT_DONE, WRONG_USAGE, PARTLY, CHANGED = 0, 1, 2, 3, 4
