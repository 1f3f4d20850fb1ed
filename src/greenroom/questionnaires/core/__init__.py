"""What an answer may be. Knows no database and no pages."""
