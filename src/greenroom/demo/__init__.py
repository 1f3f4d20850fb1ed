"""A believable organization, generated from a seed."""
