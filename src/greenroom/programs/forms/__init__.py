"""The shape of what is typed, one file a subject."""
