"""What a program asks, and what was answered."""
