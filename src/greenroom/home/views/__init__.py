"""A person's own page, put together from what every slice below knows."""
