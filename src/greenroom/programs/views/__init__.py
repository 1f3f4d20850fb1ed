"""The doors of the slice, one file a subject."""
