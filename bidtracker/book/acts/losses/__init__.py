"""Acts on what a loss tells: scores, and inquiries."""
