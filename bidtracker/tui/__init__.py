"""The glass house: Textual lives only here."""
