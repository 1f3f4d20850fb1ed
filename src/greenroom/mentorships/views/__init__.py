"""The pages of a mentorship: each view parses, calls one action or query, and answers."""
