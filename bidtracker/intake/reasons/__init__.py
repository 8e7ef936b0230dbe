"""What the words of a publisher say of a contract: why it ended, why it was changed."""
