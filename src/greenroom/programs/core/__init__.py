"""Templates and arithmetic of programs. Knows no database and no pages."""
