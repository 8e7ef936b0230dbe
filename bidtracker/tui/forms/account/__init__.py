"""Forms on an account: what was heard, what is needed, what it is worth, how we deliver."""
