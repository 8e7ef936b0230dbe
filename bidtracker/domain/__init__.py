"""The ground: values, words and rules. No I/O, no clock; standard library and msgspec only."""
