"""The ground: values, words and rules. No I/O, no clock; standard library, msgspec and dateutil only."""
