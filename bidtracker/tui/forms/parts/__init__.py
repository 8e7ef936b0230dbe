"""What forms and dialogs are made of."""
