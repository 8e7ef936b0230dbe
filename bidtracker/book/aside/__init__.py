"""An act that lasts, prepared in a copy of the book while others go on writing the book itself."""
