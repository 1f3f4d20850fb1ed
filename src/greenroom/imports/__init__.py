"""People from a spreadsheet into a cohort: read, map, try, apply."""
