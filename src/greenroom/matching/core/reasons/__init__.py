"""Why these two, in words, and who may read which."""
