"""What happened, by whom, kept for good; and who else hears of it."""
