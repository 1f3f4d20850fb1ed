"""Who hears of what, by which channel, in which words."""
