"""The problem in whole numbers."""
