"""Rules, runs, pairings and their publication."""
