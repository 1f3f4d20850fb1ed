"""Who hears of what happened, by which channel, in which words."""
