"""What the book's past says of us: win rates, estimates, losses, prices, timing; every number with its n."""
