"""How the screen ends by a signal, and what of it is there again at the next start."""
