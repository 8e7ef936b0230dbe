"""The door for reading helpers: a server of the Model Context Protocol that reads one book and only proposes."""
