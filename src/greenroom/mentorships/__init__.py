"""The living bond between a mentor and a mentee."""
