"""The arithmetic of a call sheet."""
