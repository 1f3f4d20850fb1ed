"""Each kind of criterion and constraint, as feature blocks."""
