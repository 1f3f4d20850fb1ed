"""Spreadsheets of people, fits and capacities, read for `greenroom match` without any database."""
