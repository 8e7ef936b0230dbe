"""What people write in the cells of a register, in the main languages, and what it means."""
