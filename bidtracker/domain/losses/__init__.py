"""What a lost bid can still tell: score sheets, and what a buyer can be asked."""
