"""The rows of a list in their order, and those that a filter lets through: held in memory, or read as they are seen."""
