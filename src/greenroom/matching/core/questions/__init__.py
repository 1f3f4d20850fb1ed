"""What can be asked of an answer: prices of others, the next best, whom to recruit, who is left and why."""
