"""Commands on the program itself: lists coming in, the screen, settings, upkeep."""
