"""The doors of matching. Whatever is not this coordinator's is not there."""
