"""How long a contract runs, as registers write it."""
