"""All pairs, visited in tiles on any number of workers, and never stored."""
